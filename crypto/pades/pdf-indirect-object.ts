import { CryptoError } from '../error.ts';
import type { PdfObject, PdfStream } from './pdf-object.ts';
import { PdfScanner } from './pdf-scanner.ts';

/** An object with a number of its own (ISO 32000-1 section 7.3.10). */
export interface IndirectObject {
  readonly number: number;
  readonly generation: number;
  readonly value: PdfObject;
  /** From the object number to the end of `endobj`; undefined for an object inside an object stream. */
  readonly extent?: { readonly start: number; readonly end: number };
}

/** Tells the number that a `/Length` means, direct or by reference; undefined when it means none. */
export type LengthOf = (length: PdfObject | undefined) => number | undefined;

/**
 * Reads the indirect object that begins exactly at `offset` and lies before `end`.
 *
 * @throws CryptoError `pdf-malformed`, `pdf-too-deep`
 */
export function readIndirectObject(bytes: Buffer, offset: number, end: number, lengthOf: LengthOf): IndirectObject {
  const scanner = new PdfScanner(bytes, offset, end);
  const number = scanner.unsignedInteger();
  scanner.skipSpace();
  const generation = scanner.unsignedInteger();
  scanner.skipSpace();
  scanner.expectKeyword('obj');
  const direct = scanner.object();
  scanner.skipSpace();
  const value = direct.kind === 'dictionary' && scanner.passKeyword('stream') ? readStream(scanner, direct, lengthOf) : direct;
  scanner.skipSpace();
  scanner.expectKeyword('endobj');
  return { number, generation, value, extent: { start: offset, end: scanner.position } };
}

function readStream(scanner: PdfScanner, dictionary: PdfObject & { kind: 'dictionary' }, lengthOf: LengthOf): PdfStream {
  const { bytes, end } = scanner;
  // Section 7.3.8.1: a line feed alone or after a carriage return, so that nobody disagrees where the data begins.
  if (bytes[scanner.position] === 0x0d) scanner.position += 1;
  if (bytes[scanner.position] !== 0x0a) throw scanner.malformed('no end of line after "stream"');
  const start = scanner.position + 1;
  const length = dictionary.duplicateKeys.has('Length') ? undefined : lengthOf(dictionary.entries.get('Length'));
  if (length === undefined || start + length > end) throw new CryptoError('pdf-malformed', `a stream without a usable length at ${start}`);
  scanner.position = start + length;
  scanner.skipSpace();
  if (scanner.position > start + length + 2) throw scanner.malformed('bytes between stream data and "endstream"');
  scanner.expectKeyword('endstream');
  return {
    kind: 'stream',
    source: bytes,
    start: dictionary.start,
    end: scanner.position,
    dictionary,
    data: bytes.subarray(start, start + length),
  };
}
