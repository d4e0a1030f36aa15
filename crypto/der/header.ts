import { CryptoError } from '../error.ts';

/** Identifier and length octets of one value. Lengths in bytes. */
export interface DerHeader {
  tag: number;
  headerLength: number;
  contentLength: number;
}

/** 2^48 - 1 bytes: more than any file, and still exact in a double. */
const MAXIMUM_LENGTH_OCTETS = 6;

/**
 * Reads identifier and length octets at `offset`, DER only: single-byte tags, definite lengths, fewest length octets
 * (X.690 sections 8.1.2, 8.1.3 and 10.1). Returns `undefined` when the octets before `end` do not suffice to tell, so that
 * a streaming reader can wait for more.
 *
 * @throws CryptoError `der-tag-unsupported`, `der-indefinite-length`, `der-length-not-minimal`, `der-too-large`
 */
export function readHeader(bytes: Buffer, offset: number, end: number): DerHeader | undefined {
  const tag = bytes[offset];
  if (offset >= end || tag === undefined) return undefined;
  if ((tag & 0x1f) === 0x1f) throw new CryptoError('der-tag-unsupported', `multi-byte tag at offset ${offset}`);
  if (tag === 0) throw new CryptoError('der-tag-unsupported', `end-of-contents octets at offset ${offset}`);
  const first = bytes[offset + 1];
  if (offset + 1 >= end || first === undefined) return undefined;
  if (first < 0x80) return { tag, headerLength: 2, contentLength: first };
  if (first === 0x80) throw new CryptoError('der-indefinite-length', `indefinite length at offset ${offset}`);
  const count = first & 0x7f;
  if (count > MAXIMUM_LENGTH_OCTETS) throw new CryptoError('der-too-large', `${count} length octets at offset ${offset}`);
  if (offset + 2 + count > end) return undefined;
  return { tag, headerLength: 2 + count, contentLength: readLongLength(bytes, offset, count) };
}

function readLongLength(bytes: Buffer, offset: number, count: number): number {
  const length = bytes.readUIntBE(offset + 2, count);
  if (length < 0x80 || length < 2 ** (8 * (count - 1))) {
    throw new CryptoError('der-length-not-minimal', `length at offset ${offset} could be shorter`);
  }
  return length;
}
