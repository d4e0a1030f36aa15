import { CHUNK_LENGTH } from './blob-format.ts';
import type { ChunkCipher } from './chunk-cipher.ts';

/** Cuts a plaintext that comes in any pieces into chunks and seals them in order. Keeps less than one chunk. */
export class SealingStream {
  readonly #cipher: ChunkCipher;
  readonly #generation: number;
  readonly #onSealed: (plaintext: Buffer) => void;
  #index: number;
  #kept: Buffer[] = [];
  #keptLength = 0;

  /** `onSealed` is given the plaintext of every chunk when it is sealed, in order and in pieces. */
  constructor(cipher: ChunkCipher, firstIndex: number, generation: number, onSealed: (plaintext: Buffer) => void = () => {}) {
    this.#cipher = cipher;
    this.#onSealed = onSealed;
    this.#index = firstIndex;
    this.#generation = generation;
  }

  /** Whole chunks sealed so far, those before `firstIndex` included. */
  get chunks(): number {
    return this.#index;
  }

  /** Sealed buffers of the chunks that are complete now. What is kept is copied: the caller may use its buffer again. */
  push(plaintext: Buffer): Buffer[] {
    const sealed: Buffer[] = [];
    let offset = 0;
    while (this.#keptLength + plaintext.length - offset >= CHUNK_LENGTH) {
      const end = offset + CHUNK_LENGTH - this.#keptLength;
      this.#kept.push(plaintext.subarray(offset, end));
      sealed.push(...this.#sealKept(false));
      offset = end;
    }
    if (offset < plaintext.length) {
      this.#kept.push(Buffer.from(plaintext.subarray(offset)));
      this.#keptLength += plaintext.length - offset;
    }
    return sealed;
  }

  /** Sealed buffers of the last chunk, which may be empty. */
  end(): Buffer[] {
    return this.#sealKept(true);
  }

  #sealKept(last: boolean): Buffer[] {
    const sealed = this.#cipher.seal(this.#kept, { index: this.#index, generation: this.#generation, last });
    if (!last) this.#index++;
    for (const piece of this.#kept) this.#onSealed(piece);
    this.#kept = [];
    this.#keptLength = 0;
    return sealed;
  }
}
