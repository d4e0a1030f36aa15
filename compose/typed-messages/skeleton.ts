import { legalMessage } from '../../treaty/message.ts';

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Place = readonly (string | number)[];

/** What the schema says to a leaf when nothing is filled in: it fixes the value, or says what could stand there. */
type Leaf = { fixed: true } | { fixed: false; hint: string | null };

const FORMATS: Readonly<Record<string, string>> = { date: 'YYYY-MM-DD', datetime: 'YYYY-MM-DDThh:mm:ssZ' };

/**
 * The form of a typed message without its values: what the schema fixes stays, a choice of words becomes the list of them, a day or an instant its
 * form, every other text is empty, and every number and yes or no is null. Of things of one kind in a list one is left. None of that follows the
 * schema before it is filled in, so nothing invented can be sent by oversight.
 */
export function skeletonOf(example: Json): Json {
  const leaves = new Map<string, Leaf>();
  for (const place of leafPlaces(example, [])) leaves.set(JSON.stringify(place), examineLeaf(example, place));
  return blank(example, [], leaves);
}

function leafPlaces(value: Json, place: Place): Place[] {
  if (value === null || typeof value !== 'object') return [place];
  return Object.entries(value).flatMap(([name, member]) => leafPlaces(member, [...place, isList(value) ? Number(name) : name]));
}

/** Leaves one value out, and sees what the schema says to that. */
function examineLeaf(example: Json, place: Place): Leaf {
  const isText = typeof valueAt(example, place) === 'string';
  const empty = isText ? '' : null;
  const parsed = legalMessage.safeParse(withValue(example, place, empty));
  const issue = parsed.error?.issues.find(({ path }) => path.length === place.length && path.every((step, index) => step === place[index]));
  if (issue?.code === 'invalid_union') return { fixed: true };
  if (issue?.code === 'invalid_value') {
    return issue.values.length === 1 ? { fixed: true } : { fixed: false, hint: issue.values.map(String).join(' | ') };
  }
  if (issue?.code === 'invalid_format') return { fixed: false, hint: FORMATS[issue.format] ?? '' };
  return { fixed: false, hint: empty };
}

function blank(value: Json, place: Place, leaves: ReadonlyMap<string, Leaf>): Json {
  if (value === null || typeof value !== 'object') {
    const leaf = leaves.get(JSON.stringify(place));
    return leaf === undefined || leaf.fixed ? value : leaf.hint;
  }
  const members = Object.entries(value).map(([name, member]): [string, Json] => [
    name,
    blank(member, [...place, isList(value) ? Number(name) : name], leaves),
  ]);
  if (!isList(value)) return Object.fromEntries(members);
  // Of each kind the fullest: it shows the most of what can be said.
  const kinds = new Map<string, Json>();
  for (const [index, item] of members) {
    const kind = kindOf(value[Number(index)] ?? null, [...place, Number(index)], leaves);
    const other = kinds.get(kind);
    if (other === undefined || lengthOf(item) > lengthOf(other)) kinds.set(kind, item);
  }
  return [...kinds.values()];
}

/** What tells things of a list apart that differ in kind: the words that the schema fixes in them. */
function kindOf(value: Json, place: Place, leaves: ReadonlyMap<string, Leaf>): string {
  if (value === null || typeof value !== 'object' || isList(value)) return '';
  const fixed = Object.entries(value).filter(([name]) => leaves.get(JSON.stringify([...place, name]))?.fixed === true);
  return JSON.stringify(fixed);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function lengthOf(value: Json): number {
  return JSON.stringify(value).length;
}

function valueAt(value: Json, place: Place): Json | undefined {
  return place.reduce<Json | undefined>((at, step) => (at as Record<string | number, Json> | undefined)?.[step], value);
}

function withValue(value: Json, [step, ...rest]: Place, put: Json): Json {
  if (step === undefined) return put;
  if (isList(value)) return value.map((item, index) => (index === step ? withValue(item, rest, put) : item));
  const members = value as Readonly<Record<string, Json>>;
  return { ...members, [step]: withValue(members[step] ?? null, rest, put) };
}
