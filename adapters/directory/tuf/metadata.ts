import { createPublicKey } from 'node:crypto';
import { type Key, Metadata, MetadataKind, type Root, type Snapshot, type Targets, type Timestamp } from '@tufjs/models';
import * as z from 'zod';
import { parseStrictJson } from '../../../crypto/json/parse-strict-json.ts';
import { DirectoryError } from '../error.ts';
import { MAXIMUM_KEYS, MAXIMUM_LENGTH, MAXIMUM_STATES, MAXIMUM_TARGETS_OF_ROLE } from './limits.ts';

export type SignedRoot = Metadata<Root>;
export type SignedTimestamp = Metadata<Timestamp>;
export type SignedSnapshot = Metadata<Snapshot>;
export type SignedTargets = Metadata<Targets>;

const identifier = z.string().regex(/^[0-9A-Za-z._-]{1,128}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const length = z
  .int()
  .min(0)
  .max(2 ** 31);
const version = z.int().min(1);
const role = z.looseObject({ keyids: z.array(identifier).min(1).max(MAXIMUM_KEYS), threshold: z.int().min(1).max(MAXIMUM_KEYS) });
const key = z.looseObject({
  keytype: z.enum(['ed25519', 'ecdsa', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384']),
  scheme: z.enum(['ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384']),
  keyval: z.looseObject({ public: z.string().max(1_024) }),
});
const keys = capped(identifier, key, MAXIMUM_KEYS);
const common = {
  spec_version: z.string().regex(/^1\.\d{1,3}(\.\d{1,3})?$/),
  version,
  expires: z.iso.datetime({ offset: false }),
};
const metaFile = z.looseObject({ version, length: length.optional(), hashes: z.looseObject({ sha256 }).optional() });
const delegatedRole = z.looseObject({
  ...role.shape,
  name: z.string().regex(/^[a-z0-9-]{1,64}$/),
  terminating: z.boolean(),
  paths: z.array(z.string().max(256)).length(1),
  path_hash_prefixes: z.undefined().optional(),
});

/** What the signed part of each kind has at least; unknown members are allowed, as TUF asks, and are part of what is signed. */
const FORMS = {
  root: z.looseObject({
    _type: z.literal('root'),
    ...common,
    consistent_snapshot: z.literal(true),
    keys,
    roles: z.looseObject({ root: role, timestamp: role, snapshot: role, targets: role }),
  }),
  timestamp: z.looseObject({ _type: z.literal('timestamp'), ...common, meta: z.strictObject({ 'snapshot.json': metaFile }) }),
  snapshot: z.looseObject({
    _type: z.literal('snapshot'),
    ...common,
    meta: capped(z.string().regex(/^[a-z0-9-]{1,64}\.json$/), metaFile, MAXIMUM_STATES + 1),
  }),
  targets: z.looseObject({
    _type: z.literal('targets'),
    ...common,
    targets: capped(z.string().max(256), z.looseObject({ length, hashes: z.looseObject({ sha256 }) }), MAXIMUM_TARGETS_OF_ROLE),
    delegations: z
      .looseObject({ keys, roles: z.array(delegatedRole).max(MAXIMUM_STATES), succinct_roles: z.undefined().optional() })
      .optional(),
  }),
} as const;

function capped<Value extends z.ZodType>(name: z.ZodString, value: Value, maximum: number) {
  return z.record(name, value).refine((members) => Object.keys(members).length <= maximum, `at most ${maximum}`);
}

const signatures = z.array(z.looseObject({ keyid: identifier, sig: z.string().regex(/^(?:[0-9a-fA-F]{2}){1,512}$/) })).max(MAXIMUM_KEYS);

type Kind = keyof typeof FORMS;
interface OfKind {
  root: SignedRoot;
  timestamp: SignedTimestamp;
  snapshot: SignedSnapshot;
  targets: SignedTargets;
}

/**
 * Reads a metadata file of a TUF repository (specification 1.0, section 4): caps first, strict JSON, known keys and algorithms only. No
 * signature is checked here.
 *
 * @throws DirectoryError `directory-too-large`, `directory-malformed`
 */
export function readMetadata<K extends Kind>(kind: K, bytes: Buffer): OfKind[K] {
  const maximumBytes = MAXIMUM_LENGTH[kind];
  if (bytes.length > maximumBytes) throw new DirectoryError('directory-too-large', `${kind} has more than ${maximumBytes} octets`);
  try {
    const file = z.looseObject({ signed: FORMS[kind], signatures }).parse(parseStrictJson(bytes, { maximumBytes }));
    const metadata = fromJson(kind, file as Parameters<typeof Metadata.fromJSON>[1]);
    requireDistinctKeys(metadata);
    return metadata as OfKind[K];
  } catch (cause) {
    if (cause instanceof DirectoryError) throw cause;
    throw new DirectoryError('directory-malformed', `${kind} does not follow TUF 1.0 as the directory uses it`, { cause });
  }
}

function fromJson(kind: Kind, file: Parameters<typeof Metadata.fromJSON>[1]): OfKind[Kind] {
  switch (kind) {
    case 'root':
      return Metadata.fromJSON(MetadataKind.Root, file);
    case 'timestamp':
      return Metadata.fromJSON(MetadataKind.Timestamp, file);
    case 'snapshot':
      return Metadata.fromJSON(MetadataKind.Snapshot, file);
    case 'targets':
      return Metadata.fromJSON(MetadataKind.Targets, file);
  }
}

/** One key under two identifiers would count twice towards a threshold, and a stolen key would then be enough. */
function requireDistinctKeys({ signed }: OfKind[Kind]): void {
  const found = 'roles' in signed ? signed.keys : 'delegations' in signed ? (signed.delegations?.keys ?? {}) : {};
  const fingerprints = Object.values(found).map(fingerprintOf);
  if (new Set(fingerprints).size !== fingerprints.length) {
    throw new DirectoryError('directory-malformed', 'one key stands under two identifiers');
  }
}

function fingerprintOf({ keyType, keyVal }: Key): string {
  const text = keyVal.public ?? '';
  if (keyType === 'ed25519' && /^[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase();
  return createPublicKey(text).export({ type: 'spki', format: 'der' }).toString('hex');
}
