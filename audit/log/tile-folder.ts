import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { TileReader } from '../contracts.ts';
import { AuditError } from '../error.ts';
import { parseTilePath } from './tile-path.ts';

/** Name of the published checkpoint within the folder of a log (C2SP tlog-tiles). */
export const CHECKPOINT_FILE = 'checkpoint';

const MAXIMUM_RESOURCE_LENGTH = 256 * (2 + 0xffff);

/** The folder of a log, or a copy of it, for reading alone: nothing in it is ever created, changed or locked. */
export function openTileFolder(folder: string): TileReader {
  return {
    read: async (path) => readTileFile(join(folder, safeTilePath(path))),
    readCheckpoint: async () => (await readTileFile(join(folder, CHECKPOINT_FILE)))?.toString('utf8'),
  };
}

/** Only paths of tiles and bundles: anything else could leave the folder. AuditError `tile-malformed`. */
export function safeTilePath(path: string): string {
  parseTilePath(path);
  return path;
}

/** The file, or undefined when there is none. AuditError `tile-malformed` when it is larger than any tile can be. */
export async function readTileFile(path: string): Promise<Buffer | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  try {
    if ((await handle.stat()).size > MAXIMUM_RESOURCE_LENGTH) {
      throw new AuditError('tile-malformed', 'A file of the log is larger than any tile can be.', { disposition: 'operator' });
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
