import { CryptoError } from '../error.ts';
import { DELIMITER, endsToken, hexadecimalDigit, isDigit, WHITE_SPACE } from './pdf-characters.ts';
import type { PdfDictionary, PdfName, PdfObject, PdfString } from './pdf-object.ts';
import { readHexadecimalString, readLiteralString } from './pdf-string.ts';

/** Deepest nesting of arrays and dictionaries; ordinary files stay below ten. */
const MAXIMUM_DEPTH = 64;

/** Longest name (ISO 32000-1 annex C says 127 octets) and longest number, as written. */
const MAXIMUM_NAME_LENGTH = 1024;
const MAXIMUM_NUMBER_LENGTH = 64;

/**
 * Reads objects of PDF syntax (ISO 32000-1 section 7.3) from `bytes[position, end)`. Knows nothing of streams and of the file around:
 * the same syntax stands in object streams.
 */
export class PdfScanner {
  readonly bytes: Buffer;
  readonly end: number;
  position: number;

  constructor(bytes: Buffer, position: number, end: number) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  peek(): number | undefined {
    return this.position < this.end ? this.bytes[this.position] : undefined;
  }

  /** Passes white space and comments. */
  skipSpace(): void {
    for (;;) {
      const octet = this.peek();
      if (octet === undefined) return;
      if (octet === 0x25) this.skipComment();
      else if (WHITE_SPACE[octet] === true) this.position += 1;
      else return;
    }
  }

  private skipComment(): void {
    for (let octet = this.peek(); octet !== undefined && octet !== 0x0a && octet !== 0x0d; octet = this.peek()) this.position += 1;
  }

  /** Passes `keyword` where it stands at the position and ends there; tells whether it did. */
  passKeyword(keyword: string): boolean {
    const after = this.position + keyword.length;
    if (after > this.end || this.bytes.toString('latin1', this.position, after) !== keyword) return false;
    if (after < this.end && !endsToken(this.bytes[after])) return false;
    this.position = after;
    return true;
  }

  /** @throws CryptoError `pdf-malformed` */
  expectKeyword(keyword: string): void {
    if (!this.passKeyword(keyword)) throw this.malformed(`"${keyword}" expected`);
  }

  /** An unsigned integer of decimal digits only. @throws CryptoError `pdf-malformed` */
  unsignedInteger(): number {
    const start = this.position;
    while (isDigit(this.peek())) this.position += 1;
    const length = this.position - start;
    if (length === 0 || length > 15 || !endsToken(this.peek())) throw this.malformed('an unsigned integer expected');
    return Number(this.bytes.toString('latin1', start, this.position));
  }

  /** The object that begins at or after the position. @throws CryptoError `pdf-malformed`, `pdf-too-deep` */
  object(depth = 0): PdfObject {
    this.skipSpace();
    if (depth > MAXIMUM_DEPTH) throw new CryptoError('pdf-too-deep', `objects nested deeper than ${MAXIMUM_DEPTH}`);
    const octet = this.peek();
    switch (octet) {
      case 0x2f:
        return this.name();
      case 0x28:
        return this.string(false);
      case 0x5b:
        return this.array(depth);
      case 0x3c:
        return this.bytes[this.position + 1] === 0x3c ? this.dictionary(depth) : this.string(true);
      default:
        return isDigit(octet) ? this.numberOrReference() : this.keywordOrNumber();
    }
  }

  /** @throws CryptoError `pdf-malformed`, `pdf-too-deep` */
  dictionary(depth = 0): PdfDictionary {
    const start = this.position;
    if (this.peek() !== 0x3c || this.bytes[start + 1] !== 0x3c) throw this.malformed('a dictionary expected');
    this.position += 2;
    const entries = new Map<string, PdfObject>();
    const duplicateKeys = new Set<string>();
    for (;;) {
      this.skipSpace();
      if (this.peek() === 0x3e) break;
      if (this.peek() !== 0x2f) throw this.malformed('a key expected');
      const key = this.name().value;
      const value = this.object(depth + 1);
      if (entries.has(key)) duplicateKeys.add(key);
      else entries.set(key, value);
    }
    if (this.position + 1 >= this.end || this.bytes[this.position + 1] !== 0x3e) throw this.malformed('">>" expected');
    this.position += 2;
    return { kind: 'dictionary', source: this.bytes, start, end: this.position, entries, duplicateKeys };
  }

