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
