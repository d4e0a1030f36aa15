import { AuditError } from '../error.ts';

/** Hashes per full tile and entries per full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** Levels of the tree that one tile spans: 2^8 = 256. */
export const TILE_HEIGHT = 8;

const MAXIMUM_LEVEL = 6;
const SHAPE = /^tile\/(entries|[0-9]|[1-5][0-9])\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

export interface TileAddress {
  /** Level of the tile, or 'entries' for a bundle of entries. */
  level: number | 'entries';
  index: number;
  /** 1 to 255 for a partial resource, 256 for a full one. */
  width: number;
}

/** Path of a tile or of an entry bundle below the log's prefix, for example `tile/0/x001/234.p/17`. */
export function tilePath(address: TileAddress): string {
  const partial = address.width === TILE_WIDTH ? '' : `.p/${address.width}`;
  return `tile/${address.level}/${indexPath(address.index)}${partial}`;
}

/** Reads a path as tilePath() writes it, and nothing else; AuditError `tile-malformed`. */
export function parseTilePath(path: string): TileAddress {
  const match = SHAPE.exec(path);
  const level = match?.[1] === 'entries' ? ('entries' as const) : Number(match?.[1]);
  const index = Number(match?.[2]?.replaceAll(/[x/]/g, ''));
  const width = match?.[3] === undefined ? TILE_WIDTH : Number(match[3]);
  const isInRange = (level === 'entries' || level <= MAXIMUM_LEVEL) && Number.isSafeInteger(index);
  // Comparing with our own writing refuses leading zero groups and a width of 256 or more.
  if (match === null || !isInRange || width > TILE_WIDTH || tilePath({ level, index, width }) !== path) {
    throw new AuditError('tile-malformed', 'The path is not that of a tile or an entry bundle.');
  }
  return { level, index, width };
}

/** Number of hashes (or entries) that level `level` of the tiles has for a tree of `size` entries. */
export function tileLevelSize(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** 1234067 becomes `x001/x234/067`. */
function indexPath(index: number): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  return groups.join('/');
}
