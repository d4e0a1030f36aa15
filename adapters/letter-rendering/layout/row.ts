import type { Page } from './page.ts';

/** Something that is as wide as the text and is not divided between pages: a line, mostly. */
export interface Row {
  height: number;
  /** Space above, in points, left out on top of a page. */
  before: number;
  /** Stands on the same page as the row after it, as long as a page has room for both. */
  keepWithNext: boolean;
  /** Drawn once more, as decoration, when this row comes first on a page. */
  repeated?: readonly RepeatedRow[];
  /** `top`: of the row, from the lower edge of the page. */
  draw(page: Page, top: number): void;
}

export interface RepeatedRow {
  height: number;
  draw(page: Page, top: number): void;
}

/** A paragraph does not leave its first or its last line alone on a page. */
export function keepEdges(rows: readonly Row[]): void {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return;
  first.keepWithNext = true;
  const beforeLast = rows[rows.length - 2];
  if (beforeLast !== undefined) beforeLast.keepWithNext = true;
}

/** All of them on one page. */
export function keepTogether(rows: readonly Row[]): void {
  for (const row of rows.slice(0, -1)) row.keepWithNext = true;
}
