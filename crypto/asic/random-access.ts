import { CryptoError } from '../error.ts';

/** Something of known size that can be read anywhere: a file, an encrypted blob, a buffer. */
export interface RandomAccessReader {
  readonly size: number;
  /** Resolves to exactly `length` octets from `offset`. */
  read(offset: number, length: number): Promise<Buffer>;
  /** Octets from `start` (inclusive) to `end` (exclusive) in pieces; for readers that do this better than piece by piece. */
  stream?(range: { start: number; end: number }): AsyncIterable<Buffer>;
}

/** Size of the pieces in which ranges are streamed: large, because hashing and decryption below work best so. */
const CHUNK_BYTES = 1024 * 1024;

/** A reader over octets in memory. */
export function bufferReader(bytes: Buffer): RandomAccessReader {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Exactly these octets. Throws `container-malformed` when they lie outside, or when the reader gives fewer. */
export async function readExactly(reader: RandomAccessReader, offset: number, length: number): Promise<Buffer> {
  if (offset < 0 || length < 0 || offset + length > reader.size) throw outside();
  const octets = await reader.read(offset, length);
  if (octets.length !== length) throw outside();
  return octets;
}

/** The octets of a range in pieces. Throws `container-malformed` as `readExactly`. */
export async function* streamRange(reader: RandomAccessReader, offset: number, length: number): AsyncGenerator<Buffer, void, undefined> {
  if (length > CHUNK_BYTES && reader.stream !== undefined) return yield* exactly(reader.stream.bind(reader), reader.size, offset, length);
  for (let done = 0; done < length; done += CHUNK_BYTES) {
    yield await readExactly(reader, offset + done, Math.min(CHUNK_BYTES, length - done));
  }
}

async function* exactly(
  stream: NonNullable<RandomAccessReader['stream']>,
  size: number,
  offset: number,
  length: number,
): AsyncGenerator<Buffer, void, undefined> {
  if (offset < 0 || length < 0 || offset + length > size) throw outside();
  let done = 0;
  for await (const piece of stream({ start: offset, end: offset + length })) {
    done += piece.length;
    yield piece;
  }
  if (done !== length) throw outside();
}

function outside(): CryptoError {
  return new CryptoError('container-malformed', 'the container is shorter than it says');
}
