import type { LetterBlock, LetterParticular, LetterText } from '../../../gateway/contracts/letter-renderer.ts';
import type { StructureElement } from '../pdf/structure-tree.ts';
import type { Page } from './page.ts';
import type { Row } from './row.ts';
import { signaturePlaceRows } from './signature-place-rows.ts';
import { STYLES } from './styles.ts';
import { factRows, tableRows } from './table-rows.ts';
import { baselineOf, type Frame, type LayoutTools, textRows } from './text-rows.ts';

/** To the left of numbered particulars and of the items of a list. */
const NUMBER_INDENT = 26;
const BULLET_INDENT = 12;
const BULLET = '\u2022';

/** No ground below the text: it would hide a watermark. */
const NOTICE = { inset: 12, padding: 3, bar: 2.4, barGrey: 0.25 } as const;

/** What ends with a rule, a ground or a column, and the least space below it. */
const CLOSED: ReadonlySet<LetterBlock['kind']> = new Set(['table', 'notice', 'facts']);
const AFTER_CLOSED = 9;

/** Lays blocks out as rows, in order. @throws LetterRenderingError `letter-too-long` */
export function blockRows(tools: LayoutTools, blocks: readonly LetterBlock[], frame: Frame): Row[] {
  const rows: Row[] = [];
  let isClosed = false;
  for (const block of blocks) {
    if (block.kind === 'signature-place') {
      // A place to sign alone on a page invites to be put under another text.
      for (const row of rows.slice(-2)) row.keepWithNext = true;
    }
    const own = rowsOf(tools, block, frame);
    if (isClosed && own[0] !== undefined) own[0].before = Math.max(own[0].before, AFTER_CLOSED);
    rows.push(...own);
    isClosed = CLOSED.has(block.kind);
  }
  return rows;
}

function rowsOf(tools: LayoutTools, block: LetterBlock, frame: Frame): Row[] {
  switch (block.kind) {
    case 'heading': {
      const rows = textRows(
        tools,
        block.text,
        STYLES[`heading${block.level}`],
        frame,
        tools.structure.element(`H${block.level}`, frame.parent),
      );
      for (const row of rows) row.keepWithNext = true;
      return rows;
    }
    case 'paragraph':
      return textRows(tools, block.text, STYLES.text, frame, tools.structure.element('P', frame.parent));
    case 'subtitle': {
      const rows = textRows(tools, block.text, { ...STYLES.label, before: 6 }, frame, tools.structure.element('P', frame.parent));
      for (const row of rows) row.keepWithNext = true;
      return rows;
    }
    case 'notice':
      return noticeRows(tools, block, frame);
    case 'list':
      return listRows(tools, block.items, frame);
    case 'facts':
      return factRows(tools, block.caption, block.facts, frame);
    case 'table':
      return tableRows(tools, block, frame);
    case 'particulars':
      return particularRows(tools, block.items, frame);
    case 'signature-place':
      return signaturePlaceRows(tools, block, frame);
  }
}

function listRows(tools: LayoutTools, items: readonly LetterText[], frame: Frame): Row[] {
  const { structure } = tools;
  const list = structure.element('L', frame.parent, { attributes: '<</O/List/ListNumbering/Disc>>' });
  const inner = { ...frame, x: frame.x + BULLET_INDENT, width: frame.width - BULLET_INDENT };
  return items.flatMap((item) => {
    const entry = structure.element('LI', list);
    const label = structure.element('Lbl', entry);
    const body = structure.element('LBody', entry);
    const rows = textRows(tools, item, { ...STYLES.text, before: 2.5 }, inner, body);
    return withLabel(rows, label, BULLET, frame.x);
  });
}

/** A numbered list: label and article in the first line, below it what the letter has to say. */
function particularRows(tools: LayoutTools, items: readonly LetterParticular[], frame: Frame): Row[] {
  const { structure } = tools;
  const list = structure.element('L', frame.parent, { attributes: '<</O/List/ListNumbering/Decimal>>' });
  return items.flatMap(({ number, label, article, blocks }) => {
    const entry = structure.element('LI', list);
    const numbering = structure.element('Lbl', entry);
    const body = structure.element('LBody', entry);
    const inner = { x: frame.x + NUMBER_INDENT, width: frame.width - NUMBER_INDENT, parent: body };
    const text: LetterText = article === undefined ? label : [{ text: `${label} ` }, { text: `(${article})`, weight: 'quiet' }];
    const heading = textRows(tools, text, STYLES.label, inner, structure.element('P', body));
    for (const row of heading) row.keepWithNext = true;
    const rows = blockRows(tools, blocks, inner);
    const [first] = rows;
    if (first !== undefined) first.before = Math.min(first.before, 1);
    return withLabel([...heading, ...rows], numbering, number, frame.x);
  });
}

/** The number or bullet beside the first of the rows. */
function withLabel(rows: Row[], label: StructureElement, text: string, x: number): Row[] {
  const [first] = rows;
  if (first === undefined) return rows;
  const { draw } = first;
  const style = STYLES.label;
  const cut = text === BULLET ? 'plain' : 'bold';
  const labelled: Row = {
    ...first,
    draw: (page, top) => {
      page.text(label, `${text} `, { x, y: top - baselineOf(style), size: style.size, cut });
      draw(page, top);
    },
  };
  return [labelled, ...rows.slice(1)];
}

/** With a bar at its left. */
function noticeRows(tools: LayoutTools, { title, texts }: Extract<LetterBlock, { kind: 'notice' }>, frame: Frame): Row[] {
  const { structure } = tools;
  const section = structure.element('Sect', frame.parent);
  const inner = { x: frame.x + NOTICE.inset, width: frame.width - 2 * NOTICE.inset, parent: section };
  const heading = textRows(tools, title, { ...STYLES.heading3, before: 0 }, inner, structure.element('P', section));
  for (const row of heading) row.keepWithNext = true;
  const rows = [
    ...heading,
    ...texts.flatMap((text) => textRows(tools, text, { ...STYLES.text, before: 2 }, inner, structure.element('P', section))),
  ];
  return rows.map((row, index) => besideBar(row, frame, { isFirst: index === 0, isLast: index === rows.length - 1 }));
}

/** The space above a row has its part of the bar, so that it has no gaps. */
function besideBar(row: Row, { x }: Frame, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): Row {
  const above = isFirst ? NOTICE.padding : row.before;
  const height = above + row.height + (isLast ? NOTICE.padding : 0);
  return {
    ...row,
    before: isFirst ? 8 : 0,
    height,
    draw: (page: Page, top: number) => {
      page.area(x, top - height, NOTICE.bar, height, NOTICE.barGrey);
      row.draw(page, top - above);
    },
  };
}
