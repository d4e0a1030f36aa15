import { createHash } from 'node:crypto';
import * as z from 'zod';
import { DirectoryError } from '../error.ts';
import { MAXIMUM_TOTAL_LENGTH } from './limits.ts';

/** The octets of everything that was verified together. */
export interface VerifiedSet {
  timestamp: Buffer;
  snapshot: Buffer;
  targets: Buffer;
  /** Metadata of each State's part by the name of its role. */
  states: ReadonlyMap<string, Buffer>;
  /** The documents by their path. */
  files: ReadonlyMap<string, Buffer>;
}

/** What is believed: the newest root, and the last set that was verified, where there has been one. */
export interface TrustedState {
  root: Buffer;
  set?: VerifiedSet;
}

const FORMAT = 'valija-directory-set/1';

const storedState = z.strictObject({
  format: z.literal(FORMAT),
  root: z.string(),
  set: z
    .strictObject({
      timestamp: z.string(),
      snapshot: z.string(),
      targets: z.string(),
      states: z.record(z.string(), z.string()),
      files: z.record(z.string(), z.string()),
    })
    .exactOptional(),
});

/** Writes a state as one JSON text, for the store. Every file of it is UTF-8, or it would not have been accepted. */
export function serializeState({ root, set }: TrustedState): Buffer {
  const text = (bytes: Buffer) => bytes.toString('utf8');
  const texts = (files: ReadonlyMap<string, Buffer>) => Object.fromEntries([...files].map(([name, bytes]) => [name, text(bytes)]));
  const stored: z.infer<typeof storedState> = { format: FORMAT, root: text(root) };
  if (set !== undefined) {
    const { timestamp, snapshot, targets, states, files } = set;
    stored.set = {
      timestamp: text(timestamp),
      snapshot: text(snapshot),
      targets: text(targets),
      states: texts(states),
      files: texts(files),
    };
  }
  return Buffer.from(JSON.stringify(stored), 'utf8');
}

/** The opposite. Throws DirectoryError `directory-malformed`: what our own store holds is not what we wrote. */
export function parseState(bytes: Buffer): TrustedState {
  try {
    if (bytes.length > 2 * MAXIMUM_TOTAL_LENGTH) throw new RangeError('too long');
    const { root, set } = storedState.parse(JSON.parse(bytes.toString('utf8')));
    const octets = (text: string) => Buffer.from(text, 'utf8');
    const map = (texts: Record<string, string>) => new Map(Object.entries(texts).map(([name, text]) => [name, octets(text)]));
    if (set === undefined) return { root: octets(root) };
    const { timestamp, snapshot, targets, states, files } = set;
    return {
      root: octets(root),
      set: {
        timestamp: octets(timestamp),
        snapshot: octets(snapshot),
        targets: octets(targets),
        states: map(states),
        files: map(files),
      },
    };
  } catch (cause) {
    throw new DirectoryError('directory-malformed', 'the directory that was kept cannot be read back', { cause });
  }
}

/** SHA-256, hexadecimal. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
