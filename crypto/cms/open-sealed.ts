import { createDecipheriv, createSecretKey, type DecipherGCM, type KeyObject, randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { DerCursor, type DerNode, objectIdentifierOf, smallIntegerOf } from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import { isSameKey } from '../same-key.ts';
import { CONTENT_ENCRYPTION, keyManagementForKey, requireKeyFits } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readSealedFrame, type SealedFrameOptions } from './open-sealed-frame.ts';
import { StreamedInput, sequenceCursor } from './open-sealed-input.ts';
import { contentKeyFor, type RecipientKey } from './open-sealed-recipient.ts';
import { SEAL_CHUNK_BYTES } from './seal.ts';

/**
 * Opens what was sealed to this certificate: AuthEnvelopedData in, plaintext out, in constant memory.
 *
 * THE PLAINTEXT MUST NOT BE USED BEFORE 'end': the tag comes last, and until it is verified every octet may be forged. Callers
 * write to a place of their own and throw it away when the stream fails.
 *
 * The stream fails with one of the `sealed-` codes when the message is not one we accept, and with `decryption-failed`, and no
 * word of why, when wrapped key, ciphertext or tag are wrong. Throws at once `algorithm-key-mismatch`, `key-too-short` or
 * `key-mismatch` when key and certificate cannot open anything.
 */
export function createOpener(request: OpenRequest): Transform {
  return new OpenTransform(recipientKeyOf(request), frameOptionsOf(request));
}

/** The same for a message that is in memory as a whole: gives the plaintext once its tag has held, and throws what the stream fails with. */
export function openWhole(sealed: Buffer, request: OpenRequest): Buffer {
  const plaintext: Buffer[] = [];
  const opening = new Opening(recipientKeyOf(request), frameOptionsOf(request), (octets) => plaintext.push(octets));
  opening.push(sealed);
  opening.end();
  return Buffer.concat(plaintext);
}

interface OpenRequest {
  readonly privateKey: KeyObject;
  readonly certificate: Certificate;
  /** Octets of the sealed message, when known. */
  readonly expectedLength?: number;
  /** Default `der`, the only form between gateways; `streaming-ber` also opens what other tools write with indefinite lengths. */
  readonly encoding?: 'der' | 'streaming-ber';
}

function frameOptionsOf({ encoding = 'der', expectedLength }: OpenRequest): SealedFrameOptions {
  return expectedLength === undefined ? { encoding } : { encoding, expectedLength };
}

function recipientKeyOf({ privateKey, certificate }: OpenRequest): RecipientKey {
  const row = keyManagementForKey(certificate.keyType);
  requireKeyFits(row, certificate);
  if (privateKey.type !== 'private' || !isSameKey(privateKey, certificate.publicKey)) {
    throw new CryptoError('key-mismatch', 'the certificate belongs to another private key', { disposition: 'operator' });
  }
  return { privateKey, certificate, row };
}

/** One message being opened: octets of it in, octets of its plaintext out, none of them to be believed before `end`. */
class Opening {
  readonly #input: StreamedInput;
  #decipher: DecipherGCM | undefined;

  constructor(recipient: RecipientKey, options: SealedFrameOptions, sink: (plaintext: Buffer) => void) {
    this.#input = new StreamedInput(
      readSealedFrame(
        {
          header: (recipientInfos: DerNode, contentEncryption: DerNode) => {
            const nonce = nonceOf(contentEncryption);
            this.#decipher = decipherWith(contentKeyFor(recipient, recipientInfos, randomBytes(CONTENT_ENCRYPTION.keyBytes)), nonce);
          },
          ciphertext: (octets: Buffer) => {
            if (this.#decipher !== undefined) sink(this.#decipher.update(octets));
          },
          tag: (tag: Buffer) => {
            this.#decipher?.setAuthTag(tag);
          },
        },
        options,
      ),
    );
  }

  push(chunk: Buffer): void {
    this.#input.push(chunk);
  }

  end(): void {
    this.#input.end();
    try {
      if (this.#decipher === undefined) throw new TypeError('no content was read');
      this.#decipher.final();
    } catch {
      // No cause and one text for all: which part was wrong is exactly what an attacker would like to learn.
      throw new CryptoError('decryption-failed', 'the sealed content cannot be opened');
    }
  }
}

class OpenTransform extends Transform {
  readonly #opening: Opening;

  constructor(recipient: RecipientKey, options: SealedFrameOptions) {
    super({ highWaterMark: SEAL_CHUNK_BYTES });
    this.#opening = new Opening(recipient, options, (plaintext) => this.push(plaintext));
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    attempt(() => this.#opening.push(chunk), done);
  }

  override _flush(done: TransformCallback): void {
    attempt(() => this.#opening.end(), done);
  }
}

function decipherWith(contentKey: Buffer, nonce: Buffer): DecipherGCM {
  const decipher = createDecipheriv(CONTENT_ENCRYPTION.cipher, createSecretKey(contentKey), nonce, {
    authTagLength: CONTENT_ENCRYPTION.tagBytes,
  });
  contentKey.fill(0);
  return decipher;
}

// AlgorithmIdentifier { aes256-GCM, GCMParameters { nonce, aes-ICVlen DEFAULT 12 } } (RFC 5084 section 3.2)
function nonceOf(contentEncryption: DerNode): Buffer {
  const algorithm = sequenceCursor(contentEncryption, 'content encryption');
  if (objectIdentifierOf(algorithm.next(0x06, 'cipher')) !== CONTENT_ENCRYPTION.objectIdentifier) {
    throw new CryptoError('sealed-cipher-refused', 'the content is not encrypted with AES-256-GCM');
  }
  const parameters = new DerCursor(algorithm.next(0x30, 'GCM parameters'), 'GCM parameters');
  algorithm.end();
  const nonce = parameters.next(0x04, 'nonce').content;
  const length = parameters.optional(0x02);
  parameters.end();
  const tagBytes = length === undefined ? 12 : smallIntegerOf(length);
  if (tagBytes < CONTENT_ENCRYPTION.tagBytes) throw new CryptoError('sealed-tag-too-short', 'the tag is announced shorter than 16 octets');
  if (tagBytes > CONTENT_ENCRYPTION.tagBytes) throw new CryptoError('sealed-malformed', 'the tag is announced longer than 16 octets');
  if (nonce.length !== CONTENT_ENCRYPTION.nonceBytes) throw new CryptoError('sealed-cipher-refused', 'the nonce does not have 12 octets');
  return nonce;
}

function attempt(act: () => void, done: TransformCallback): void {
  try {
    act();
  } catch (error) {
    done(error instanceof Error ? error : new CryptoError('sealed-malformed', 'the sealed content cannot be read', { cause: error }));
    return;
  }
  done();
}
