/** The ZIP records of PKWARE APPNOTE 6.3 that a store-only container needs, written one way only. */

export const LOCAL_HEADER_SIGNATURE = 0x04034b50;
export const CENTRAL_HEADER_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;
export const ZIP64_END_SIGNATURE = 0x06064b50;
export const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
export const DATA_DESCRIPTOR_SIGNATURE = 0x08074b50;

export const LOCAL_HEADER_BYTES = 30;
export const END_BYTES = 22;
export const ZIP64_END_BYTES = 56;
export const ZIP64_LOCATOR_BYTES = 20;

/** In a 32-bit field: the value stands in the ZIP64 extra field. */
export const IN_ZIP64 = 0xffffffff;
export const UTF8_FLAG = 0x0800;
export const DATA_DESCRIPTOR_FLAG = 0x0008;
export const METHOD_STORED = 0;
export const METHOD_DEFLATED = 8;

const ZIP64_EXTRA_ID = 0x0001;
const VERSION_STORED = 10;
const VERSION_ZIP64 = 45;
// Info-ZIP takes names "made on DOS" for DOS code pages, UTF-8 flag or not; made on Unix it wants a file mode (0644).
const MADE_ON_UNIX = 3 << 8;
const REGULAR_FILE = 0o100644 * 0x10000;
// 1980-01-01 00:00:00, the first moment DOS time can say: a container must not depend on when or where it was written.
const FIXED_TIME = 0;
const FIXED_DATE = 0x0021;

/** One stored entry, placed. Sizes and offsets in octets. */
export interface PlacedEntry {
  readonly nameBytes: Buffer;
  readonly flags: number;
  readonly size: number;
  readonly crc32: number;
  readonly offset: number;
}

/** General-purpose flags for a name: bit 11 where it is not plain ASCII, else none. */
export function flagsForName(nameBytes: Buffer): number {
  return nameBytes.some((octet) => octet > 0x7f) ? UTF8_FLAG : 0;
}

/** The local header that precedes an entry's data. */
export function localHeader(entry: PlacedEntry): Buffer {
  const extra = zip64Extra(entry.size >= IN_ZIP64 ? [entry.size, entry.size] : []);
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  header.writeUInt32LE(LOCAL_HEADER_SIGNATURE, 0);
  header.writeUInt16LE(entry.size >= IN_ZIP64 ? VERSION_ZIP64 : VERSION_STORED, 4);
  writeShared(header, 6, entry);
  header.writeUInt16LE(entry.nameBytes.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, entry.nameBytes, extra]);
}

/** The entry's record in the central directory. */
export function centralHeader(entry: PlacedEntry): Buffer {
  const large = entry.size >= IN_ZIP64;
  const far = entry.offset >= IN_ZIP64;
  const extra = zip64Extra([...(large ? [entry.size, entry.size] : []), ...(far ? [entry.offset] : [])]);
  const version = large || far ? VERSION_ZIP64 : VERSION_STORED;
  const header = Buffer.alloc(46);
  header.writeUInt32LE(CENTRAL_HEADER_SIGNATURE, 0);
  header.writeUInt16LE(MADE_ON_UNIX | version, 4);
  header.writeUInt16LE(version, 6);
  writeShared(header, 8, entry);
  header.writeUInt16LE(entry.nameBytes.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(REGULAR_FILE, 38);
  header.writeUInt32LE(far ? IN_ZIP64 : entry.offset, 42);
  return Buffer.concat([header, entry.nameBytes, extra]);
}

/** What follows the central directory: the end record, and before it the ZIP64 records when a number does not fit. */
export function endRecords(count: number, directoryOffset: number, directorySize: number): Buffer {
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END_SIGNATURE, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(Math.min(directorySize, IN_ZIP64), 12);
  end.writeUInt32LE(Math.min(directoryOffset, IN_ZIP64), 16);
  if (directoryOffset < IN_ZIP64 && directorySize < IN_ZIP64) return end;
  return Buffer.concat([zip64End(count, directoryOffset, directorySize), zip64Locator(directoryOffset + directorySize), end]);
}

// Flags, method, time, date, CRC and both sizes stand in the same order in local and central headers.
function writeShared(header: Buffer, at: number, entry: PlacedEntry): void {
  header.writeUInt16LE(entry.flags, at);
  header.writeUInt16LE(METHOD_STORED, at + 2);
  header.writeUInt16LE(FIXED_TIME, at + 4);
  header.writeUInt16LE(FIXED_DATE, at + 6);
  header.writeUInt32LE(entry.crc32, at + 8);
  header.writeUInt32LE(Math.min(entry.size, IN_ZIP64), at + 12);
  header.writeUInt32LE(Math.min(entry.size, IN_ZIP64), at + 16);
}

function zip64Extra(values: readonly number[]): Buffer {
  if (values.length === 0) return Buffer.alloc(0);
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(ZIP64_EXTRA_ID, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, index) => {
    extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  });
  return extra;
}

function zip64End(count: number, directoryOffset: number, directorySize: number): Buffer {
  const record = Buffer.alloc(ZIP64_END_BYTES);
  record.writeUInt32LE(ZIP64_END_SIGNATURE, 0);
  record.writeBigUInt64LE(BigInt(ZIP64_END_BYTES - 12), 4);
  record.writeUInt16LE(MADE_ON_UNIX | VERSION_ZIP64, 12);
  record.writeUInt16LE(VERSION_ZIP64, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(directorySize), 40);
  record.writeBigUInt64LE(BigInt(directoryOffset), 48);
  return record;
}

function zip64Locator(recordOffset: number): Buffer {
  const locator = Buffer.alloc(ZIP64_LOCATOR_BYTES);
  locator.writeUInt32LE(ZIP64_LOCATOR_SIGNATURE, 0);
  locator.writeBigUInt64LE(BigInt(recordOffset), 8);
  locator.writeUInt32LE(1, 16);
  return locator;
}
