import { CryptoError } from '../error.ts';
import type { CrossReferenceEntry, CrossReferenceSection } from './cross-reference.ts';
import { PdfScanner } from './pdf-scanner.ts';

/** Octets of one entry without its end of line: ten digits, a space, five digits, a space, `n` or `f`. */
const ENTRY_LENGTH = 18;
/** The end of line should take two octets; some writers give it one, and an entry says where it ends either way. */
const ENTRY = /^(\d{10}) (\d{5}) ([nf])( \r?\n| \r|\r\n|\n|\r)/;

/**
 * Reads a cross-reference table and its trailer (ISO 32000-1 sections 7.5.4 and 7.5.5) at `offset`.
 *
 * @throws CryptoError `pdf-cross-reference-invalid`, `pdf-malformed`, `pdf-too-deep`
 */
export function readCrossReferenceTable(bytes: Buffer, offset: number, end: number): CrossReferenceSection {
  const scanner = new PdfScanner(bytes, offset, end);
  scanner.expectKeyword('xref');
  const entries = new Map<number, CrossReferenceEntry>();
  for (scanner.skipSpace(); !scanner.passKeyword('trailer'); scanner.skipSpace()) readSubsection(scanner, entries);
  scanner.skipSpace();
  const trailer = scanner.dictionary();
  return { form: 'table', offset, end: scanner.position, trailer, entries };
}

function readSubsection(scanner: PdfScanner, entries: Map<number, CrossReferenceEntry>): void {
  const first = scanner.unsignedInteger();
  scanner.skipSpace();
  const count = scanner.unsignedInteger();
  skipEndOfLine(scanner);
  if (scanner.position + count * ENTRY_LENGTH > scanner.end) throw invalid('a cross-reference table longer than the file');
  for (let number = first; number < first + count; number += 1) {
    const line = scanner.bytes.toString('latin1', scanner.position, scanner.position + ENTRY_LENGTH + 3);
    const [whole, offset, generation, use] = ENTRY.exec(line) ?? [];
    if (whole === undefined) throw invalid(`entry ${number} of a cross-reference table is not in form`);
    if (entries.has(number)) throw invalid(`object ${number} stands twice in one cross-reference table`);
    entries.set(number, use === 'f' ? { kind: 'free' } : { kind: 'offset', offset: Number(offset), generation: Number(generation) });
    scanner.position += whole.length;
  }
}

/** The heading of a subsection ends with its line; some writers put a space before the end of it. */
function skipEndOfLine(scanner: PdfScanner): void {
  while (scanner.peek() === 0x20) scanner.position += 1;
  if (scanner.peek() === 0x0d) scanner.position += 1;
  if (scanner.peek() === 0x0a) scanner.position += 1;
}

function invalid(message: string): CryptoError {
  return new CryptoError('pdf-cross-reference-invalid', message);
}
