import { catalogOf } from './document-structure.ts';
import type { ChangeContext } from './explained-changes.ts';
import type { PdfDocument } from './pdf-document.ts';
import { type PdfObject, sameObject } from './pdf-object.ts';
import { tryValidationStore } from './validation-store.ts';

/** The document security store, its lists, and `/VRI` with its entries (EN 319 142-1 section 5.4). */
const MAXIMUM_DEPTH = 4;
/** Updates looked through for stores of former times. */
const MAXIMUM_FORMER = 64;

/**
 * Certificates and revocation data for earlier signatures may be added, and their lists may change; nothing else may share these objects,
 * nothing else may be among them, and a store of before may not go. Tells whether the store as it is now is acceptable to earlier
 * signatures, or the same as before.
 */
export function explainValidationData(context: ChangeContext): boolean {
  const { signed, current, added, changed, explained, changes } = context;
  const [before, after] = [signed, current].map((document) => catalogOf(document).dictionary.entries.get('DSS'));
  if (after === undefined) return before === undefined;
  const isSame = before !== undefined && sameObject(before, after);
  const { store } = tryValidationStore(current);
  // What cannot be read may stay as long as nothing of it changes: its objects are not explained.
  if (store === undefined) return isSame;
  const known = explained.size;
  const old = storeStructure(signed, before);
  for (const number of store.structure) {
    if (added.has(number) || (changed.has(number) && isOwn(context, number, old))) explained.add(number);
  }
  for (const number of store.streams) if (added.has(number)) explained.add(number);
  if (!isSame || explained.size > known) {
    const object = after.kind === 'reference' && (added.has(after.number) || changed.has(after.number)) ? { object: after.number } : {};
    changes.push({ kind: 'validation-data', harmless: true, ...object });
  }
  return true;
}

/**
 * Explains what a store was made of between the signed revision and the file as it is, and is no more: some writers make a new store each
 * time, and validation data may be left out again. Nothing but the store of its time may have had these objects, and they must be what
 * they were.
 */
export function explainFormerValidationData({ current, added, explained }: ChangeContext, newerSections: number): void {
  for (let index = 1; index < Math.min(newerSections, MAXIMUM_FORMER); index += 1) {
    if ([...added].every((number) => explained.has(number))) return;
    const former = current.former(index);
    const { store } = tryValidationStore(former);
    for (const number of [...(store?.structure ?? []), ...(store?.streams ?? [])]) {
      if (added.has(number) && isUnchanged(former, current, number)) explained.add(number);
    }
  }
}

function isUnchanged(before: PdfDocument, after: PdfDocument, number: number): boolean {
  const [old, young] = [before.object(number), after.object(number)];
  return old !== undefined && young !== undefined && old.generation === young.generation && sameObject(old.value, young.value);
}

/** Whether an object was part of the store in the signed revision, and of nothing else. */
function isOwn({ signed, referrers }: ChangeContext, number: number, old: ReadonlySet<number>): boolean {
  const catalog = catalogOf(signed).number;
  return (
    old.has(number) &&
    (referrers.get(number) ?? []).every((referrer) => old.has(referrer.number) || (referrer.number === catalog && referrer.key === 'DSS'))
  );
}

/** Numbers of the dictionaries and arrays that the store of the signed revision consists of; its streams are not to change. */
function storeStructure(signed: PdfDocument, store: PdfObject | undefined): ReadonlySet<number> {
  const numbers = new Set<number>();
  const visit = (object: PdfObject, depth: number): void => {
    if (depth > MAXIMUM_DEPTH) return;
    const value = signed.resolve(object);
    if (value.kind !== 'dictionary' && value.kind !== 'array') return;
    if (object.kind === 'reference') {
      if (numbers.has(object.number)) return;
      numbers.add(object.number);
    }
    for (const item of value.kind === 'array' ? value.items : value.entries.values()) visit(item, depth + 1);
  };
  if (store !== undefined) visit(store, 0);
  return numbers;
}
