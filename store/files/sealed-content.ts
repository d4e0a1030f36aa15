import type { BlobReader } from '../contracts/blobs.ts';
import { StoreError } from '../error.ts';
import {
  BATCH_CHUNKS,
  type BlobHeader,
  CHUNK_LENGTH,
  damaged,
  decodeHeader,
  generationOf,
  headerLength,
  SEALED_CHUNK_LENGTH,
  sealedLength,
  TAG_LENGTH,
  wholeChunks,
} from './blob-format.ts';
import type { ChunkCipher } from './chunk-cipher.ts';

/** Where sealed octets come from. `read` fills `target` from `position` and returns how many octets there were. */
export interface SealedSource {
  /** All of them, where they are in memory anyway. */
  readonly octets?: Buffer;
  read(target: Buffer, position: number): Promise<number>;
  close(): Promise<void>;
}

/** Sealed octets that are in memory anyway. */
export function memorySource(octets: Buffer): SealedSource {
  return { octets, read: async (target, position) => octets.copy(target, 0, position), close: async () => undefined };
}

/**
 * A reader over sealed octets whose header and length agree with the row. `start` holds at least the header, `length` is that of all
 * octets; `size` is the plaintext length that the row names.
 *
 * @throws StoreError `blob-damaged`, `store-version`
 */
export function openSealedContent(
  source: SealedSource,
  start: Buffer,
  length: number,
  { blobId, size, cipher }: { blobId: string; size: number; cipher: ChunkCipher },
): SealedContent {
  const header = decodeHeader(start, blobId);
  if (length !== sealedLength(size, header.resumable)) throw damaged('its length does not fit its row');
  if (header.open) throw damaged('it was never finished');
  const chunks = wholeChunks(size);
  if (header.durableChunks !== (header.resumable ? chunks : 0)) throw damaged('its header counts other chunks');
  if ((header.recoveries.at(-1) ?? 0) > chunks) throw damaged('its header names a recovery behind its end');
  return new SealedContent(source, header, cipher, size);
}

interface ChunkRange {
  first: number;
  /** Exclusive. */
  end: number;
}

/** Random access to a sealed blob. Every octet it hands out belongs to a chunk whose tag was right. */
export class SealedContent implements BlobReader {
  readonly size: number;
  readonly #source: SealedSource;
  readonly #header: BlobHeader;
  readonly #cipher: ChunkCipher;
  /** The chunk opened last: readers of containers ask for a few octets here and there. */
  #recent: { index: number; plaintext: Buffer } | undefined;

  constructor(source: SealedSource, header: BlobHeader, cipher: ChunkCipher, size: number) {
    this.#source = source;
    this.#header = header;
    this.#cipher = cipher;
    this.size = size;
  }

  async read(offset: number, length: number): Promise<Buffer> {
    this.#assertRange(offset, offset + length);
    const whole = this.#onlyChunk();
    if (whole !== undefined) return Buffer.from(whole.subarray(offset, offset + length));
    const index = Math.floor(offset / CHUNK_LENGTH);
    const start = offset - index * CHUNK_LENGTH;
    if (this.#recent?.index === index && start + length <= this.#recent.plaintext.length) {
      return Buffer.from(this.#recent.plaintext.subarray(start, start + length));
    }
    const pieces: Buffer[] = [];
    for await (const piece of this.#batches(offset, offset + length)) pieces.push(piece);
    return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, length);
  }

  async *stream({ start = 0, end = this.size }: { start?: number; end?: number } = {}): AsyncGenerator<Buffer> {
    this.#assertRange(start, end);
    const whole = this.#onlyChunk();
    if (whole === undefined) yield* this.#batches(start, end);
    else if (start < end) yield Buffer.from(whole.subarray(start, end));
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  /** The plaintext, when it is one chunk in memory: there is nothing to read ahead. */
  #onlyChunk(): Buffer | undefined {
    const { octets } = this.#source;
    if (octets === undefined || this.size >= CHUNK_LENGTH) return undefined;
    return this.#recent?.plaintext ?? this.#openChunk(octets.subarray(headerLength(this.#header.resumable)), 0);
  }

  /** Opens the chunks that hold the range, one batch ahead of the consumer, and cuts them to the range. */
  async *#batches(start: number, end: number): AsyncGenerator<Buffer> {
    // Reading to the end includes the last chunk, though it may be empty: its tag tells that nothing was cut off.
    const stop = end === this.size ? wholeChunks(this.size) + 1 : Math.ceil(end / CHUNK_LENGTH);
    let range = batchOf(Math.floor(start / CHUNK_LENGTH), stop);
    if (range.first >= stop) return;
    let [filling, idle] = batchBuffers(stop - range.first);
    let coming = this.#readSealed(range, filling);
    for (;;) {
      const sealed = await coming;
      const following = batchOf(range.end, stop);
      const more = following.first < stop;
      if (more) {
        [filling, idle] = [idle, filling];
        coming = this.#readSealed(following, filling);
        // Thrown at the next turn; a consumer that stops early never looks.
        coming.catch(() => undefined);
      }
      const piece = this.#openRange(sealed, range, start, end);
      if (piece.length > 0) yield piece;
      if (!more) return;
      range = following;
    }
  }

  async #readSealed({ first, end }: ChunkRange, into: Buffer): Promise<Buffer> {
    const missingInLast = end > wholeChunks(this.size) ? CHUNK_LENGTH - (this.size % CHUNK_LENGTH) : 0;
    const target = into.subarray(0, (end - first) * SEALED_CHUNK_LENGTH - missingInLast);
    const position = headerLength(this.#header.resumable) + first * SEALED_CHUNK_LENGTH;
    if ((await this.#source.read(target, position)) !== target.length) throw damaged('it is shorter than its row says');
    return target;
  }

  /** The part of the batch that lies in the range from `start` to `end`. */
  #openRange(sealed: Buffer, range: ChunkRange, start: number, end: number): Buffer {
    const batchStart = range.first * CHUNK_LENGTH;
    const plaintext = Buffer.allocUnsafe(sealed.length - (range.end - range.first) * TAG_LENGTH);
    for (let index = range.first; index < range.end; index++) {
      const at = (index - range.first) * SEALED_CHUNK_LENGTH;
      this.#openChunk(sealed.subarray(at, at + SEALED_CHUNK_LENGTH), index).copy(plaintext, (index - range.first) * CHUNK_LENGTH);
    }
    return plaintext.subarray(Math.max(start - batchStart, 0), Math.min(end - batchStart, plaintext.length));
  }

  #openChunk(sealed: Buffer, index: number): Buffer {
    const place = { index, generation: generationOf(this.#header, index), last: index === wholeChunks(this.size) };
    const plaintext = this.#cipher.open(sealed, place);
    this.#recent = { index, plaintext };
    return plaintext;
  }

  #assertRange(start: number, end: number): void {
    if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end && end <= this.size) return;
    throw new StoreError('blob-range', 'The range lies outside the blob', { disposition: 'refuse' });
  }
}

function batchOf(first: number, stop: number): ChunkRange {
  return { first, end: Math.min(first + BATCH_CHUNKS, stop) };
}

/** One buffer is read into while the chunks in the other are opened. */
function batchBuffers(chunks: number): [Buffer, Buffer] {
  const buffer = () => Buffer.allocUnsafe(Math.min(chunks, BATCH_CHUNKS) * SEALED_CHUNK_LENGTH);
  const first = buffer();
  return [first, chunks > BATCH_CHUNKS ? buffer() : first];
}
