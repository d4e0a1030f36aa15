import type { CrossReferenceSection } from './cross-reference.ts';
import { numbersOf, type PdfDocument } from './pdf-document.ts';
import { type PdfReference, referencesIn, sameObject } from './pdf-object.ts';

/** Object numbers by what became of them between two revisions. */
export interface ObjectDifferences {
  readonly added: ReadonlySet<number>;
  readonly changed: ReadonlySet<number>;
  readonly removed: ReadonlySet<number>;
}

/**
 * Compares by meaning every object that the newer sections mention, wherever their entries point: an entry that leads back to another
 * object inside the signed octets is a change like any other.
 *
 * @throws CryptoError as reading objects does
 */
export function differencesBetween(
  before: PdfDocument,
  after: PdfDocument,
  newerSections: readonly CrossReferenceSection[],
): ObjectDifferences {
  const [added, changed, removed] = [new Set<number>(), new Set<number>(), new Set<number>()];
  for (const number of numbersOf(newerSections)) {
    const [old, young] = [before.object(number), after.object(number)];
    if (old === undefined && young !== undefined) added.add(number);
    else if (old !== undefined && young === undefined) removed.add(number);
    else if (old !== undefined && young !== undefined) {
      if (old.generation !== young.generation || !sameObject(old.value, young.value)) changed.add(number);
    }
  }
  return { added, changed, removed };
}

/** A place that refers to an object: the object it is in (0 for the trailer) and the dictionary key it stands under. */
export interface Referrer {
  readonly number: number;
  readonly key: string;
}

/**
 * Every place in a revision that refers to one of the numbers. Reads the whole file, which costs about as much as opening it.
 *
 * @throws CryptoError as reading objects does
 */
export function referrersTo(document: PdfDocument, numbers: ReadonlySet<number>): ReadonlyMap<number, readonly Referrer[]> {
  const referrers = new Map<number, Referrer[]>();
  const note = (from: number, { reference, key }: { reference: PdfReference; key: string }) => {
    if (!numbers.has(reference.number)) return;
    const known = referrers.get(reference.number);
    if (known === undefined) referrers.set(reference.number, [{ number: from, key }]);
    else known.push({ number: from, key });
  };
  for (const found of referencesIn(document.trailer)) note(0, found);
  // Cross-reference streams are objects too, and repeat what the trailer says.
  const frames = new Set(document.sections.map((section) => section.offset));
  for (const number of document.numbers()) {
    const object = document.object(number, { keep: false });
    if (object === undefined || (object.extent !== undefined && frames.has(object.extent.start))) continue;
    for (const found of referencesIn(object.value)) note(number, found);
  }
  return referrers;
}
