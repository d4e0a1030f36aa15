import type { MetaFile, TargetFile } from '@tufjs/models';
import { DirectoryError } from '../error.ts';
import { MAXIMUM_LENGTH, MAXIMUM_RECORDS, MAXIMUM_ROOT_CHANGES, MAXIMUM_TOTAL_LENGTH } from './limits.ts';
import { readMetadata, type SignedRoot, type SignedSnapshot, type SignedTargets, type SignedTimestamp } from './metadata.ts';
import type { Mirror } from './mirror.ts';
import { countryOfPath, countryOfRole, isInstrumentPath, metadataFile, statePattern, targetFile } from './paths.ts';
import { isSigned, requireSignatures } from './signatures.ts';
import { sha256, type TrustedState, type VerifiedSet } from './verified-set.ts';

export interface UpdateOptions {
  mirror: Mirror;
  trusted: TrustedState;
  /** Against which every end of validity is held (TUF 5.1: one moment for the whole update). */
  now: Date;
  signal: AbortSignal;
  /** A new root is believed from here on, whatever becomes of the rest (TUF 5.3.8). */
  onRoot: (root: Buffer) => void;
}

/** Files fetched at the same time. */
const PARALLEL_FETCHES = 4;

/**
 * The client workflow of TUF 1.0 (section 5.3 to 5.7) over one mirror: new roots, timestamp, snapshot, targets, the part of each State,
 * the documents. Gives the set that is now verified, or undefined when the mirror has nothing newer than what is trusted.
 *
 * What a State has let expire does not hold up the others; anything else that is wrong refuses the whole update, since a snapshot that
 * holds it should not have been signed.
 *
 * @throws DirectoryError with the code of what was refused
 */
export async function updateFrom(options: UpdateOptions): Promise<VerifiedSet | undefined> {
  const { trusted, now } = options;
  const former = readMetadata('root', trusted.root);
  const root = await updateRoot(options, former);
  const held = heldUnder(root, trusted.set);
  const timestamp = await updateTimestamp(options, root, held?.timestamp);
  if (timestamp === undefined) {
    requireUnexpired('timestamp', held?.timestamp, now);
    if (root.signed.version === former.signed.version && held?.snapshot !== undefined) return undefined;
  }
  const current = timestamp ?? { bytes: (trusted.set as VerifiedSet).timestamp, metadata: held?.timestamp as SignedTimestamp };
  const snapshot = await updateSnapshot(options, root, current.metadata, held?.snapshot);
  const targets = await updateTargets(options, root, snapshot.metadata);
  const states = await updateStates(options, targets.metadata, snapshot.metadata);
  const files = await fetchFiles(options, [targets.metadata, ...[...states.values()].map(({ metadata }) => metadata)]);
  return {
    timestamp: current.bytes,
    snapshot: snapshot.bytes,
    targets: targets.bytes,
    states: new Map([...states].map(([role, { bytes }]) => [role, bytes])),
    files,
  };
}

interface Read<Kind> {
  bytes: Buffer;
  metadata: Kind;
}

/** TUF 5.3: every root from the one after ours on, each signed by the keys of the one before and by its own. */
async function updateRoot(options: UpdateOptions, former: SignedRoot): Promise<SignedRoot> {
  let root = former;
  for (let changes = 0; changes < MAXIMUM_ROOT_CHANGES; changes += 1) {
    const version = root.signed.version + 1;
    const bytes = await options.mirror.fetch(metadataFile('root', version), MAXIMUM_LENGTH.root, options.signal);
    if (bytes === undefined) break;
    const next = readMetadata('root', bytes);
    requireSignatures(root, 'root', next);
    if (next.signed.version !== version) {
      throw new DirectoryError('directory-rolled-back', `root ${version} says that it is version ${next.signed.version}`);
    }
    requireSignatures(next, 'root', next);
    root = next;
    options.onRoot(bytes);
  }
  requireUnexpired('root', root, options.now);
  return root;
}

/**
 * Of what is trusted, what the keys of this root have signed: it is what a new version is held against. When a root has taken a role
 * away from its keys, what those had signed binds nobody (TUF 5.3.11: recovery from a stolen key that signed a version far ahead).
 */
function heldUnder(root: SignedRoot, set: VerifiedSet | undefined): { timestamp?: SignedTimestamp; snapshot?: SignedSnapshot } | undefined {
  if (set === undefined) return undefined;
  const timestamp = readMetadata('timestamp', set.timestamp);
  const snapshot = readMetadata('snapshot', set.snapshot);
  return {
    ...(isSigned(root, 'timestamp', timestamp) ? { timestamp } : {}),
    ...(isSigned(root, 'snapshot', snapshot) ? { snapshot } : {}),
  };
}

