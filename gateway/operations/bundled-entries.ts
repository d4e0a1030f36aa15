import type { BundledLog } from '../../audit/bundle/content.ts';
import { MAXIMUM_ENTRY_BUNDLES } from '../../audit/bundle/index-document.ts';
import type { TileReader } from '../../audit/contracts.ts';
import { readUnverifiedCheckpoint } from '../../audit/log/checkpoint.ts';
import { encodeEntryBundle } from '../../audit/log/entry-bundle.ts';
import { TILE_WIDTH } from '../../audit/log/tile-path.ts';
import { readEntryBundle } from '../../audit/log/tiles.ts';
import { notesOf } from './bundled-history.ts';

/** Bundles of entries that are asked for at a time. */
const AT_ONCE = 8;

/**
 * All entries of the largest state that a bundle shows of a log: with them an auditor hashes the whole log again. Undefined for a log that is
 * too long for that, whose copy has to be asked for.
 */
export async function bundledEntries(
  tiles: Pick<TileReader, 'read'>,
  shown: Pick<BundledLog, 'checkpoints' | 'proofs'>,
): Promise<BundledLog['entries']> {
  const size = Math.max(0, ...notesOf(shown).map((note) => readUnverifiedCheckpoint(note).size));
  const count = Math.ceil(size / TILE_WIDTH);
  if (count === 0 || count > MAXIMUM_ENTRY_BUNDLES) return undefined;
  const bundles: Buffer[] = [];
  for (let first = 0; first < count; first += AT_ONCE) {
    const indexes = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, position) => first + position);
    const read = indexes.map((index) => readEntryBundle(tiles, index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH)));
    bundles.push(...(await Promise.all(read)).map(encodeEntryBundle));
  }
  return { size, bundles };
}
