import { describe, expect, it } from 'vitest';
import { bufferReader, type RandomAccessReader, streamRange } from '../../../crypto/asic/random-access.ts';

const MEBIBYTE = 1024 * 1024;
const bytes = Buffer.alloc(3 * MEBIBYTE + 5, 'invented ');

/** A reader that streams by itself, in pieces of that length, and may lie about what it has. */
function streaming(pieceLength: number, surplus = 0): RandomAccessReader & { streamed: number } {
  const reader = {
    ...bufferReader(bytes),
    streamed: 0,
    async *stream({ start, end }: { start: number; end: number }) {
      reader.streamed += 1;
      for (let offset = start; offset < end + surplus; offset += pieceLength) {
        yield bytes.subarray(offset, Math.min(offset + pieceLength, end + surplus));
      }
    },
  };
  return reader;
}

async function whole(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

describe('streamRange', () => {
  it.each([
    [0, bytes.length],
    [7, 2 * MEBIBYTE],
    [MEBIBYTE - 1, MEBIBYTE + 1],
    [3, 100],
    [bytes.length, 0],
  ])('gives the same octets from %i, %i of them, whether or not the reader streams by itself', async (offset, length) => {
    const expected = bytes.subarray(offset, offset + length);
    expect((await whole(streamRange(bufferReader(bytes), offset, length))).equals(expected)).toBe(true);
    expect((await whole(streamRange(streaming(100_000), offset, length))).equals(expected)).toBe(true);
  });

  it('lets a reader stream what is large, and reads what is small', async () => {
    const reader = streaming(100_000);
    await whole(streamRange(reader, 0, 1000));
    expect(reader.streamed).toBe(0);
    await whole(streamRange(reader, 0, 2 * MEBIBYTE));
    expect(reader.streamed).toBe(1);
  });

  it.each([
    ['behind the end', 2 * MEBIBYTE, 2 * MEBIBYTE, 0],
    ['before the start', -1, 2 * MEBIBYTE, 0],
    ['where the reader gives fewer octets', 0, 2 * MEBIBYTE, -1],
    ['where the reader gives more octets', 0, 2 * MEBIBYTE, 1],
  ])('refuses a range %s', async (_name, offset, length, surplus) => {
    await expect(whole(streamRange(streaming(100_000, surplus), offset, length))).rejects.toMatchObject({ code: 'container-malformed' });
  });
});
