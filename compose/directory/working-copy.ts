import { access, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DirectoryError } from '../../adapters/directory/error.ts';
import { createFolderMirror } from '../../adapters/directory/tuf/folder-mirror.ts';
import { MAXIMUM_LENGTH } from '../../adapters/directory/tuf/limits.ts';
import {
  readMetadata,
  type SignedRoot,
  type SignedSnapshot,
  type SignedTargets,
  type SignedTimestamp,
} from '../../adapters/directory/tuf/metadata.ts';
import { countryOfPath, countryOfRole, isInstrumentPath } from '../../adapters/directory/tuf/paths.ts';
import { updateFrom } from '../../adapters/directory/tuf/update.ts';
import type { VerifiedSet } from '../../adapters/directory/tuf/verified-set.ts';
import { writeDurably } from '../backup/durable-files.ts';
import { GovernanceError } from './error.ts';

/** Where things stand in the folder of somebody who governs the directory. */
export function workingCopyPaths(folder: string) {
  return {
    /** What is published: the folder that mirrors serve. */
    repository: join(folder, 'repository'),
    /** Metadata that wait for signatures, by role. */
    drafts: join(folder, 'drafts'),
    /** Documents that wait with them. */
    documents: join(folder, 'drafts', 'documents'),
  };
}

/** Metadata of a role that waits for signatures: `root`, `targets`, or the part of a State. */
export type Draft = SignedRoot | SignedTargets;

/** What is published, verified from its first root on. */
export interface Published {
  root: SignedRoot;
  rootOctets: Buffer;
  set: VerifiedSet;
  timestamp: SignedTimestamp;
  snapshot: SignedSnapshot;
  targets: SignedTargets;
  states: ReadonlyMap<string, SignedTargets>;
}

/** A folder as it stands: what is published, and what waits. */
export interface WorkingCopy {
  folder: string;
  published: Published | undefined;
  drafts: ReadonlyMap<string, Draft>;
  /** Documents that wait, by their path. */
  documents: ReadonlyMap<string, Buffer>;
}

/** A moment before any end of validity: whoever governs has to be able to renew what has ended. */
const NEVER_EXPIRED = new Date(0);
const READING_MILLISECONDS = 60_000;

/**
 * Reads a working copy. Signatures of what is published are verified, ends of validity are not.
 *
 * @throws GovernanceError `working-copy-not-usable`; DirectoryError when what is published does not hold
 */
export async function openWorkingCopy(folder: string): Promise<WorkingCopy> {
  const { drafts, documents } = workingCopyPaths(folder);
  await access(drafts).catch((cause: unknown) => {
    throw new GovernanceError('working-copy-not-usable', `${folder} is no working copy`, { cause });
  });
  return { folder, published: await readPublished(folder), drafts: await readDrafts(drafts), documents: await readDocuments(documents) };
}

/** Makes the folders of a working copy. GovernanceError `working-copy-exists`. */
export async function createWorkingCopy(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length > 0) throw new GovernanceError('working-copy-exists', `${folder} is not empty`);
  const { repository, documents } = workingCopyPaths(folder);
  for (const path of [join(repository, 'metadata'), join(repository, 'targets'), documents]) await mkdir(path, { recursive: true });
}

/** The newest root: the draft, where there is one. */
export function currentRoot({ drafts, published }: WorkingCopy): SignedRoot {
  const root = (drafts.get('root') as SignedRoot | undefined) ?? published?.root;
  if (root === undefined) throw new GovernanceError('working-copy-not-usable', 'there is no root');
  return root;
}

/** The newest metadata of a role other than root: the draft, what is published, or nothing yet. */
export function currentTargets({ drafts, published }: WorkingCopy, role: string): SignedTargets | undefined {
  return (drafts.get(role) as SignedTargets | undefined) ?? publishedTargets(published, role);
}

export function publishedTargets(published: Published | undefined, role: string): SignedTargets | undefined {
  return role === 'targets' ? published?.targets : published?.states.get(role);
}

