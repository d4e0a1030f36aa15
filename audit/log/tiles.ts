import type { TileFile, TileReader } from '../contracts.ts';
import { AuditError } from '../error.ts';
import { encodeEntryBundle, readEntries } from './entry-bundle.ts';
import type { HashReader } from './merkle.ts';
import { EMPTY_ROOT, HASH_LENGTH, leafHash, nodeHash } from './merkle.ts';
import { TILE_HEIGHT, TILE_WIDTH, tileLevelSize, tilePath } from './tile-path.ts';

/**
 * The right edge of a log, from which its tiles and roots follow: the entries of the unfinished bundle, and for each tile level the
 * hashes of the unfinished tile. Appending an entry costs about one hash; nothing before the edge is kept in memory.
 */
export class TileBuilder {
  #size = 0;
  #entries: Buffer[] = [];
  readonly #levels: Buffer[][] = [];

  /** Takes up where a tree of `size` entries ended; AuditError `tile-missing` or `tile-malformed` when its tiles are not all there. */
  static async restore(tiles: TileReader, size: number): Promise<TileBuilder> {
    const builder = new TileBuilder();
    builder.#size = size;
    builder.#entries = await readUnfinishedBundle(tiles, size);
    for (let level = 0; tileLevelSize(level, size) > 0; level += 1) {
      const levelSize = tileLevelSize(level, size);
      const width = levelSize % TILE_WIDTH;
      const tile = width === 0 ? Buffer.alloc(0) : await readTile(tiles, level, Math.floor(levelSize / TILE_WIDTH), width);
      builder.#levels.push(hashesOf(tile));
    }
    return builder;
  }

  get size(): number {
    return this.#size;
  }

  /** Entries of the unfinished bundle: the last `size` modulo 256. */
  get unfinishedEntries(): readonly Buffer[] {
    return this.#entries;
  }

