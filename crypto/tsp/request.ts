import { booleanOf, objectIdentifierOf, readDer, sequenceCursor, smallIntegerOf } from '../der/reader.ts';
import { booleanValue, integer, objectIdentifier, sequence, unsignedInteger } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import { readTimestampExtensions, type TimestampExtension } from './extensions.ts';
import { type MessageImprint, readMessageImprint, writeMessageImprint } from './imprint.ts';

/** TimeStampReq (RFC 3161 section 2.4.1), read but not judged. */
export interface TimestampRequest {
  readonly version: number;
  readonly messageImprint: MessageImprint;
  /** Dotted policy the requester wants. */
  readonly policy?: string;
  /** Content octets of the nonce INTEGER. */
  readonly nonce?: Buffer;
  readonly certificateRequested: boolean;
  readonly extensions: readonly TimestampExtension[];
}

/** Far above a request with policy, nonce and a few extensions. */
export const MAXIMUM_TIMESTAMP_REQUEST_LENGTH = 16 * 1024;

/** Longest nonce read, in octets. */
export const MAXIMUM_NONCE_LENGTH = 64;

/**
 * Encodes a TimeStampReq.
 *
 * `imprint` is a SHA-256, SHA-384 or SHA-512 digest, told by its length; `nonce` is 8 or more random bytes, read as a
 * positive number (RFC 3161 wants 64 bits at least).
 *
 * @throws CryptoError `timestamp-imprint-length`, `timestamp-request-malformed` for a short nonce
 */
export function buildTimestampRequest(options: {
  imprint: Buffer;
  nonce: Buffer;
  policy?: string;
  certificateRequested?: boolean;
}): Buffer {
  const { imprint, nonce, policy, certificateRequested = true } = options;
  if (nonce.length < 8 || nonce.length >= MAXIMUM_NONCE_LENGTH) {
    throw new CryptoError('timestamp-request-malformed', `a nonce of ${nonce.length} bytes`);
  }
  return sequence(
    integer(1),
    writeMessageImprint(imprint),
    ...(policy === undefined ? [] : [objectIdentifier(policy)]),
    unsignedInteger(nonce),
    ...(certificateRequested ? [booleanValue(true)] : []),
  );
}

/**
 * Reads a TimeStampReq. Attacker-controlled: caps first, then structure. Version, algorithm and policy are left for the
 * authority to answer.
 *
 * @throws CryptoError `timestamp-request-malformed`, with what the DER reader said as its cause
 */
export function parseTimestampRequest(der: Buffer): TimestampRequest {
  try {
    return readRequest(der);
  } catch (cause) {
    throw new CryptoError('timestamp-request-malformed', 'not a time-stamp request in DER', { cause });
  }
}

function readRequest(der: Buffer): TimestampRequest {
  const cursor = sequenceCursor(readDer(der, { maximumBytes: MAXIMUM_TIMESTAMP_REQUEST_LENGTH, maximumDepth: 8 }), 'TimeStampReq');
  const version = smallIntegerOf(cursor.next(0x02, 'version'));
  const messageImprint = readMessageImprint(cursor.next(0x30, 'messageImprint'));
  const policy = cursor.optional(0x06);
  const nonce = cursor.optional(0x02);
  const certificateRequest = cursor.optional(0x01);
  const extensions = cursor.optional(0xa0);
  cursor.end();
  if (nonce !== undefined && nonce.content.length > MAXIMUM_NONCE_LENGTH) {
    throw new CryptoError('der-too-large', `a nonce of ${nonce.content.length} octets`);
  }
  // certReq is DEFAULT FALSE, and DER writes no defaults; openssl and others follow that.
  if (certificateRequest !== undefined && !booleanOf(certificateRequest)) {
    throw new CryptoError('der-value-invalid', 'the default value of certReq is written out');
  }
  return {
    version,
    messageImprint,
    ...(policy === undefined ? {} : { policy: objectIdentifierOf(policy) }),
    ...(nonce === undefined ? {} : { nonce: nonce.content }),
    certificateRequested: certificateRequest !== undefined,
    extensions: extensions === undefined ? [] : readTimestampExtensions(extensions),
  };
}