/** Every document as it will stand when all that waits is published. */
export function currentDocuments({ published, documents }: WorkingCopy): Map<string, Buffer> {
  return new Map([...(published?.set.files ?? []), ...documents]);
}

/** Writes a draft, in place of the one that is there. */
export async function writeDraft({ folder }: Pick<WorkingCopy, 'folder'>, role: string, draft: Draft): Promise<void> {
  const text = `${JSON.stringify(draft.toJSON(), null, 1)}\n`;
  await writeDurably(join(workingCopyPaths(folder).drafts, `${role}.json`), [Buffer.from(text, 'utf8')]);
}

export async function writeDocument({ folder }: Pick<WorkingCopy, 'folder'>, path: string, octets: Buffer): Promise<void> {
  await writeDurably(join(workingCopyPaths(folder).documents, path), [octets]);
}

/** A draft that waits no more. */
export async function removeDraft({ folder }: Pick<WorkingCopy, 'folder'>, role: string): Promise<void> {
  await rm(join(workingCopyPaths(folder).drafts, `${role}.json`));
}

export async function removeDocument({ folder }: Pick<WorkingCopy, 'folder'>, path: string): Promise<void> {
  await rm(join(workingCopyPaths(folder).documents, path));
}

/** One draft file: of this working copy, or as somebody has sent it back. */
export async function readDraftFile(path: string, role: string): Promise<Draft> {
  const octets = await readFile(path).catch((cause: unknown) => {
    throw new GovernanceError('working-copy-not-usable', `${path} cannot be read`, { cause });
  });
  try {
    return role === 'root' ? readMetadata('root', octets) : readMetadata('targets', octets);
  } catch (cause) {
    throw new GovernanceError('working-copy-not-usable', `${path} is no draft of ${role}`, { cause });
  }
}

async function readPublished(folder: string): Promise<Published | undefined> {
  const { repository } = workingCopyPaths(folder);
  const mirror = createFolderMirror(repository);
  const signal = AbortSignal.timeout(READING_MILLISECONDS);
  const first = await mirror.fetch(`metadata/${await firstRoot(repository)}.root.json`, MAXIMUM_LENGTH.root, signal);
  if (first === undefined) return undefined;
  let rootOctets = first;
  const set = await updateFrom({
    mirror,
    trusted: { root: first },
    now: NEVER_EXPIRED,
    signal,
    onRoot: (next) => {
      rootOctets = next;
    },
  });
  if (set === undefined) throw new DirectoryError('directory-unreadable', `${repository} is incomplete`);
  return {
    root: readMetadata('root', rootOctets),
    rootOctets,
    set,
    timestamp: readMetadata('timestamp', set.timestamp),
    snapshot: readMetadata('snapshot', set.snapshot),
    targets: readMetadata('targets', set.targets),
    states: new Map([...set.states].map(([role, octets]) => [role, readMetadata('targets', octets)])),
  };
}

/** The oldest root that is kept there. */
async function firstRoot(repository: string): Promise<number> {
  const names = await readdir(join(repository, 'metadata')).catch(() => []);
  const versions = names.flatMap((name) => {
    const [, version] = /^([1-9]\d{0,8})\.root\.json$/.exec(name) ?? [];
    return version === undefined ? [] : [Number(version)];
  });
  return Math.min(1_000_000_000, ...versions);
}

async function readDrafts(folder: string): Promise<Map<string, Draft>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const roles = names
    .map((name) => name.slice(0, -'.json'.length))
    .filter((role) => role === 'root' || role === 'targets' || countryOfRole(role) !== undefined);
  return new Map(await Promise.all(roles.map(async (role) => [role, await readDraftFile(join(folder, `${role}.json`), role)] as const)));
}

async function readDocuments(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const known = paths.filter((path) => countryOfPath(path) !== undefined || isInstrumentPath(path)).sort();
  return new Map(await Promise.all(known.map(async (path) => [path, await readFile(join(folder, path))] as const)));
}
