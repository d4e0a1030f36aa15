import type { LogRows, TileReader } from './contracts.ts';
import { AuditError } from './error.ts';
import type { Checkpoint } from './log/checkpoint.ts';
import { openCheckpoint } from './log/checkpoint.ts';
import { consistencyProof, inclusionProof, leafHash, rootHash, verifyInclusion } from './log/merkle.ts';
import type { NoteVerifier } from './log/note-key.ts';
import { formatProof } from './log/proof.ts';
import { createTileHashReader } from './log/tiles.ts';

/** Everything that shows that an object is in the log, except the object itself. */
export interface LogProof {
  index: number;
  entry: Buffer;
  salt: Buffer;
  /** C2SP tlog-proof, checkpoint included. */
  proof: string;
  checkpoint: Checkpoint & { note: string };
}

export interface LogReader {
  /** The checkpoint published last, verified, or undefined before the first. */
  latest(): Promise<(Checkpoint & { note: string }) | undefined>;
  /**
   * Proof that the object with this digest is in the log, against the checkpoint published last, or against an earlier one that the log
   * signed (`against`: the note, which may bear cosignatures).
   * AuditError `not-logged` (unknown, or its leaf still waits for an index), `not-yet-published` (not in that checkpoint yet).
   */
  prove(digest: Buffer, against?: string): Promise<LogProof>;
  /** Proof that the tree of `fromSize` is a prefix of that of `toSize`, neither above the published size; AuditError `tree-range`. */
  consistency(fromSize: number, toSize: number): Promise<{ fromRoot: Buffer; toRoot: Buffer; proof: Buffer[] }>;
}

export function createLogReader(options: {
  log: Pick<LogRows, 'findByDigest' | 'published'>;
  tiles: TileReader;
  verifier: NoteVerifier;
  origin?: string;
}): LogReader {
  const open = (note: string) => {
    const { origin, size, root } = openCheckpoint(note, { log: options.verifier, ...originOption(options.origin) });
    return { origin, size, root, note };
  };
  const latest = async () => {
    const published = await options.log.published();
    return published === undefined ? undefined : open(published.note);
  };
  return {
    latest,
    prove: async (digest, against) => {
      const row = await options.log.findByDigest(digest);
      if (row === undefined) {
        throw new AuditError('not-logged', 'The log has no entry about this object.');
      }
      const newest = await latest();
      const checkpoint = against === undefined ? newest : open(against);
      if (newest === undefined || checkpoint === undefined || checkpoint.size <= row.index || checkpoint.size > newest.size) {
        throw new AuditError('not-yet-published', 'The entry is not in a published checkpoint yet.', { disposition: 'wait' });
      }
      const hashes = await inclusionProof(row.index, checkpoint.size, createTileHashReader(options.tiles, newest.size));
      // A proof from a damaged tile would only fail at the auditor's: better here.
      verifyInclusion({ index: row.index, size: checkpoint.size, root: checkpoint.root, leafHash: leafHash(row.entry), proof: hashes });
      const proof = formatProof({ index: row.index, hashes, checkpoint: checkpoint.note });
      return { index: row.index, entry: row.entry, salt: row.salt, proof, checkpoint };
    },
    consistency: async (fromSize, toSize) => {
      const size = (await latest())?.size ?? 0;
      if (toSize > size) {
        throw new AuditError('tree-range', `The log has published ${size} entries.`);
      }
      const read = createTileHashReader(options.tiles, size);
      const proof = await consistencyProof(fromSize, toSize, read);
      return { fromRoot: await rootHash(fromSize, read), toRoot: await rootHash(toSize, read), proof };
    },
  };
}

function originOption(origin: string | undefined): { origin?: string } {
  return origin === undefined ? {} : { origin };
}
