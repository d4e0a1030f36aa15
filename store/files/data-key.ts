import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { StoreError } from '../error.ts';

/** A wrapped key is base64url of: version (1), identifier of the wrapping key (8), AES key wrap of RFC 3394 (40). */
const WRAP_VERSION = 1;
const KEY_LENGTH = 32;
const IDENTIFIER_LENGTH = 8;
const WRAPPED_LENGTH = KEY_LENGTH + 8;
/** RFC 3394 section 2.2.3.1 */
const DEFAULT_INITIAL_VALUE = Buffer.alloc(8, 0xa6);
/** What stands for no salt (RFC 5869 section 2.2); HMAC pads an empty key to the same. */
const NO_SALT = Buffer.alloc(0);
const INFO_PREFIX = Buffer.from('valija/blob/1\n', 'ascii');
const FIRST_BLOCK = Buffer.of(1);

/** The key-encryption keys of the installation: the first wraps, all unwrap, so that a key can be replaced without a standstill. */
export class KeyEncryptionKeys {
  readonly #current: { identifier: Buffer; key: KeyObject };
  readonly #all: { identifier: Buffer; key: KeyObject }[];

  /** @throws StoreError `key-unwrap-failed` when a key has not 32 octets */
  constructor(current: Buffer, former: readonly Buffer[]) {
    this.#current = prepare(current);
    this.#all = [this.#current, ...former.map(prepare)];
  }

  /** Wraps a data key of 32 octets. */
  wrap(dataKey: Buffer): string {
    const cipher = createCipheriv('id-aes256-wrap', this.#current.key, DEFAULT_INITIAL_VALUE);
    const wrapped = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    return Buffer.concat([Buffer.of(WRAP_VERSION), this.#current.identifier, wrapped]).toString('base64url');
  }

  /** @throws StoreError `key-unwrap-failed` */
  unwrap(wrappedKey: string): Buffer {
    const octets = Buffer.from(wrappedKey, 'base64url');
    if (octets.length !== 1 + IDENTIFIER_LENGTH + WRAPPED_LENGTH || octets.toString('base64url') !== wrappedKey) {
      throw unwrapFailed('A wrapped data key is malformed or was destroyed');
    }
    if (octets.readUInt8(0) !== WRAP_VERSION) throw unwrapFailed(`A wrapped data key has version ${octets.readUInt8(0)}`);
    const identifier = octets.subarray(1, 1 + IDENTIFIER_LENGTH);
    const holder = this.#all.find((each) => each.identifier.equals(identifier));
    if (!holder) throw unwrapFailed('A data key was wrapped by a key-encryption key that is not configured');
    try {
      const decipher = createDecipheriv('id-aes256-wrap', holder.key, DEFAULT_INITIAL_VALUE);
      return Buffer.concat([decipher.update(octets.subarray(1 + IDENTIFIER_LENGTH)), decipher.final()]);
    } catch (error) {
      throw unwrapFailed('A wrapped data key does not unwrap', error);
    }
  }
}

/** Messages whose keys are remembered: more than are worked on at once. */
const MAXIMUM_REMEMBERED = 256;

/**
 * The keys of blobs: HKDF-SHA-256 (RFC 5869) without salt of the data key of their message, with the blob's id as info. A step opens and
 * makes several blobs of one message, and the steps of a message follow one another: what the first half of HKDF makes of a data key is
 * remembered for the messages used last, until `forget`.
 */
export class BlobKeys {
  readonly #keys: KeyEncryptionKeys;
  /** By wrapped key, the one remembered longest first. */
  readonly #remembered = new Map<string, KeyObject>();

  constructor(keys: KeyEncryptionKeys) {
    this.#keys = keys;
  }

  /** @throws StoreError `key-unwrap-failed` */
  keyOf(wrappedKey: string, blobId: string): KeyObject {
    const expansion = createHmac('sha256', this.#extracted(wrappedKey));
    // One block of HKDF-Expand is as long as the key (RFC 5869 section 2.3).
    return createSecretKey(expansion.update(INFO_PREFIX).update(blobId, 'hex').update(FIRST_BLOCK).digest());
  }

  /** For a data key that is destroyed: it must not be in memory any more either. */
  forget(wrappedKey: string): void {
    this.#remembered.delete(wrappedKey);
  }

  #extracted(wrappedKey: string): KeyObject {
    const known = this.#remembered.get(wrappedKey);
    if (known !== undefined) return known;
    const dataKey = this.#keys.unwrap(wrappedKey);
    const extracted = createSecretKey(createHmac('sha256', NO_SALT).update(dataKey).digest());
    dataKey.fill(0);
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size < MAXIMUM_REMEMBERED) break;
      this.#remembered.delete(oldest);
    }
    this.#remembered.set(wrappedKey, extracted);
    return extracted;
  }
}

function prepare(octets: Buffer): { identifier: Buffer; key: KeyObject } {
  if (octets.length !== KEY_LENGTH) throw unwrapFailed('A key-encryption key must have 32 octets');
  const info = Buffer.from('valija/key-encryption-key-identifier/1\n', 'ascii');
  return { identifier: Buffer.from(hkdfSync('sha256', octets, NO_SALT, info, IDENTIFIER_LENGTH)), key: createSecretKey(octets) };
}

function unwrapFailed(message: string, cause?: unknown): StoreError {
  return new StoreError('key-unwrap-failed', message, { cause, disposition: 'operator' });
}
