import { CryptoError } from '../error.ts';
import { readHeader } from './header.ts';
import type { DerNode } from './node.ts';
import { validateValues } from './validate.ts';

export interface DerLimits {
  /** Bytes of the whole input. Default 16 MiB. */
  maximumBytes?: number;
  /** Levels of constructed values below the outermost. Default 32. */
  maximumDepth?: number;
}

const DEFAULT_MAXIMUM_BYTES = 16 * 1024 * 1024;
const DEFAULT_MAXIMUM_DEPTH = 32;

/**
 * Reads exactly one DER value that fills the whole input, checking every nested value as well: whatever this accepts
 * re-encodes to the same octets.
 *
 * @throws CryptoError one of the `der-` codes
 */
export function readDer(bytes: Buffer, limits: DerLimits = {}): DerNode {
  const maximumBytes = limits.maximumBytes ?? DEFAULT_MAXIMUM_BYTES;
  if (bytes.length > maximumBytes) throw new CryptoError('der-too-large', `${bytes.length} bytes, at most ${maximumBytes} are read`);
  if (bytes.length === 0) throw new CryptoError('der-empty', 'no bytes to read');
  const node = nodeAt(bytes, 0, bytes.length, 0);
  if (node.raw.length !== bytes.length)
    throw new CryptoError('der-trailing-bytes', `${bytes.length - node.raw.length} bytes follow the value`);
  validateValues(bytes, 0, bytes.length, limits.maximumDepth ?? DEFAULT_MAXIMUM_DEPTH);
  return node;
}

/**
 * The values inside a constructed one, in order.
 *
 * @throws CryptoError `der-unexpected-tag` when the value is primitive
 */
export function children(node: DerNode): DerNode[] {
  if ((node.tag & 0x20) === 0) throw new CryptoError('der-unexpected-tag', `tag ${node.tag} at offset ${node.offset} has no members`);
  const members: DerNode[] = [];
  const origin = node.offset + node.raw.length - node.content.length;
  for (let offset = 0; offset < node.content.length; ) {
    const member = nodeAt(node.content, offset, node.content.length, origin);
    members.push(member);
    offset += member.raw.length;
  }
  return members;
}

/**
 * The members of a SET OF, which DER wants in ascending order of their encodings (X.690 section 11.6). Repeated members
 * are accepted here; whether they mean anything is for the caller.
 *
 * @throws CryptoError `der-not-sorted`
 */
export function sortedChildren(node: DerNode): DerNode[] {
  const members = children(node);
  members.forEach((member, index) => {
    const previous = members[index - 1];
    if (previous !== undefined && Buffer.compare(previous.raw, member.raw) > 0) {
      throw new CryptoError('der-not-sorted', `members of the set at offset ${node.offset} are not in DER order`);
    }
  });
  return members;
}

/**
 * Length of the header and of the content of the value that begins here, for readers that have only the first bytes.
 * `undefined` means that more bytes are needed.
 *
 * @throws CryptoError `der-tag-unsupported`, `der-indefinite-length`, `der-length-not-minimal`, `der-too-large`
 */
export function prefixLength(bytes: Buffer): { headerLength: number; contentLength: number } | undefined {
  const header = readHeader(bytes, 0, bytes.length);
  return header && { headerLength: header.headerLength, contentLength: header.contentLength };
}

function nodeAt(bytes: Buffer, offset: number, end: number, origin: number): DerNode {
  const header = readHeader(bytes, offset, end);
  if (header === undefined) throw new CryptoError('der-truncated', `header at offset ${origin + offset} is cut off`);
  const contentStart = offset + header.headerLength;
  const contentEnd = contentStart + header.contentLength;
  if (contentEnd > end) throw new CryptoError('der-truncated', `value at offset ${origin + offset} is cut off`);
  return {
    tag: header.tag,
    raw: bytes.subarray(offset, contentEnd),
    content: bytes.subarray(contentStart, contentEnd),
    offset: origin + offset,
  };
}

/**
 * A cursor over what must be a SEQUENCE; a `DerCursor` made directly leaves the tag to the caller, for implicit tags.
 *
 * @throws CryptoError `der-unexpected-tag`
 */
export function sequenceCursor(node: DerNode, what: string): DerCursor {
  if (node.tag !== 0x30) throw new CryptoError('der-unexpected-tag', `${what}: tag ${node.tag} instead of SEQUENCE`);
  return new DerCursor(node, what);
}

/** Reads the members of one structure in order; `what` names it in error messages. */
export class DerCursor {
  readonly #members: readonly DerNode[];
  readonly #what: string;
  #index = 0;

  constructor(source: DerNode | readonly DerNode[], what: string) {
    this.#members = 'raw' in source ? children(source) : source;
    this.#what = what;
  }

  /** The next member, which must have this tag. */
  next(tag: number, what: string): DerNode {
    const node = this.any(what);
    if (node.tag !== tag) {
      throw new CryptoError('der-unexpected-tag', `${this.#what}: ${what} has tag ${node.tag} instead of ${tag}`);
    }
    return node;
  }

  /** The next member, whatever its tag. */
  any(what: string): DerNode {
    const node = this.#members[this.#index];
    if (node === undefined) throw new CryptoError('der-truncated', `${this.#what}: ${what} is missing`);
    this.#index += 1;
    return node;
  }

  /** The next member if it has this tag; otherwise the cursor stays. */
  optional(tag: number): DerNode | undefined {
    const node = this.#members[this.#index];
    if (node === undefined || node.tag !== tag) return undefined;
    this.#index += 1;
    return node;
  }

  peekTag(): number | undefined {
    return this.#members[this.#index]?.tag;
  }

  /** @throws CryptoError `der-unexpected-tag` when members are left over */
  end(): void {
    const node = this.#members[this.#index];
    if (node !== undefined) throw new CryptoError('der-unexpected-tag', `${this.#what}: unexpected member with tag ${node.tag}`);
  }
}

export { bitStringOf, booleanOf, integerOf, objectIdentifierOf, smallIntegerOf, timeOf } from './values.ts';
export type { DerNode };
