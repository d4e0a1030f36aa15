import { createDecipheriv, createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ChunkCipher } from '../../../store/files/chunk-cipher.ts';

const BLOB_ID = '000102030405060708090a0b0c0d0e0f';
const KEY = Buffer.alloc(32, 9);
const PLACE = { index: 0x01020304, generation: 0x0506, last: true };
const CONTENT = Buffer.from('invented content');

describe('chunk cipher', () => {
  const cipher = new ChunkCipher(createSecretKey(KEY), BLOB_ID);
  const sealed = Buffer.concat(cipher.seal([CONTENT.subarray(0, 5), CONTENT.subarray(5)], PLACE));

  it('opens a chunk in its place', () => {
    expect(cipher.open(sealed, PLACE)).toEqual(CONTENT);
  });

  it('uses the nonce and the additional data that the format names', () => {
    const decipher = createDecipheriv('aes-256-gcm', KEY, Buffer.from('000000000005060102030401', 'hex'));
    decipher.setAAD(Buffer.from(`01${BLOB_ID}`, 'hex')).setAuthTag(sealed.subarray(-16));
    expect(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])).toEqual(CONTENT);
  });

  it.each([{ index: PLACE.index + 1 }, { generation: PLACE.generation + 1 }, { last: false }])('does not open it at %j', (other) => {
    expect(() => cipher.open(sealed, { ...PLACE, ...other })).toThrow(expect.objectContaining({ code: 'blob-damaged' }));
  });

  it('does not open it under another blob id or key', () => {
    for (const other of [
      new ChunkCipher(createSecretKey(KEY), BLOB_ID.replace('0f', '0e')),
      new ChunkCipher(createSecretKey(Buffer.alloc(32)), BLOB_ID),
    ]) {
      expect(() => other.open(sealed, PLACE)).toThrow(expect.objectContaining({ code: 'blob-damaged' }));
    }
  });

  it.each([0, 15, 65_536 + 17])('does not open %d octets', (length) => {
    expect(() => cipher.open(Buffer.alloc(length), PLACE)).toThrow(expect.objectContaining({ code: 'blob-damaged' }));
  });
});
