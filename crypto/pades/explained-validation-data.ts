import { catalogOf } from './document-structure.ts';
import { type ChangeContext, explainAdded } from './explained-changes.ts';
import { NULL_OBJECT, type PdfObject, sameObject } from './pdf-object.ts';

/** The document security store, its lists, and `/VRI` with its entries (EN 319 142-1 section 5.4). */
const MAXIMUM_DEPTH = 4;

/** Certificates and revocation data for earlier signatures may be added, and their lists may grow; nothing else may share these objects. */
export function explainValidationData(context: ChangeContext): void {
  const { signed, current, changed, added, explained, referrers, changes } = context;
  const [before, after] = [catalogOf(signed), catalogOf(current)];
  const store = after.dictionary.entries.get('DSS');
  if (store === undefined) return;
  const known = explained.size;
  explainAdded(context, store);
  const structure = storeStructure(context, before.dictionary.entries.get('DSS'));
  for (const number of structure) {
    const value = current.object(number)?.value;
    const isList = value?.kind === 'dictionary' || value?.kind === 'array';
    const isOwn = (referrers.get(number) ?? []).every(
      (referrer) => structure.has(referrer.number) || (referrer.number === before.number && referrer.key === 'DSS'),
    );
    if (!changed.has(number) || !isList || !isOwn || value === undefined) continue;
    explained.add(number);
    explainAdded(context, value);
  }
  const isOther = !sameObject(before.dictionary.entries.get('DSS') ?? NULL_OBJECT, store);
  if (isOther || explained.size > known) {
    const number = store.kind === 'reference' && (added.has(store.number) || changed.has(store.number)) ? { object: store.number } : {};
    changes.push({ kind: 'validation-data', harmless: true, ...number });
  }
}

/** Numbers of the dictionaries and arrays that the store of the signed revision consists of; its streams are not to change. */
function storeStructure({ signed }: ChangeContext, store: PdfObject | undefined): ReadonlySet<number> {
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
