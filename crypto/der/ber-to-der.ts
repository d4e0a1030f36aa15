import { CryptoError } from '../error.ts';
import { octetString, tlv } from './writer.ts';

/** What is converted; the same measures as of the DER reader. */
export interface BerLimits {
  /** Octets of the whole input. Default 16 MiB. */
  maximumBytes?: number;
  /** Levels of constructed values below the outermost. Default 32. */
  maximumDepth?: number;
}

const TAG = { octetString: 0x04, constructed: 0x20, otherSegmented: new Set([0x21, 0x23, 0x2c, 0x33, 0x36, 0x38]) } as const;
const MAXIMUM_LENGTH_OCTETS = 6;

/**
 * Writes one value in BER, as other programs make it when they stream, in definite and shortest lengths and unsegmented octet strings
 * (X.690 sections 8.1.3 and 8.7). Order and values are left as they are, so that a signature over them still holds or fails; what is
 * DER already comes back unchanged. Only for the files of others: between gateways BER is refused.
 *
 * @throws CryptoError `der-empty`, `der-too-large`, `der-too-deep`, `der-truncated`, `der-trailing-bytes`, `der-tag-unsupported`,
 * `der-value-invalid` for other strings in segments
 */
export function berToDer(bytes: Buffer, limits: BerLimits = {}): Buffer {
  const { maximumBytes = 16 * 1024 * 1024, maximumDepth = 32 } = limits;
  if (bytes.length > maximumBytes) throw new CryptoError('der-too-large', `${bytes.length} bytes, at most ${maximumBytes} are read`);
  if (bytes.length === 0) throw new CryptoError('der-empty', 'no bytes to read');
  const { der, end } = convert(bytes, { offset: 0, end: bytes.length, depth: maximumDepth });
  if (end !== bytes.length) throw new CryptoError('der-trailing-bytes', `${bytes.length - end} bytes follow the value`);
  return der;
}

interface Span {
  offset: number;
  end: number;
  /** Levels that may still follow. */
  depth: number;
}

interface Converted {
  tag: number;
  der: Buffer;
  /** Content octets of `der`. */
  content: Buffer;
  /** Offset after the value in the input. */
  end: number;
}

function convert(bytes: Buffer, span: Span): Converted {
  const { tag, start, length } = headerAt(bytes, span);
  if ((tag & TAG.constructed) === 0) {
    if (length === undefined) throw new CryptoError('der-value-invalid', `a primitive value of indefinite length at offset ${span.offset}`);
    const content = bytes.subarray(start, start + length);
    return { tag, der: tlv(tag, content), content, end: start + length };
  }
  const { members, end } = membersOf(
    bytes,
    { offset: start, end: length === undefined ? span.end : start + length, depth: span.depth - 1 },
    length,
  );
  if (TAG.otherSegmented.has(tag)) throw new CryptoError('der-value-invalid', `a string in segments at offset ${span.offset}`);
  if (tag === (TAG.octetString | TAG.constructed)) return joined(members, end, span.offset);
  const content = Buffer.concat(members.map(({ der }) => der));
  return { tag, der: tlv(tag, content), content, end };
}

/** The values inside a constructed one, up to its length or its end-of-contents octets. */
function membersOf(bytes: Buffer, span: Span, length: number | undefined): { members: Converted[]; end: number } {
  if (span.depth < 0) throw new CryptoError('der-too-deep', `values nested too deeply at offset ${span.offset}`);
  const members: Converted[] = [];
  let { offset } = span;
  while (length === undefined ? !isEndOfContents(bytes, offset, span.end) : offset < span.end) {
    const member = convert(bytes, { ...span, offset });
    members.push(member);
    offset = member.end;
  }
  return { members, end: length === undefined ? offset + 2 : offset };
}

/** One octet string from its segments (X.690 section 8.7.3.2). */
function joined(segments: readonly Converted[], end: number, offset: number): Converted {
  if (segments.some(({ tag }) => tag !== TAG.octetString)) {
    throw new CryptoError('der-value-invalid', `a segment at offset ${offset} is no octet string`);
  }
  const content = Buffer.concat(segments.map((segment) => segment.content));
  return { tag: TAG.octetString, der: octetString(content), content, end };
}

function isEndOfContents(bytes: Buffer, offset: number, end: number): boolean {
  if (offset + 2 > end) throw new CryptoError('der-truncated', 'a value of indefinite length has no end');
  return bytes[offset] === 0 && bytes[offset + 1] === 0;
}

/** Identifier and length octets; `length` is undefined for the indefinite form. */
function headerAt(bytes: Buffer, { offset, end }: Span): { tag: number; start: number; length: number | undefined } {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (offset + 2 > end || tag === undefined || first === undefined) throw new CryptoError('der-truncated', `cut off at offset ${offset}`);
  if ((tag & 0x1f) === 0x1f || tag === 0) throw new CryptoError('der-tag-unsupported', `tag ${tag} at offset ${offset}`);
  if (first === 0x80) return { tag, start: offset + 2, length: undefined };
  const count = first > 0x80 ? first & 0x7f : 0;
  if (count > MAXIMUM_LENGTH_OCTETS) throw new CryptoError('der-too-large', `${count} length octets at offset ${offset}`);
  const start = offset + 2 + count;
  if (start > end) throw new CryptoError('der-truncated', `cut off at offset ${offset}`);
  const length = count === 0 ? first : bytes.readUIntBE(offset + 2, count);
  if (start + length > end) throw new CryptoError('der-truncated', `the value at offset ${offset} is longer than what holds it`);
  return { tag, start, length };
}
