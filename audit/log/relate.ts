import type { TileReader } from '../contracts.ts';
import { AuditError } from '../error.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { ForkProof } from './fork-proof.ts';
import { consistencyProof, rootHash, verifyConsistency } from './merkle.ts';
import { createTileHashReader } from './tiles.ts';

/** A state of a log with the note that was signed over it. */
export interface SignedState extends Checkpoint {
  signed: string;
}

export type Relation = { kind: 'consistent'; proof: Buffer[] } | { kind: 'forked'; fork: ForkProof };

/**
 * How two states of one log stand to each other: one history, or two, with the proof of whichever it is. Tiles of the larger tree are
 * needed when the sizes differ; the answer is bound to its root, so that wrong tiles can only make it fail. AuditError `tile-missing` or
 * `tile-malformed` when they do not lead there.
 */
export async function relate(one: SignedState, other: SignedState, tiles: Pick<TileReader, 'read'>): Promise<Relation> {
  const [smaller, larger] = one.size <= other.size ? [one, other] : [other, one];
  const notes = { first: smaller.signed, second: larger.signed };
  if (smaller.size === larger.size) {
    return smaller.root.equals(larger.root) ? { kind: 'consistent', proof: [] } : { kind: 'forked', fork: notes };
  }
  const read = createTileHashReader(tiles, larger.size);
  if (!(await rootHash(larger.size, read)).equals(larger.root)) {
    throw new AuditError('tile-malformed', 'The tiles do not lead to the root of the larger checkpoint.', { disposition: 'operator' });
  }
  const root = await rootHash(smaller.size, read);
  const proof = await consistencyProof(smaller.size, larger.size, read);
  verifyConsistency({ fromSize: smaller.size, fromRoot: root, toSize: larger.size, toRoot: larger.root, proof });
  return root.equals(smaller.root) ? { kind: 'consistent', proof } : { kind: 'forked', fork: { ...notes, prefix: { root, proof } } };
}

/**
 * Index of the first entry in which two trees differ, or the smaller size when they do not: found by halving, because two trees that
 * agree up to an entry agree up to every earlier one. AuditError `tile-missing` or `tile-malformed`.
 */
export async function firstDifference(
  one: { size: number; tiles: Pick<TileReader, 'read'> },
  other: { size: number; tiles: Pick<TileReader, 'read'> },
): Promise<number> {
  const [readOne, readOther] = [createTileHashReader(one.tiles, one.size), createTileHashReader(other.tiles, other.size)];
  let [same, different] = [0, Math.min(one.size, other.size) + 1];
  while (different - same > 1) {
    const middle = Math.floor((same + different) / 2);
    const agree = (await rootHash(middle, readOne)).equals(await rootHash(middle, readOther));
    [same, different] = agree ? [middle, different] : [same, middle];
  }
  return same;
}