  /** Adds entries in order and returns every tile and bundle that this completed. */
  append(entries: readonly Buffer[]): TileFile[] {
    return entries.flatMap((entry) => {
      this.#entries.push(entry);
      this.#size += 1;
      const completed = this.#appendHash(0, leafHash(entry));
      if (this.#entries.length < TILE_WIDTH) {
        return completed;
      }
      const bundle = { path: this.#path('entries', TILE_WIDTH, this.#size), content: encodeEntryBundle(this.#entries) };
      this.#entries = [];
      return [bundle, ...completed];
    });
  }

  /** The unfinished bundle and tiles, as a tree of exactly this size has them. */
  partials(): TileFile[] {
    const tiles = this.#levels.flatMap((hashes, level) =>
      hashes.length === 0
        ? []
        : [{ path: this.#path(level, hashes.length, tileLevelSize(level, this.#size)), content: Buffer.concat(hashes) }],
    );
    const width = this.#entries.length;
    return width === 0 ? tiles : [{ path: this.#path('entries', width, this.#size), content: encodeEntryBundle(this.#entries) }, ...tiles];
  }

  /** Root of the tree. */
  root(): Buffer {
    let root: Buffer | undefined;
    for (const hashes of this.#levels) {
      root = foldRightEdge(hashes, root);
    }
    return root ?? EMPTY_ROOT;
  }

  #appendHash(level: number, hash: Buffer): TileFile[] {
    const hashes = this.#levels[level] ?? [];
    this.#levels[level] = hashes;
    hashes.push(hash);
    if (hashes.length < TILE_WIDTH) {
      return [];
    }
    const tile = { path: this.#path(level, TILE_WIDTH, tileLevelSize(level, this.#size)), content: Buffer.concat(hashes) };
    this.#levels[level] = [];
    return [tile, ...this.#appendHash(level + 1, completeRoot(hashes))];
  }

  /** Path of the resource of `width` that ends with item number `end` (exclusive) of its level. */
  #path(level: number | 'entries', width: number, end: number): string {
    return tilePath({ level, index: Math.floor((end - 1) / TILE_WIDTH), width });
  }
}

/**
 * Hashes of a tree of `size` entries, from its tiles. Keeps what it read: make one per proof or per check, and let it go.
 * The reader throws AuditError `tile-missing` or `tile-malformed`.
 */
export function createTileHashReader(tiles: Pick<TileReader, 'read'>, size: number): HashReader {
  const known = new Map<string, Buffer>();
  return async (level, index) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const count = 2 ** (level % TILE_HEIGHT);
    const first = index * count;
    const tileIndex = Math.floor(first / TILE_WIDTH);
    const levelSize = tileLevelSize(tileLevel, size);
    if (first + count > levelSize) {
      throw new AuditError('tree-range', 'The hash is not within the tree.');
    }
    const width = Math.min(TILE_WIDTH, levelSize - tileIndex * TILE_WIDTH);
    const key = `${tileLevel}/${tileIndex}`;
    const tile = known.get(key) ?? (await readTile(tiles, tileLevel, tileIndex, width));
    known.set(key, tile);
    const start = (first % TILE_WIDTH) * HASH_LENGTH;
    return completeRoot(hashesOf(tile.subarray(start, start + count * HASH_LENGTH)));
  };
}

/** The first `width` hashes of a tile. A partial tile may have been removed once the full one was there, so that one serves as well. */
export async function readTile(tiles: Pick<TileReader, 'read'>, level: number, index: number, width: number): Promise<Buffer> {
  const content = await readPartialOrFull(tiles, level, index, width);
  if (content.octets.length !== content.width * HASH_LENGTH) {
    throw new AuditError('tile-malformed', 'A tile has another length than its width says.', { disposition: 'operator' });
  }
  return content.octets.subarray(0, width * HASH_LENGTH);
}

/** The first `width` entries of a bundle; a full bundle serves for a partial one, as with tiles. */
export async function readEntryBundle(tiles: Pick<TileReader, 'read'>, index: number, width: number): Promise<Buffer[]> {
  const content = await readPartialOrFull(tiles, 'entries', index, width);
  return readEntries(content.octets, width);
}

async function readPartialOrFull(
  tiles: Pick<TileReader, 'read'>,
  level: number | 'entries',
  index: number,
  width: number,
): Promise<{ octets: Buffer; width: number }> {
  for (const candidate of new Set([width, TILE_WIDTH])) {
    const octets = await tiles.read(tilePath({ level, index, width: candidate }));
    if (octets !== undefined) {
      return { octets, width: candidate };
    }
  }
  throw new AuditError('tile-missing', `The log has no ${tilePath({ level, index, width })}.`, { disposition: 'operator' });
}

async function readUnfinishedBundle(tiles: TileReader, size: number): Promise<Buffer[]> {
  const width = size % TILE_WIDTH;
  return width === 0 ? [] : readEntryBundle(tiles, Math.floor(size / TILE_WIDTH), width);
}

function hashesOf(tile: Buffer): Buffer[] {
  return Array.from({ length: tile.length / HASH_LENGTH }, (_, position) =>
    tile.subarray(position * HASH_LENGTH, (position + 1) * HASH_LENGTH),
  );
}

/** Root of a complete subtree over the given hashes, whose number is a power of two. */
function completeRoot(hashes: readonly Buffer[]): Buffer {
  let row = hashes;
  while (row.length > 1) {
    row = pairwise(row);
  }
  const [root] = row;
  if (root === undefined) {
    throw new AuditError('tree-range', 'A subtree without hashes has no root.');
  }
  return root;
}

/** Root over the hashes of a level, of any number, and what hangs below to their right: pairs from the left, the odd one waits. */
function foldRightEdge(hashes: readonly Buffer[], below: Buffer | undefined): Buffer | undefined {
  let row = hashes;
  let right = below;
  while (row.length > 0) {
    const odd = row.length % 2 === 1 ? row.at(-1) : undefined;
    if (odd !== undefined) {
      right = right === undefined ? odd : nodeHash(odd, right);
    }
    row = pairwise(row);
  }
  return right;
}

function pairwise(row: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = [];
  for (let position = 0; position + 1 < row.length; position += 2) {
    const left = row[position];
    const right = row[position + 1];
    if (left !== undefined && right !== undefined) {
      above.push(nodeHash(left, right));
    }
  }
  return above;
}
