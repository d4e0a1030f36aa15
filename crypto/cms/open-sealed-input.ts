import { readHeader } from '../der/header.ts';
import { DerCursor, type DerNode, readDer } from '../der/reader.ts';
import { CryptoError } from '../error.ts';

/**
 * Pulling a structure out of a stream that arrives in pieces of any size: the structure is read by a generator which asks for
 * octets, and `StreamedInput` resumes it when they are there. No more than one small value is ever held back.
 */

/** What a reading asks for: exactly so many octets, or at least one and at most so many. */
export interface Demand {
  readonly bytes: number;
  readonly exact: boolean;
}

export type Reading<Result> = Generator<Demand, Result, Buffer>;

/** Largest value that is held in memory whole, in octets: the recipient and the algorithm, with room for long names and big keys. */
export const MAXIMUM_HELD_BYTES = 64 * 1024;

/** Identifier and length octets; `length` is undefined for the indefinite form. */
export interface StreamedHeader {
  readonly tag: number;
  readonly octets: Buffer;
  readonly length: number | undefined;
}

/** Position and rules shared by the readings of one stream. */
export interface StreamedPosition {
  offset: number;
  readonly allowIndefinite: boolean;
}

/** Reads exactly that many octets. */
export function* take(position: StreamedPosition, bytes: number): Reading<Buffer> {
  if (bytes === 0) return Buffer.alloc(0);
  const octets = yield { bytes, exact: true };
  position.offset += octets.length;
  return octets;
}

/** Hands that many octets on as they come. */
export function* forward(position: StreamedPosition, bytes: number, sink: (octets: Buffer) => void): Reading<void> {
  for (let left = bytes; left > 0; ) {
    const octets = yield { bytes: left, exact: false };
    position.offset += octets.length;
    left -= octets.length;
    sink(octets);
  }
}

/** Reads identifier and length octets; the indefinite form only where the position allows it. */
export function* takeHeader(position: StreamedPosition): Reading<StreamedHeader> {
  const start = yield* take(position, 2);
  const [tag = 0, first = 0] = start;
  if (tag === 0 && first === 0 && position.allowIndefinite) return { tag, octets: start, length: 0 };
  if (first === 0x80) {
    if (!position.allowIndefinite) throw new CryptoError('sealed-indefinite-length', 'sealed content has an indefinite length');
    if ((tag & 0x20) === 0) throw new CryptoError('sealed-malformed', 'a primitive value has an indefinite length');
    return { tag, octets: start, length: undefined };
  }
  const octets = first > 0x80 ? Buffer.concat([start, yield* take(position, first & 0x7f)]) : start;
  const header = readHeader(octets, 0, octets.length);
  if (header === undefined) throw new CryptoError('sealed-malformed', 'a header is cut off');
  return { tag, octets, length: header.contentLength };
}

/** Reads the rest of a small value whose header was read, and checks it as DER. Throws `sealed-header-too-large`. */
export function* takeRest(position: StreamedPosition, header: StreamedHeader): Reading<DerNode> {
  if (header.length === undefined) throw new CryptoError('sealed-indefinite-length', 'a header of sealed content has an indefinite length');
  if (header.length > MAXIMUM_HELD_BYTES) throw new CryptoError('sealed-header-too-large', 'a header of sealed content is too large');
  return readDer(Buffer.concat([header.octets, yield* take(position, header.length)]), { maximumBytes: MAXIMUM_HELD_BYTES + 16 });
}

/** A cursor over the members of a value that must be a SEQUENCE: a cursor alone takes any constructed tag. */
export function sequenceCursor(node: DerNode, what: string): DerCursor {
  return new DerCursor(new DerCursor([node], what).next(0x30, what), what);
}

/** Feeds a reading with the chunks of a stream. */
export class StreamedInput {
  readonly #reading: Reading<void>;
  #chunks: Buffer[] = [];
  #available = 0;
  #demand: Demand | undefined;

  constructor(reading: Reading<void>) {
    this.#reading = reading;
    this.#advance(() => reading.next());
  }

  /** Takes the next chunk. Throws what the reading throws, or `sealed-trailing-bytes` when the reading had all it wanted. */
  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#available += chunk.length;
    while (this.#demand !== undefined && this.#available >= (this.#demand.exact ? this.#demand.bytes : 1)) {
      const octets = this.#demand.exact ? this.#takeExactly(this.#demand.bytes) : this.#takeSome(this.#demand.bytes);
      this.#advance(() => this.#reading.next(octets));
    }
    if (this.#demand === undefined && this.#available > 0) {
      throw new CryptoError('sealed-trailing-bytes', 'octets follow the sealed content');
    }
  }

  /** Tells that no more chunks come. Throws `sealed-truncated` when the reading still wants octets. */
  end(): void {
    if (this.#demand !== undefined) throw new CryptoError('sealed-truncated', 'the sealed content ends too early');
  }

  #advance(step: () => IteratorResult<Demand, void>): void {
    try {
      const result = step();
      this.#demand = result.done === true ? undefined : result.value;
    } catch (error) {
      if (!(error instanceof CryptoError) || !error.code.startsWith('der-')) throw error;
      if (error.code === 'der-indefinite-length') {
        throw new CryptoError('sealed-indefinite-length', 'sealed content has an indefinite length', { cause: error });
      }
      throw new CryptoError('sealed-malformed', 'the sealed content is not well-formed', { cause: error });
    }
  }

  #takeSome(most: number): Buffer {
    const first = this.#chunks[0] ?? Buffer.alloc(0);
    return this.#takeExactly(Math.min(most, first.length));
  }

  #takeExactly(bytes: number): Buffer {
    this.#available -= bytes;
    const first = this.#chunks[0] ?? Buffer.alloc(0);
    if (first.length === bytes) {
      this.#chunks.shift();
      return first;
    }
    if (first.length > bytes) {
      this.#chunks[0] = first.subarray(bytes);
      return first.subarray(0, bytes);
    }
    const all = Buffer.concat(this.#chunks);
    this.#chunks = all.length > bytes ? [all.subarray(bytes)] : [];
    return all.subarray(0, bytes);
  }
}
