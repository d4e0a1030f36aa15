import type { DocumentKind } from '../common/file-declaration.ts';
import type { RequestMessage } from '../requests/request-message.ts';

/** Whether something is there, and where it is not. */
export interface Located {
  status: 'present' | 'absent' | 'not-applicable';
  /** JSON Pointers (RFC 6901) to the places that are empty. */
  missing: readonly string[];
}

/**
 * Where a particular stands in a request: slash and names as in a JSON Pointer, with three more kinds of step. `a|b`: one of them suffices.
 * `each`, `each(kind=service)`: in every element of a list, or in those with that value; where no element has it, the particular does not apply.
 * `some(role=sought)`: in one element at least. `file:KIND` is a file declared as that kind of document.
 */
export type Place = `/${string}` | `file:${DocumentKind}`;

/** Places of which one suffices, or a function where no path can say it. */
export type Locator = readonly Place[] | ((request: RequestMessage) => Located);

/** Places that a report names for one particular. */
const MAXIMUM_MISSING = 20;
const PRESENT: Located = { status: 'present', missing: [] };
const NOT_APPLICABLE: Located = { status: 'not-applicable', missing: [] };

/** Looks a particular up in a request. */
export function locate(request: RequestMessage, locator: Locator): Located {
  if (typeof locator === 'function') return limited(locator(request));
  const found = locator.map((place) => at(request, place));
  // The first place decides whether the particular applies at all: a questionnaire is nothing to ask for where nobody is to be heard.
  if (found[0]?.status === 'not-applicable') return NOT_APPLICABLE;
  if (found.some(({ status }) => status === 'present')) return PRESENT;
  return limited(found[0] ?? NOT_APPLICABLE);
}

/** One of the results of looking at several places, all of which have to be filled. */
export function allOf(located: readonly Located[]): Located {
  const missing = located.flatMap((one) => one.missing);
  if (missing.length > 0) return { status: 'absent', missing };
  return located.some(({ status }) => status === 'present') ? PRESENT : NOT_APPLICABLE;
}

/** Where nothing is. */
export function absentAt(...missing: string[]): Located {
  return { status: 'absent', missing };
}

function limited({ status, missing }: Located): Located {
  return { status, missing: missing.slice(0, MAXIMUM_MISSING) };
}

function at(request: RequestMessage, place: Place): Located {
  if (!place.startsWith('file:')) return follow(request, place.split('/').slice(1), '');
  const kind = place.slice('file:'.length);
  return request.files.some(({ document }) => document === kind) ? PRESENT : absentAt('/files');
}

function follow(value: unknown, steps: readonly string[], pointer: string): Located {
  const [step, ...rest] = steps;
  if (step === undefined) return isFilled(value) ? PRESENT : absentAt(pointer);
  const selector = /^(each|some)(?:\((.*)\))?$/.exec(step);
  if (selector !== null) return followList(value, selector[1] as 'each' | 'some', selector[2], rest, pointer);
  const names = step.split('|');
  const found = names.map((name) => follow(member(value, name), rest, `${pointer}/${name}`));
  return found.find(({ status }) => status === 'present') ?? found[0] ?? absentAt(pointer);
}

function followList(value: unknown, which: 'each' | 'some', filter: string | undefined, rest: readonly string[], pointer: string): Located {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const found = list.flatMap((element, index) => (matches(element, filter) ? [follow(element, rest, `${pointer}/${index}`)] : []));
  if (which === 'some') return found.find(({ status }) => status === 'present') ?? found[0] ?? absentAt(pointer);
  if (found.length === 0) return filter === undefined ? absentAt(pointer) : NOT_APPLICABLE;
  return allOf(found);
}

/** `a=x&b=y`: every member has that value, or is a list that holds it. */
function matches(element: unknown, filter: string | undefined): boolean {
  if (filter === undefined) return true;
  return filter.split('&').every((condition) => {
    const [name = '', wanted] = condition.split('=');
    const actual = member(element, name);
    return Array.isArray(actual) ? actual.some((one) => String(one) === wanted) : String(actual) === wanted;
  });
}

function member(value: unknown, name: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function isFilled(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
