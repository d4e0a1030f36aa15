import { createHash } from 'node:crypto';
import { CryptoError } from '../error.ts';
import type { PdfDocument } from './pdf-document.ts';
import { countOf, rawOf } from './pdf-object.ts';

/** A new or changed object; `body` is PDF syntax, one character for each octet. */
export interface UpdatedObject {
  readonly number: number;
  readonly generation: number;
  readonly body: string;
}

/** What follows the octets of the file: objects, cross-references and trailer. */
export interface IncrementalUpdate {
  readonly bytes: Buffer;
  /** Offset of each object in the whole file, by number. */
  readonly offsets: ReadonlyMap<number, number>;
}

/** Offsets in a cross-reference stream are written with this many octets. */
const OFFSET_WIDTH = 5;

/** ISO 32000-1 annex C: the largest object number that readers are expected to take. */
const MAXIMUM_NUMBER = 8_388_607;

/** The first number that no object of the file has had. @throws CryptoError `pdf-too-large` when there is hardly one left */
export function nextObjectNumber(document: PdfDocument): number {
  let next = countOf(document.trailer.entries.get('Size')) ?? 1;
  for (const number of document.numbers()) if (number >= next) next = number + 1;
  if (next > MAXIMUM_NUMBER - 16) throw new CryptoError('pdf-too-large', 'the file has no object numbers left');
  return next;
}

/**
 * Writes an incremental update (ISO 32000-1 section 7.5.6) with cross-references in the form of the section before, table or stream:
 * readers are entitled to find one form only (section 7.5.8.1).
 */
export function writeIncrementalUpdate(document: PdfDocument, objects: readonly UpdatedObject[]): IncrementalUpdate {
  const [newest] = document.sections;
  if (newest === undefined) throw new CryptoError('pdf-cross-reference-invalid', 'no cross-reference section to follow');
  const start = document.end;
  // The file may end without an end of line; the first octet of the update is one in any case.
  const chunks: Buffer[] = [Buffer.from('\n', 'latin1')];
  let length = 1;
  const offsets = new Map<number, number>();
  for (const { number, generation, body } of objects) {
    const chunk = Buffer.from(`${number} ${generation} obj\n${body}\nendobj\n`, 'latin1');
    offsets.set(number, start + length);
    chunks.push(chunk);
    length += chunk.length;
  }
  const entries = objects.map(({ number, generation }) => ({ number, generation, offset: offsets.get(number) ?? 0 }));
  const section = { document, entries, offset: start + length, identifier: changedIdentifier(document, chunks) };
  chunks.push(newest.form === 'table' ? writeTable(section) : writeStream(section));
  return { bytes: Buffer.concat(chunks), offsets };
}

interface Entry {
  readonly number: number;
  readonly generation: number;
  readonly offset: number;
}

interface SectionPlan {
  readonly document: PdfDocument;
  readonly entries: readonly Entry[];
  readonly offset: number;
  readonly identifier: string;
}

function writeTable({ document, entries, offset, identifier }: SectionPlan): Buffer {
  const subsections = runsOf(entries).map(
    (run) =>
      `${run[0]?.number} ${run.length}\n${run.map((entry) => `${digits(entry.offset, 10)} ${digits(entry.generation, 5)} n \n`).join('')}`,
  );
  const size = sizeFor(document, entries);
  const trailer = `trailer\n<<\n${trailerEntries(document, size, identifier)}>>`;
  return Buffer.from(`xref\n${subsections.join('')}${trailer}\nstartxref\n${offset}\n%%EOF\n`, 'latin1');
}

function writeStream({ document, entries, offset, identifier }: SectionPlan): Buffer {
  // The stream is an object as well and lists itself.
  const number = sizeFor(document, entries);
  const runs = runsOf([...entries, { number, generation: 0, offset }]);
  const rows = runs.flat().map((entry) => {
    const row = Buffer.alloc(1 + OFFSET_WIDTH + 2);
    row[0] = 1;
    row.writeUIntBE(entry.offset, 1, OFFSET_WIDTH);
    row.writeUInt16BE(entry.generation, 1 + OFFSET_WIDTH);
    return row;
  });
  const data = Buffer.concat(rows);
  const index = runs.map((run) => `${run[0]?.number} ${run.length}`).join(' ');
  const dictionary =
    `<<\n/Type /XRef\n${trailerEntries(document, number + 1, identifier)}/W [1 ${OFFSET_WIDTH} 2]\n/Index [${index}]\n` +
    `/Length ${data.length}\n>>`;
  return Buffer.concat([
    Buffer.from(`${number} 0 obj\n${dictionary}\nstream\n`, 'latin1'),
    data,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${offset}\n%%EOF\n`, 'latin1'),
  ]);
}

function sizeFor(document: PdfDocument, entries: readonly Entry[]): number {
  return Math.max(nextObjectNumber(document), ...entries.map((entry) => entry.number + 1));
}

/** Catalog and information as before, and the way back to the section before. */
function trailerEntries(document: PdfDocument, size: number, identifier: string): string {
  const { entries } = document.trailer;
  const kept = ['Root', 'Info'].flatMap((key) => {
    const value = entries.get(key);
    return value === undefined ? [] : [`/${key} ${rawOf(value).toString('latin1')}\n`];
  });
  return `/Size ${size}\n${kept.join('')}${identifier}/Prev ${document.sections[0]?.offset}\n`;
}

/** ISO 32000-1 section 14.4: the first identifier is for ever, the second changes with every update. A file without stays without. */
function changedIdentifier(document: PdfDocument, update: readonly Buffer[]): string {
  const identifier = document.resolve(document.trailer.entries.get('ID'));
  const [first] = identifier.kind === 'array' ? identifier.items : [];
  if (first?.kind !== 'string') return '';
  const hash = createHash('sha256').update(String(document.end));
  for (const chunk of update) hash.update(chunk);
  return `/ID [${rawOf(first).toString('latin1')} <${hash.digest('hex').slice(0, 32)}>]\n`;
}

/** Entries in order of number, those with consecutive numbers together. */
function runsOf(entries: readonly Entry[]): Entry[][] {
  const runs: Entry[][] = [];
  for (const entry of [...entries].sort((a, b) => a.number - b.number)) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)?.number === entry.number - 1) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
