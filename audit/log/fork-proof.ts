import * as z from 'zod';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { AuditError } from '../error.ts';
import type { OpenedCheckpoint } from './checkpoint.ts';
import { openCheckpoint } from './checkpoint.ts';
import { HASH_LENGTH, verifyConsistency } from './merkle.ts';
import type { NoteVerifier } from './note-key.ts';
import { decodeBase64 } from './strict-base64.ts';

/**
 * Two signed notes of one log that cannot both be true. For one size two roots are enough. For two sizes there is also what the larger
 * tree itself says about its start: the root of its first entries with the proof of consistency that binds it to the larger root. Anybody
 * who has the key of the log can check it, without the log and without us.
 */
export interface ForkProof {
  /** The smaller one. */
  first: string;
  second: string;
  prefix?: { root: Buffer; proof: Buffer[] };
}

const MAXIMUM_LENGTH = 1024 * 1024;
const MAXIMUM_HASHES = 63;
const hash = z
  .string()
  .max(44)
  .refine((text) => decodeBase64(text)?.length === HASH_LENGTH);
const note = z
  .string()
  .min(1)
  .max(256 * 1024);
const forkDocument = z.strictObject({
  format: z.literal('valija-fork/1'),
  first: note,
  second: note,
  prefix: z.strictObject({ root: hash, proof: z.array(hash).max(MAXIMUM_HASHES) }).exactOptional(),
});

/** The one way a proof of a fork is written. */
export function serializeForkProof({ first, second, prefix }: ForkProof): Buffer {
  const base64 = (octets: Buffer) => octets.toString('base64');
  const written = prefix === undefined ? {} : { prefix: { root: base64(prefix.root), proof: prefix.proof.map(base64) } };
  return Buffer.from(`${JSON.stringify({ format: 'valija-fork/1', first, second, ...written }, null, 1)}\n`, 'utf8');
}

/** Reads the form alone; AuditError `fork-proof-malformed`. */
export function parseForkProof(octets: Buffer): ForkProof {
  try {
    const { first, second, prefix } = forkDocument.parse(parseStrictJson(octets, { maximumBytes: MAXIMUM_LENGTH, maximumDepth: 4 }));
    const decoded = (text: string) => decodeBase64(text) ?? Buffer.alloc(0);
    return { first, second, ...(prefix === undefined ? {} : { prefix: { root: decoded(prefix.root), proof: prefix.proof.map(decoded) } }) };
  } catch (cause) {
    throw new AuditError('fork-proof-malformed', 'The proof of a fork does not follow its schema.', { cause });
  }
}

export interface ProvenFork {
  kind: 'same-size' | 'sizes-inconsistent';
  first: OpenedCheckpoint;
  second: OpenedCheckpoint;
}

/**
 * Verifies that the log signed both notes and that they contradict one another. AuditError `fork-not-proven` when they do not, and those
 * of notes and checkpoints when one of them is not the log's.
 */
export function verifyForkProof({ first, second, prefix }: ForkProof, log: NoteVerifier): ProvenFork {
  const [smaller, larger] = [openCheckpoint(first, { log }), openCheckpoint(second, { log })];
  if (smaller.size === larger.size) {
    if (smaller.root.equals(larger.root)) {
      throw notProven('both notes state the same');
    }
    return { kind: 'same-size', first: smaller, second: larger };
  }
  if (prefix === undefined || smaller.size > larger.size) {
    throw notProven('nothing shows what the larger tree begins with');
  }
  if (prefix.root.equals(smaller.root)) {
    throw notProven('the larger tree begins with the smaller one');
  }
  const claim = { fromSize: smaller.size, fromRoot: prefix.root, toSize: larger.size, toRoot: larger.root, proof: prefix.proof };
  try {
    verifyConsistency(claim);
  } catch (cause) {
    throw notProven('the start given is not that of the larger tree', cause);
  }
  return { kind: 'sizes-inconsistent', first: smaller, second: larger };
}

function notProven(why: string, cause?: unknown): AuditError {
  return new AuditError('fork-not-proven', `The notes do not prove a fork: ${why}.`, cause === undefined ? {} : { cause });
}
