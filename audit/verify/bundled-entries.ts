import type { BundleIndex } from '../bundle/index-document.ts';
import type { Bundle } from '../bundle/read-bundle.ts';
import type { TileFile, TileReader } from '../contracts.ts';
import { decodeEntryBundle } from '../log/entry-bundle.ts';
import { parseLeaf } from '../log/leaf.ts';
import { TILE_WIDTH } from '../log/tile-path.ts';
import { TileBuilder } from '../log/tiles.ts';
import type { SeenCheckpoint } from './bundle-logs.ts';
import type { Findings } from './finding.ts';
import { refusalCode } from './finding.ts';
import { readListed } from './read-listed.ts';

/** Where bundles of entries stand among the tiles. */
const ENTRIES = 'tile/entries/';

/** A log whose entries are all in the bundle. */
export interface RebuiltLog {
  size: number;
  /** Its tiles, without the entries. */
  tiles: Pick<TileReader, 'read'>;
}

/**
 * Hashes every entry of a log that the bundle has, again: the root that follows must be the one that the log signed for that many. Then
 * nothing was taken out of that state and nothing put in. Undefined when it does not hold, or when there are no entries.
 */
export async function verifyEntries(
  { bundle, findings }: { bundle: Bundle; findings: Findings },
  index: BundleIndex['logs'][number],
  checkpoints: readonly SeenCheckpoint[],
): Promise<RebuiltLog | undefined> {
  const { authority, entries } = index;
  if (entries === undefined) return undefined;
  const signed = checkpoints.filter(({ checkpoint }) => checkpoint.size === entries.size);
  if (signed.length === 0) {
    findings.open('log-entries', authority, 'nothing-to-compare');
    return undefined;
  }
  const builder = new TileBuilder();
  const tiles = new Map<string, Buffer>();
  const keep = (files: readonly TileFile[]) => {
    for (const { path, content } of files) if (!path.startsWith(ENTRIES)) tiles.set(path, content);
  };
  for (const path of entries.paths) {
    const octets = await readListed(bundle, findings, path);
    if (octets === undefined) return undefined;
    try {
      const own = decodeEntryBundle(octets, Math.min(TILE_WIDTH, entries.size - builder.size));
      for (const entry of own) parseLeaf(entry);
      keep(builder.append(own));
    } catch (error) {
      findings.failed('log-entries', path, refusalCode(error));
      return undefined;
    }
  }
  const root = builder.root();
  const isWhole = builder.size === entries.size && signed.every(({ checkpoint }) => checkpoint.root.equals(root));
  findings.add('log-entries', authority, isWhole ? { verdict: 'PASSED' } : { verdict: 'FAILED', code: 'root-differs' });
  keep(builder.partials());
  return isWhole ? { size: builder.size, tiles: { read: async (path) => tiles.get(path) } } : undefined;
}
