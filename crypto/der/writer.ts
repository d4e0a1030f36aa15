import { CryptoError } from '../error.ts';
import { OID } from './object-identifiers.ts';

/**
 * DER encoders. Arguments come from our own code, so a wrong one is refused with `der-value-invalid` merely to keep a
 * mistake from becoming a malformed document.
 */

/** Length octets of a definite length, fewest possible (X.690 section 10.1). Lengths up to 2^48 - 1, in bytes. */
export function lengthOctets(length: number): Buffer {
  if (!Number.isSafeInteger(length) || length < 0 || length >= 2 ** 48) throw new CryptoError('der-value-invalid', `length ${length}`);
  if (length < 0x80) return Buffer.from([length]);
  let count = 1;
  while (length >= 2 ** (8 * count)) count += 1;
  const octets = Buffer.allocUnsafe(1 + count);
  octets[0] = 0x80 | count;
  octets.writeUIntBE(length, 1, count);
  return octets;
}

/** One value: tag, length, and the contents joined. */
export function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  let length = 0;
  for (const content of contents) length += content.length;
  const octets = lengthOctets(length);
  const value = Buffer.allocUnsafe(1 + octets.length + length);
  value[0] = tag;
  let offset = 1 + octets.copy(value, 1);
  for (const content of contents) offset += content.copy(value, offset);
  return value;
}

export function sequence(...members: readonly Buffer[]): Buffer {
  return tlv(0x30, ...members);
}

/** SET with the members in the order given, which the caller knows to be right. */
export function set(...members: readonly Buffer[]): Buffer {
  return tlv(0x31, ...members);
}

/** SET OF, members sorted as DER wants (X.690 section 11.6). */
export function setOf(...members: readonly Buffer[]): Buffer {
  return tlv(0x31, ...sortEncodings(members));
}

/** Encodings in the order of a DER SET OF; for sets under another tag. */
export function sortEncodings(members: readonly Buffer[]): Buffer[] {
  return [...members].sort(Buffer.compare);
}

/** INTEGER, any sign, fewest octets. */
export function integer(value: bigint | number): Buffer {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new CryptoError('der-value-invalid', `integer ${value}`);
  const wanted = BigInt(value);
  let octets = 1;
  while (BigInt.asIntN(8 * octets, wanted) !== wanted) octets += 1;
  const hex = BigInt.asUintN(8 * octets, wanted).toString(16);
  return tlv(0x02, Buffer.from(hex.padStart(2 * octets, '0'), 'hex'));
}

/** INTEGER from a big-endian magnitude, such as random bytes: never negative, fewest octets. */
export function unsignedInteger(magnitude: Buffer): Buffer {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start += 1;
  const stripped = magnitude.subarray(start);
  if (stripped.length === 0) return tlv(0x02, Buffer.from([0]));
  return (stripped[0] ?? 0) >= 0x80 ? tlv(0x02, Buffer.from([0]), stripped) : tlv(0x02, stripped);
}

export function octetString(bytes: Buffer): Buffer {
  return tlv(0x04, bytes);
}

/** BIT STRING; `unusedBits` of the last octet must be zero already. */
export function bitString(bytes: Buffer, unusedBits = 0): Buffer {
  const last = bytes[bytes.length - 1] ?? 0;
  if (unusedBits < 0 || unusedBits > 7 || (bytes.length === 0 && unusedBits > 0) || (last & ((1 << unusedBits) - 1)) !== 0) {
    throw new CryptoError('der-value-invalid', `bit string with ${unusedBits} unused bits`);
  }
  return tlv(0x03, Buffer.from([unusedBits]), bytes);
}

const DOTTED = /^[0-2](\.(0|[1-9]\d*))+$/;

/** OBJECT IDENTIFIER from its dotted form. The octets returned are shared: not to be written to. @throws CryptoError `der-value-invalid` */
export function objectIdentifier(dotted: string): Buffer {
  return KNOWN_OBJECT_IDENTIFIERS.get(dotted) ?? encodeObjectIdentifier(dotted);
}

function encodeObjectIdentifier(dotted: string): Buffer {
  if (!DOTTED.test(dotted)) throw new CryptoError('der-value-invalid', `object identifier ${dotted}`);
  const [root = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  if (root < 2n && second > 39n) throw new CryptoError('der-value-invalid', `object identifier ${dotted}`);
  return tlv(0x06, Buffer.from([root * 40n + second, ...rest].flatMap(arcOctets)));
}

function arcOctets(arc: bigint): number[] {
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return octets;
}

/** Every signature names a dozen of these, always the same. */
const KNOWN_OBJECT_IDENTIFIERS: ReadonlyMap<string, Buffer> = new Map(
  Object.values(OID).map((dotted) => [dotted, encodeObjectIdentifier(dotted)]),
);

export function nullValue(): Buffer {
  return tlv(0x05);
}

export function booleanValue(value: boolean): Buffer {
  return tlv(0x01, Buffer.from([value ? 0xff : 0x00]));
}

export function utf8String(text: string): Buffer {
  if (!text.isWellFormed()) throw new CryptoError('der-value-invalid', 'text with a lone surrogate');
  return tlv(0x0c, Buffer.from(text, 'utf8'));
}

export function printableString(text: string): Buffer {
  if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) throw new CryptoError('der-value-invalid', 'text is not a PrintableString');
  return tlv(0x13, Buffer.from(text, 'latin1'));
}

export function ia5String(text: string): Buffer {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: IA5String is exactly the 128 ASCII characters
  if (!/^[\x00-\x7f]*$/.test(text)) throw new CryptoError('der-value-invalid', 'text is not an IA5String');
  return tlv(0x16, Buffer.from(text, 'latin1'));
}

/** GeneralizedTime in UTC; milliseconds appear only when not zero, without trailing zeros (X.690 section 11.7). */
export function generalizedTime(date: Date): Buffer {
  const [day = '', time = ''] = isoOf(date, 0, 9999).split('T');
  const fraction = time.slice(9, 12).replace(/0+$/, '');
  const text = `${day.replaceAll('-', '')}${time.slice(0, 8).replaceAll(':', '')}${fraction === '' ? '' : `.${fraction}`}Z`;
  return tlv(0x18, Buffer.from(text, 'latin1'));
}

/** UTCTime, whole seconds, years 1950 to 2049 (RFC 5280 section 4.1.2.5.1); milliseconds are cut off. */
export function utcTime(date: Date): Buffer {
  const text = isoOf(date, 1950, 2049).slice(2, 19).replace(/[-T:]/g, '');
  return tlv(0x17, Buffer.from(`${text}Z`, 'latin1'));
}

function isoOf(date: Date, firstYear: number, lastYear: number): string {
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < firstYear || year > lastYear) throw new CryptoError('der-value-invalid', 'time out of range');
  return date.toISOString();
}

/** `[n]` constructed: EXPLICIT around one value, or IMPLICIT over the members of a SEQUENCE or SET. */
export function contextConstructed(number: number, ...contents: readonly Buffer[]): Buffer {
  return tlv(0xa0 | contextNumber(number), ...contents);
}

/** `[n]` primitive: IMPLICIT over the content octets of a primitive type. */
export function contextPrimitive(number: number, bytes: Buffer): Buffer {
  return tlv(0x80 | contextNumber(number), bytes);
}

function contextNumber(number: number): number {
  if (!Number.isInteger(number) || number < 0 || number > 30) throw new CryptoError('der-value-invalid', `context tag ${number}`);
  return number;
}
