import { DirectoryError } from '../../adapters/directory/error.ts';
import { readMetadata, type SignedRoot, type SignedTargets } from '../../adapters/directory/tuf/metadata.ts';
import { countryOfPath, countryOfRole, stateRole } from '../../adapters/directory/tuf/paths.ts';
import { sha256 } from '../../adapters/directory/tuf/verified-set.ts';
import { GovernanceError } from './error.ts';
import {
  currentDocuments,
  currentRoot,
  currentTargets,
  type Published,
  publishedTargets,
  type WorkingCopy,
  writeDraft,
} from './working-copy.ts';

/** Version of the specification that is followed. */
export const SPECIFICATION = '1.0.31';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** An end of validity as TUF writes it: whole seconds, UTC. */
export function endOf(now: Date, milliseconds: number): string {
  return new Date(now.getTime() + milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Metadata without signatures, held against the rules of the directory. */
export function unsignedRoot(signed: JsonObject): SignedRoot {
  return checked(() => readMetadata('root', Buffer.from(JSON.stringify({ signed, signatures: [] }), 'utf8')));
}

export function unsignedTargets(signed: JsonObject): SignedTargets {
  return checked(() => readMetadata('targets', Buffer.from(JSON.stringify({ signed, signatures: [] }), 'utf8')));
}

function checked<Kind>(read: () => Kind): Kind {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof DirectoryError)) throw cause;
    throw new GovernanceError('directory-document-not-accepted', cause.message, { cause });
  }
}

/** Drafts a root with these changes: version, end, no signature yet. */
export async function draftRoot(
  copy: WorkingCopy,
  change: (signed: JsonObject) => void,
  validity: { now: Date; milliseconds: number },
): Promise<SignedRoot> {
  const signed = currentRoot(copy).signed.toJSON() as JsonObject;
  change(signed);
  const draft = unsignedRoot({
    ...signed,
    version: nextVersion(copy.published?.root),
    expires: endOf(validity.now, validity.milliseconds),
  });
  await writeDraft(copy, 'root', draft);
  return draft;
}

/**
 * Drafts the metadata of a role anew over all documents that are its own: those published, and those that wait. Signatures that were
 * collected for a former draft are gone, since they were for something else.
 */
export async function draftTargets(
  copy: WorkingCopy,
  role: string,
  validity: { now: Date; milliseconds: number },
  delegations?: JsonObject,
): Promise<SignedTargets> {
  const kept = delegations ?? (currentTargets(copy, role)?.signed.delegations?.toJSON() as JsonObject | undefined);
  const own = [...currentDocuments(copy)].filter(([path]) => roleOf(path) === role);
  const draft = unsignedTargets({
    _type: 'targets',
    spec_version: SPECIFICATION,
    version: nextVersion(publishedTargets(copy.published, role)),
    expires: endOf(validity.now, validity.milliseconds),
    targets: Object.fromEntries(own.map(([path, octets]) => [path, { length: octets.length, hashes: { sha256: sha256(octets) } }])),
    ...(kept === undefined ? {} : { delegations: kept }),
  });
  await writeDraft(copy, role, draft);
  return draft;
}

/** Which role signs for a document. */
export function roleOf(path: string): string {
  const country = countryOfPath(path);
  return country === undefined ? 'targets' : stateRole(country);
}

/** States that have keys of their own, by their codes. */
export function delegatedStates(copy: WorkingCopy): string[] {
  const roles = Object.keys(currentTargets(copy, 'targets')?.signed.delegations?.roles ?? {});
  return roles.flatMap((role) => countryOfRole(role) ?? []).sort();
}

function nextVersion(published: Published['root'] | SignedTargets | undefined): number {
  return (published?.signed.version ?? 0) + 1;
}
