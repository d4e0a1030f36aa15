import { createHash } from 'node:crypto';
import { prefixLength } from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import type { SignatureField } from './document-structure.ts';
import { parsePdfDate } from './pdf-date.ts';
import type { PdfDocument } from './pdf-document.ts';
import { countOf, nameOf, type PdfDictionary, type PdfObject, rawOf, textOf } from './pdf-object.ts';

/** A signature dictionary (ISO 32000-1 section 12.8.1) that says without doubt which octets it covers. */
export interface SignatureDictionary {
  readonly field: SignatureField;
  /** Object number of the dictionary, or of the field that holds it. */
  readonly number: number;
  readonly dictionary: PdfDictionary;
  readonly type: 'Sig' | 'DocTimeStamp';
  readonly subFilter: string;
  /** First octet after what is covered. */
  readonly end: number;
  /** The `/Contents` string with its angle brackets: the one gap in what is covered. */
  readonly gap: { readonly start: number; readonly end: number };
  /** DER of the signature or of the time-stamp token, without the zeros that fill the string up. */
  readonly contents: Buffer;
  /** `/M`, when it is there and a date. */
  readonly claimedTime?: Date;
}

/** Largest `/Contents`, decoded. */
const MAXIMUM_CONTENTS_LENGTH = 1024 * 1024;

/**
 * Reads the signature of a field strictly. `/ByteRange` and `/Contents` must be direct, in a dictionary that stands in the file itself;
 * the range must start at 0, leave out exactly the string that `/Contents` is, and stay in the file.
 *
 * @throws CryptoError `pades-dictionary-invalid`, `pades-byte-range-invalid`, `pades-contents-invalid`, `pdf-duplicate-key`, and what
 * reading objects throws
 */
export function readSignatureDictionary(document: PdfDocument, field: SignatureField): SignatureDictionary {
  const { value } = field;
  const dictionary = document.dictionary(value, 'a signature dictionary');
  if (dictionary === undefined) throw invalid('the value of a signature field is not a dictionary');
  // In an object stream the octets of the string would be compressed, and no range could leave them out.
  if (dictionary.source !== document.source.bytes) throw invalid('a signature dictionary inside an object stream');
  const { entries } = dictionary;
  const type = nameOf(entries.get('Type')) ?? 'Sig';
  const subFilter = nameOf(entries.get('SubFilter'));
  if ((type !== 'Sig' && type !== 'DocTimeStamp') || subFilter === undefined || nameOf(entries.get('Filter')) === undefined) {
    throw invalid('a signature dictionary without its type, filter and form');
  }
  const { contents, gap } = readContents(entries.get('Contents'));
  const end = requireByteRange(entries.get('ByteRange'), gap, document.end);
  const claimedTime = readTime(entries.get('M'));
  const number = value?.kind === 'reference' ? value.number : field.number;
  return { field, number, dictionary, type, subFilter, end, gap, contents, ...(claimedTime === undefined ? {} : { claimedTime }) };
}

/**
 * The name under which `/VRI` has the validation data of a signature: SHA-1 of the whole `/Contents` value, the zeros that fill it up
 * included (ISO 32000-2 table 261), in upper case. A name and nothing more, so it does not matter that SHA-1 is broken.
 */
export function relationNameOf({ dictionary }: SignatureDictionary): string {
  const contents = dictionary.entries.get('Contents');
  const value = contents?.kind === 'string' ? contents.value : Buffer.alloc(0);
  return createHash('sha1').update(value).digest('hex').toUpperCase();
}

function readContents(value: PdfObject | undefined): { contents: Buffer; gap: { start: number; end: number } } {
  if (value?.kind !== 'string' || !value.hexadecimal) {
    throw new CryptoError('pades-contents-invalid', '/Contents is missing or not a hexadecimal string');
  }
  const digits = value.end - value.start - 2;
  // Nothing but digits, two for each octet: white space in the gap would be room for octets that nobody signed and nobody sees.
  if (digits !== value.value.length * 2) throw new CryptoError('pades-contents-invalid', '/Contents holds more than pairs of digits');
  return { contents: withoutPadding(value.value), gap: { start: value.start, end: value.end } };
}

/** The one DER value at the start; only zeros may follow it (EN 319 142-1 section 5.3, ISO 32000-2 section 12.8.1). */
function withoutPadding(value: Buffer): Buffer {
  const length = lengthOfValue(value);
  if (length === undefined || length > value.length || length > MAXIMUM_CONTENTS_LENGTH) {
    throw new CryptoError('pades-contents-invalid', '/Contents does not begin with a DER value of acceptable length');
  }
  if (!value.subarray(length).equals(Buffer.alloc(value.length - length))) {
    throw new CryptoError('pades-contents-invalid', '/Contents holds something else than zeros after the signature');
  }
  return value.subarray(0, length);
}

function lengthOfValue(value: Buffer): number | undefined {
  try {
    const prefix = value[0] === 0x30 ? prefixLength(value) : undefined;
    return prefix === undefined ? undefined : prefix.headerLength + prefix.contentLength;
  } catch (cause) {
    throw new CryptoError('pades-contents-invalid', '/Contents is not in DER', { cause });
  }
}

/** ISO 32000-1 section 12.8.1 and EN 319 142-1 section 5.3: everything but the string itself, in two spans. */
function requireByteRange(value: PdfObject | undefined, gap: { start: number; end: number }, fileEnd: number): number {
  const items = value?.kind === 'array' ? value.items : [];
  const [first, firstLength, second, secondLength] = items.map((item) =>
    /^\d+$/.test(rawOf(item).toString('latin1')) ? countOf(item) : undefined,
  );
  if (items.length !== 4 || first === undefined || firstLength === undefined || second === undefined || secondLength === undefined) {
    throw new CryptoError('pades-byte-range-invalid', '/ByteRange is not four counts');
  }
  if (first !== 0 || firstLength !== gap.start || second !== gap.end) {
    throw new CryptoError('pades-byte-range-invalid', '/ByteRange does not cover everything but /Contents');
  }
  const end = second + secondLength;
  if (end > fileEnd) throw new CryptoError('pades-byte-range-invalid', '/ByteRange reaches beyond the file');
  return end;
}

function readTime(value: PdfObject | undefined): Date | undefined {
  return value?.kind === 'string' ? parsePdfDate(textOf(value)) : undefined;
}

function invalid(message: string): CryptoError {
  return new CryptoError('pades-dictionary-invalid', message);
}
