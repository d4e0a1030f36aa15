import type { LetterFact, LetterTable, LetterText } from '../../../gateway/contracts/letter-renderer.ts';
import { LetterRenderingError } from '../error.ts';
import type { StructureElement } from '../pdf/structure-tree.ts';
import type { TextLine } from './break-lines.ts';
import type { Page } from './page.ts';
import type { RepeatedRow, Row } from './row.ts';
import { STYLES, type Style } from './styles.ts';
import { baselineOf, drawLine, type Frame, type LayoutTools, textLines, textRows } from './text-rows.ts';

/** Rows of a table with more lines than this may be divided between pages. */
const LINES_KEPT_TOGETHER = 12;

/** More rows than this belong into a file beside the letter. */
const MAXIMUM_ROWS = 5_000;

const PADDING = 3.5;
const GAP = 9;
/** Of the width, for the labels of facts. */
const LABEL_SHARE = 0.31;

interface Cell {
  x: number;
  lines: TextLine<StructureElement>[];
  style: Style;
}

/** Labels with values beside them: a table whose first column is headings of rows. */
export function factRows(tools: LayoutTools, caption: string, facts: readonly LetterFact[], frame: Frame): Row[] {
  const { structure } = tools;
  const table = structure.element('Table', frame.parent, { attributes: summary(caption) });
  const labelWidth = frame.width * LABEL_SHARE;
  return facts.flatMap(({ label, value }) => {
    const row = structure.element('TR', table);
    const cells = [
      cell(tools, label, { x: frame.x, width: labelWidth - GAP, style: STYLES.factLabel }, headingOf(tools, row, 'Row')),
      cell(tools, value, { x: frame.x + labelWidth, width: frame.width - labelWidth, style: STYLES.fact }, structure.element('TD', row)),
    ];
    return cellRows(cells, { before: STYLES.fact.before });
  });
}

/** A table with headings, which are shown again on each page. @throws LetterRenderingError `letter-too-long` */
export function tableRows(tools: LayoutTools, { caption, columns, rows }: LetterTable, frame: Frame): Row[] {
  if (rows.length > MAXIMUM_ROWS) throw new LetterRenderingError('letter-too-long', `a table of more than ${MAXIMUM_ROWS} rows`);
  const { structure } = tools;
  const table = structure.element('Table', frame.parent);
  const captionRows = textRows(tools, caption, STYLES.caption, frame, structure.element('Caption', table));
  for (const row of captionRows) row.keepWithNext = true;
  const places = columnPlaces(columns, frame);
  const heading = structure.element('TR', table);
  const headings = columns.map((column, index) =>
    cell(tools, column.heading, { ...placeOf(places, index), style: STYLES.cellHeading }, headingOf(tools, heading, 'Column')),
  );
  const headingRows = ruled(cellRows(headings, { before: 3, isHeading: true }), frame, { thickness: 0.9, grey: 0.2 });
  const repeated = headingRows.map((row) => asDecoration(row, headings, frame));
  const body = rows.flatMap((texts) => {
    const row = structure.element('TR', table);
    const cells = columns.map((_, index) => {
      const owner = index === 0 ? headingOf(tools, row, 'Row') : structure.element('TD', row);
      return cell(tools, texts[index] ?? '', { ...placeOf(places, index), style: STYLES.cell }, owner);
    });
    return ruled(cellRows(cells, { before: 0 }), frame, { thickness: 0.3, grey: 0.7 });
  });
  return [...captionRows, ...headingRows, ...body.map((row) => ({ ...row, repeated }))];
}

function cell(
  tools: LayoutTools,
  text: LetterText,
  { x, width, style }: { x: number; width: number; style: Style },
  owner: StructureElement,
): Cell {
  return { x, lines: textLines(tools, text, style, width, owner), style };
}

/** All lines of the cells as one row, or a row for each line where there are many. */
function cellRows(cells: readonly Cell[], { before, isHeading = false }: { before: number; isHeading?: boolean }): Row[] {
  const leading = cells[0]?.style.leading ?? 0;
  const count = Math.max(...cells.map(({ lines }) => lines.length));
  const rowOf = (from: number, to: number): Row => ({
    height: leading * (to - from),
    before: from === 0 ? before : 0,
    keepWithNext: isHeading,
    draw: (page, top) => {
      for (const { x, lines, style } of cells) {
        for (const [index, line] of lines.slice(from, to).entries()) drawLine(page, line, x, top - index * leading - baselineOf(style));
      }
    },
  });
  if (count <= LINES_KEPT_TOGETHER) return [rowOf(0, count)];
  const rows = Array.from({ length: count }, (_, index) => rowOf(index, index + 1));
  for (const row of [...rows.slice(0, 1), ...rows.slice(-2, -1)]) row.keepWithNext = true;
  return rows;
}

/** With a line below the last of the rows, and air around them. */
function ruled(rows: readonly Row[], { x, width }: Frame, line: { thickness: number; grey: number }): Row[] {
  return rows.map((row, index) => {
    const [above, below] = [index === 0 ? PADDING : 0, index === rows.length - 1 ? PADDING : 0];
    return {
      ...row,
      height: row.height + above + below,
      draw: (page: Page, top: number) => {
        row.draw(page, top - above);
        if (below > 0) page.rule(x, top - above - row.height - below, width, line);
      },
    };
  });
}

/** The headings of the columns once more, for the eye alone: a reader that speaks has heard them. */
function asDecoration({ height }: Row, headings: readonly Cell[], { x, width }: Frame): RepeatedRow {
  return {
    height,
    draw: (page, top) => {
      for (const { x: left, lines, style } of headings) {
        for (const [index, line] of lines.entries()) {
          const y = top - PADDING - index * style.leading - baselineOf(style);
          let at = left;
          for (const piece of line.pieces) {
            page.text('pagination', piece.text, { x: at, y, size: piece.size, cut: piece.cut, grey: piece.grey });
            at += piece.width;
          }
        }
      }
      page.rule(x, top - height, width, { thickness: 0.9, grey: 0.2 });
    },
  };
}

function columnPlaces(columns: LetterTable['columns'], { x, width }: Frame): { x: number; width: number }[] {
  const total = columns.reduce((sum, { share }) => sum + share, 0);
  const available = width - GAP * (columns.length - 1);
  let at = x;
  return columns.map(({ share }) => {
    const place = { x: at, width: (available * share) / total };
    at += place.width + GAP;
    return place;
  });
}

function placeOf(places: readonly { x: number; width: number }[], index: number): { x: number; width: number } {
  return places[index] ?? { x: 0, width: 0 };
}

/** A cell that heads its row or column (ISO 32000-1 section 14.8.5.7). */
function headingOf({ structure }: LayoutTools, row: StructureElement, scope: 'Row' | 'Column'): StructureElement {
  return structure.element('TH', row, { attributes: `<</O/Table/Scope/${scope}>>` });
}

function summary(caption: string): string {
  const octets = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(caption, 'utf16le').swap16()]);
  return `<</O/Table/Summary<${octets.toString('hex')}>>>`;
}
