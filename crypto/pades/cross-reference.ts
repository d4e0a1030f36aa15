import { CryptoError } from '../error.ts';
import { readCrossReferenceStream } from './cross-reference-stream.ts';
import { readCrossReferenceTable } from './cross-reference-table.ts';
import { countOf, type PdfDictionary, requireUniqueKeys } from './pdf-object.ts';

export type CrossReferenceEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'offset'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'compressed'; readonly container: number; readonly index: number };

/** What one update of a file says about where its objects are. */
export interface CrossReferenceSection {
  readonly form: 'table' | 'stream';
  /** Where the section stands: a table with its trailer, or a stream object. */
  readonly offset: number;
  readonly end: number;
  /** Trailer dictionary; for a stream, the stream's own dictionary. */
  readonly trailer: PdfDictionary;
  readonly entries: ReadonlyMap<number, CrossReferenceEntry>;
  /** Object number of a cross-reference stream. */
  readonly streamNumber?: number;
  /** The stream that a hybrid file adds to a table (ISO 32000-1 section 7.5.8.4). */
  readonly supplement?: CrossReferenceSection;
}

/** Updates of one file. */
const MAXIMUM_SECTIONS = 512;
/** Entries of all sections together: at most this many, and in a file of few octets not many more than octets. */
const MAXIMUM_ENTRIES = 4_000_000;
const ENTRIES_OF_ANY_FILE = 65_536;

/** How far from the end the last `startxref` may stand. */
const TAIL_LENGTH = 128;
const TAIL = /startxref[\0\t\n\f\r ]+(\d{1,10})[\0\t\n\f\r ]+%%EOF[\0\t\n\f\r ]*$/;

/**
 * Where the cross-reference section of `bytes[0, end)` stands, told by its last lines; undefined when they are not those of a complete
 * file (ISO 32000-1 section 7.5.5). Anything but white space after `%%EOF` is not accepted.
 */
export function startOfCrossReferences(bytes: Buffer, end: number): number | undefined {
  const found = TAIL.exec(bytes.toString('latin1', Math.max(0, end - TAIL_LENGTH), end));
  return found === null ? undefined : Number(found[1]);
}

/**
 * Every cross-reference section of the file `bytes[0, end)`, the newest first, by following `/Prev`.
 *
 * @throws CryptoError `pdf-cross-reference-invalid`, `pdf-encrypted` when any trailer names an encryption dictionary, `pdf-duplicate-key`,
 * `pdf-malformed`, `pdf-too-large`
 */
export function readCrossReferences(bytes: Buffer, end: number): CrossReferenceSection[] {
  const sections: CrossReferenceSection[] = [];
  const seen = new Set<number>();
  let remaining = Math.min(MAXIMUM_ENTRIES, ENTRIES_OF_ANY_FILE + end);
  let offset = startOfCrossReferences(bytes, end);
  if (offset === undefined) throw invalid('the file does not end with startxref and %%EOF');
  while (offset !== undefined) {
    if (offset >= end || seen.has(offset)) throw invalid(`cross-reference section ${offset} is outside the file or comes twice`);
    if (seen.size >= MAXIMUM_SECTIONS) throw new CryptoError('pdf-too-large', `more than ${MAXIMUM_SECTIONS} updates`);
    seen.add(offset);
    const section = readSection(bytes, offset, end, remaining);
    remaining -= section.entries.size + (section.supplement?.entries.size ?? 0);
    if (remaining < 0) throw new CryptoError('pdf-too-large', 'more cross-reference entries than a file of this length has');
    sections.push(section);
    offset = offsetAt(section.trailer, 'Prev');
  }
  return sections;
}

function readSection(bytes: Buffer, offset: number, end: number, maximumEntries: number): CrossReferenceSection {
  const isTable = bytes.toString('latin1', offset, offset + 4) === 'xref';
  const section = isTable ? readCrossReferenceTable(bytes, offset, end) : readCrossReferenceStream(bytes, offset, end, maximumEntries);
  requireNotEncrypted(section.trailer);
  const supplementOffset = isTable ? offsetAt(section.trailer, 'XRefStm') : undefined;
  if (supplementOffset === undefined) return section;
  if (supplementOffset >= end) throw invalid('a supplementary cross-reference stream outside the file');
  const supplement = readCrossReferenceStream(bytes, supplementOffset, end, maximumEntries);
  requireNotEncrypted(supplement.trailer);
  requireNoContradiction(section, supplement);
  return { ...section, supplement };
}

/** An old reader sees the table alone, a newer one the stream as well; an object in use in both would be two objects. */
function requireNoContradiction(table: CrossReferenceSection, supplement: CrossReferenceSection): void {
  for (const [number, entry] of supplement.entries) {
    const other = table.entries.get(number);
    if (other === undefined || other.kind === 'free' || entry.kind === 'free') continue;
    const same = entry.kind === 'offset' && other.kind === 'offset' && entry.offset === other.offset;
    if (!same) throw invalid(`object ${number} is at one place in the table and at another in its supplement`);
  }
}

function requireNotEncrypted(trailer: PdfDictionary): void {
  requireUniqueKeys(trailer, 'a trailer');
  if (trailer.entries.has('Encrypt')) throw new CryptoError('pdf-encrypted', 'the file is encrypted');
}

function offsetAt(trailer: PdfDictionary, key: string): number | undefined {
  const value = trailer.entries.get(key);
  if (value === undefined) return undefined;
  const offset = countOf(value);
  if (offset === undefined) throw invalid(`${key} of a trailer is not an offset`);
  return offset;
}

/** The entry that counts in a section: a hybrid table frees the objects that only its supplement shows. */
export function entryIn(section: CrossReferenceSection, number: number): CrossReferenceEntry | undefined {
  const entry = section.entries.get(number);
  if (section.supplement === undefined || entry?.kind === 'offset') return entry;
  return section.supplement.entries.get(number) ?? entry;
}

function invalid(message: string): CryptoError {
  return new CryptoError('pdf-cross-reference-invalid', message);
}
