import { PARTICULARS } from '../completeness/particulars.ts';
import { REQUIREMENTS } from '../completeness/requirement-table.ts';
import type { RequestType } from '../requests/request-types.ts';

/**
 * The articles that ask for what stands at a place of a request (`/particulars/facts`, `/chain`), of the instruments that govern it. The same
 * table as for completeness, so that the two never say different things.
 */
export function articlesFor(requestType: RequestType, place: string, governing: readonly string[]): string | undefined {
  const articles = new Set<string>();
  for (const { particular, articles: byInstrument = {} } of REQUIREMENTS[requestType]) {
    const locator: unknown = PARTICULARS[particular];
    const places: readonly unknown[] = Array.isArray(locator) ? locator : [];
    if (!places.some((path) => typeof path === 'string' && isAt(path, place))) continue;
    for (const instrument of governing) {
      const article = Object.hasOwn(byInstrument, instrument) ? byInstrument[instrument] : undefined;
      if (article !== undefined) articles.add(article);
    }
  }
  return articles.size === 0 ? undefined : [...articles].join(', ');
}

/** Below a place, but not what only some of its items are asked for. */
function isAt(path: string, place: string): boolean {
  return path === place || (path.startsWith(`${place}/`) && !path.includes('/each('));
}
