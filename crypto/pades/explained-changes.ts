import type { CrossReferenceSection } from './cross-reference.ts';
import { catalogOf, formOf, topFieldsOf } from './document-structure.ts';
import type { LaterChange } from './later-changes.ts';
import type { ObjectDifferences, Referrer } from './object-differences.ts';
import type { PdfDocument } from './pdf-document.ts';
import { differingKeys, nameOf, type PdfArray, type PdfDictionary, type PdfObject, referencesIn, sameObject } from './pdf-object.ts';

/** The comparison of a signed revision with the file as it is, and what of it has been explained so far. */
export interface ChangeContext extends ObjectDifferences {
  readonly signed: PdfDocument;
  readonly current: PdfDocument;
  /** Where the signed revision refers to the objects that were added or changed. */
  readonly referrers: ReadonlyMap<number, readonly Referrer[]>;
  /** Numbers whose difference has a harmless reason, or is listed in `changes` already. */
  readonly explained: Set<number>;
  /** Numbers of the new signature fields and their widgets: what forms and pages may list in addition. */
  readonly widgets: Set<number>;
  readonly changes: LaterChange[];
}

/** Cross-reference streams and object streams of the newer sections are the frame of an update, not part of what it says. */
export function explainStructure(
  { signed, current, added, changed, referrers, explained }: ChangeContext,
  newer: readonly CrossReferenceSection[],
): void {
  const containers = new Set<number>();
  for (const section of newer) {
    if (section.streamNumber !== undefined) containers.add(section.streamNumber);
    if (section.supplement?.streamNumber !== undefined) containers.add(section.supplement.streamNumber);
    for (const part of [section, section.supplement]) {
      for (const entry of part?.entries.values() ?? []) if (entry.kind === 'compressed') containers.add(entry.container);
    }
  }
  for (const number of containers) {
    const type = streamTypeOf(current, number);
    const isFrame = (type === 'XRef' || type === 'ObjStm') && !referrers.has(number);
    // Some writers give every cross-reference stream the same number.
    const wasFrame = added.has(number) || (changed.has(number) && type === 'XRef' && streamTypeOf(signed, number) === 'XRef');
    if (isFrame && wasFrame) explained.add(number);
  }
}

function streamTypeOf(document: PdfDocument, number: number): string | undefined {
  const value = document.object(number)?.value;
  return value?.kind === 'stream' ? nameOf(value.dictionary.entries.get('Type')) : undefined;
}

/** Keys of the catalog that may change: the form and validation data by their own rules, and what a signature brings along. */
const DECLARATIONS: ReadonlySet<string> = new Set(['Extensions', 'Version']);

/** The catalog may get a form, validation data and the declarations that go with them; the form may get the new fields. */
export function explainCatalogAndForm(context: ChangeContext, isStoreAcceptable: boolean): void {
  const { signed, current, changed, explained } = context;
  const isFormHarmless = explainForm(context);
  const [before, after] = [catalogOf(signed), catalogOf(current)];
  if (before.number !== after.number || !changed.has(before.number)) return;
  const isHarmless = differingKeys(before.dictionary, after.dictionary).every((key) => {
    if (key === 'AcroForm') return isFormHarmless;
    const value = after.dictionary.entries.get(key);
    if (key === 'Metadata') return value?.kind === 'reference' && explained.has(value.number);
    if (key === 'DSS') return isStoreAcceptable;
    return DECLARATIONS.has(key) && value !== undefined && !hasReferences(value);
  });
  if (isHarmless) explained.add(before.number);
}

/** Whether the form differs by the new signature fields at most; explains the objects it consists of when so. */
function explainForm(context: ChangeContext): boolean {
  const { signed, current, changed, explained } = context;
  const [before, after] = [formOf(signed), formOf(current)];
  if (after === undefined) return before === undefined;
  const keys = before === undefined ? [...after.dictionary.entries.keys()] : differingKeys(before.dictionary, after.dictionary);
  // Default appearance and resources concern nothing in a form that had no fields.
  const allowed = new Set(before === undefined ? ['Fields', 'SigFlags', 'DA', 'DR'] : ['Fields', 'SigFlags']);
  const isList = isExtended(topFieldsOf(signed, before?.dictionary), topFieldsOf(current, after.dictionary), context.widgets);
  if (!isList || !keys.every((key) => allowed.has(key))) return false;
  if (before === undefined) explainAdded(context, after.dictionary);
  const fields = after.dictionary.entries.get('Fields');
  if (fields?.kind === 'reference') explainShared(context, fields.number, 'Fields');
  const { reference } = after;
  if (reference !== undefined) explainShared(context, reference.number, 'AcroForm');
  return reference === undefined || !changed.has(reference.number) || explained.has(reference.number);
}

/** Explains an object that was added, or one that changed and that the signed revision refers to under that key alone. */
function explainShared({ added, changed, explained, referrers }: ChangeContext, number: number, key: string): void {
  const isOnlyThere = (referrers.get(number) ?? []).every((referrer) => referrer.key === key);
  if (added.has(number) || (changed.has(number) && isOnlyThere)) explained.add(number);
}

/** Pages may list the new widgets among their annotations, at the end, and differ in nothing else. */
export function explainPages(context: ChangeContext): void {
  const { signed, current, changed, explained, referrers } = context;
  for (const number of changed) {
    const [before, after] = [signed.object(number)?.value, current.object(number)?.value];
    if (before?.kind === 'array' && after?.kind === 'array') {
      const isAnnotations = (referrers.get(number) ?? []).every(({ key }) => key === 'Annots');
      if (isAnnotations && isExtended(before.items, after.items, context.widgets)) explained.add(number);
    } else if (before?.kind === 'dictionary' && after?.kind === 'dictionary' && isPageWithNewWidgets(context, before, after)) {
      explained.add(number);
      const annotations = after.entries.get('Annots');
      if (annotations?.kind === 'reference' && context.added.has(annotations.number)) explained.add(annotations.number);
    }
  }
}

function isPageWithNewWidgets({ signed, current, widgets }: ChangeContext, before: PdfDictionary, after: PdfDictionary): boolean {
  if (nameOf(before.entries.get('Type')) !== 'Page' || differingKeys(before, after).join() !== 'Annots') return false;
  const [old, young] = [signed.resolve(before.entries.get('Annots')), current.resolve(after.entries.get('Annots'))];
  if (young.kind !== 'array' || (old.kind !== 'array' && old.kind !== 'null')) return false;
  return isExtended(old.kind === 'array' ? old.items : [], young.items, widgets);
}

/** Whether `after` is `before` with references to new widgets at its end. */
function isExtended(before: PdfArray['items'], after: PdfArray['items'], widgets: ReadonlySet<number>): boolean {
  return (
    after.every((item, index) => {
      const old = before[index];
      return old === undefined ? item.kind === 'reference' && widgets.has(item.number) : sameObject(old, item);
    }) && after.length >= before.length
  );
}

/** Explains every added object that can be reached from `object` through added objects alone. */
export function explainAdded({ current, added, explained }: ChangeContext, object: PdfObject): void {
  const waiting = [object];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { reference } of referencesIn(next)) {
      if (!added.has(reference.number) || explained.has(reference.number)) continue;
      explained.add(reference.number);
      const value = current.object(reference.number)?.value;
      if (value !== undefined) waiting.push(value);
    }
  }
}

function hasReferences(object: PdfObject): boolean {
  return referencesIn(object).next().done !== true;
}