/** TUF 5.4; undefined when the mirror has the one that is held already. */
async function updateTimestamp(
  options: UpdateOptions,
  root: SignedRoot,
  held: SignedTimestamp | undefined,
): Promise<Read<SignedTimestamp> | undefined> {
  const bytes = await need(options, metadataFile('timestamp'), MAXIMUM_LENGTH.timestamp);
  const metadata = readMetadata('timestamp', bytes);
  requireSignatures(root, 'timestamp', metadata);
  if (held !== undefined) {
    requireNotOlder('timestamp', metadata.signed.version, held.signed.version);
    if (metadata.signed.version === held.signed.version) return undefined;
    requireNotOlder('snapshot', metadata.signed.snapshotMeta.version, held.signed.snapshotMeta.version);
  }
  requireUnexpired('timestamp', metadata, options.now);
  return { bytes, metadata };
}

/** TUF 5.5. */
async function updateSnapshot(
  options: UpdateOptions,
  root: SignedRoot,
  timestamp: SignedTimestamp,
  held: SignedSnapshot | undefined,
): Promise<Read<SignedSnapshot>> {
  const named = timestamp.signed.snapshotMeta;
  const bytes = await needNamed(options, {
    role: 'snapshot',
    named,
    held: options.trusted.set?.snapshot,
    maximum: MAXIMUM_LENGTH.snapshot,
  });
  const metadata = readMetadata('snapshot', bytes);
  requireSignatures(root, 'snapshot', metadata);
  requireVersion('snapshot', metadata.signed.version, named.version);
  for (const [name, { version }] of Object.entries(held?.signed.meta ?? {})) {
    const next = Object.hasOwn(metadata.signed.meta, name) ? metadata.signed.meta[name] : undefined;
    if (next === undefined) throw new DirectoryError('directory-rolled-back', `${name} has gone from the snapshot`);
    requireNotOlder(name, next.version, version);
  }
  requireUnexpired('snapshot', metadata, options.now);
  return { bytes, metadata };
}

/** TUF 5.6, for the role of all authorities together: instruments, and who publishes for which State. */
async function updateTargets(options: UpdateOptions, root: SignedRoot, snapshot: SignedSnapshot): Promise<Read<SignedTargets>> {
  const named = namedIn(snapshot, 'targets');
  if (named === undefined) throw new DirectoryError('directory-inconsistent', 'the snapshot does not name targets.json');
  const read = await readTargets(options, { role: 'targets', named, held: options.trusted.set?.targets });
  requireSignatures(root, 'targets', read.metadata);
  requireVersion('targets', read.metadata.signed.version, named.version);
  requireUnexpired('targets', read.metadata, options.now);
  for (const path of Object.keys(read.metadata.signed.targets)) {
    if (!isInstrumentPath(path))
      throw new DirectoryError('directory-delegation-exceeded', `targets signs ${path}, which is for a State to publish`);
  }
  for (const role of Object.values(read.metadata.signed.delegations?.roles ?? {})) {
    const country = countryOfRole(role.name);
    if (country === undefined || role.paths?.[0] !== statePattern(country)) {
      throw new DirectoryError('directory-delegation-exceeded', `${role.name} may not be given ${role.paths?.[0]}`);
    }
  }
  return read;
}

/** TUF 5.6, for the part of each State. A State that has a delegation and has published nothing yet has no part. */
async function updateStates(
  options: UpdateOptions,
  targets: SignedTargets,
  snapshot: SignedSnapshot,
): Promise<Map<string, Read<SignedTargets>>> {
  const states = new Map<string, Read<SignedTargets>>();
  for (const role of Object.keys(targets.signed.delegations?.roles ?? {})) {
    const named = namedIn(snapshot, role);
    if (named === undefined) continue;
    const read = await readTargets(options, { role, named, held: options.trusted.set?.states.get(role) });
    requireSignatures(targets, role, read.metadata);
    requireVersion(role, read.metadata.signed.version, named.version);
    requireOwnPaths(role, read.metadata);
    states.set(role, read);
  }
  return states;
}

function requireOwnPaths(role: string, { signed }: SignedTargets): void {
  if (signed.delegations !== undefined) throw new DirectoryError('directory-delegation-exceeded', `${role} delegates to others`);
  for (const path of Object.keys(signed.targets)) {
    if (countryOfPath(path) !== countryOfRole(role))
      throw new DirectoryError('directory-delegation-exceeded', `${role} may not sign ${path}`);
  }
}

