import { chmod, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Signature } from '@tufjs/models';
import { readContents } from '../../adapters/directory/tuf/contents.ts';
import { createFolderMirror } from '../../adapters/directory/tuf/folder-mirror.ts';
import { readMetadata, type SignedTargets } from '../../adapters/directory/tuf/metadata.ts';
import type { Mirror } from '../../adapters/directory/tuf/mirror.ts';
import { metadataFile, targetFile } from '../../adapters/directory/tuf/paths.ts';
import { updateFrom } from '../../adapters/directory/tuf/update.ts';
import { sha256 } from '../../adapters/directory/tuf/verified-set.ts';
import { syncFolder, writeDurably } from '../backup/durable-files.ts';
import { authoritiesOf } from './add-documents.ts';
import { endOf, type JsonObject, roleOf, SPECIFICATION } from './drafting.ts';
import { GovernanceError } from './error.ts';
import { keepFormerKeys } from './former-keys.ts';
import { withLock } from './lock.ts';
import type { SigningKey } from './role-keys.ts';
import { progressOfAll, type SignedDraft } from './sign-drafts.ts';
import { isComplete } from './signatures-needed.ts';
import {
  currentDocuments,
  currentRoot,
  currentTargets,
  openWorkingCopy,
  removeDocument,
  removeDraft,
  type WorkingCopy,
  workingCopyPaths,
} from './working-copy.ts';

export interface Publication {
  folder: string;
  snapshotKeys: readonly SigningKey[];
  timestampKeys: readonly SigningKey[];
  now: Date;
  /** How long snapshot and timestamp hold, in milliseconds. */
  validity: { snapshot: number; timestamp: number };
  /** Leaves every draft where it is and only renews snapshot and timestamp. */
  renewOnly?: boolean;
}

export interface Published {
  snapshotVersion: number;
  timestampVersion: number;
  expiresAt: string;
  /** Roles of which a new version went out. */
  roles: readonly string[];
  /** Drafts that stay, since signatures are missing. */
  waiting: readonly SignedDraft[];
  files: number;
}

const PUBLISHING_MILLISECONDS = 60_000;
const READABLE_BY_ALL = 0o644;
const FOLDER_READABLE_BY_ALL = 0o755;

/**
 * Publishes what has all its signatures, with a new snapshot and timestamp; what lacks some goes on waiting. Without any draft it renews these
 * two. A gateway's own reader
 * must accept the result, from what is published now and from the first root on, before anything is written. Files appear under names of
 * their own and the timestamp is exchanged last, so that whoever reads meanwhile sees the former set or the new one.
 *
 * @throws GovernanceError `directory-signatures-missing`; DirectoryError with what a gateway would refuse
 */
export function publishDirectory(publication: Publication): Promise<Published> {
  return withLock(publication.folder, () => publishAlone(publication));
}

async function publishAlone(publication: Publication): Promise<Published> {
  const all = await openWorkingCopy(publication.folder);
  const copy = publication.renewOnly === true ? withoutDrafts(all) : readyOf(all);
  requireSomething(all, copy, publication.renewOnly === true);
  requireKeysKept(copy);
  const files = filesOf(copy);
  const snapshot = lastingSnapshot(copy, publication) ?? (await snapshotOf(copy, publication, files));
  const timestamp = timestampOf(copy, publication, snapshot);
  files.set(metadataFile('snapshot', snapshot.version), snapshot.octets);
  files.set(metadataFile('timestamp'), timestamp.octets);
  await requireAccepted(copy, files, publication.now);
  await writeRepository(workingCopyPaths(publication.folder).repository, files);
  for (const role of copy.drafts.keys()) await removeDraft(copy, role);
  for (const path of copy.documents.keys()) await removeDocument(copy, path);
  const { expires } = readMetadata('timestamp', timestamp.octets).signed;
  return {
    snapshotVersion: snapshot.version,
    timestampVersion: timestamp.version,
    expiresAt: expires,
    roles: [...copy.drafts.keys()],
    waiting: progressOfAll(all).filter(({ role }) => !copy.drafts.has(role)),
    files: files.size,
  };
}

