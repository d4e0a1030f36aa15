import { hexadecimalDigit, isDigit, WHITE_SPACE } from './pdf-characters.ts';

/** What a string says, and the offset after it. */
export interface ReadString {
  readonly value: Buffer;
  readonly end: number;
}

const ESCAPES: ReadonlyMap<number, number> = new Map(
  Object.entries({ n: 0x0a, r: 0x0d, t: 0x09, b: 0x08, f: 0x0c, '(': 0x28, ')': 0x29, '\\': 0x5c }).map(([letter, octet]) => [
    letter.charCodeAt(0),
    octet,
  ]),
);

/** A string in parentheses (ISO 32000-1 section 7.3.4.2) whose `(` stands at `start`; undefined when it does not end. */
export function readLiteralString(bytes: Buffer, start: number, end: number): ReadString | undefined {
  const value: number[] = [];
  let open = 0;
  for (let position = start; position < end; ) {
    const octet = bytes[position] ?? 0;
    if (octet === 0x5c) {
      const escaped = readEscape(bytes, position + 1, end);
      if (escaped === undefined) return undefined;
      if (escaped.octet !== undefined) value.push(escaped.octet);
      position = escaped.end;
      continue;
    }
    position += 1;
    if (octet === 0x28) open += 1;
    if (octet === 0x29) open -= 1;
    if (open === 0) return { value: Buffer.from(value.slice(1)), end: position };
    // An end of line of any kind stands for a line feed.
    if (octet === 0x0d && bytes[position] === 0x0a) continue;
    value.push(octet === 0x0d ? 0x0a : octet);
  }
  return undefined;
}

/** What follows a backslash: an octet, or nothing for a continued line. */
function readEscape(bytes: Buffer, position: number, end: number): { octet?: number; end: number } | undefined {
  const octet = bytes[position];
  if (octet === undefined || position >= end) return undefined;
  if (octet === 0x0d) return { end: bytes[position + 1] === 0x0a ? position + 2 : position + 1 };
  if (octet === 0x0a) return { end: position + 1 };
  if (!isOctalDigit(octet)) return { octet: ESCAPES.get(octet) ?? octet, end: position + 1 };
  let value = 0;
  let after = position;
  for (; after < position + 3 && after < end && isOctalDigit(bytes[after]); after += 1) value = value * 8 + (bytes[after] ?? 0) - 0x30;
  return { octet: value & 0xff, end: after };
}

function isOctalDigit(octet: number | undefined): boolean {
  return isDigit(octet) && (octet ?? 0) < 0x38;
}

/** A string in angle brackets (section 7.3.4.3) whose `<` stands at `start`; a missing last digit counts as 0. */
export function readHexadecimalString(bytes: Buffer, start: number, end: number): ReadString | undefined {
  const close = bytes.indexOf(0x3e, start + 1);
  if (close < 0 || close >= end) return undefined;
  const pairs = Buffer.from(bytes.toString('latin1', start + 1, close), 'hex');
  // Digits and nothing else, as in all long strings: the conversion stops at the first character that is none.
  if (pairs.length * 2 === close - start - 1) return { value: pairs, end: close + 1 };
  const value = Buffer.alloc((close - start) >> 1);
  let digits = 0;
  for (let position = start + 1; position < close; position += 1) {
    const octet = bytes[position] ?? 0;
    const digit = hexadecimalDigit(octet);
    if (digit >= 0) {
      const index = digits >> 1;
      value[index] = (value[index] ?? 0) | (digits % 2 === 0 ? digit << 4 : digit);
      digits += 1;
    } else if (WHITE_SPACE[octet] !== true) return undefined;
  }
  return { value: value.subarray(0, (digits + 1) >> 1), end: close + 1 };
}