/** TUF 5.7: the documents, each by length and SHA-256; those that are held already are not fetched again. */
async function fetchFiles(options: UpdateOptions, roles: readonly SignedTargets[]): Promise<Map<string, Buffer>> {
  const wanted = roles.flatMap(({ signed }) => Object.values(signed.targets));
  const total = wanted.reduce((sum, { length }) => sum + length, 0);
  if (wanted.length > MAXIMUM_RECORDS || total > MAXIMUM_TOTAL_LENGTH) {
    throw new DirectoryError('directory-too-large', `${wanted.length} documents of ${total} octets`);
  }
  const files = new Map<string, Buffer>();
  const waiting = wanted.values();
  const fetchNext = async (): Promise<void> => {
    for (const target of waiting) files.set(target.path, await fetchFile(options, target));
  };
  await Promise.all(Array.from({ length: PARALLEL_FETCHES }, fetchNext));
  return new Map([...files].sort(([left], [right]) => (left < right ? -1 : 1)));
}

async function fetchFile(options: UpdateOptions, { path, length, hashes }: TargetFile): Promise<Buffer> {
  const digest = hashes.sha256 ?? '';
  const held = options.trusted.set?.files.get(path);
  if (held !== undefined && held.length === length && sha256(held) === digest) return held;
  if (length > MAXIMUM_LENGTH.target) throw new DirectoryError('directory-too-large', `${path} has ${length} octets`);
  const bytes = await needExactly(options, targetFile(path, digest), length);
  if (bytes.length !== length || sha256(bytes) !== digest)
    throw new DirectoryError('directory-inconsistent', `${path} is not the file that was signed`);
  return bytes;
}

async function readTargets(
  options: UpdateOptions,
  wanted: { role: string; named: MetaFile; held: Buffer | undefined },
): Promise<Read<SignedTargets>> {
  const bytes = await needNamed(options, { ...wanted, maximum: MAXIMUM_LENGTH.targets });
  return { bytes, metadata: readMetadata('targets', bytes) };
}

/** A metadata file that another one names by version and, mostly, by length and digest (TUF 5.5.2, 5.6.2). */
async function needNamed(
  options: UpdateOptions,
  { role, named, held, maximum }: { role: string; named: MetaFile; held: Buffer | undefined; maximum: number },
): Promise<Buffer> {
  if (held !== undefined && named.hashes !== undefined && isAsNamed(named, held)) return held;
  if ((named.length ?? 0) > maximum) throw new DirectoryError('directory-too-large', `${role} has ${named.length} octets`);
  const path = metadataFile(role, named.version);
  const bytes = named.length === undefined ? await need(options, path, maximum) : await needExactly(options, path, named.length);
  if (!isAsNamed(named, bytes)) throw new DirectoryError('directory-inconsistent', `${role} is not the file that was named`);
  return bytes;
}

function isAsNamed(named: MetaFile, bytes: Buffer): boolean {
  try {
    named.verify(bytes);
    return true;
  } catch {
    return false;
  }
}

async function need({ mirror, signal }: UpdateOptions, path: string, maximumLength: number): Promise<Buffer> {
  const bytes = await mirror.fetch(path, maximumLength, signal);
  if (bytes === undefined) throw new DirectoryError('directory-unreadable', `${path} is not there`);
  return bytes;
}

/** A file whose length is signed: more than that is not too much but wrong. */
async function needExactly(options: UpdateOptions, path: string, length: number): Promise<Buffer> {
  try {
    return await need(options, path, length);
  } catch (cause) {
    const isLonger = cause instanceof DirectoryError && cause.code === 'directory-too-large';
    throw isLonger ? new DirectoryError('directory-inconsistent', `${path} is longer than was signed`, { cause }) : cause;
  }
}

function namedIn({ signed }: SignedSnapshot, role: string): MetaFile | undefined {
  const name = `${role}.json`;
  return Object.hasOwn(signed.meta, name) ? signed.meta[name] : undefined;
}

function requireNotOlder(what: string, version: number, held: number): void {
  if (version < held) throw new DirectoryError('directory-rolled-back', `${what} ${version} is older than ${what} ${held} seen before`);
}

function requireVersion(role: string, version: number, named: number): void {
  if (version !== named) throw new DirectoryError('directory-inconsistent', `${role} is version ${version} where ${named} was named`);
}

function requireUnexpired(
  role: string,
  metadata: SignedRoot | SignedTimestamp | SignedSnapshot | SignedTargets | undefined,
  now: Date,
): void {
  if (metadata?.signed.isExpired(now) !== false) throw new DirectoryError('directory-expired', `${role} has expired`);
}