function withoutDrafts(copy: WorkingCopy): WorkingCopy {
  return { ...copy, drafts: new Map(), documents: new Map() };
}

/** What can go out: drafts with all signatures, each held against those above it that go out too. */
function readyOf(copy: WorkingCopy): WorkingCopy {
  let ready = copy;
  const order = ['root', 'targets', ...[...copy.drafts.keys()].filter((role) => role !== 'root' && role !== 'targets')];
  for (const role of order) {
    const draft = copy.drafts.get(role);
    if (draft === undefined || isComplete(ready, role, draft)) continue;
    ready = { ...ready, drafts: new Map([...ready.drafts].filter(([other]) => other !== role)) };
  }
  return { ...ready, documents: new Map([...copy.documents].filter(([path]) => ready.drafts.has(roleOf(path)))) };
}

/** The first publication takes both; a later one, at least something of what waits. */
function requireSomething(all: WorkingCopy, ready: WorkingCopy, renewOnly: boolean): void {
  const lacksBeginning = all.published === undefined && !(ready.drafts.has('root') && ready.drafts.has('targets'));
  const lacksAll = !renewOnly && all.drafts.size > 0 && ready.drafts.size === 0;
  if (!lacksBeginning && !lacksAll) return;
  const faults = progressOfAll(all).flatMap(({ role, version, signatures }) =>
    signatures.map((asked) => ({
      place: `${role} ${version}`,
      message: `${asked.present} of ${asked.threshold} signatures of ${asked.role}`,
    })),
  );
  throw new GovernanceError('directory-signatures-missing', 'signatures are missing', { faults });
}

/** What was signed years ago has to stay checkable: no certificate and no key of a log may go. */
function requireKeysKept(copy: WorkingCopy): void {
  const next = new Map(authoritiesOf(copy).map(({ authority }) => [authority.identifier, authority]));
  const former = authoritiesOf({ ...copy, documents: new Map() });
  const faults = former.flatMap(({ path, authority }) => {
    const record = next.get(authority.identifier);
    const kept = record === undefined ? undefined : keepFormerKeys(record, authority);
    const isKept = kept?.certificates.length === record?.certificates.length && kept?.noteKeys.length === record?.noteKeys.length;
    return record !== undefined && isKept ? [] : [{ place: path, message: `keys of ${authority.identifier} are gone` }];
  });
  if (faults.length > 0) throw new GovernanceError('directory-document-not-accepted', 'keys may not be deleted', { faults });
}

/** Files of the drafts, as they will be served. */
function filesOf(copy: WorkingCopy): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const [role, draft] of copy.drafts) files.set(metadataFile(role, draft.signed.version), octetsOf(draft.toJSON() as JsonObject));
  for (const [path, octets] of copy.documents) files.set(targetFile(path, sha256(octets)), octets);
  return files;
}

interface Written {
  version: number;
  octets: Buffer;
}

/** The snapshot that is published, while nothing changes and half of its time is still to come. */
function lastingSnapshot({ published, drafts }: WorkingCopy, { now, validity }: Publication): Written | undefined {
  if (published === undefined || drafts.size > 0) return undefined;
  const { version, expires } = published.snapshot.signed;
  const left = Date.parse(expires) - now.getTime();
  return left > validity.snapshot / 2 ? { version, octets: published.set.snapshot } : undefined;
}

async function snapshotOf(
  copy: WorkingCopy,
  { snapshotKeys, now, validity }: Publication,
  files: ReadonlyMap<string, Buffer>,
): Promise<Written> {
  const version = Math.max(copy.published?.snapshot.signed.version ?? 0, await highestSnapshot(copy)) + 1;
  const former = Object.entries(copy.published?.snapshot.signed.meta ?? {}).map(([name, meta]) => [name, meta.toJSON()] as const);
  const meta = Object.fromEntries(former) as JsonObject;
  for (const role of [...copy.drafts.keys()].filter((name) => name !== 'root')) {
    const { version: current } = (currentTargets(copy, role) as SignedTargets).signed;
    const octets = files.get(metadataFile(role, current)) ?? Buffer.alloc(0);
    meta[`${role}.json`] = { version: current, length: octets.length, hashes: { sha256: sha256(octets) } };
  }
  const signed = { _type: 'snapshot', spec_version: SPECIFICATION, version, expires: endOf(now, validity.snapshot), meta };
  return { version, octets: signedBy('snapshot', signed, snapshotKeys) };
}

