import { isAscii } from 'node:buffer';
import { AuditError } from '../error.ts';
import type { OpenedCheckpoint } from './checkpoint.ts';
import { openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { HASH_LENGTH, leafHash, verifyInclusion } from './merkle.ts';
import { parseNote } from './note.ts';
import type { NoteVerifier } from './note-key.ts';
import { decodeBase64 } from './strict-base64.ts';

// C2SP tlog-proof v1. A path in a tree of up to 2^63 entries has at most 63 hashes.
const HEADER = 'c2sp.org/tlog-proof@v1';
const MAXIMUM_HASHES = 63;
const MAXIMUM_PROOF_LENGTH = 320 * 1024;
const MAXIMUM_EXTRA_LENGTH = 16 * 1024;
const INDEX = /^index (0|[1-9][0-9]{0,15})$/;

/** The record that one entry is in a log, as handed to an auditor (`.tlog-proof`). */
export interface TlogProof {
  index: number;
  /** Audit path, sibling of the leaf first. */
  hashes: Buffer[];
  /** The signed checkpoint, verbatim. */
  checkpoint: string;
  /** Octets beside the proof that nothing vouches for. */
  extra?: Buffer;
}

export function formatProof(proof: TlogProof): string {
  const extra = proof.extra === undefined ? '' : `extra ${proof.extra.toString('base64')}\n`;
  const hashes = proof.hashes.map((hash) => `${hash.toString('base64')}\n`).join('');
  return `${HEADER}\n${extra}index ${proof.index}\n${hashes}\n${proof.checkpoint}`;
}

/** Reads a proof, strictly: whatever parses re-encodes to the same octets. AuditError `proof-malformed`, or the checkpoint's. */
export function parseProof(octets: Buffer): TlogProof {
  if (octets.length > MAXIMUM_PROOF_LENGTH) {
    throw malformed('it is too large');
  }
  const boundary = octets.indexOf('\n\n');
  // Everything before the checkpoint is ASCII; the checkpoint may carry names in UTF-8.
  if (boundary < 0 || !isAscii(octets.subarray(0, boundary))) {
    throw malformed('there is no blank line before the checkpoint');
  }
  const [header, ...lines] = octets.toString('latin1', 0, boundary).split('\n');
  if (header !== HEADER) {
    throw malformed('the first line names another format');
  }
  const extra = lines[0]?.startsWith('extra ') ? parseExtra(lines.shift() ?? '') : undefined;
  const index = Number(INDEX.exec(lines.shift() ?? '')?.[1]);
  if (!Number.isSafeInteger(index) || lines.length > MAXIMUM_HASHES) {
    throw malformed('the index is missing or there are too many hashes');
  }
  const note = octets.subarray(boundary + 2);
  parseCheckpoint(parseNote(note).text);
  return { index, hashes: lines.map(parseHash), checkpoint: note.toString('utf8'), ...(extra === undefined ? {} : { extra }) };
}

/**
 * Verifies that `entry` is in the log: checkpoint signature and origin first, then the path. Returns the checkpoint.
 * AuditError of checkpoint and note, or `inclusion-proof-invalid`.
 */
export function verifyProof(
  proof: TlogProof,
  options: { entry: Buffer; log: NoteVerifier; origin?: string; witnesses?: readonly NoteVerifier[] },
): OpenedCheckpoint {
  const checkpoint = openCheckpoint(proof.checkpoint, options);
  verifyInclusion({
    index: proof.index,
    size: checkpoint.size,
    root: checkpoint.root,
    leafHash: leafHash(options.entry),
    proof: proof.hashes,
  });
  return checkpoint;
}

function parseExtra(line: string): Buffer {
  const extra = decodeBase64(line.slice('extra '.length));
  if (extra === undefined || extra.length > MAXIMUM_EXTRA_LENGTH) {
    throw malformed('the extra line is not base64 or too long');
  }
  return extra;
}

function parseHash(line: string): Buffer {
  const hash = decodeBase64(line);
  if (hash?.length !== HASH_LENGTH) {
    throw malformed('a line is not the base64 of a hash');
  }
  return hash;
}

function malformed(why: string): AuditError {
  return new AuditError('proof-malformed', `The proof of inclusion cannot be read: ${why}.`);
}
