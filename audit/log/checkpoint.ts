import { AuditError } from '../error.ts';
import { HASH_LENGTH } from './merkle.ts';
import type { OpenedNote } from './note.ts';
import { openNote, parseNote, signNote } from './note.ts';
import type { NoteSigner, NoteVerifier } from './note-key.ts';
import { SIGNATURE_TYPE } from './note-key.ts';
import { decodeBase64 } from './strict-base64.ts';

/** What a log states when it signs: this many entries, under this root. C2SP tlog-checkpoint v1.0.0. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
}

export interface OpenedCheckpoint extends Checkpoint {
  /** Lines after the root, which we never write; no verifier can check what they say. */
  extensions: string[];
  note: OpenedNote;
  /** Names and times of witnesses whose cosignature verified. */
  cosignatures: { name: string; timestamp: Date }[];
}

const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;

/** The text of a checkpoint, to be signed as a note. AuditError `checkpoint-malformed` when it would not read back. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const text = `${checkpoint.origin}\n${checkpoint.size}\n${checkpoint.root.toString('base64')}\n`;
  parseCheckpoint(text);
  return text;
}

/** Reads the text of a checkpoint, strictly: whatever parses re-encodes to the same text. AuditError `checkpoint-malformed`. */
export function parseCheckpoint(text: string): Checkpoint & { extensions: string[] } {
  const [origin = '', sizeText = '', rootText = '', ...rest] = text.split('\n');
  const extensions = rest.slice(0, -1);
  const root = decodeBase64(rootText);
  const size = SIZE.test(sizeText) ? Number(sizeText) : Number.NaN;
  if (rest.at(-1) !== '' || origin === '' || extensions.includes('')) {
    throw malformed('it has not an origin, a size and a root, one per line');
  }
  if (!Number.isSafeInteger(size)) {
    throw malformed('the size is not a decimal number below 2^53');
  }
  if (root?.length !== HASH_LENGTH) {
    throw malformed('the root is not the base64 of 32 octets');
  }
  return { origin, size, root, extensions };
}

/** Signs a checkpoint. The signer's name is the origin, so that a key cannot be taken for another log's. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  if (signer.name !== checkpoint.origin) {
    throw new AuditError('checkpoint-origin', 'The name of the signing key differs from the origin of the log.', {
      disposition: 'operator',
    });
  }
  return signNote(formatCheckpoint(checkpoint), [signer]);
}

/**
 * Verifies a checkpoint: signed by the log's own key, for the expected origin; cosignatures by known witnesses are reported.
 * AuditError of the note, `note-unsigned` when only witnesses signed, `checkpoint-origin`, `checkpoint-malformed`.
 */
export function openCheckpoint(
  note: string | Buffer,
  options: { log: NoteVerifier; origin?: string; witnesses?: readonly NoteVerifier[] },
): OpenedCheckpoint {
  const witnesses = options.witnesses ?? [];
  const opened = openNote(note, [options.log, ...witnesses]);
  if (!opened.verified.some(({ verifier }) => verifier === options.log)) {
    throw new AuditError('note-unsigned', 'The log itself has not signed the checkpoint.');
  }
  const checkpoint = parseCheckpoint(opened.text);
  if (checkpoint.origin !== (options.origin ?? options.log.name)) {
    throw new AuditError('checkpoint-origin', 'The checkpoint is of another log.');
  }
  const cosignatures = opened.verified.flatMap(({ verifier, timestamp }) =>
    verifier.type === SIGNATURE_TYPE.ed25519Cosignature && timestamp !== undefined ? [{ name: verifier.name, timestamp }] : [],
  );
  return { ...checkpoint, note: opened, cosignatures };
}

/** Reads a signed checkpoint without verifying who signed it: for choosing the key, never for trust. */
export function readUnverifiedCheckpoint(note: string | Buffer): Checkpoint {
  const { origin, size, root } = parseCheckpoint(parseNote(note).text);
  return { origin, size, root };
}

function malformed(why: string): AuditError {
  return new AuditError('checkpoint-malformed', `The checkpoint cannot be read: ${why}.`);
}
