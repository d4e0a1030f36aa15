import { signatureFieldsOf } from './document-structure.ts';
import type { PdfDocument } from './pdf-document.ts';
import { countOf, nameOf, type PdfDictionary, type PdfObject, type PdfString, textOf } from './pdf-object.ts';

/** What the signatures of a file forbid those who come later. */
export interface SignaturePermissions {
  /** Nothing may change any more, but for validation data and document time-stamps. */
  readonly nothing: boolean;
  /** Whether a new field of that name may be signed: locks can name fields, or all but some. */
  allowsNewField(name: string): boolean;
}

/** ISO 32000-1 section 12.8.2.2: without `/P`, forms may be filled in and signed. */
const DEFAULT_PERMISSION = 2;

/**
 * Collects the transform parameters DocMDP and FieldMDP (ISO 32000-1 section 12.8.2) of every signature, and the locks of every signed
 * field (section 12.7.4.5, ISO 32000-2 for `/P` there). Where standards leave room, the stricter reading counts: to add nothing harms
 * nobody, and an earlier signature that we broke could not be mended.
 *
 * @throws CryptoError as reading objects does
 */
export function signaturePermissionsOf(document: PdfDocument): SignaturePermissions {
  const rules = signatureFieldsOf(document).flatMap((field) => {
    if (field.value === undefined) return [];
    const signature = document.dictionary(field.value, 'a signature dictionary');
    const lock = document.dictionary(field.dictionary.entries.get('Lock'), 'a lock');
    return [...referencedRules(document, signature), ...(lock === undefined ? [] : [ruleOf(document, lock, 0)])];
  });
  return {
    nothing: rules.some((rule) => rule.permission === 1),
    allowsNewField: (name) => rules.every((rule) => !rule.locks(name)),
  };
}

interface Rule {
  /** 0 where the rule says nothing about the document as a whole. */
  readonly permission: number;
  locks(name: string): boolean;
}

function referencedRules(document: PdfDocument, signature: PdfDictionary | undefined): Rule[] {
  const references = document.resolve(signature?.entries.get('Reference'));
  if (references.kind !== 'array') return [];
  return references.items.flatMap((item) => {
    const reference = document.dictionary(item, 'a signature reference');
    const method = nameOf(document.resolve(reference?.entries.get('TransformMethod')));
    const parameters = document.dictionary(reference?.entries.get('TransformParams'), 'transform parameters');
    if (method === 'DocMDP') return [{ permission: permissionOf(document, parameters, DEFAULT_PERMISSION), locks: () => false }];
    return method === 'FieldMDP' && parameters !== undefined ? [ruleOf(document, parameters, 0)] : [];
  });
}

/** A lock and the parameters of FieldMDP have the same form. */
function ruleOf(document: PdfDocument, dictionary: PdfDictionary, standard: number): Rule {
  const action = nameOf(document.resolve(dictionary.entries.get('Action')));
  const fields = document.resolve(dictionary.entries.get('Fields'));
  const items: readonly PdfObject[] = fields.kind === 'array' ? fields.items : [];
  const names = items.map((item) => document.resolve(item)).filter((item): item is PdfString => item.kind === 'string');
  const named = new Set(names.map(textOf));
  return {
    permission: permissionOf(document, dictionary, standard),
    locks: (name) => (action === 'Include' ? named.has(name) : action === 'Exclude' ? !named.has(name) : true),
  };
}

function permissionOf(document: PdfDocument, dictionary: PdfDictionary | undefined, standard: number): number {
  const value = document.resolve(dictionary?.entries.get('P'));
  return value.kind === 'null' ? standard : (countOf(value) ?? 1);
}
