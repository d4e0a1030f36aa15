import { crc32 } from 'node:zlib';
import { CryptoError } from '../error.ts';
import { requireSafeEntryName, UniqueNames } from './entry-name.ts';
import { ASIC_E_MEDIA_TYPE, MIMETYPE_NAME } from './media-types.ts';
import { centralHeader, endRecords, flagsForName, localHeader, type PlacedEntry } from './zip-records.ts';

/**
 * Version of the byte layout below. A sender keeps it with the parts: rebuilding a package years later must give the bytes that
 * were signed, so any change to the layout is a new version and the old ones stay writable.
 */
export const WRITER_VERSION = 1;

const MAXIMUM_ENTRIES = 10_000;

/** One part of a container before it is written. `size` in octets; `source` is whatever the caller's `open` understands. */
export interface ContainerPart<Source> {
  readonly name: string;
  readonly size: number;
  /** CRC-32 of the part, as `zlib.crc32` gives it. */
  readonly crc32: number;
  readonly source: Source;
}

/** Everything about a container but the parts' bytes. */
export interface ContainerPlan<Source> {
  readonly writerVersion: number;
  /** Octets of the whole container. */
  readonly length: number;
  /** In the order of the container; the `mimetype` entry is not listed. */
  readonly parts: readonly (ContainerPart<Source> & { readonly dataOffset: number })[];
  /** What precedes each part; the first is the whole `mimetype` entry. */
  readonly headers: readonly Buffer[];
  /** Central directory and end records. */
  readonly directory: Buffer;
}

/**
 * Lays out a store-only ASiC-E container (EN 319 162-1): `mimetype` first, then the parts in the order given. The same parts in
 * the same order give the same bytes. Throws `container-name-unsafe`, `container-name-duplicate`, `container-too-many-entries`,
 * `container-part-invalid` (size or CRC out of range) or `container-writer-unknown`.
 */
export function planContainer<Source>(request: {
  readonly entries: readonly ContainerPart<Source>[];
  readonly writerVersion?: number;
}): ContainerPlan<Source> {
  const writerVersion = request.writerVersion ?? WRITER_VERSION;
  if (writerVersion !== WRITER_VERSION) throw new CryptoError('container-writer-unknown', 'no such container writer version');
  requireWritable(request.entries);

  const mimetype = place({ name: MIMETYPE_NAME, size: MIMETYPE.length, crc32: crc32(MIMETYPE) }, 0);
  const placed: PlacedEntry[] = [mimetype];
  const headers: Buffer[] = [Buffer.concat([localHeader(mimetype), MIMETYPE])];
  let offset = headers[0]?.length ?? 0;
  const parts = request.entries.map((part) => {
    const entry = place(part, offset);
    const header = localHeader(entry);
    placed.push(entry);
    headers.push(header);
    const dataOffset = offset + header.length;
    offset = dataOffset + part.size;
    return { ...part, dataOffset };
  });
  const central = Buffer.concat(placed.map(centralHeader));
  const directory = Buffer.concat([central, endRecords(placed.length, offset, central.length)]);
  return { writerVersion, length: offset + directory.length, parts, directory, headers };
}

/**
 * Writes the container of a plan, chunk by chunk as the parts give them. Throws `container-part-changed` when a part is not what
 * the plan says; bytes already given out are then worthless.
 */
export async function* writeContainer<Source>(
  plan: ContainerPlan<Source>,
  open: (source: Source) => AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  const [start, ...headers] = plan.headers;
  if (start !== undefined) yield start;
  for (const [index, part] of plan.parts.entries()) {
    const header = headers[index];
    if (header !== undefined) yield header;
    yield* checkedPart(part, open(part.source));
  }
  yield plan.directory;
}

const MIMETYPE = Buffer.from(ASIC_E_MEDIA_TYPE, 'ascii');

function requireWritable<Source>(parts: readonly ContainerPart<Source>[]): void {
  if (parts.length >= MAXIMUM_ENTRIES) throw new CryptoError('container-too-many-entries', 'a container has too many parts');
  const names = new UniqueNames();
  names.add(MIMETYPE_NAME);
  let total = 0;
  for (const part of parts) {
    requireSafeEntryName(part.name);
    names.add(part.name);
    total += part.size;
    const crcFits = Number.isInteger(part.crc32) && part.crc32 >= 0 && part.crc32 <= 0xffffffff;
    if (!Number.isSafeInteger(part.size) || part.size < 0 || !Number.isSafeInteger(total) || !crcFits) {
      throw new CryptoError('container-part-invalid', 'a part has an impossible size or CRC');
    }
  }
}

function place(part: { readonly name: string; readonly size: number; readonly crc32: number }, offset: number): PlacedEntry {
  const nameBytes = Buffer.from(part.name, 'utf8');
  return { nameBytes, flags: flagsForName(nameBytes), size: part.size, crc32: part.crc32, offset };
}

async function* checkedPart(
  part: ContainerPart<unknown>,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  let size = 0;
  let checksum = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > part.size) throw changed();
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (size !== part.size || checksum !== part.crc32) throw changed();
}

function changed(): CryptoError {
  return new CryptoError('container-part-changed', 'a part is not the one that was planned: its size or CRC differs', {
    disposition: 'operator',
  });
}
