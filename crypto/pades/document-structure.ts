import { CryptoError } from '../error.ts';
import type { PdfDocument } from './pdf-document.ts';
import { nameOf, type PdfDictionary, type PdfObject, type PdfReference, textOf } from './pdf-object.ts';

/** Nodes of the field tree and of the way to the first page; cycles end here. */
const MAXIMUM_FIELDS = 20_000;
const MAXIMUM_PAGE_DEPTH = 64;
const MAXIMUM_FIELD_DEPTH = 32;

/** A dictionary with the number of the object it is. */
export interface NumberedDictionary {
  readonly number: number;
  readonly generation: number;
  readonly dictionary: PdfDictionary;
}

/** The catalog (ISO 32000-1 section 7.7.2). @throws CryptoError `pdf-structure`, and what reading objects throws */
export function catalogOf(document: PdfDocument): NumberedDictionary {
  const root = document.trailer.entries.get('Root');
  const dictionary = document.dictionary(root, 'the catalog');
  if (root?.kind !== 'reference' || nameOf(dictionary?.entries.get('Type')) !== 'Catalog' || dictionary === undefined) {
    throw new CryptoError('pdf-structure', 'the file has no catalog');
  }
  return { number: root.number, generation: root.generation, dictionary };
}

/** The first page (section 7.7.3). @throws CryptoError `pdf-structure`, and what reading objects throws */
export function firstPageOf(document: PdfDocument): NumberedDictionary {
  let reference = catalogOf(document).dictionary.entries.get('Pages');
  for (let depth = 0; depth < MAXIMUM_PAGE_DEPTH && reference?.kind === 'reference'; depth += 1) {
    const dictionary = document.dictionary(reference, 'a node of the page tree');
    const type = nameOf(dictionary?.entries.get('Type'));
    if (dictionary !== undefined && type === 'Page') return { number: reference.number, generation: reference.generation, dictionary };
    const kids: PdfObject = document.resolve(dictionary?.entries.get('Kids'));
    if (dictionary === undefined || type !== 'Pages' || kids.kind !== 'array') break;
    reference = kids.items[0];
  }
  throw new CryptoError('pdf-structure', 'the first page cannot be found');
}

/** The form, when there is one (section 12.7.2). @throws CryptoError `pdf-structure`, and what reading objects throws */
export function formOf(document: PdfDocument): { reference?: PdfReference; dictionary: PdfDictionary } | undefined {
  const value = catalogOf(document).dictionary.entries.get('AcroForm');
  if (value === undefined || value.kind === 'null') return undefined;
  const dictionary = document.dictionary(value, 'the form');
  if (dictionary === undefined) throw new CryptoError('pdf-structure', 'the form is not a dictionary');
  return value.kind === 'reference' ? { reference: value, dictionary } : { dictionary };
}

/** The references to fields at the top of the form; a form without fields has none. @throws CryptoError `pdf-structure` */
export function topFieldsOf(document: PdfDocument, form: PdfDictionary | undefined): readonly PdfObject[] {
  const fields = document.resolve(form?.entries.get('Fields'));
  if (fields.kind === 'null') return [];
  if (fields.kind !== 'array') throw new CryptoError('pdf-structure', 'the fields of the form are not an array');
  return fields.items;
}

/** A signature field (section 12.7.4.5). */
export interface SignatureField {
  /** Names of the field and of those above it, joined by dots. */
  readonly name: string;
  readonly number: number;
  readonly dictionary: PdfDictionary;
  /** What `/V` says; undefined as long as nobody has signed. */
  readonly value: PdfObject | undefined;
}

/**
 * Every signature field, signed or not, in the order of the form.
 *
 * @throws CryptoError `pdf-structure` for a tree that is none, and what reading objects throws
 */
export function signatureFieldsOf(document: PdfDocument): SignatureField[] {
  const found: SignatureField[] = [];
  const seen = new Set<number>();
  const visit = (object: PdfObject, above: string, inheritedType: string | undefined, depth: number): void => {
    if (object.kind !== 'reference') throw new CryptoError('pdf-structure', 'a field is not an object of its own');
    if (seen.has(object.number) || seen.size > MAXIMUM_FIELDS || depth > MAXIMUM_FIELD_DEPTH) {
      throw new CryptoError('pdf-structure', 'the fields of the form are not a tree, or too many');
    }
    seen.add(object.number);
    const dictionary = document.dictionary(object, 'a field');
    // A reference to nothing is a field that was removed.
    if (dictionary === undefined) return;
    const { entries } = dictionary;
    const title = document.resolve(entries.get('T'));
    const name = [above, ...(title.kind === 'string' ? [textOf(title)] : [])].filter((part) => part !== '').join('.');
    const type = nameOf(document.resolve(entries.get('FT'))) ?? inheritedType;
    const kids = document.resolve(entries.get('Kids'));
    const value = entries.get('V');
    if (type === 'Sig' && (value !== undefined || kids.kind !== 'array')) {
      found.push({ name, number: object.number, dictionary, value: value?.kind === 'null' ? undefined : value });
    } else if (kids.kind === 'array') {
      for (const kid of kids.items) visit(kid, name, type, depth + 1);
    }
  };
  for (const field of topFieldsOf(document, formOf(document)?.dictionary)) visit(field, '', undefined, 0);
  return found;
}
