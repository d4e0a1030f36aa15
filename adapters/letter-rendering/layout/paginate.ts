import { LetterRenderingError } from '../error.ts';
import { PAGE, type Page, TEXT_HEIGHT } from './page.ts';
import type { Row } from './row.ts';

/** A letter longer than this is no letter: what it says belongs into files beside it. */
const MAXIMUM_PAGES = 200;

/** Puts rows on pages in order and draws them. @throws LetterRenderingError `letter-too-long` */
export function paginate(rows: readonly Row[], newPage: () => Page): Page[] {
  const pages: Page[] = [];
  const top = PAGE.height - PAGE.top;
  let y = top;
  let page: Page | undefined;
  for (let index = 0; index < rows.length; ) {
    const end = endOfGroup(rows, index);
    const group = rows.slice(index, end);
    const isTop = page === undefined || y === top;
    const height = heightOf(group, isTop);
    if (page === undefined || (height > y - PAGE.bottom && !isTop && height <= TEXT_HEIGHT)) {
      page = startPage(pages, newPage);
      y = top;
    }
    for (const row of group) {
      if (y - row.height - (y === top ? 0 : row.before) < PAGE.bottom && y !== top) {
        page = startPage(pages, newPage);
        y = top;
      }
      y = y === top ? drawRepeated(row, page, y) : y - row.before;
      row.draw(page, y);
      y -= row.height;
    }
    index = end;
  }
  return pages;
}

function startPage(pages: Page[], newPage: () => Page): Page {
  if (pages.length === MAXIMUM_PAGES) throw new LetterRenderingError('letter-too-long', `more than ${MAXIMUM_PAGES} pages`);
  const page = newPage();
  pages.push(page);
  return page;
}

/** The first row after those that stay together from `start` on. */
function endOfGroup(rows: readonly Row[], start: number): number {
  let end = start;
  while (rows[end]?.keepWithNext === true) end += 1;
  return end + 1;
}

function heightOf(group: readonly Row[], isTop: boolean): number {
  return group.reduce((sum, row, index) => sum + row.height + (isTop && index === 0 ? 0 : row.before), 0);
}

function drawRepeated(row: Row, page: Page, top: number): number {
  let y = top;
  for (const repeated of row.repeated ?? []) {
    repeated.draw(page, y);
    y -= repeated.height;
  }
  return y;
}
