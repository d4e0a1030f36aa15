import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TileReader } from '../../audit/contracts.ts';
import type { OpenedCheckpoint } from '../../audit/log/checkpoint.ts';
import { openCheckpoint } from '../../audit/log/checkpoint.ts';
import { decodeEntryBundle } from '../../audit/log/entry-bundle.ts';
import { checkLog } from '../../audit/log/fsck.ts';
import { consistencyProof, inclusionProof, leafHash, rootHash, verifyConsistency, verifyInclusion } from '../../audit/log/merkle.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import { createTileHashReader, TileBuilder } from '../../audit/log/tiles.ts';
import { haveVectors, VECTORS, vectorFiles } from './vectors-folder.ts';

const FOLDER = join(VECTORS, 'tessera-log/testdata/log');
const verifier = parseVerifierKey('example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx');

/** The log as it stood when checkpoint number `size` was the newest. */
function logAt(size: number): TileReader {
  return {
    read: async (path) => (existsSync(join(FOLDER, path)) ? readFileSync(join(FOLDER, path)) : undefined),
    readCheckpoint: async () => readFileSync(join(FOLDER, `checkpoint.${size}`), 'utf8'),
  };
}

describe.skipIf(!haveVectors('tessera-log'))('tessera log', () => {
  const checkpoints: OpenedCheckpoint[] = [];

  beforeAll(() => {
    expect(vectorFiles('tessera-log', '').length).toBeGreaterThan(40);
    for (let size = 0; size <= 15; size += 1) {
      checkpoints.push(openCheckpoint(readFileSync(join(FOLDER, `checkpoint.${size}`)), { log: verifier }));
    }
  });

  it('every checkpoint verifies with the key and none with one octet changed', () => {
    expect(checkpoints.map((checkpoint) => checkpoint.size)).toEqual(Array.from({ length: 16 }, (_, size) => size));
    for (const checkpoint of checkpoints) {
      const note = readFileSync(join(FOLDER, `checkpoint.${checkpoint.size}`));
      for (let position = 0; position < note.length; position += 7) {
        const changed = Buffer.from(note);
        changed[position] = changed[position]! ^ 1;
        expect(() => openCheckpoint(changed, { log: verifier })).toThrow();
      }
    }
  });

  it('every root follows from the tiles and from the entries', async () => {
    for (const { size, root } of checkpoints) {
      expect((await rootHash(size, createTileHashReader(logAt(size), size))).equals(root)).toBe(true);
      const builder = new TileBuilder();
      if (size > 0) {
        builder.append(decodeEntryBundle(readFileSync(join(FOLDER, `tile/entries/000.p/${size}`)), size));
      }
      expect(builder.root().equals(root)).toBe(true);
      expect((await TileBuilder.restore(logAt(size), size)).root().equals(root)).toBe(true);
    }
  });

  it('every pair of checkpoints is consistent, and every entry is included in each', async () => {
    const entries = decodeEntryBundle(readFileSync(join(FOLDER, 'tile/entries/000.p/15')), 15);
    for (const later of checkpoints) {
      const read = createTileHashReader(logAt(later.size), later.size);
      for (const earlier of checkpoints.slice(0, later.size + 1)) {
        const proof = await consistencyProof(earlier.size, later.size, read);
        const claim = { fromSize: earlier.size, fromRoot: earlier.root, toSize: later.size, toRoot: later.root, proof };
        expect(() => verifyConsistency(claim)).not.toThrow();
      }
      for (let index = 0; index < later.size; index += 1) {
        const proof = await inclusionProof(index, later.size, read);
        const claim = { index, size: later.size, root: later.root, leafHash: leafHash(entries[index]!), proof };
        expect(() => verifyInclusion(claim)).not.toThrow();
      }
    }
  });

  it('the whole log passes our check', async () => {
    for (const { size } of checkpoints) {
      const report = await checkLog({ tiles: logAt(size), log: verifier, ownEntries: false });
      expect(report.findings).toEqual([]);
      expect(report.entries).toBe(size);
    }
  });
});
