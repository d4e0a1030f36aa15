import { CryptoError } from '../error.ts';
import { readHeader } from './header.ts';

const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const NULL = 0x05;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
const SET = 0x31;

/**
 * Walks every value between `start` and `end`, descending into constructed ones, and refuses what would not re-encode to
 * the same octets: done once over the whole input, so that later readers of the tree meet no surprise.
 *
 * @throws CryptoError one of the `der-` codes
 */
export function validateValues(bytes: Buffer, start: number, end: number, depthLeft: number): void {
  if (depthLeft < 0) throw new CryptoError('der-too-deep', `nesting limit passed at offset ${start}`);
  let offset = start;
  while (offset < end) {
    const header = readHeader(bytes, offset, end);
    if (header === undefined) throw new CryptoError('der-truncated', `header at offset ${offset} is cut off`);
    const contentStart = offset + header.headerLength;
    const contentEnd = contentStart + header.contentLength;
    if (contentEnd > end) throw new CryptoError('der-truncated', `value at offset ${offset} runs past its container`);
    validateForm(header.tag, offset);
    if ((header.tag & 0x20) !== 0) validateValues(bytes, contentStart, contentEnd, depthLeft - 1);
    else validatePrimitive(bytes, header.tag, contentStart, contentEnd);
    offset = contentEnd;
  }
}

/** X.690 section 10.2: string types are primitive; SEQUENCE and SET are always constructed. */
function validateForm(tag: number, offset: number): void {
  const universal = (tag & 0xc0) === 0;
  if (!universal) return;
  const constructed = (tag & 0x20) !== 0;
  const mustBeConstructed = (tag | 0x20) === SEQUENCE || (tag | 0x20) === SET;
  if (constructed !== mustBeConstructed) throw new CryptoError('der-value-invalid', `wrong form of tag ${tag} at offset ${offset}`);
}

function validatePrimitive(bytes: Buffer, tag: number, start: number, end: number): void {
  if (!primitiveIsValid(bytes, tag, start, end)) {
    throw new CryptoError('der-value-invalid', `value with tag ${tag} at offset ${start} is not DER`);
  }
}

function primitiveIsValid(bytes: Buffer, tag: number, start: number, end: number): boolean {
  switch (tag) {
    case BOOLEAN:
      return end - start === 1 && (bytes[start] === 0x00 || bytes[start] === 0xff);
    case INTEGER:
      return integerIsMinimal(bytes, start, end);
    case BIT_STRING:
      return bitStringIsValid(bytes, start, end);
    case NULL:
      return start === end;
    case OBJECT_IDENTIFIER:
      return objectIdentifierIsValid(bytes, start, end);
    default:
      return true;
  }
}

/** X.690 section 8.3.2: the first nine bits are neither all zero nor all one. */
function integerIsMinimal(bytes: Buffer, start: number, end: number): boolean {
  if (start === end) return false;
  if (end - start === 1) return true;
  const second = bytes[start + 1] ?? 0;
  return !(bytes[start] === 0x00 && second < 0x80) && !(bytes[start] === 0xff && second >= 0x80);
}

/** X.690 section 11.2.1: unused bits are zero. Named-bit lists (11.2.2) are the business of those who know the type. */
function bitStringIsValid(bytes: Buffer, start: number, end: number): boolean {
  const unused = bytes[start];
  if (start === end || unused === undefined || unused > 7) return false;
  if (end - start === 1) return unused === 0;
  return ((bytes[end - 1] ?? 0) & ((1 << unused) - 1)) === 0;
}

/** X.690 section 8.19: each arc in the fewest octets, and the last one complete. */
function objectIdentifierIsValid(bytes: Buffer, start: number, end: number): boolean {
  if (start === end || (bytes[end - 1] ?? 0x80) >= 0x80) return false;
  let atArcStart = true;
  for (let index = start; index < end; index += 1) {
    const octet = bytes[index] ?? 0;
    if (atArcStart && octet === 0x80) return false;
    atArcStart = octet < 0x80;
  }
  return true;
}
