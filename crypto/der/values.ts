import { CryptoError } from '../error.ts';
import type { DerNode } from './node.ts';

const TAG = { boolean: 0x01, integer: 0x02, bitString: 0x03, objectIdentifier: 0x06, utcTime: 0x17, generalizedTime: 0x18 } as const;

/** RFC 5280 caps serial numbers at 20 octets; a DSA-sized integer is the most that a caller here should ever meet. */
const MAXIMUM_INTEGER_OCTETS = 4096;
const MAXIMUM_OBJECT_IDENTIFIER_OCTETS = 128;

/** INTEGER of any size, sign kept. @throws CryptoError `der-unexpected-tag`, `der-value-invalid`, `der-too-large` */
export function integerOf(node: DerNode): bigint {
  const content = contentOf(node, TAG.integer, 'INTEGER');
  if (content.length === 0) throw invalid(node, 'empty INTEGER');
  if (content.length > MAXIMUM_INTEGER_OCTETS) throw new CryptoError('der-too-large', `INTEGER of ${content.length} octets`);
  const magnitude = BigInt(`0x${content.toString('hex')}`);
  return (content[0] ?? 0) < 0x80 ? magnitude : magnitude - (1n << BigInt(8 * content.length));
}

/** INTEGER between 0 and `maximum`. @throws CryptoError `der-unexpected-tag`, `der-value-invalid` */
export function smallIntegerOf(node: DerNode, maximum = 0x7fffffff): number {
  const content = contentOf(node, TAG.integer, 'INTEGER');
  if (content.length === 0 || content.length > 6 || (content[0] ?? 0) >= 0x80) throw invalid(node, 'INTEGER out of range');
  const value = content.readUIntBE(0, content.length);
  if (value > maximum) throw invalid(node, `INTEGER greater than ${maximum}`);
  return value;
}

/** Dotted form of an OBJECT IDENTIFIER (X.690 section 8.19). @throws CryptoError `der-unexpected-tag`, `der-value-invalid`, `der-too-large` */
export function objectIdentifierOf(node: DerNode): string {
  const content = contentOf(node, TAG.objectIdentifier, 'OBJECT IDENTIFIER');
  if (content.length > MAXIMUM_OBJECT_IDENTIFIER_OCTETS) throw new CryptoError('der-too-large', 'OBJECT IDENTIFIER too long');
  if (content.length === 0 || (content[content.length - 1] ?? 0x80) >= 0x80) throw invalid(node, 'OBJECT IDENTIFIER cut off');
  let dotted = '';
  let arc = 0n;
  let small = 0;
  let octetsInArc = 0;
  for (const octet of content) {
    octetsInArc += 1;
    // Four octets are 28 bits and safe as a number; only longer arcs (UUID based ones) pay for a bigint.
    if (octetsInArc <= 4) small = small * 128 + (octet & 0x7f);
    else arc = (octetsInArc === 5 ? BigInt(small) : arc) * 128n + BigInt(octet & 0x7f);
    if (octet >= 0x80) continue;
    dotted += dotted === '' ? firstArcs(octetsInArc <= 4 ? BigInt(small) : arc) : `.${octetsInArc <= 4 ? small : arc}`;
    small = 0;
    octetsInArc = 0;
  }
  return dotted;
}

function firstArcs(combined: bigint): string {
  if (combined < 40n) return `0.${combined}`;
  if (combined < 80n) return `1.${combined - 40n}`;
  return `2.${combined - 80n}`;
}

/** Octets of a BIT STRING without unused bits. @throws CryptoError `der-unexpected-tag`, `der-value-invalid` */
export function bitStringOf(node: DerNode): Buffer {
  const content = contentOf(node, TAG.bitString, 'BIT STRING');
  if (content[0] !== 0) throw invalid(node, 'BIT STRING with unused bits');
  return content.subarray(1);
}

/** @throws CryptoError `der-unexpected-tag`, `der-value-invalid` */
export function booleanOf(node: DerNode): boolean {
  const content = contentOf(node, TAG.boolean, 'BOOLEAN');
  if (content.length !== 1 || (content[0] !== 0x00 && content[0] !== 0xff)) throw invalid(node, 'BOOLEAN neither 00 nor FF');
  return content[0] === 0xff;
}

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})()Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d*[1-9]))?Z$/;
const MAXIMUM_TIME_OCTETS = 32;

/**
 * UTCTime or GeneralizedTime in the only forms DER has (X.690 sections 11.7 and 11.8): seconds present, zone Z, a fraction
 * without trailing zeros. UTCTime years 00 to 49 are 20xx (RFC 5280 section 4.1.2.5.1). A fraction finer than a
 * millisecond is cut off, because a Date holds no more.
 *
 * @throws CryptoError `der-unexpected-tag`, `der-value-invalid`
 */
export function timeOf(node: DerNode): Date {
  const short = node.tag === TAG.utcTime;
  if (!short && node.tag !== TAG.generalizedTime) throw new CryptoError('der-unexpected-tag', `tag ${node.tag} is not a time`);
  if (node.content.length > MAXIMUM_TIME_OCTETS) throw invalid(node, 'time too long');
  const match = (short ? UTC_TIME : GENERALIZED_TIME).exec(node.content.toString('latin1'));
  if (match === null) throw invalid(node, 'time not in DER form');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const fullYear = short ? year + (year < 50 ? 2000 : 1900) : year;
  const date = new Date(0);
  date.setUTCFullYear(fullYear, month - 1, day);
  date.setUTCHours(hour, minute, second, Number((match[7] ?? '').padEnd(3, '0').slice(0, 3)));
  const sameDay = date.getUTCFullYear() === fullYear && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const sameTime = date.getUTCHours() === hour && date.getUTCMinutes() === minute && date.getUTCSeconds() === second;
  if (!sameDay || !sameTime) throw invalid(node, 'time not in the calendar');
  return date;
}

function contentOf(node: DerNode, tag: number, what: string): Buffer {
  if (node.tag !== tag) throw new CryptoError('der-unexpected-tag', `tag ${node.tag} at offset ${node.offset} is not ${what}`);
  return node.content;
}

function invalid(node: DerNode, reason: string): CryptoError {
  return new CryptoError('der-value-invalid', `${reason} at offset ${node.offset}`);
}
