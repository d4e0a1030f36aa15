import { firstUnaccountedOffset } from './accounted-bytes.ts';
import { catalogOf } from './document-structure.ts';
import { type ChangeContext, explainCatalogAndForm, explainPages, explainStructure } from './explained-changes.ts';
import { explainSignatureFields } from './explained-fields.ts';
import { explainMetadata } from './explained-metadata.ts';
import { explainFormerValidationData, explainValidationData } from './explained-validation-data.ts';
import { differencesBetween, referrersTo } from './object-differences.ts';
import type { PdfDocument } from './pdf-document.ts';
import { NULL_OBJECT, nameOf, type PdfObject, sameObject } from './pdf-object.ts';

export type LaterChangeKind =
  // Harmless: they add to the proof and change nothing that is seen.
  | 'document-timestamp'
  | 'signature'
  | 'signature-field'
  | 'validation-data'
  // Usual where several officers sign, and a way to mislead: a signature with an appearance on a page, and what the file says of itself.
  | 'metadata'
  | 'visible-signature'
  // Anything else.
  | 'annotation'
  | 'bytes'
  | 'catalog'
  | 'form-field'
  | 'object'
  | 'page';

/** One thing that was done to a file after a signature. */
export interface LaterChange {
  readonly kind: LaterChangeKind;
  readonly harmless: boolean;
  /** Number of the object concerned. */
  readonly object?: number;
  /** For signatures, the name of the field. */
  readonly field?: string;
  /** For `bytes`, where the first of them stands. */
  readonly offset?: number;
}

/**
 * What happened to a file after the revision that was signed. Every octet and every object that came later must be explained as a further
 * signature, a time-stamp over the document or validation data, each in the form that has no effect on anything else; whatever is left
 * over is listed as a change.
 *
 * @throws CryptoError as reading objects does
 */
export function laterChanges(signed: PdfDocument, current: PdfDocument): LaterChange[] {
  if (signed.end === current.end) return [];
  const newerSections = current.sections.slice(0, current.sections.length - signed.sections.length);
  if (newerSections.length === 0) return [{ kind: 'bytes', harmless: false, offset: signed.end }];
  const differences = differencesBetween(signed, current, newerSections);
  const context: ChangeContext = {
    signed,
    current,
    ...differences,
    referrers: referrersTo(signed, new Set([...differences.added, ...differences.changed])),
    explained: new Set(),
    widgets: new Set(),
    changes: [],
  };
  explainStructure(context, newerSections);
  explainSignatureFields(context);
  explainMetadata(context);
  const isStoreAcceptable = explainValidationData(context);
  explainCatalogAndForm(context, isStoreAcceptable);
  explainPages(context);
  explainFormerValidationData(context, newerSections.length);
  const offset = firstUnaccountedOffset(current, signed.end, newerSections);
  return [
    ...context.changes,
    ...(offset === undefined ? [] : [{ kind: 'bytes' as const, harmless: false, offset }]),
    ...changedCatalog(context),
    ...unexplained(context),
  ];
}

/** Another object as the catalog. */
function changedCatalog({ signed, current }: ChangeContext): LaterChange[] {
  const [before, after] = [signed, current].map(({ trailer }) => trailer.entries.get('Root') ?? NULL_OBJECT);
  const isSame = before !== undefined && after !== undefined && sameObject(before, after);
  return isSame ? [] : [{ kind: 'catalog', harmless: false, object: catalogOf(current).number }];
}

function unexplained(context: ChangeContext): LaterChange[] {
  const { added, changed, removed, explained, referrers } = context;
  // A number that the signed revision refers to and did not define: giving it an object gives old content a new meaning.
  const dangling = [...added].filter((number) => referrers.has(number));
  const left = [...added, ...changed, ...removed].filter((number) => !explained.has(number));
  return [...new Set([...left, ...dangling])].map((object) => ({ kind: kindOf(context, object), harmless: false, object }));
}

function kindOf({ signed, current }: ChangeContext, number: number): LaterChangeKind {
  if (catalogOf(signed).number === number) return 'catalog';
  const value: PdfObject | undefined = signed.object(number)?.value ?? current.object(number)?.value;
  const entries = value?.kind === 'dictionary' ? value.entries : value?.kind === 'stream' ? value.dictionary.entries : undefined;
  const [type, subtype] = [nameOf(entries?.get('Type')), nameOf(entries?.get('Subtype'))];
  if (type === 'Page' || type === 'Pages') return 'page';
  if (entries?.has('FT') === true || subtype === 'Widget') return 'form-field';
  return type === 'Annot' ? 'annotation' : 'object';
}
