import { formOf, topFieldsOf } from './document-structure.ts';
import { type ChangeContext, explainAdded } from './explained-changes.ts';
import { differingKeys, nameOf, type PdfDictionary, type PdfObject, requireUniqueKeys, textOf } from './pdf-object.ts';

/** Keys of a new signature field and its widget (ISO 32000-1 sections 12.5.6.19 and 12.7.4.5); no actions, and no parent of before. */
const FIELD_KEYS: ReadonlySet<string> = new Set(
  'Type Subtype FT T TU TM V Ff F Rect P AP AS MK BS Border DA Q M NM C H Lock SV Kids'.split(' '),
);
const WIDGET_KEYS: ReadonlySet<string> = new Set('Type Subtype F Rect P AP AS MK BS Border DA Q M NM C H Parent'.split(' '));

/** What may differ in an empty signature field, or in its widget, when it is signed. */
const SIGNED_KEYS: ReadonlySet<string> = new Set(['V', 'AP', 'AS', 'M']);
const SHOWN_KEYS: ReadonlySet<string> = new Set(['AP', 'AS', 'M']);

/** Bits of annotation flags (section 12.5.3). */
const HIDDEN = 2;
const PRINT = 4;
const NO_VIEW = 32;

/** Finds the new signature fields at the end of the form, and the empty ones of before that now have a signature. */
export function explainSignatureFields(context: ChangeContext): void {
  const { signed, current } = context;
  const before = topFieldsOf(signed, formOf(signed)?.dictionary).length;
  for (const item of topFieldsOf(current, formOf(current)?.dictionary).slice(before)) explainNewField(context, item);
  const filled = new Set([...context.changed].filter((number) => explainFilledField(context, number)));
  for (const number of context.changed) explainFilledWidget(context, number, filled);
}

function explainNewField(context: ChangeContext, item: PdfObject): void {
  const { current, added, explained, widgets } = context;
  if (item.kind !== 'reference' || !added.has(item.number)) return;
  const field = current.dictionary(item, 'a field');
  if (field === undefined || nameOf(field.entries.get('FT')) !== 'Sig' || !hasOnly(field, FIELD_KEYS)) return;
  const kids = current.resolve(field.entries.get('Kids'));
  const own = kids.kind === 'array' ? newWidgets(context, kids.items) : [];
  const isSignature = field.entries.get('V') === undefined || signatureTypeOf(context, field) !== undefined;
  if (own === undefined || !isSignature) return;
  for (const number of [item.number, ...own.map(({ number }) => number)]) {
    explained.add(number);
    widgets.add(number);
  }
  for (const dictionary of [field, ...own.map(({ widget }) => widget)]) explainAdded(context, dictionary);
  noteField(
    context,
    item.number,
    field,
    [field, ...own.map(({ widget }) => widget)].some((widget) => isShown(context, widget)),
  );
}

/** The widgets of a new field that stand apart from it; undefined when one of them is not new or not plain. */
function newWidgets(
  { current, added }: ChangeContext,
  kids: readonly PdfObject[],
): { number: number; widget: PdfDictionary }[] | undefined {
  const found = kids.flatMap((kid) => {
    const widget = kid.kind === 'reference' && added.has(kid.number) ? current.dictionary(kid, 'a widget') : undefined;
    return kid.kind === 'reference' && widget !== undefined && hasOnly(widget, WIDGET_KEYS) ? [{ number: kid.number, widget }] : [];
  });
  return found.length === kids.length ? found : undefined;
}

function explainFilledField(context: ChangeContext, number: number): boolean {
  const pair = dictionariesOf(context, number);
  if (pair === undefined) return false;
  const { before, after } = pair;
  const wasEmpty = nameOf(before.entries.get('FT')) === 'Sig' && !before.entries.has('V');
  const keys = differingKeys(before, after);
  if (!wasEmpty || !keys.every((key) => SIGNED_KEYS.has(key)) || signatureTypeOf(context, after) === undefined) return false;
  context.explained.add(number);
  for (const key of keys) explainAdded(context, after.entries.get(key) ?? after);
  noteField(context, number, after, keys.includes('AP') && isShown(context, after));
  return true;
}