/** Also one that a publication has left which was cut off before its timestamp: what stands under a name stays so. */
async function highestSnapshot({ folder }: WorkingCopy): Promise<number> {
  const names = await readdir(join(workingCopyPaths(folder).repository, 'metadata'));
  return Math.max(0, ...names.map((name) => Number(/^([1-9]\d{0,8})\.snapshot\.json$/.exec(name)?.[1] ?? 0)));
}

function timestampOf(copy: WorkingCopy, { timestampKeys, now, validity }: Publication, snapshot: Written): Written {
  const version = (copy.published?.timestamp.signed.version ?? 0) + 1;
  const named = { version: snapshot.version, length: snapshot.octets.length, hashes: { sha256: sha256(snapshot.octets) } };
  const expires = endOf(now, validity.timestamp);
  const signed = { _type: 'timestamp', spec_version: SPECIFICATION, version, expires, meta: { 'snapshot.json': named } };
  return { version, octets: signedBy('timestamp', signed, timestampKeys) };
}

function signedBy(kind: 'snapshot' | 'timestamp', signed: JsonObject, keys: readonly SigningKey[]): Buffer {
  const metadata = readMetadata(kind, octetsOf({ signed, signatures: [] }));
  for (const key of keys) metadata.sign((octets) => new Signature({ keyID: key.id, sig: key.sign(octets) }));
  return octetsOf(metadata.toJSON() as JsonObject);
}

function octetsOf(value: JsonObject): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`, 'utf8');
}

/** A gateway that has what is published now, and one that begins with the root of now, must both take it. */
async function requireAccepted(copy: WorkingCopy, files: ReadonlyMap<string, Buffer>, now: Date): Promise<void> {
  const mirror = overlay(files, createFolderMirror(workingCopyPaths(copy.folder).repository));
  const fresh = { root: octetsOf(currentRoot(copy).toJSON() as JsonObject) };
  const { published } = copy;
  const starts = published === undefined ? [fresh] : [{ root: published.rootOctets, set: published.set }, fresh];
  for (const trusted of starts) {
    const signal = AbortSignal.timeout(PUBLISHING_MILLISECONDS);
    let { root } = trusted;
    const onRoot = (next: Buffer) => {
      root = next;
    };
    const set = await updateFrom({ mirror, trusted, now, signal, onRoot });
    if (set === undefined) throw new GovernanceError('working-copy-not-usable', 'what was to be published is what is there already');
    readContents(root, set);
    if (set.files.size !== currentDocuments(copy).size)
      throw new GovernanceError('working-copy-not-usable', 'a document is in no part of the directory');
  }
}

function overlay(files: ReadonlyMap<string, Buffer>, below: Mirror): Mirror {
  return { ...below, fetch: async (path, maximumLength, signal) => files.get(path) ?? below.fetch(path, maximumLength, signal) };
}

async function writeRepository(repository: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  const last = metadataFile('timestamp');
  const folders = new Set<string>();
  for (const [path, octets] of [...files].filter(([name]) => name !== last)) {
    const target = join(repository, path);
    // What has been published under a name stays so: somebody may be reading it.
    const present = await readFile(target).catch(() => undefined);
    if (present?.equals(octets) === true) continue;
    if (present !== undefined) throw new GovernanceError('working-copy-not-usable', `${path} was published with other octets`);
    await writeForAll(target, octets);
    folders.add(dirname(target));
  }
  for (const folder of folders) await syncFolder(folder);
  await writeForAll(join(repository, last), files.get(last) ?? Buffer.alloc(0));
  await syncFolder(dirname(join(repository, last)));
}

/** What is published is for everybody to read. */
async function writeForAll(path: string, octets: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: FOLDER_READABLE_BY_ALL });
  await writeDurably(path, [octets]);
  await chmod(path, READABLE_BY_ALL);
}
