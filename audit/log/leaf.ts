import { createHash } from 'node:crypto';
import { AuditError } from '../error.ts';

/**
 * What an entry of the log can be about. The type is all that an entry shows: everything else stands behind the salted commitment.
 * New types are added at the end; a type is never renamed, because entries are for ever.
 */
export const LEAF_TYPES = [
  /** A signed evidence, own or a peer's; digest: evidenceDigest. */
  'evidence',
  /** A signed header that was sent or accepted; digest: envelopeDigest. */
  'envelope',
  /** A signed statement that is no evidence, such as the link between seal generations; digest as for evidence. */
  'statement',
  /** A message taken over from a client; digest of the stored submission. */
  'submission',
  /** An irreversible act that is about to happen; digest of its record. */
  'intent',
  /** How an act ended; digest of its record. */
  'outcome',
  /** Content was read by an actor; digest of the access record. */
  'access',
  /** A person overrode a rule, with a reason; digest of the override record. */
  'override',
  /** Users, roles, keys and configuration; digest of the change record. */
  'administration',
  /** Content was destroyed; digest of the purge record. */
  'purge',
  /** What befell the gateway itself, such as a clock that cannot be believed; digest of its record. */
  'condition',
] as const;

export type LeafType = (typeof LEAF_TYPES)[number];

/** Length of salts and digests, in octets. */
export const COMMITMENT_LENGTH = 32;

/** SHA-256(salt then digest): says nothing about the digest without the salt. AuditError `entry-malformed` on other lengths. */
export function commitment(salt: Buffer, digest: Buffer): Buffer {
  if (salt.length !== COMMITMENT_LENGTH || digest.length !== COMMITMENT_LENGTH) {
    throw new AuditError('entry-malformed', 'Salt and digest of a log entry have 32 octets each.');
  }
  return createHash('sha256').update(salt).update(digest).digest();
}

/** The entry of the log: ASCII `valija/<type>/1\n`, then the 32 octets of the commitment. */
export function encodeLeaf(leaf: { type: LeafType; salt: Buffer; digest: Buffer }): Buffer {
  return Buffer.concat([leafPrefix(leaf.type), commitment(leaf.salt, leaf.digest)]);
}

/** Reads an entry; AuditError `entry-malformed` for anything encodeLeaf() does not write. */
export function parseLeaf(entry: Buffer): { type: LeafType; commitment: Buffer } {
  const type = LEAF_TYPES.find((candidate) => {
    const prefix = leafPrefix(candidate);
    return entry.length === prefix.length + COMMITMENT_LENGTH && entry.subarray(0, prefix.length).equals(prefix);
  });
  if (type === undefined) {
    throw new AuditError('entry-malformed', 'The log entry has no known type or a wrong length.');
  }
  return { type, commitment: entry.subarray(entry.length - COMMITMENT_LENGTH) };
}

function leafPrefix(type: LeafType): Buffer {
  return Buffer.from(`valija/${type}/1\n`, 'ascii');
}
