import { CryptoError } from '../error.ts';
import { catalogOf, firstPageOf, formOf, type NumberedDictionary, topFieldsOf } from './document-structure.ts';
import type { UpdatedObject } from './incremental-update.ts';
import { writePdfDate } from './pdf-date.ts';
import type { PdfDocument } from './pdf-document.ts';
import { countOf, rawOf, textOf } from './pdf-object.ts';
import { dictionaryWith } from './pdf-writing.ts';
import { filledPlace } from './reserved-place.ts';
import type { SignatureAppearance } from './signature-appearance.ts';

/** Digits kept free for each count of `/ByteRange`: files of up to ten gigabytes. */
const COUNT_WIDTH = 10;

/** Bits of `/SigFlags` (ISO 32000-1 section 12.7.2): signatures exist, and the file may only be appended to. */
const SIGNATURE_FLAGS = 3;

/** Print and Locked (section 12.5.3): PDF/A wants every annotation printable, and nobody should drag this one. */
const WIDGET_FLAGS = 132;

export type PlaceholderPlan = SignaturePlan | DocumentTimestampPlan;

interface FieldPlan {
  readonly fieldName: string;
  /** Octets kept free for the signature or the token. */
  readonly contentsLength: number;
}

export interface SignaturePlan extends FieldPlan {
  readonly type: 'Sig';
  readonly signingTime: Date;
  readonly reason?: string;
  readonly location?: string;
  /** Fills the empty field `fieldName` and shows this in it; without it the field is new and shows nothing. */
  readonly appearance?: SignatureAppearance;
}

export interface DocumentTimestampPlan extends FieldPlan {
  readonly type: 'DocTimeStamp';
}

/** The text between `/ByteRange [` and `]` and the zeros of `/Contents` while they are not known. */
export const BYTE_RANGE_PLACEHOLDER = `0 ${'9'.repeat(COUNT_WIDTH)} ${'9'.repeat(COUNT_WIDTH)} ${'9'.repeat(COUNT_WIDTH)}`;

/** The same width with the counts in it. */
export function byteRangeText(gapStart: number, gapEnd: number, end: number): string {
  return `0 ${gapStart} ${gapEnd} ${end - gapEnd}`.padEnd(BYTE_RANGE_PLACEHOLDER.length, ' ');
}

/**
 * The objects that a signature needs, in the order they are written; the signature dictionary comes first. Only what must change is
 * written again: for an invisible one the form or the catalog, and the list of annotations of the first page; for one in a place that the
 * file keeps, its field and the form.
 *
 * @throws CryptoError `pdf-structure`, and what reading objects throws
 */
export function placeholderObjects(document: PdfDocument, firstNumber: number, plan: PlaceholderPlan): UpdatedObject[] {
  const signature = { number: firstNumber, generation: 0, body: signatureBody(plan) };
  const appearance = plan.type === 'Sig' ? plan.appearance : undefined;
  const objects =
    appearance === undefined
      ? [signature, ...invisibleField(document, plan.fieldName, firstNumber)]
      : [
          signature,
          ...filledPlace(document, { field: plan.fieldName, appearance }, { signature: firstNumber, firstOfAppearance: firstNumber + 1 }),
          flaggedForm(document, {}),
        ];
  // A list that is annotations and fields at once, and the like: each change would undo the other.
  if (new Set(objects.map(({ number }) => number)).size < objects.length) {
    throw new CryptoError('pdf-structure', 'one object serves as several parts of the form or the page');
  }
  return objects;
}

function invisibleField(document: PdfDocument, name: string, signature: number): UpdatedObject[] {
  const [field, form] = [signature + 1, signature + 2];
  const page = firstPageOf(document);
  return [
    { number: field, generation: 0, body: fieldBody(name, signature, page) },
    ...withAnnotation(document, page, field),
    ...withField(document, field, form),
  ];
}

/** EN 319 142-1: of a signature form, time and range, and no `/Cert` (section 6.3); of a time-stamp form and range (section 5.4.3). */
function signatureBody(plan: PlaceholderPlan): string {
  const room = `/ByteRange [${BYTE_RANGE_PLACEHOLDER}]\n/Contents <${'0'.repeat(plan.contentsLength * 2)}>\n>>`;
  if (plan.type === 'DocTimeStamp') return `<<\n/Type /DocTimeStamp\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.RFC3161\n${room}`;
  const text = (key: string, value: string | undefined) => (value === undefined ? '' : `/${key} ${hexadecimalText(value)}\n`);
  return (
    `<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/M (${writePdfDate(plan.signingTime)})\n` +
    `${text('Reason', plan.reason)}${text('Location', plan.location)}${room}`
  );
}

