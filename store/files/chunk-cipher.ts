import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { CHUNK_LENGTH, damaged, FORMAT_VERSION, TAG_LENGTH } from './blob-format.ts';

const NONCE_LENGTH = 12;

/** Where a chunk stands; all of it goes into the nonce. */
export interface ChunkPlace {
  index: number;
  /** Recoveries before the chunk was written. */
  generation: number;
  last: boolean;
}

/** Seals and opens the chunks of one blob. Additional data: format version and blob id. */
export class ChunkCipher {
  readonly #key: KeyObject;
  readonly #additionalData: Buffer;
  readonly #onChunk: (octets: number) => void;

  constructor(key: KeyObject, blobId: string, onChunk: (octets: number) => void = () => {}) {
    this.#key = key;
    this.#onChunk = onChunk;
    this.#additionalData = Buffer.concat([Buffer.of(FORMAT_VERSION), Buffer.from(blobId, 'hex')]);
  }

  /** Ciphertext and tag of one chunk, given in parts, as buffers to be written one after the other. */
  seal(parts: readonly Buffer[], place: ChunkPlace): Buffer[] {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(place), { authTagLength: TAG_LENGTH });
    cipher.setAAD(this.#additionalData);
    const sealed = parts.map((part) => cipher.update(part));
    cipher.final();
    sealed.push(cipher.getAuthTag());
    this.#onChunk(sealed.reduce((octets, { length }) => octets + length, 0));
    return sealed;
  }

  /** The plaintext of one chunk, released only after its tag was found right. @throws StoreError `blob-damaged` */
  open(sealed: Buffer, place: ChunkPlace): Buffer {
    const length = sealed.length - TAG_LENGTH;
    if (length < 0 || length > CHUNK_LENGTH) throw damaged('a chunk has an impossible length');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(place), { authTagLength: TAG_LENGTH });
    decipher.setAAD(this.#additionalData);
    decipher.setAuthTag(sealed.subarray(length));
    const plaintext = decipher.update(sealed.subarray(0, length));
    try {
      decipher.final();
    } catch (error) {
      throw damaged('the tag of a chunk does not fit', error);
    }
    this.#onChunk(length);
    return plaintext;
  }
}

function nonceOf({ index, generation, last }: ChunkPlace): Buffer {
  const nonce = Buffer.alloc(NONCE_LENGTH);
  nonce.writeUInt16BE(generation, 5);
  nonce.writeUInt32BE(index, 7);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}
