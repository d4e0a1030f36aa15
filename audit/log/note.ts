import { isUtf8 } from 'node:buffer';
import { AuditError } from '../error.ts';
import type { NoteSigner, NoteVerifier } from './note-key.ts';
import { isKeyName, KEY_ID_LENGTH } from './note-key.ts';
import { decodeBase64 } from './strict-base64.ts';

// C2SP signed-note v1.0.0. Caps: room for a checkpoint with dozens of post-quantum cosignatures of 2420 octets.
const MAXIMUM_NOTE_LENGTH = 256 * 1024;
const MAXIMUM_SIGNATURES = 64;

const SIGNATURE_LINE_START = '— ';

export interface NoteSignature {
  name: string;
  keyId: Buffer;
  signature: Buffer;
}

export interface SignedNote {
  /** The signed text; ends with a line feed. */
  text: string;
  signatures: NoteSignature[];
}

export interface OpenedNote extends SignedNote {
  /** Signatures that verified, in the order of the note. */
  verified: { verifier: NoteVerifier; signature: NoteSignature; timestamp?: Date }[];
  /** Signatures by keys we do not know: allowed, and worth nothing. */
  unknown: NoteSignature[];
}

/**
 * Splits an attacker-controlled note into text and signatures, without verifying any. AuditError `note-malformed` unless the
 * note re-encodes to the same octets.
 */
export function parseNote(note: string | Buffer): SignedNote {
  const whole = noteString(note);
  // The text may hold blank lines itself: only the last one ends it.
  const boundary = whole.lastIndexOf('\n\n');
  if (boundary < 0 || !whole.endsWith('\n')) {
    throw malformed('there is no blank line between text and signatures');
  }
  const lines = whole.slice(boundary + 2, -1).split('\n');
  if (lines.length > MAXIMUM_SIGNATURES) {
    throw malformed('it carries too many signatures');
  }
  return { text: whole.slice(0, boundary + 1), signatures: lines.map(parseSignatureLine) };
}

/** Writes text and signatures as a note: the inverse of parseNote(). */
export function formatNote(note: SignedNote): string {
  const lines = note.signatures.map(
    ({ name, keyId, signature }) => `${SIGNATURE_LINE_START}${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`,
  );
  return `${note.text}\n${lines.join('')}`;
}

/** Signs a text with one or more keys. AuditError `note-malformed` when the text cannot be carried by a note. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  const octets = Buffer.from(text, 'utf8');
  const note = formatNote({
    text,
    signatures: signers.map((signer) => ({ name: signer.name, keyId: signer.keyId, signature: signer.sign(octets) })),
  });
  parseNote(note);
  return note;
}

/**
 * Parses a note and verifies it with the given keys. Signatures by other keys are ignored; a bad signature by a known key fails the
 * whole note (`note-signature-invalid`); without any good one there is `note-unsigned`.
 */
export function openNote(note: string | Buffer, verifiers: readonly NoteVerifier[]): OpenedNote {
  const parsed = parseNote(note);
  const octets = Buffer.from(parsed.text, 'utf8');
  const opened: OpenedNote = { ...parsed, verified: [], unknown: [] };
  for (const signature of parsed.signatures) {
    const verifier = verifiers.find((candidate) => candidate.name === signature.name && candidate.keyId.equals(signature.keyId));
    if (verifier === undefined) {
      opened.unknown.push(signature);
      continue;
    }
    const result = verifier.verify(octets, signature.signature);
    if (result === undefined) {
      throw new AuditError('note-signature-invalid', `The signature by ${verifier.name} does not fit the note.`);
    }
    opened.verified.push({ verifier, signature, ...result });
  }
  if (opened.verified.length === 0) {
    throw new AuditError('note-unsigned', 'No known key has signed the note.');
  }
  return opened;
}

function noteString(note: string | Buffer): string {
  if (note.length > MAXIMUM_NOTE_LENGTH) {
    throw malformed('it is too large');
  }
  const octets = typeof note === 'string' ? Buffer.from(note, 'utf8') : note;
  if (octets.length > MAXIMUM_NOTE_LENGTH || !isUtf8(octets)) {
    throw malformed('it is too large or not UTF-8');
  }
  const text = octets.toString('utf8');
  // A lone surrogate in a string argument, or a byte order mark in octets, would not survive the way there and back.
  if (typeof note === 'string' ? text !== note : !Buffer.from(text, 'utf8').equals(octets)) {
    throw malformed('it is not clean UTF-8');
  }
  for (const octet of octets) {
    if (octet < 0x20 && octet !== 0x0a) {
      throw malformed('it holds a control character');
    }
  }
  return text;
}

function parseSignatureLine(line: string): NoteSignature {
  const separator = line.lastIndexOf(' ');
  const name = line.slice(SIGNATURE_LINE_START.length, separator);
  const decoded = decodeBase64(line.slice(separator + 1));
  if (!line.startsWith(SIGNATURE_LINE_START) || separator < SIGNATURE_LINE_START.length || !isKeyName(name)) {
    throw malformed('a signature line is not of the form "— name base64"');
  }
  if (decoded === undefined || decoded.length <= KEY_ID_LENGTH) {
    throw malformed('a signature is not base64 or too short');
  }
  return { name, keyId: decoded.subarray(0, KEY_ID_LENGTH), signature: decoded.subarray(KEY_ID_LENGTH) };
}

function malformed(why: string): AuditError {
  return new AuditError('note-malformed', `The signed note cannot be read: ${why}.`);
}
