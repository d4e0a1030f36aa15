import { catalogOf } from './document-structure.ts';
import { type ChangeContext, explainAdded } from './explained-changes.ts';
import { differingKeys, NULL_OBJECT, nameOf, type PdfObject, sameObject } from './pdf-object.ts';
import { differOnlyBySaving } from './saved-metadata.ts';

/** What a program writes into the document information whenever it saves a file (ISO 32000-1 section 14.3.3). */
const SAVING_KEYS: ReadonlySet<string> = new Set(['ModDate', 'Producer']);

/**
 * Many programs note in the document information and in the XMP metadata when they last saved a file, whenever somebody signs. Nothing of
 * that is on a page, so it is named apart from changes that may be. It is harmless when nothing but the time and the program differ;
 * otherwise it is not, for a title is metadata too.
 */
export function explainMetadata(context: ChangeContext): void {
  const { signed, current, changes } = context;
  const [before, after] = [catalogOf(signed), catalogOf(current)];
  const [oldInformation, information] = [signed, current].map(({ trailer }) => trailer.entries.get('Info') ?? NULL_OBJECT);
  const isInformation = isExplained(context, information, 'dictionary', { number: 0, key: 'Info' });
  const metadata = after.dictionary.entries.get('Metadata');
  const isMetadata = isExplained(context, metadata, 'stream', { number: before.number, key: 'Metadata' });
  const isOther = !sameObject(oldInformation ?? NULL_OBJECT, information ?? NULL_OBJECT);
  if (!isInformation && !isMetadata && !isOther) return;
  const isSaved = (!isInformation && !isOther) || isOnlySaving(context, oldInformation, information);
  const isSavedToo = !isMetadata || isSavedMetadata(context, before.dictionary.entries.get('Metadata'), metadata);
  changes.push({ kind: 'metadata', harmless: isSaved && isSavedToo });
}

/** Metadata that a file has never had may say anything, so that only what was there before is compared. */
function isSavedMetadata({ signed, current }: ChangeContext, before: PdfObject | undefined, after: PdfObject | undefined): boolean {
  const [old, young] = [signed.resolve(before), current.resolve(after)];
  return old.kind === 'stream' && young.kind === 'stream' && differOnlyBySaving(old, young);
}

/** Whether two states of the document information differ in the time of saving and the program alone. */
function isOnlySaving({ signed, current }: ChangeContext, before: PdfObject | undefined, after: PdfObject | undefined): boolean {
  const [old, young] = [signed.resolve(before), current.resolve(after)];
  if (young.kind !== 'dictionary' || young.duplicateKeys.size > 0) return false;
  if (old.kind !== 'dictionary') return old.kind === 'null' && [...young.entries].every(isSaving);
  return differingKeys(old, young).every((key) => isSaving([key, young.entries.get(key)]));
}

function isSaving([key, value]: readonly [string, PdfObject | undefined]): boolean {
  return SAVING_KEYS.has(key) && (value === undefined || value.kind === 'string');
}

/** Explains the object that a reference names when it was added, or changed and is referred to from that one place alone. */
function isExplained(
  context: ChangeContext,
  reference: PdfObject | undefined,
  kind: 'dictionary' | 'stream',
  place: { number: number; key: string },
): boolean {
  const { current, added, changed, explained, referrers } = context;
  if (reference?.kind !== 'reference') return false;
  const { number } = reference;
  const value = current.object(number)?.value;
  const isOnlyThere = (referrers.get(number) ?? []).every((referrer) => referrer.number === place.number && referrer.key === place.key);
  const isOfKind = value?.kind === kind && (value.kind !== 'stream' || nameOf(value.dictionary.entries.get('Type')) === 'Metadata');
  if (!isOfKind || !isOnlyThere || !(added.has(number) || changed.has(number))) return false;
  explained.add(number);
  explainAdded(context, value);
  return true;
}
