import { isOtherRevocationValue } from '../cms/revocation-values.ts';
import { parseSignedData, type SignedData, type SignedDataLimits } from '../cms/signed-data.ts';
import { OID } from '../der/object-identifiers.ts';
import {
  booleanOf,
  DerCursor,
  type DerNode,
  integerOf,
  objectIdentifierOf,
  readDer,
  sequenceCursor,
  smallIntegerOf,
  timeOf,
} from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import type { DigestAlgorithm } from '../suites.ts';
import { type GeneralName, generalNameOf } from '../x509/general-name.ts';
import { readTimestampExtensions, type TimestampExtension } from './extensions.ts';
import { imprintDigest, readMessageImprint } from './imprint.ts';

/** TSTInfo (RFC 3161 section 2.4.2): what the authority signed. */
export interface TimestampInfo {
  /** Dotted policy under which the token was issued. */
  readonly policy: string;
  readonly imprintAlgorithm: DigestAlgorithm;
  readonly imprint: Buffer;
  /** Content octets of the serial number in lower-case hexadecimal. */
  readonly serialHex: string;
  /** Time in the token, a fraction finer than a millisecond cut off. */
  readonly generationTime: Date;
  /** How far off the time may be, rounded up to a millisecond; undefined when the authority does not say. */
  readonly accuracyMilliseconds?: number;
  readonly ordering: boolean;
  /** Content octets of the nonce INTEGER. */
  readonly nonce?: Buffer;
  /** The authority's own name, a hint that must agree with its certificate. */
  readonly authorityName?: GeneralName;
  readonly extensions: readonly TimestampExtension[];
}

/** A TimeStampToken, read but not verified. */
export interface TimestampToken extends TimestampInfo {
  readonly der: Buffer;
  readonly signedData: SignedData;
}

/**
 * Reads a TimeStampToken: a SignedData version 3 with one signer over a TSTInfo.
 *
 * @throws CryptoError `timestamp-malformed` (with a cause), `timestamp-version`, `timestamp-accuracy-invalid`,
 * `timestamp-imprint-algorithm`, `timestamp-imprint-length`, and what `parseSignedData` throws
 */
export function parseTimestampToken(der: Buffer, limits: SignedDataLimits = {}): TimestampToken {
  const signedData = parseSignedData(der, limits);
  if (signedData.contentType !== OID.ctTSTInfo || signedData.content === undefined) {
    throw new CryptoError('timestamp-malformed', 'the signed content is not a TSTInfo');
  }
  // Revocation values that were added later, in a format of their own, raise the version to 5 (RFC 5652 section 5.1).
  const version = signedData.revocation.some(({ raw }) => isOtherRevocationValue(raw)) ? 5 : 3;
  if (signedData.version !== version && signedData.version !== 3)
    throw new CryptoError('timestamp-version', `SignedData version ${signedData.version} instead of 3`);
  return { der, signedData, ...parseTimestampInfo(signedData.content) };
}

/** Reads a TSTInfo. @throws CryptoError as `parseTimestampToken` */
export function parseTimestampInfo(der: Buffer): TimestampInfo {
  try {
    return readTimestampInfo(der);
  } catch (error) {
    if (error instanceof CryptoError && error.code.startsWith('timestamp-')) throw error;
    throw new CryptoError('timestamp-malformed', 'not a TSTInfo in DER', { cause: error });
  }
}

function readTimestampInfo(der: Buffer): TimestampInfo {
  const cursor = sequenceCursor(readDer(der, { maximumBytes: 64 * 1024, maximumDepth: 16 }), 'TSTInfo');
  const version = smallIntegerOf(cursor.next(0x02, 'version'));
  if (version !== 1) throw new CryptoError('timestamp-version', `TSTInfo version ${version} instead of 1`);
  const policy = objectIdentifierOf(cursor.next(0x06, 'policy'));
  const messageImprint = readMessageImprint(cursor.next(0x30, 'messageImprint'));
  const serial = cursor.next(0x02, 'serialNumber');
  integerOf(serial);
  const generationTime = timeOf(cursor.next(0x18, 'genTime'));
  const accuracy = cursor.optional(0x30);
  const ordering = cursor.optional(0x01);
  const nonce = cursor.optional(0x02);
  const name = cursor.optional(0xa0);
  const extensions = cursor.optional(0xa1);
  cursor.end();
  return {
    policy,
    imprintAlgorithm: imprintDigest(messageImprint),
    imprint: messageImprint.imprint,
    serialHex: serial.content.toString('hex'),
    generationTime,
    ...(accuracy === undefined ? {} : { accuracyMilliseconds: accuracyOf(accuracy) }),
    ordering: ordering !== undefined && booleanOf(ordering),
    ...(nonce === undefined ? {} : { nonce: nonce.content }),
    ...(name === undefined ? {} : { authorityName: authorityNameOf(name) }),
    extensions: extensions === undefined ? [] : readTimestampExtensions(extensions),
  };
}

/** Accuracy: seconds, then `[0]` milliseconds and `[1]` microseconds of 1 to 999 each. */
function accuracyOf(node: DerNode): number {
  try {
    const cursor = new DerCursor(node, 'Accuracy');
    const seconds = cursor.optional(0x02);
    const milliseconds = cursor.optional(0x80);
    const microseconds = cursor.optional(0x81);
    cursor.end();
    const whole = seconds === undefined ? 0 : smallIntegerOf(seconds, 1_000_000);
    return whole * 1000 + thousandthsOf(milliseconds) + (thousandthsOf(microseconds) > 0 ? 1 : 0);
  } catch (cause) {
    throw new CryptoError('timestamp-accuracy-invalid', 'the accuracy is not in the range that RFC 3161 gives', { cause });
  }
}

function thousandthsOf(node: DerNode | undefined): number {
  if (node === undefined) return 0;
  const [first = 0xff, second] = node.content;
  const value = second === undefined ? first : first * 256 + second;
  // Implicitly tagged, so the general reader could not know that these octets are an INTEGER with its minimal form.
  const minimal = second === undefined ? first < 0x80 : value >= 0x80;
  if (node.content.length > 2 || !minimal || value < 1 || value > 999) throw new CryptoError('der-value-invalid', 'not between 1 and 999');
  return value;
}

function authorityNameOf(node: DerNode): GeneralName {
  const cursor = new DerCursor(node, 'tsa');
  const name = generalNameOf(cursor.any('GeneralName'));
  cursor.end();
  return name;
}
