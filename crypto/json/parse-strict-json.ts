import { isAscii, isUtf8 } from 'node:buffer';
import { CryptoError, type CryptoErrorCode } from '../error.ts';

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [name: string]: JsonValue;
}

export interface JsonLimits {
  /** Longest input read, in octets. */
  readonly maximumBytes: number;
  /** Deepest nesting of objects and arrays; 32 when not given. */
  readonly maximumDepth?: number;
}

const DEFAULT_MAXIMUM_DEPTH = 32;

/**
 * Reads one JSON text (RFC 8259) of which every conforming reader must see the same value (the rules of I-JSON, RFC 7493, and more):
 * UTF-8 without a byte order mark, no object with a name twice, no lone surrogate, no name `__proto__`, and only whole numbers
 * between -(2^53 - 1) and 2^53 - 1, written without fraction, exponent or negative zero (amounts of money travel as strings).
 *
 * The platform's parser judges the grammar. What it lets through is found by counting: valid JSON has one structural colon for each
 * member written, and an object keeps one property for each distinct name, so the two totals agree exactly when no name was repeated.
 *
 * @throws CryptoError `json-too-large`, `json-byte-order-mark`, `json-not-utf8`, `json-too-deep`, `json-number`, `json-syntax`,
 *   `json-duplicate-member`, `json-forbidden-member`, `json-lone-surrogate`
 */
export function parseStrictJson(bytes: Buffer, limits: JsonLimits): JsonValue {
  if (bytes.length > limits.maximumBytes)
    throw refusal('json-too-large', `JSON of ${bytes.length} octets, at most ${limits.maximumBytes} are read`);
  const text = decodeText(bytes);
  const structure = scanStructure(text, limits.maximumDepth ?? DEFAULT_MAXIMUM_DEPTH);
  const value = parseGrammar(text);
  if (structure.hasFractionOrExponent) throw refusal('json-number', 'a number has a fraction or an exponent');
  // Valid UTF-8 cannot encode a surrogate, so only an escape sequence can bring one in.
  const membersKept = inspect(value, text.includes('\\'));
  if (membersKept !== structure.colons) throw refusal('json-duplicate-member', 'an object has the same name twice');
  return value;
}

/** As `parseStrictJson`, for texts that must be an object; throws `json-syntax` for any other value. */
export function parseStrictJsonObject(bytes: Buffer, limits: JsonLimits): JsonObject {
  const value = parseStrictJson(bytes, limits);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw refusal('json-syntax', 'the JSON text is not an object');
  return value;
}

function decodeText(bytes: Buffer): string {
  if (bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw refusal('json-byte-order-mark', 'JSON begins with a byte order mark');
  }
  // Signed headers and receipts are nearly always plain ASCII, and a one-byte string is parsed faster.
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) throw refusal('json-not-utf8', 'JSON is not UTF-8');
  return bytes.toString('utf8');
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Looks at what stands outside strings: refuses deep nesting before the platform's parser sees it, counts the colons and notices
 * numbers with fraction or exponent. On a text that is not JSON the result means nothing, but then the grammar check refuses it.
 */
function scanStructure(text: string, maximumDepth: number): { colons: number; hasFractionOrExponent: boolean } {
  let depth = 0;
  let colons = 0;
  let hasFractionOrExponent = false;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(text, index + 1);
        break;
      case 0x7b: // {
      case 0x5b: // [
        if (++depth > maximumDepth) throw refusal('json-too-deep', `JSON is nested deeper than ${maximumDepth} levels`);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
        break;
      case 0x3a: // :
        colons++;
        break;
      case 0x2e: // .
      case 0x45: // E
        hasFractionOrExponent = true;
        break;
      case 0x65: // e stands in `true` and `false` too, but never after a digit there
        if (isDigit(text.charCodeAt(index - 1))) hasFractionOrExponent = true;
        break;
    }
  }
  return { colons, hasFractionOrExponent };
}

/** Index of the quotation mark that closes the string whose content begins at `start`; the length of the text when there is none. */
function endOfString(text: string, start: number): number {
  for (let from = start; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return text.length;
    let backslashes = 0;
    while (quote - backslashes > start && text.charCodeAt(quote - backslashes - 1) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return quote;
    from = quote + 1;
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function parseGrammar(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // The platform's message quotes the input, which may be confidential: it is left out on purpose.
    throw refusal('json-syntax', 'not a JSON text');
  }
}

/** Checks every value and name, and returns how many members the objects have together. Recursion is bounded by the depth limit. */
function inspect(value: JsonValue, mayHaveSurrogates: boolean): number {
  if (typeof value === 'string') {
    if (mayHaveSurrogates && !value.isWellFormed()) throw refusal('json-lone-surrogate', 'a string has a lone surrogate');
    return 0;
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw refusal('json-number', 'a number is not a safe whole number');
    return 0;
  }
  if (value === null || typeof value !== 'object') return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) members += inspect(item, mayHaveSurrogates);
    return members;
  }
  for (const name of Object.keys(value)) {
    if (name === '__proto__') throw refusal('json-forbidden-member', 'an object has a name that changes prototypes');
    if (mayHaveSurrogates && !name.isWellFormed()) throw refusal('json-lone-surrogate', 'a name has a lone surrogate');
    members += 1 + inspect(value[name] as JsonValue, mayHaveSurrogates);
  }
  return members;
}

function refusal(code: CryptoErrorCode, message: string): CryptoError {
  return new CryptoError(code, message);
}
