import { describe, expect, it } from 'vitest';
import type { StoreErrorCode } from '../../../store/error.ts';
import {
  type BlobHeader,
  decodeHeader,
  encodeHeader,
  generationOf,
  RECOVERY_SLOTS,
  sealedLength,
} from '../../../store/files/blob-format.ts';

const BLOB_ID = '000102030405060708090a0b0c0d0e0f';
const plain: BlobHeader = { blobId: BLOB_ID, resumable: false, open: false, durableChunks: 0, recoveries: [] };
const recovered: BlobHeader = { blobId: BLOB_ID, resumable: true, open: false, durableChunks: 9, recoveries: [0, 3, 3, 7] };

function patched(header: BlobHeader, offset: number, ...octets: number[]): Buffer {
  const encoded = encodeHeader(header);
  Buffer.from(octets).copy(encoded, offset);
  return encoded;
}

const malformed: [string, Buffer, StoreErrorCode][] = [
  ['empty', Buffer.alloc(0), 'blob-damaged'],
  ['one octet', Buffer.from('V'), 'blob-damaged'],
  ['31 octets', encodeHeader(plain).subarray(0, 31), 'blob-damaged'],
  ['another magic', patched(plain, 0, 0x76), 'blob-damaged'],
  ['version 0', patched(plain, 4, 0), 'blob-damaged'],
  ['version 2', patched(plain, 4, 2), 'store-version'],
  ['version 255', patched(plain, 4, 255), 'store-version'],
  ['an impossible octet 5', patched(plain, 5, 2), 'blob-damaged'],
  ['open without slots', patched(plain, 5, 1), 'blob-damaged'],
  ['one slot', patched(plain, 6, 0, 1), 'blob-damaged'],
  ['65 535 slots', patched(plain, 6, 255, 255), 'blob-damaged'],
  ['slots that are not there', patched(plain, 6, RECOVERY_SLOTS >> 8, RECOVERY_SLOTS & 255), 'blob-damaged'],
  ['the header of a resumable blob cut by one octet', encodeHeader(recovered).subarray(0, -1), 'blob-damaged'],
  ['the id of another blob', patched(plain, 8, 0xff), 'blob-damaged'],
  ['a recovery without slots', patched(plain, 28, 0, 1), 'blob-damaged'],
  ['more recoveries than slots', patched(recovered, 28, 0xff, 0xff), 'blob-damaged'],
  ['fewer recoveries than slots are filled', patched(recovered, 28, 0, 2), 'blob-damaged'],
  ['recoveries out of order', patched(recovered, 32, 0, 0, 0, 4), 'blob-damaged'],
  ['reserved octets 30 and 31', patched(recovered, 31, 1), 'blob-damaged'],
  ['an unused slot filled', patched(recovered, 4092, 0, 0, 0, 1), 'blob-damaged'],
];

describe('blob header', () => {
  it.each(malformed)('%s: refused', (_name, octets, code) => {
    expect(() => decodeHeader(octets, BLOB_ID)).toThrow(expect.objectContaining({ name: 'StoreError', code }));
  });

  it.each([plain, recovered, { ...recovered, open: true }])('reads what it writes: %j', (header) => {
    expect(decodeHeader(encodeHeader(header), BLOB_ID)).toEqual(header);
    expect(decodeHeader(Buffer.concat([encodeHeader(header), Buffer.alloc(5000, 1)]), BLOB_ID)).toEqual(header);
  });

  it.each([
    [0, 1],
    [2, 1],
    [3, 3],
    [6, 3],
    [7, 4],
    [1000, 4],
  ])('chunk %d was written after %d recoveries', (index, generation) => {
    expect(generationOf(recovered, index)).toBe(generation);
  });

  it.each([
    [0, false, 32 + 16],
    [65_535, false, 32 + 65_535 + 16],
    [65_536, false, 32 + 65_536 + 32],
    [1, true, 4096 + 1 + 16],
  ])('%d octets (resumable: %s) take %d at rest', (size, resumable, expected) => {
    expect(sealedLength(size, resumable)).toBe(expected);
  });
});
