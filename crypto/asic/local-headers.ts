import type { Entry, LocalFileHeader } from 'yauzl';
import { CryptoError } from '../error.ts';
import type { CentralDirectory } from './central-directory.ts';
import { type RandomAccessReader, readExactly } from './random-access.ts';
import { DATA_DESCRIPTOR_FLAG, DATA_DESCRIPTOR_SIGNATURE, IN_ZIP64 } from './zip-records.ts';

const ZIP64_EXTRA_ID = 0x0001;

export interface PlacedDirectoryEntry {
  readonly entry: Entry;
  /** Offset of the packed data. */
  readonly dataOffset: number;
}

/**
 * Walks the local headers in the order of their data and checks that they say what the directory says and fill the file up to it:
 * nothing before the first, between two, or after the last. Throws `container-header-mismatch` or
 * `container-data-outside-entries`.
 */
export async function placeEntries(reader: RandomAccessReader, directory: CentralDirectory): Promise<PlacedDirectoryEntry[]> {
  const inOrder = [...directory.entries].sort((one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader);
  const placed: PlacedDirectoryEntry[] = [];
  let expected = 0;
  for (const entry of inOrder) {
    if (entry.relativeOffsetOfLocalHeader !== expected) throw outside();
    const local = await directory.localHeader(entry);
    requireAgreement(entry, local);
    const end = local.fileDataStart + entry.compressedSize;
    placed.push({ entry, dataOffset: local.fileDataStart });
    expected = end + (hasDescriptor(entry) ? await descriptorBytes(reader, entry, end) : 0);
  }
  if (expected !== directory.offset) throw outside();
  return placed;
}

function requireAgreement(entry: Entry, local: LocalFileHeader): void {
  const later = hasDescriptor(entry);
  const same = (value: number, announced: number) => announced === value || (later && announced === 0);
  const sizes = localSizes(local);
  const agree =
    local.fileName.equals(entry.fileNameRaw) &&
    local.generalPurposeBitFlag === entry.generalPurposeBitFlag &&
    local.compressionMethod === entry.compressionMethod &&
    same(entry.crc32, local.crc32) &&
    same(entry.compressedSize, sizes.packed) &&
    same(entry.uncompressedSize, sizes.unpacked);
  if (!agree) throw new CryptoError('container-header-mismatch', 'an entry is described differently in the directory and before its data');
}

function localSizes(local: LocalFileHeader): { readonly packed: number; readonly unpacked: number } {
  const plain = { packed: local.compressedSize, unpacked: local.uncompressedSize };
  if (plain.packed !== IN_ZIP64 && plain.unpacked !== IN_ZIP64) return plain;
  const extra = local.extraField;
  // In a local header both sizes are there, first (APPNOTE 4.5.3).
  if (extra.length < 20 || extra.readUInt16LE(0) !== ZIP64_EXTRA_ID || extra.readUInt16LE(2) < 16) return plain;
  return { unpacked: Number(extra.readBigUInt64LE(4)), packed: Number(extra.readBigUInt64LE(12)) };
}

/** The data descriptor that follows data whose size was not known before: with or without its signature, sizes of 4 or 8 octets. */
async function descriptorBytes(reader: RandomAccessReader, entry: Entry, at: number): Promise<number> {
  const octets = await readExactly(reader, at, Math.min(24, reader.size - at));
  for (const signature of [4, 0]) {
    for (const width of [4, 8]) {
      if (isDescriptor(octets, entry, signature, width)) return signature + 4 + 2 * width;
    }
  }
  throw new CryptoError('container-header-mismatch', 'the data descriptor of an entry is missing or says something else');
}

function isDescriptor(octets: Buffer, entry: Entry, signature: number, width: number): boolean {
  if (octets.length < signature + 4 + 2 * width) return false;
  if (signature === 4 && octets.readUInt32LE(0) !== DATA_DESCRIPTOR_SIGNATURE) return false;
  const numberAt = (offset: number) => (width === 4 ? octets.readUInt32LE(offset) : Number(octets.readBigUInt64LE(offset)));
  return (
    octets.readUInt32LE(signature) === entry.crc32 &&
    numberAt(signature + 4) === entry.compressedSize &&
    numberAt(signature + 4 + width) === entry.uncompressedSize
  );
}

function hasDescriptor(entry: Entry): boolean {
  return (entry.generalPurposeBitFlag & DATA_DESCRIPTOR_FLAG) !== 0;
}

function outside(): CryptoError {
  return new CryptoError('container-data-outside-entries', 'octets of the container belong to no entry, or to two');
}
