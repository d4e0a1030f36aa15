import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Signature } from '@tufjs/models';
import { GovernanceError } from './error.ts';
import type { SigningKey } from './role-keys.ts';
import { neededFor, signersOf } from './signatures-needed.ts';
import { type Draft, openWorkingCopy, readDraftFile, type WorkingCopy, writeDraft } from './working-copy.ts';

/** How far a draft is on its way to being published. */
export interface SignedDraft {
  role: string;
  version: number;
  /** For each group of keys whose signatures it needs: how many there are, and of how many it takes. */
  signatures: readonly { role: string; present: number; threshold: number }[];
}

/**
 * Signs every draft for which the key has a say; of `roles` only, where those are given. Nothing is sent anywhere: the folder, or the draft
 * files in it, go on to the next signer.
 *
 * @throws GovernanceError `directory-nothing-to-sign`
 */
export async function signDrafts(folder: string, key: SigningKey, roles?: readonly string[]): Promise<SignedDraft[]> {
  const copy = await openWorkingCopy(folder);
  const signed: SignedDraft[] = [];
  for (const [role, draft] of copy.drafts) {
    const hasSay = neededFor(copy, role, draft).some(({ keyIds }) => keyIds.includes(key.id));
    if (!hasSay || roles?.includes(role) === false) continue;
    draft.sign((octets) => new Signature({ keyID: key.id, sig: key.sign(octets) }));
    await writeDraft(copy, role, draft);
    signed.push(progressOf(copy, role, draft));
  }
  if (signed.length === 0) throw new GovernanceError('directory-nothing-to-sign', `no draft waits for key ${key.id.slice(0, 16)}`);
  return signed;
}

/**
 * Takes over the signatures of draft files that others have signed. The file name tells the role; what was signed must be what waits here.
 *
 * @throws GovernanceError `directory-draft-differs`, `directory-nothing-to-sign`, `working-copy-not-usable`
 */
export async function mergeSignatures(folder: string, files: readonly string[]): Promise<SignedDraft[]> {
  const copy = await openWorkingCopy(folder);
  const merged = new Map<string, Draft>();
  for (const file of files) {
    const role = basename(file, '.json');
    const draft = copy.drafts.get(role);
    if (draft === undefined) throw new GovernanceError('directory-draft-differs', `no draft of ${role} waits here`);
    const other = await readDraftFile(file, role);
    if (!isDeepStrictEqual(other.signed.toJSON(), draft.signed.toJSON())) {
      throw new GovernanceError('directory-draft-differs', `${file} is another draft of ${role}`);
    }
    takeOver(copy, role, draft, other);
    merged.set(role, draft);
  }
  for (const [role, draft] of merged) await writeDraft(copy, role, draft);
  return [...merged].map(([role, draft]) => progressOf(copy, role, draft));
}

/** Only signatures that hold, by keys that have a say. */
function takeOver(copy: WorkingCopy, role: string, draft: Draft, other: Draft): void {
  const valid = new Set(neededFor(copy, role, other).flatMap((needed) => signersOf(other, needed)));
  for (const [id, signature] of Object.entries(other.signatures)) if (valid.has(id)) draft.signatures[id] = signature;
  if (valid.size === 0) throw new GovernanceError('directory-nothing-to-sign', `no signature of ${role} there holds`);
}

/** What a draft has and needs. */
export function progressOf(copy: WorkingCopy, role: string, draft: Draft): SignedDraft {
  return {
    role,
    version: draft.signed.version,
    signatures: neededFor(copy, role, draft).map((needed) => ({
      role: needed.role,
      present: signersOf(draft, needed).length,
      threshold: needed.threshold,
    })),
  };
}

/** Every draft of a working copy with what it has and needs. */
export function progressOfAll(copy: WorkingCopy): SignedDraft[] {
  return [...copy.drafts].map(([role, draft]) => progressOf(copy, role, draft));
}
