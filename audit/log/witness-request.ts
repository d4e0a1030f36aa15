import { isAscii } from 'node:buffer';
import { AuditError } from '../error.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { HASH_LENGTH } from './merkle.ts';
import type { NoteSignature } from './note.ts';
import { formatNote, openNote, parseNote } from './note.ts';
import type { NoteVerifier } from './note-key.ts';
import { SIGNATURE_TYPE } from './note-key.ts';
import { decodeBase64 } from './strict-base64.ts';

// C2SP tlog-witness v1.0, section "add-checkpoint".
const MAXIMUM_HASHES = 63;
const MAXIMUM_REQUEST_LENGTH = 64 * 1024;
const OLD_SIZE = /^old (0|[1-9][0-9]{0,15})$/;

/** What a log asks a witness: that it cosigns this checkpoint, which extends the one of `oldSize` entries that the witness knows. */
export interface AddCheckpoint {
  oldSize: number;
  /** Proof of consistency from `oldSize` to the checkpoint. */
  proof: Buffer[];
  /** The signed note, verbatim. */
  checkpoint: string;
}

export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  const hashes = proof.map((hash) => `${hash.toString('base64')}\n`).join('');
  return `old ${oldSize}\n${hashes}\n${checkpoint}`;
}

/** Reads a request, strictly: whatever parses re-encodes to the same octets. AuditError `witness-request-malformed`, or the checkpoint's. */
export function parseAddCheckpoint(octets: Buffer): AddCheckpoint {
  const boundary = octets.length > MAXIMUM_REQUEST_LENGTH ? -1 : octets.indexOf('\n\n');
  if (boundary < 0 || !isAscii(octets.subarray(0, boundary))) {
    throw malformed('it is too large, or no blank line stands before the checkpoint');
  }
  const [first = '', ...lines] = octets.toString('latin1', 0, boundary).split('\n');
  const oldSize = Number(OLD_SIZE.exec(first)?.[1]);
  if (!Number.isSafeInteger(oldSize) || lines.length > MAXIMUM_HASHES) {
    throw malformed('the old size is missing or there are too many hashes');
  }
  const note = octets.subarray(boundary + 2);
  parseCheckpoint(parseNote(note).text);
  return { oldSize, proof: lines.map(parseHash), checkpoint: note.toString('utf8') };
}

/**
 * Reads the answer of a witness, one or more signature lines, and verifies them over the checkpoint: at least one by that witness must
 * hold. AuditError `note-malformed`, `note-signature-invalid`, `note-unsigned`.
 */
export function openCosignatures(checkpoint: string, answer: Buffer, witness: NoteVerifier): NoteSignature[] {
  const { text } = parseNote(checkpoint);
  const opened = openNote(Buffer.concat([Buffer.from(`${text}\n`, 'utf8'), answer]), [witness]);
  // A plain signature by the same key would say nothing about time, and is none of a witness.
  if (witness.type !== SIGNATURE_TYPE.ed25519Cosignature) {
    throw new AuditError('note-unsigned', 'The key is not that of a witness.');
  }
  return opened.verified.map(({ signature }) => signature);
}

/** The checkpoint with further signatures; of two by one key the later one counts, so that a renewed cosignature takes its place. */
export function withSignatures(checkpoint: string, added: readonly NoteSignature[]): string {
  const { text, signatures } = parseNote(checkpoint);
  const isReplaced = (known: NoteSignature) => added.some((one) => one.name === known.name && one.keyId.equals(known.keyId));
  return formatNote({ text, signatures: [...signatures.filter((known) => !isReplaced(known)), ...added] });
}

function parseHash(line: string): Buffer {
  const hash = decodeBase64(line);
  if (hash?.length !== HASH_LENGTH) {
    throw malformed('a line is not the base64 of a hash');
  }
  return hash;
}

function malformed(why: string): AuditError {
  return new AuditError('witness-request-malformed', `The request to a witness cannot be read: ${why}.`);
}