function fieldBody(name: string, signature: number, page: NumberedDictionary): string {
  return (
    `<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T ${hexadecimalText(name)}\n/V ${signature} 0 R\n` +
    `/Rect [0 0 0 0]\n/F ${WIDGET_FLAGS}\n/P ${page.number} ${page.generation} R\n>>`
  );
}

/** Section 12.5.2: a widget is one of the annotations of its page. */
function withAnnotation(document: PdfDocument, page: NumberedDictionary, field: number): UpdatedObject[] {
  const annotations = page.dictionary.entries.get('Annots');
  const list = appended(document, annotations, field, 'annotations of the first page');
  if (annotations?.kind === 'reference' && document.resolve(annotations).kind !== 'null') {
    return [{ number: annotations.number, generation: annotations.generation, body: list }];
  }
  return [{ number: page.number, generation: page.generation, body: dictionaryWith(page.dictionary, { Annots: list }) }];
}

/** Adds the field to the form, wherever the form and its list of fields stand. */
function withField(document: PdfDocument, field: number, newForm: number): UpdatedObject[] {
  const form = formOf(document);
  const catalog = catalogOf(document);
  // What is called a form and has no list of fields may be anything: one of the files tested has its document information there.
  if (form === undefined || !form.dictionary.entries.has('Fields')) {
    const body = `<<\n/Fields [${field} 0 R]\n/SigFlags ${SIGNATURE_FLAGS}\n>>`;
    return [{ number: newForm, generation: 0, body }, updated(catalog, { AcroForm: `${newForm} 0 R` })];
  }
  topFieldsOf(document, form.dictionary);
  const fields = form.dictionary.entries.get('Fields');
  const list = appended(document, fields, field, 'fields of the form');
  const isListApart = fields?.kind === 'reference' && document.resolve(fields).kind !== 'null';
  return [
    ...(isListApart ? [{ number: fields.number, generation: fields.generation, body: list }] : []),
    flaggedForm(document, isListApart ? {} : { Fields: list }),
  ];
}

/** The form with changes and the flags of a file that is signed, wherever it stands. */
function flaggedForm(document: PdfDocument, changes: Record<string, string>): UpdatedObject {
  const form = formOf(document);
  if (form === undefined) throw new CryptoError('pdf-structure', 'the file has no form');
  const flags = String((countOf(document.resolve(form.dictionary.entries.get('SigFlags'))) ?? 0) | SIGNATURE_FLAGS);
  const body = dictionaryWith(form.dictionary, { ...changes, SigFlags: flags });
  if (form.reference === undefined) return updated(catalogOf(document), { AcroForm: body });
  return { number: form.reference.number, generation: form.reference.generation, body };
}

function updated({ number, generation, dictionary }: NumberedDictionary, changes: Record<string, string>): UpdatedObject {
  return { number, generation, body: dictionaryWith(dictionary, changes) };
}

/** An array with one more reference, its earlier items as they stood. */
function appended(document: PdfDocument, array: Parameters<PdfDocument['resolve']>[0], field: number, what: string): string {
  const value = document.resolve(array);
  if (value.kind === 'null') return `[${field} 0 R]`;
  if (value.kind !== 'array') throw new CryptoError('pdf-structure', `the ${what} are not an array`);
  return `[${[...value.items.map((item) => rawOf(item).toString('latin1')), `${field} 0 R`].join(' ')}]`;
}

/** A text string in hexadecimal, which needs no escapes: Latin letters alone as they are, anything else as UTF-16 (section 7.9.2.2). */
function hexadecimalText(text: string): string {
  const isPlain = /^[\x20-\x7e]*$/.test(text);
  const octets = isPlain ? Buffer.from(text, 'latin1') : Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]);
  return `<${octets.toString('hex')}>`;
}

/** A name for a new field that no field at the top of the form has: the beginning given and a count. */
export function newFieldName(document: PdfDocument, beginning: 'Signature' | 'Timestamp'): string {
  const names = new Set<string>();
  for (const field of topFieldsOf(document, formOf(document)?.dictionary)) {
    const title = document.resolve(document.dictionary(field, 'a field')?.entries.get('T'));
    if (title.kind === 'string') names.add(textOf(title));
  }
  let count = 1;
  while (names.has(`${beginning}${count}`)) count += 1;
  return `${beginning}${count}`;
}
