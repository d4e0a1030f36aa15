import { parseTilePath, TILE_WIDTH } from '../../audit/log/tile-path.ts';

/**
 * A folder of backups: what never changes once written (encrypted files, full tiles of the log) stands there once, and each generation
 * adds its copy of the ledger, its manifest and its signed statement.
 *
 * ```
 * BACKUPS                           whose backups these are
 * blobs/<2>/<32 hexadecimal>        as in the data folder
 * log/tile/...                      likewise
 * generations/<name>/ledger.sqlite
 *                    SHA256SUMS     of every file above that belongs to the generation
 *                    backup.json    signed; names the digest of SHA256SUMS
 * ```
 */
export const MARK = 'BACKUPS';
export const GENERATIONS = 'generations';
export const LEDGER = 'ledger.sqlite';
export const SUMS = 'SHA256SUMS';
export const STATEMENT = 'backup.json';

/** Of a generation that was not finished: the next backup removes it. */
export const UNFINISHED = '.unfinished';

const GENERATION_NAME = /^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$/;
const BLOB_PATH = /^blobs\/([0-9a-f]{2})\/\1[0-9a-f]{30}$/;

/** `20261120T031500Z-1f00c7a9`: names sort by time. */
export function generationName(startedAt: Date, identifier: string): string {
  const time = startedAt.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  return `${time}-${identifier.replaceAll('-', '').slice(-8)}`;
}

export function isGenerationName(name: string): boolean {
  return GENERATION_NAME.test(name);
}

export function blobPath(blobId: string): string {
  return `blobs/${blobId.slice(0, 2)}/${blobId}`;
}

/** Whether this is a full tile or bundle of the log, which never changes. */
export function isFullTile(path: string): boolean {
  try {
    return parseTilePath(path).width === TILE_WIDTH;
  } catch {
    return false;
  }
}

/** Whether a manifest of that generation may name this path: anything else could lead out of a folder. */
export function isBackupPath(path: string, generation: string): boolean {
  if (path === `${GENERATIONS}/${generation}/${LEDGER}` || BLOB_PATH.test(path)) return true;
  return path.startsWith('log/') && isFullTile(path.slice('log/'.length));
}
