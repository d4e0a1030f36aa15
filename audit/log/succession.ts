import { AuditError } from '../error.ts';
import type { Checkpoint } from './checkpoint.ts';
import { EMPTY_ROOT, HASH_LENGTH } from './merkle.ts';
import { openNote, parseNote, signNote } from './note.ts';
import { isKeyName, type NoteSigner, type NoteVerifier, parseVerifierKey } from './note-key.ts';
import { decodeBase64 } from './strict-base64.ts';

const FORMAT = 'valija-log-succession/1';
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Why a log ends and another one goes on: its gateway was restored from a copy, and nobody can say which entries the lost ledger had
 * signed since. The successor begins with the entries of the copy, under an origin of its own, so that nothing it signs can contradict
 * what the former log signed.
 */
export interface Succession {
  /** Origin of the log that ends, and the part of it that the successor begins with: the tree of that size is the same in both. */
  former: Checkpoint;
  /** Verifier key of the successor; its name is the new origin. */
  successorKey: string;
  /** RFC 3339, UTC. */
  at: string;
}

/**
 * Signs the end of a log and the begin of its successor with both keys: a text of five lines in a C2SP signed note. It is no checkpoint of
 * either, for its first line is the origin of none.
 */
export function signSuccession(succession: Succession, signers: { former: NoteSigner; successor: NoteSigner }): string {
  const { former, successorKey, at } = succession;
  if (signers.former.name !== former.origin || signers.successor.verifierKey !== successorKey || former.origin === signers.successor.name) {
    throw malformed('the keys are not those of the two logs', 'operator');
  }
  const text = [FORMAT, former.origin, `${former.size} ${former.root.toString('base64')}`, successorKey, at, ''].join('\n');
  parseSuccession(text);
  return signNote(text, [signers.former, signers.successor]);
}

/** Verifies a succession that must follow the log of that key. AuditError `succession-malformed`, and those of the note. */
export function openSuccession(note: string | Buffer, former: NoteVerifier): Succession & { successor: NoteVerifier } {
  const succession = parseSuccession(parseNote(note).text);
  const successor = parseVerifierKey(succession.successorKey);
  const { verified } = openNote(note, [former, successor]);
  const isSignedBy = (verifier: NoteVerifier) => verified.some((signature) => signature.verifier === verifier);
  if (succession.former.origin !== former.name || !isSignedBy(former) || !isSignedBy(successor)) {
    throw new AuditError('note-unsigned', 'The succession is not signed by both logs.');
  }
  return { ...succession, successor };
}

/**
 * Follows successions from a known log to the one in force, each signed by the log before it. The key of the last one, or of the known log
 * where none follows it.
 */
export function followSuccessions(known: NoteVerifier, notes: readonly string[]): NoteVerifier {
  let current = known;
  for (const note of notes) {
    if (parseSuccession(parseNote(note).text).former.origin === current.name) current = openSuccession(note, current).successor;
  }
  return current;
}

/** As `followSuccessions`, in the written form of the key. */
export function keyInForce(known: string, notes: readonly string[]): string {
  const current = followSuccessions(parseVerifierKey(known), notes);
  const named = notes.map((note) => parseSuccession(parseNote(note).text).successorKey);
  return named.find((key) => isSameKey(parseVerifierKey(key), current)) ?? known;
}

/** A log that ended, and how many of its first entries the log in force has as well. */
export interface FormerLog {
  verifier: NoteVerifier;
  /** Every state of the former log up to this size is a state of the log in force. */
  shared: number;
}

/**
 * The logs before `current`, the oldest first, as notes say that lead from one of the `known` keys to it, each signed by the log before;
 * empty where none do. AuditError for a note on the way that does not hold.
 */
export function formerLogs(
  current: NoteVerifier,
  known: readonly NoteVerifier[],
  notes: readonly string[],
): (FormerLog & { note: string })[] {
  const chains = known.map((first) => chainFrom(first, current, notes));
  return chains.reduce((longest, chain) => (chain.length > longest.length ? chain : longest), []);
}

function chainFrom(first: NoteVerifier, current: NoteVerifier, notes: readonly string[]): (FormerLog & { note: string })[] {
  const chain: (FormerLog & { note: string })[] = [];
  for (let verifier = first; !isSameKey(verifier, current); ) {
    const note = notes.find((candidate) => parseSuccession(parseNote(candidate).text).former.origin === verifier.name);
    // A log that succeeds one before it would never end.
    if (note === undefined || chain.some((earlier) => earlier.note === note)) return [];
    const { former, successor } = openSuccession(note, verifier);
    chain.push({ verifier, shared: former.size, note });
    verifier = successor;
  }
  // A later copy may have held less than the one before it.
  return chain.map((entry, position) => ({ ...entry, shared: Math.min(...chain.slice(position).map(({ shared }) => shared)) }));
}

function isSameKey(one: NoteVerifier, other: NoteVerifier): boolean {
  return one.name === other.name && one.keyId.equals(other.keyId);
}

/** Reads the text of a succession, strictly. AuditError `succession-malformed`. */
export function parseSuccession(text: string): Succession {
  const [format, origin = '', tree = '', successorKey = '', at = '', ...rest] = text.split('\n');
  const [sizeText = '', rootText = '', ...more] = tree.split(' ');
  const size = SIZE.test(sizeText) ? Number(sizeText) : Number.NaN;
  const root = decodeBase64(rootText);
  if (format !== FORMAT || rest.length !== 1 || rest[0] !== '' || more.length > 0) throw malformed('it is not of its form');
  if (!isKeyName(origin) || !Number.isSafeInteger(size) || root?.length !== HASH_LENGTH) throw malformed('the former log is not named');
  if (size === 0 && !root.equals(EMPTY_ROOT)) throw malformed('a log without entries has another root');
  if (!TIME.test(at) || Number.isNaN(Date.parse(at)) || new Date(at).toISOString() !== at) throw malformed('the time is none');
  const { name } = parseVerifierKey(successorKey);
  if (name === origin) throw malformed('a log does not succeed itself');
  return { former: { origin, size, root }, successorKey, at };
}

function malformed(why: string, disposition: 'refuse' | 'operator' = 'refuse'): AuditError {
  return new AuditError('succession-malformed', `The succession of a log cannot be read: ${why}.`, { disposition });
}
