import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeLeaf } from '../../../audit/log/leaf.ts';
import { leafHash, nodeHash, rootHash } from '../../../audit/log/merkle.ts';
import { openTileFiles } from '../../../audit/log/tile-files.ts';
import { createTileHashReader, TileBuilder } from '../../../audit/log/tiles.ts';
import { digestOf, MemoryTiles } from './helpers/memory-log.ts';

const entryOf = (index: number) => encodeLeaf({ type: 'evidence', salt: digestOf(`salt ${index}`), digest: digestOf(index) });
const entriesOf = (from: number, to: number) => Array.from({ length: to - from }, (_, position) => entryOf(from + position));

describe('tiles as a function of the entries', () => {
  it('give the same root in any division into batches, and after a restart anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }), async (batches) => {
        const tiles = new MemoryTiles();
        let builder = new TileBuilder();
        for (const batch of batches) {
          await tiles.write(builder.append(entriesOf(builder.size, builder.size + batch)));
          await tiles.write(builder.partials());
          builder = await TileBuilder.restore(tiles, builder.size);
        }
        const whole = new TileBuilder();
        whole.append(entriesOf(0, builder.size));
        expect(builder.root().equals(whole.root())).toBe(true);
        expect((await rootHash(builder.size, createTileHashReader(tiles, builder.size))).equals(whole.root())).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('reach the second level and agree with the definition', async () => {
    const tiles = new MemoryTiles();
    const builder = new TileBuilder();
    const size = 256 * 256 + 300;
    const hashes: Buffer[] = [];
    while (builder.size < size) {
      const entries = entriesOf(builder.size, Math.min(size, builder.size + 5000));
      hashes.push(...entries.map(leafHash));
      await tiles.write(builder.append(entries));
    }
    await tiles.write(builder.partials());
    expect([...tiles.files.keys()].filter((path) => /^tile\/[12]/.test(path))).toEqual(
      expect.arrayContaining(['tile/1/000', 'tile/1/001.p/1', 'tile/2/000.p/1']),
    );
    let row = hashes;
    while (row.length > 1) {
      row = Array.from({ length: Math.ceil(row.length / 2) }, (_, at) =>
        row[2 * at + 1] ? nodeHash(row[2 * at]!, row[2 * at + 1]!) : row[2 * at]!,
      );
    }
    expect(builder.root().equals(row[0]!)).toBe(true);
    expect((await rootHash(size, createTileHashReader(tiles, size))).equals(row[0]!)).toBe(true);
    // Partial forms may go once the full one is there; readers do not notice.
    const earlier = createTileHashReader(tiles, 300);
    expect((await rootHash(300, earlier)).equals(await rootHash(300, createTileHashReader(tiles, size)))).toBe(true);
  });
});

describe('tile files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'valija-tiles-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are written once, compared when present, never overwritten', async () => {
    const tiles = await openTileFiles(folder);
    const file = { path: 'tile/0/x001/234.p/17', content: Buffer.from('content') };
    await tiles.write([file, { path: 'tile/entries/000', content: Buffer.alloc(0) }]);
    await tiles.write([file]);
    await expect(tiles.write([{ ...file, content: Buffer.from('other') }])).rejects.toMatchObject({
      code: 'tile-conflict',
      disposition: 'operator',
    });
    expect(await tiles.read(file.path)).toEqual(file.content);
    expect(await tiles.read('tile/0/000')).toBeUndefined();
    expect(await readdir(join(folder, '.staging'))).toEqual([]);
    await tiles.removePartials('tile/0/x001/234');
    await tiles.removePartials('tile/0/x001/234');
    expect(await tiles.read(file.path)).toBeUndefined();
    await tiles.write([file]);
    expect(await tiles.read(file.path)).toEqual(file.content);
  });

  it('refuse every path that is not a tile', async () => {
    const tiles = await openTileFiles(folder);
    for (const path of ['checkpoint', '../outside', 'tile/0/../../../etc/passwd', '.staging/x']) {
      await expect(tiles.read(path)).rejects.toMatchObject({ code: 'tile-malformed' });
      await expect(tiles.write([{ path, content: Buffer.of(1) }])).rejects.toMatchObject({ code: 'tile-malformed' });
    }
  });

  it('replace the checkpoint, and sweep what a crash left', async () => {
    const tiles = await openTileFiles(folder);
    expect(await tiles.readCheckpoint()).toBeUndefined();
    await tiles.publishCheckpoint('one');
    await tiles.publishCheckpoint('two');
    expect(await tiles.readCheckpoint()).toBe('two');
    await writeFile(join(folder, '.staging', 'left behind'), 'half');
    await tiles.sweepStaging();
    expect(await readdir(join(folder, '.staging'))).toEqual([]);
  });

  it('two writers of the same tile at the same time both succeed', async () => {
    const [one, two] = [await openTileFiles(folder), await openTileFiles(folder)];
    const files = Array.from({ length: 20 }, (_, index) => ({ path: `tile/0/00${index % 10}.p/${1 + index}`, content: Buffer.of(index) }));
    await Promise.all([one.write(files), two.write(files)]);
    for (const { path, content } of files) {
      expect(await one.read(path)).toEqual(content);
    }
  });
});
