import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';

/**
 * A TUF repository written by hand, in which everything can be wrong: versions, ends, keys, digests, lengths. Nothing of the product's own
 * writer is used, so that one mistake cannot hide the other.
 */
export interface TufKey {
  id: string;
  privateKey: KeyObject;
  public: { keytype: string; scheme: string; keyval: { public: string } };
}

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export function makeTufKey(): TufKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const hex = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
  const described = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: hex } };
  return { id: createHash('sha256').update(canonicalJson(described)).digest('hex'), privateKey, public: described };
}

/** The form of JSON over which TUF signs: names sorted, no white space, only quotation marks and backslashes escaped. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${canonicalJson(name)}:${canonicalJson(value[name] as Json)}`);
  return `{${members.join(',')}}`;
}

/** Metadata with the signatures of these keys. */
export function signMetadata(signed: JsonObject, keys: readonly TufKey[]): Buffer {
  const bytes = Buffer.from(canonicalJson(signed), 'utf8');
  const signatures = keys.map(({ id, privateKey }) => ({ keyid: id, sig: sign(null, bytes, privateKey).toString('hex') }));
  return Buffer.from(JSON.stringify({ signed, signatures }), 'utf8');
}

export interface TufKeys {
  root: TufKey[];
  targets: TufKey[];
  snapshot: TufKey[];
  timestamp: TufKey[];
  states: Record<string, TufKey[]>;
}

/** Three root keys of which two sign, three for targets of which two, one each for snapshot and timestamp, two for each State. */
export function makeTufKeys(countries: readonly string[]): TufKeys {
  const several = (count: number) => Array.from({ length: count }, makeTufKey);
  return {
    root: several(3),
    targets: several(3),
    snapshot: several(1),
    timestamp: several(1),
    states: Object.fromEntries(countries.map((country) => [country, several(2)])),
  };
}

export interface TufContent {
  keys: TufKeys;
  expires: Date;
  /** Ends of single roles that differ from it: `timestamp`, `state-xa`... */
  expiresOf?: Readonly<Record<string, Date>>;
  /** Of root, and of everything else. */
  rootVersion?: number;
  version: number;
  versionsOf?: Readonly<Record<string, number>>;
  /** Documents by path; each goes into the part of the State in its path, or into `targets`. */
  documents: Readonly<Record<string, string>>;
  thresholds?: Readonly<Record<string, number>>;
  /** Changes the signed part of a role before it is signed. */
  change?: Readonly<Record<string, (signed: JsonObject) => void>>;
  /** Who signs a role instead of all its keys. */
  signers?: Readonly<Record<string, readonly TufKey[]>>;
}

/** Every file of the repository by its path below it. */
export function tufFiles(content: TufContent): Map<string, Buffer> {
  const { keys, documents, version } = content;
  const files = new Map<string, Buffer>();
  const versionOf = (role: string) => content.versionsOf?.[role] ?? version;
  const put = (role: string, path: string, body: JsonObject, signers: readonly TufKey[]): Buffer => {
    const expires = (content.expiresOf?.[role] ?? content.expires).toISOString().replace(/\.\d{3}Z$/, 'Z');
    const signed: JsonObject = { spec_version: '1.0.31', version: versionOf(role), expires, ...body };
    content.change?.[role]?.(signed);
    const bytes = signMetadata(signed, content.signers?.[role] ?? signers);
    files.set(path, bytes);
    return bytes;
  };
  const rootVersion = content.rootVersion ?? 1;
  put('root', `metadata/${rootVersion}.root.json`, { ...rootBody(content), version: rootVersion }, keys.root);
  const meta: JsonObject = {};
  const putTargets = (role: string, body: JsonObject, signers: readonly TufKey[]) => {
    const bytes = put(role, `metadata/${versionOf(role)}.${role}.json`, { _type: 'targets', ...body }, signers);
    meta[`${role}.json`] = { version: versionOf(role), ...digestsOf(bytes) };
  };
  putTargets('targets', { targets: targetsOf(documents, isShared), delegations: delegationsOf(content) }, keys.targets);
  for (const [country, signers] of Object.entries(keys.states)) {
    const isOwn = (path: string) => path.startsWith(`authorities/${country}/`);
    putTargets(`state-${country.toLowerCase()}`, { targets: targetsOf(documents, isOwn) }, signers);
  }
  const snapshot = put('snapshot', `metadata/${versionOf('snapshot')}.snapshot.json`, { _type: 'snapshot', meta }, keys.snapshot);
  const named = { 'snapshot.json': { version: versionOf('snapshot'), ...digestsOf(snapshot) } };
  put('timestamp', 'metadata/timestamp.json', { _type: 'timestamp', meta: named }, keys.timestamp);
  for (const [path, text] of Object.entries(documents)) {
    const slash = path.lastIndexOf('/') + 1;
    files.set(`targets/${path.slice(0, slash)}${hash(Buffer.from(text))}.${path.slice(slash)}`, Buffer.from(text));
  }
  return files;
}

/** Documents of these records at their paths. */
export function documentsOf(authorities: readonly AuthorityRecord[]): Record<string, string> {
  return Object.fromEntries(
    authorities.map((record, index) => {
      const name = record.identifier.split(':').at(-1) ?? '';
      return [`authorities/${record.country}/${name.toLowerCase()}${index === 0 ? '' : `-${index}`}.json`, JSON.stringify(record)];
    }),
  );
}

/** Replaces what is in a folder by these files. */
export async function writeTufFiles(folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

function isShared(path: string): boolean {
  return !path.startsWith('authorities/');
}

function rootBody({ keys, thresholds }: TufContent): JsonObject {
  const roles = { root: keys.root, targets: keys.targets, snapshot: keys.snapshot, timestamp: keys.timestamp };
  return {
    _type: 'root',
    consistent_snapshot: true,
    keys: keysOf(Object.values(roles).flat()),
    roles: Object.fromEntries(
      Object.entries(roles).map(([role, own]) => [
        role,
        { keyids: own.map(({ id }) => id), threshold: thresholds?.[role] ?? thresholdOf(own) },
      ]),
    ),
  };
}

function delegationsOf({ keys, thresholds }: TufContent): JsonObject {
  return {
    keys: keysOf(Object.values(keys.states).flat()),
    roles: Object.entries(keys.states).map(([country, own]) => ({
      name: `state-${country.toLowerCase()}`,
      keyids: own.map(({ id }) => id),
      threshold: thresholds?.[`state-${country.toLowerCase()}`] ?? thresholdOf(own),
      terminating: true,
      paths: [`authorities/${country}/*.json`],
    })),
  };
}

function thresholdOf(keys: readonly TufKey[]): number {
  return Math.min(2, keys.length);
}

function keysOf(keys: readonly TufKey[]): JsonObject {
  return Object.fromEntries(keys.map(({ id, public: described }) => [id, described]));
}

function targetsOf(documents: Readonly<Record<string, string>>, belongs: (path: string) => boolean): JsonObject {
  const own = Object.entries(documents).filter(([path]) => belongs(path));
  return Object.fromEntries(own.map(([path, text]) => [path, digestsOf(Buffer.from(text))]));
}

function digestsOf(bytes: Buffer): { length: number; hashes: { sha256: string } } {
  return { length: bytes.length, hashes: { sha256: hash(bytes) } };
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