/** The widget of a field that has just been signed may show the signature. */
function explainFilledWidget(context: ChangeContext, number: number, filled: ReadonlySet<number>): void {
  const pair = dictionariesOf(context, number);
  const parent = pair?.before.entries.get('Parent');
  if (pair === undefined || parent?.kind !== 'reference' || !filled.has(parent.number)) return;
  if (!differingKeys(pair.before, pair.after).every((key) => SHOWN_KEYS.has(key))) return;
  context.explained.add(number);
  const appearance = pair.after.entries.get('AP');
  if (appearance !== undefined) explainAdded(context, appearance);
  if (isShown(context, pair.after)) context.changes.push({ kind: 'visible-signature', harmless: false, object: number });
}

function dictionariesOf({ signed, current }: ChangeContext, number: number): { before: PdfDictionary; after: PdfDictionary } | undefined {
  const [before, after] = [signed.object(number)?.value, current.object(number)?.value];
  if (before?.kind !== 'dictionary' || after?.kind !== 'dictionary') return undefined;
  return { before, after };
}

/** The type of the signature in a field; undefined when the value is anything else, or an object that was there before. */
function signatureTypeOf({ current, added }: ChangeContext, field: PdfDictionary): 'Sig' | 'DocTimeStamp' | undefined {
  const value = field.entries.get('V');
  if (value?.kind === 'reference' && !added.has(value.number)) return undefined;
  const signature = current.dictionary(value, 'a signature dictionary');
  const type = nameOf(signature?.entries.get('Type')) ?? 'Sig';
  return signature !== undefined && (type === 'Sig' || type === 'DocTimeStamp') ? type : undefined;
}

function noteField(context: ChangeContext, object: number, field: PdfDictionary, isVisible: boolean): void {
  const title = context.current.resolve(field.entries.get('T'));
  const name = title.kind === 'string' ? { field: textOf(title) } : {};
  if (isVisible) context.changes.push({ kind: 'visible-signature', harmless: false, object, ...name });
  else context.changes.push({ kind: kindOfField(context, field), harmless: true, object, ...name });
}

function kindOfField(context: ChangeContext, field: PdfDictionary): 'document-timestamp' | 'signature' | 'signature-field' {
  if (!field.entries.has('V')) return 'signature-field';
  const form = nameOf(context.current.dictionary(field.entries.get('V'), 'a signature dictionary')?.entries.get('SubFilter'));
  // What calls itself a time-stamp and is in the form of a signature may not come where signatures may not.
  return signatureTypeOf(context, field) === 'DocTimeStamp' && form === 'ETSI.RFC3161' ? 'document-timestamp' : 'signature';
}

/** Whether a widget has an area on the page and is not hidden. Where it does not say, the worse is taken. */
function isShown({ current }: ChangeContext, widget: PdfDictionary): boolean {
  const rectangle = current.resolve(widget.entries.get('Rect'));
  if (rectangle.kind === 'null') return widget.entries.has('AP');
  const flags = current.resolve(widget.entries.get('F'));
  if (flags.kind === 'number' && isNeverShown(flags.value)) return false;
  if (rectangle.kind !== 'array' || rectangle.items.length !== 4) return true;
  const corners = rectangle.items.map((item) => current.resolve(item)).map((item) => (item.kind === 'number' ? item.value : Number.NaN));
  const [left = 0, bottom = 0, right = 0, top = 0] = corners;
  return !(left === right || bottom === top);
}

/** Hidden, or neither on the screen nor on paper. */
function isNeverShown(flags: number): boolean {
  return (flags & HIDDEN) !== 0 || ((flags & NO_VIEW) !== 0 && (flags & PRINT) === 0);
}

function hasOnly(dictionary: PdfDictionary, keys: ReadonlySet<string>): boolean {
  return [...requireUniqueKeys(dictionary, 'a field').entries.keys()].every((key) => keys.has(key));
}
