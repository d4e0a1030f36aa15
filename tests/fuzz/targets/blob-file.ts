import { createSecretKey } from 'node:crypto';
import { StoreError } from '../../../store/error.ts';
import {
  CHUNK_LENGTH,
  decodeHeader,
  encodeHeader,
  generationOf,
  headerLength,
  SEALED_CHUNK_LENGTH,
  TAG_LENGTH,
} from '../../../store/files/blob-format.ts';
import { ChunkCipher } from '../../../store/files/chunk-cipher.ts';
import { memorySource, openSealedContent } from '../../../store/files/sealed-content.ts';

const BLOB_ID = '000102030405060708090a0b0c0d0e0f';
/** A key known to the fuzzer: with it, whatever opens must be what we would have written. */
const cipher = new ChunkCipher(createSecretKey(Buffer.alloc(32, 7)), BLOB_ID);

/** Octets of a blob at rest are attacker-controlled; the row's size is not, so each length is tried with the size that fits it. */
export const target = {
  name: 'blob-file',
  seeds: () => [
    seal(Buffer.alloc(0), []),
    seal(Buffer.from('invented content'), []),
    seal(Buffer.alloc(CHUNK_LENGTH + 10, 1), []),
    seal(Buffer.alloc(100, 2), [0]),
    seal(Buffer.alloc(CHUNK_LENGTH * 2, 3), [0, 1, 1]),
  ],
  run: async (input: Buffer) => {
    const { resumable, recoveries } = decodeHeader(input, BLOB_ID);
    const size = plaintextLength(input.length - headerLength(resumable));
    const pieces: Buffer[] = [];
    const reader = openSealedContent(memorySource(input), input, input.length, { blobId: BLOB_ID, size, cipher });
    for await (const piece of reader.stream()) pieces.push(piece);
    if (!seal(Buffer.concat(pieces), recoveries, resumable).equals(input)) throw new Error('opened octets that we would not have written');
  },
  acceptable: (error: unknown) => error instanceof StoreError && (error.code === 'blob-damaged' || error.code === 'store-version'),
};

function plaintextLength(sealed: number): number {
  const whole = Math.floor(sealed / SEALED_CHUNK_LENGTH);
  return Math.max(whole * CHUNK_LENGTH + sealed - whole * SEALED_CHUNK_LENGTH - TAG_LENGTH, 0);
}

function seal(content: Buffer, recoveries: readonly number[], resumable = recoveries.length > 0): Buffer {
  const whole = Math.floor(content.length / CHUNK_LENGTH);
  const header = { blobId: BLOB_ID, resumable, open: false, durableChunks: resumable ? whole : 0, recoveries };
  const chunks = Array.from({ length: whole + 1 }, (_, index) =>
    cipher.seal([content.subarray(index * CHUNK_LENGTH, (index + 1) * CHUNK_LENGTH)], {
      index,
      generation: generationOf(header, index),
      last: index === whole,
    }),
  );
  return Buffer.concat([encodeHeader(header), ...chunks.flat()]);
}