  private array(depth: number): PdfObject {
    const start = this.position;
    this.position += 1;
    const items: PdfObject[] = [];
    for (;;) {
      this.skipSpace();
      if (this.peek() === 0x5d) break;
      items.push(this.object(depth + 1));
    }
    this.position += 1;
    return { kind: 'array', source: this.bytes, start, end: this.position, items };
  }

  private name(): PdfName {
    const start = this.position;
    this.position += 1;
    let value = '';
    while (!endsToken(this.peek())) {
      const octet = this.bytes[this.position] ?? 0;
      value += String.fromCharCode(octet === 0x23 ? this.escapedOctet() : octet);
      this.position += octet === 0x23 ? 3 : 1;
      if (value.length > MAXIMUM_NAME_LENGTH) throw this.malformed('a name too long');
    }
    return { kind: 'name', source: this.bytes, start, end: this.position, value };
  }

  private escapedOctet(): number {
    const [high, low] = [hexadecimalDigit(this.bytes[this.position + 1]), hexadecimalDigit(this.bytes[this.position + 2])];
    const octet = high * 16 + low;
    if (high < 0 || low < 0 || octet === 0 || this.position + 2 >= this.end) throw this.malformed('a bad escape in a name');
    return octet;
  }

  private string(hexadecimal: boolean): PdfString {
    const start = this.position;
    const read = hexadecimal ? readHexadecimalString : readLiteralString;
    const found = read(this.bytes, start, this.end);
    if (found === undefined) throw this.malformed('a string that does not end or is not well formed');
    this.position = found.end;
    return { kind: 'string', source: this.bytes, start, end: found.end, hexadecimal, value: found.value };
  }

  private numberOrReference(): PdfObject {
    const number = this.number();
    const resume = this.position;
    const reference = number.kind === 'number' && Number.isSafeInteger(number.value) ? this.restOfReference() : undefined;
    if (reference === undefined) {
      this.position = resume;
      return number;
    }
    const { start } = number;
    const objectNumber = number.kind === 'number' ? number.value : 0;
    return { kind: 'reference', source: this.bytes, start, end: this.position, number: objectNumber, generation: reference };
  }

  /** After a first integer: the generation, when a second integer and `R` follow. */
  private restOfReference(): number | undefined {
    this.skipSpace();
    const start = this.position;
    while (isDigit(this.peek()) && this.position - start < 6) this.position += 1;
    if (this.position === start) return undefined;
    const generation = Number(this.bytes.toString('latin1', start, this.position));
    const octet = this.peek();
    if (octet === undefined || WHITE_SPACE[octet] !== true) return undefined;
    this.skipSpace();
    return this.passKeyword('R') ? generation : undefined;
  }

  private number(): PdfObject {
    const start = this.position;
    while (!endsToken(this.peek())) this.position += 1;
    const text = this.bytes.toString('latin1', start, Math.min(this.position, start + MAXIMUM_NUMBER_LENGTH + 1));
    if (text.length > MAXIMUM_NUMBER_LENGTH || !/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) {
      this.position = start;
      throw this.malformed('an object expected');
    }
    return { kind: 'number', source: this.bytes, start, end: this.position, value: Number(text) };
  }

  private keywordOrNumber(): PdfObject {
    const start = this.position;
    const octet = this.peek();
    if (octet === undefined || DELIMITER[octet] === true) throw this.malformed('an object expected');
    if (this.passKeyword('null')) return { kind: 'null', source: this.bytes, start, end: this.position };
    if (this.passKeyword('true')) return { kind: 'boolean', source: this.bytes, start, end: this.position, value: true };
    if (this.passKeyword('false')) return { kind: 'boolean', source: this.bytes, start, end: this.position, value: false };
    return this.number();
  }

  malformed(message: string): CryptoError {
    return new CryptoError('pdf-malformed', `${message} at offset ${this.position}`);
  }
}
