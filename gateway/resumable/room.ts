import type { TransferRecord, UploadRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { everyRow } from './every-row.ts';

/** Content is kept twice while it is sent or opened: as it came, and sealed or unsealed. */
const COPIES = 2;

/** What the volume of the blobs has room for. */
export interface Room {
  /** Free octets, without those that are kept in reserve. */
  free: number;
  suffices: boolean;
  transfers: readonly TransferRecord[];
  uploads: readonly UploadRecord[];
}

/**
 * Whether content of this length fits, beside everything that was promised room before, with `diskReserve` left over. Asked before its
 * first octet is taken.
 */
export async function roomFor(dependencies: GatewayDependencies, length: number): Promise<Room> {
  const transfers = (await everyRow(dependencies.ledger, 'transfers')).map(({ value }) => value);
  const uploads = (await everyRow(dependencies.ledger, 'uploads')).map(({ value }) => value);
  const free = (await dependencies.blobs.freeSpace()) - dependencies.settings.diskReserve;
  return { free, transfers, uploads, suffices: neededRoom([...transfers, ...uploads, { length }]) <= free };
}

/** Throws GatewayError `storage-full` (retry) when content of this length does not fit. What was promised to others is weighed against large content alone. */
export async function requireRoom(dependencies: GatewayDependencies, length: number): Promise<void> {
  const suffices =
    length < WORTH_ASKING
      ? (await dependencies.blobs.freeSpace()) - dependencies.settings.diskReserve >= COPIES * length
      : (await roomFor(dependencies, length)).suffices;
  if (!suffices) throw noRoom('for this content');
}

/**
 * The same for one copy of content that is here already, which may use the reserve: GatewayError `storage-full` (retry) before hours of
 * work for a disk that is too small.
 */
export async function requireRoomForCopy({ blobs }: GatewayDependencies, length: number): Promise<void> {
  if (length >= WORTH_ASKING && (await blobs.freeSpace()) < length) throw noRoom('for a copy of this content');
}

/** Below it, asking takes longer than finding out. */
const WORTH_ASKING = 1024 ** 2;

/** Octets that content of these lengths takes when none of it is there yet; finished content has its first copy. */
export function neededRoom(contents: readonly { length: number; finished?: unknown; finishedDigest?: string }[]): number {
  return contents.reduce((sum, { length, finished, finishedDigest }) => {
    const isHere = finished !== undefined || finishedDigest !== undefined;
    return sum + length * (isHere ? COPIES - 1 : COPIES);
  }, 0);
}

export function noRoom(what: string): GatewayError {
  return new GatewayError('storage-full', `not enough room ${what}`, { disposition: 'retry' });
}
