import { type CipherGCM, createCipheriv, createSecretKey, randomBytes as platformRandomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { OID } from '../der/object-identifiers.ts';
import { integer, lengthOctets, objectIdentifier, octetString, sequence, tlv } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import { CONTENT_ENCRYPTION } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import { recipientInfo, recipientInfoLength } from './seal-recipient.ts';

/** Most plaintext one seal takes, in octets: 60 GiB, safely under the 2^36 - 32 that one GCM key and nonce allow. */
export const MAXIMUM_PLAINTEXT_LENGTH = 60 * 1024 ** 3;

/** Size in which streams of sealed content should be fed: native ciphers lose half their speed on small chunks. */
export const SEAL_CHUNK_BYTES = 1024 * 1024;

/**
 * Octets of the sealed form of a plaintext of that length, for that recipient. Throws `seal-recipient-unsuitable` or
 * `sealed-too-large`.
 */
export function sealedLength(request: { readonly recipient: Certificate; readonly plaintextLength: number }): number {
  requireLength(request.plaintextLength);
  const recipient = Buffer.alloc(recipientInfoLength(request.recipient));
  return sealedFrame(recipient, Buffer.alloc(CONTENT_ENCRYPTION.nonceBytes), request.plaintextLength).length;
}

/**
 * Seals a stream to exactly one recipient: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084), DER with definite
 * lengths, no attributes. Plaintext in, DER out, in constant memory; content key, nonce and ephemeral key are new every time.
 *
 * `length` is the octets that will come out. Throws `seal-recipient-unsuitable` or `sealed-too-large`; the stream fails with
 * `plaintext-length-mismatch` when it is not given exactly `plaintextLength` octets.
 */
export function createSeal(request: {
  readonly recipient: Certificate;
  readonly plaintextLength: number;
  readonly randomBytes?: (length: number) => Buffer;
}): { readonly length: number; readonly transform: Transform } {
  const { frame, cipher } = begunSeal(request);
  return { length: frame.length, transform: new SealTransform(frame.prefix, cipher, request.plaintextLength) };
}

/** The same for content that is in memory as a whole: `createSeal` without a stream. Throws as it does. */
export function sealWhole(request: {
  readonly recipient: Certificate;
  readonly plaintext: Buffer;
  readonly randomBytes?: (length: number) => Buffer;
}): Buffer {
  const { frame, cipher } = begunSeal({ ...request, plaintextLength: request.plaintext.length });
  const ciphertext = cipher.update(request.plaintext);
  cipher.final();
  return Buffer.concat([frame.prefix, ciphertext, octetString(cipher.getAuthTag())], frame.length);
}

function begunSeal(request: {
  readonly recipient: Certificate;
  readonly plaintextLength: number;
  readonly randomBytes?: (length: number) => Buffer;
}): { readonly frame: SealedFrame; readonly cipher: CipherGCM } {
  requireLength(request.plaintextLength);
  const randomBytes = request.randomBytes ?? platformRandomBytes;
  const contentKey = randomBytes(CONTENT_ENCRYPTION.keyBytes);
  const nonce = randomBytes(CONTENT_ENCRYPTION.nonceBytes);
  const frame = sealedFrame(recipientInfo(request.recipient, contentKey, randomBytes), nonce, request.plaintextLength);
  const cipher = createCipheriv(CONTENT_ENCRYPTION.cipher, createSecretKey(contentKey), nonce, {
    authTagLength: CONTENT_ENCRYPTION.tagBytes,
  });
  contentKey.fill(0);
  return { frame, cipher };
}

class SealTransform extends Transform {
  readonly #cipher: CipherGCM;
  #prefix: Buffer | undefined;
  #remaining: number;

  constructor(prefix: Buffer, cipher: CipherGCM, plaintextLength: number) {
    super({ highWaterMark: SEAL_CHUNK_BYTES });
    this.#prefix = prefix;
    this.#cipher = cipher;
    this.#remaining = plaintextLength;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#remaining -= chunk.length;
    if (this.#remaining < 0) {
      done(lengthMismatch());
      return;
    }
    this.#pushPrefix();
    done(null, this.#cipher.update(chunk));
  }

  override _flush(done: TransformCallback): void {
    if (this.#remaining !== 0) {
      done(lengthMismatch());
      return;
    }
    this.#pushPrefix();
    this.#cipher.final();
    done(null, octetString(this.#cipher.getAuthTag()));
  }

  #pushPrefix(): void {
    if (this.#prefix !== undefined) this.push(this.#prefix);
    this.#prefix = undefined;
  }
}

interface SealedFrame {
  /** What stands before the ciphertext. */
  readonly prefix: Buffer;
  /** Octets of the whole sealed form. */
  readonly length: number;
}

// ContentInfo { id-ct-authEnvelopedData, [0] { 0, SET { recipient }, { id-data, AES-256-GCM, [0] ciphertext }, mac } }
function sealedFrame(recipient: Buffer, nonce: Buffer, plaintextLength: number): SealedFrame {
  const content = withOpenEnd(plaintextLength, 0x80);
  const contentInfo = withOpenEnd(plaintextLength, 0x30, objectIdentifier(OID.data), contentEncryption(nonce), content);
  const afterCiphertext = octetString(Buffer.alloc(CONTENT_ENCRYPTION.tagBytes)).length;
  const missing = plaintextLength + afterCiphertext;
  const enveloped = withOpenEnd(missing, 0x30, integer(0), tlv(0x31, recipient), contentInfo);
  const prefix = withOpenEnd(missing, 0x30, objectIdentifier(OID.ctAuthEnvelopedData), withOpenEnd(missing, 0xa0, enveloped));
  return { prefix, length: prefix.length + missing };
}

/** A value whose last `missing` octets are not there yet: the header counts them. */
function withOpenEnd(missing: number, tag: number, ...contents: readonly Buffer[]): Buffer {
  const present = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOctets(present.length + missing), present]);
}

// The tag length is written out: its default, 12, is shorter than what we accept.
function contentEncryption(nonce: Buffer): Buffer {
  const parameters = sequence(octetString(nonce), integer(CONTENT_ENCRYPTION.tagBytes));
  return sequence(objectIdentifier(CONTENT_ENCRYPTION.objectIdentifier), parameters);
}

function requireLength(plaintextLength: number): void {
  if (!Number.isSafeInteger(plaintextLength) || plaintextLength < 0 || plaintextLength > MAXIMUM_PLAINTEXT_LENGTH) {
    throw new CryptoError('sealed-too-large', `content to seal must have between 0 and ${MAXIMUM_PLAINTEXT_LENGTH} octets`);
  }
}

function lengthMismatch(): CryptoError {
  return new CryptoError('plaintext-length-mismatch', 'the content does not have the length it was announced with', {
    disposition: 'operator',
  });
}
