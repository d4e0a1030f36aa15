import { CryptoError } from '../error.ts';
import { type SignatureField, signatureFieldsOf } from './document-structure.ts';
import type { UpdatedObject } from './incremental-update.ts';
import { openPdf, type PdfDocument } from './pdf-document.ts';
import { nameOf } from './pdf-object.ts';
import { dictionaryWith } from './pdf-writing.ts';
import type { SignatureAppearance } from './signature-appearance.ts';

/** A place that a file keeps for a signature: an empty signature field that shows on a page. */
export interface ReservedPlace {
  readonly field: string;
  /** In points. */
  readonly width: number;
  readonly height: number;
}

/** What a field has that is one with its widget and asks nothing of who signs; no lock, no seed value, no action. */
const PLAIN_KEYS: ReadonlySet<string> = new Set('Type Subtype FT T TU F Rect P AP StructParent'.split(' '));

/** Wider or higher than any page. */
const LONGEST_SIDE = 14_400;

/**
 * The places that a file keeps for signatures, in the order of the form; none when it has been signed, since what shows on a page
 * after a signature makes that signature doubtful.
 *
 * @throws CryptoError `pdf-too-large`, `pdf-not-pdf`, `pdf-encrypted` and the other `pdf-` codes
 */
export function reservedPlaces(pdf: Buffer, maximumLength: number): ReservedPlace[] {
  const document = openPdf(pdf, maximumLength);
  const fields = signatureFieldsOf(document);
  if (fields.some(({ value }) => value !== undefined)) return [];
  return fields.flatMap((field) => placeOf(document, field) ?? []);
}

function placeOf(document: PdfDocument, { name, dictionary }: SignatureField): ReservedPlace | undefined {
  const { entries } = dictionary;
  const isPlain = [...entries.keys()].every((key) => PLAIN_KEYS.has(key));
  const rectangle = document.resolve(entries.get('Rect'));
  if (!isPlain || nameOf(entries.get('Subtype')) !== 'Widget' || rectangle.kind !== 'array' || name.includes('.')) return undefined;
  const corners = rectangle.items.map((item) => document.resolve(item)).map((item) => (item.kind === 'number' ? item.value : Number.NaN));
  const [left = 0, bottom = 0, right = 0, top = 0] = corners;
  const [width, height] = [hundredths(right - left), hundredths(top - bottom)];
  const isArea = corners.length === 4 && width > 0 && height > 0 && Math.max(width, height) <= LONGEST_SIDE;
  return isArea ? { field: name, width, height } : undefined;
}

/** Differences of decimal fractions come out with more digits than the file has. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * The field with its signature and what it shows, then the objects of the appearance, the first of which gets the number
 * `firstOfAppearance`.
 *
 * @throws CryptoError `pdf-structure` when there is no such place
 */
export function filledPlace(
  document: PdfDocument,
  { field: name, appearance }: { field: string; appearance: SignatureAppearance },
  { signature, firstOfAppearance }: { signature: number; firstOfAppearance: number },
): UpdatedObject[] {
  const field = signatureFieldsOf(document).find((candidate) => candidate.name === name);
  if (field === undefined || field.value !== undefined || placeOf(document, field) === undefined) {
    throw new CryptoError('pdf-structure', 'the file keeps no place of that name for a signature');
  }
  const generation = generationOf(document, field.number);
  const changes = { V: `${signature} 0 R`, AP: `<</N ${firstOfAppearance} 0 R>>` };
  return [
    { number: field.number, generation, body: dictionaryWith(field.dictionary, changes) },
    ...appearance.objects.map((parts, index) => ({
      number: firstOfAppearance + index,
      generation: 0,
      body: parts.map((part) => written(part, firstOfAppearance)).join(''),
    })),
  ];
}

/** Octets of streams are Latin-1 characters here, one for each. */
function written(part: SignatureAppearance['objects'][number][number], first: number): string {
  if (typeof part === 'number') return `${first + part} 0 R`;
  return typeof part === 'string' ? part : Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
}

function generationOf(document: PdfDocument, number: number): number {
  return document.object(number)?.generation ?? 0;
}
