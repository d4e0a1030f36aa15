import type { LetterSpan, LetterText } from '../../../gateway/contracts/letter-renderer.ts';
import { type LetterFonts, printable } from '../fonts/letter-fonts.ts';
import type { StructureElement, StructureTree } from '../pdf/structure-tree.ts';
import { breakLines, type TextLine, type TextRun } from './break-lines.ts';
import type { Page } from './page.ts';
import { keepEdges, type Row } from './row.ts';
import { STYLES, type Style } from './styles.ts';

/** What is needed to lay anything out. */
export interface LayoutTools {
  readonly fonts: LetterFonts;
  readonly structure: StructureTree;
}

/** Where something goes: its left edge and width in points, and the element that it is a part of. */
export interface Frame {
  readonly x: number;
  readonly width: number;
  readonly parent: StructureElement;
}

/** Where the letters of a line stand, as a part of its height from above. */
const BASELINE = 0.76;

/** A text as rows of one line each. `owner` is the element it is the content of. */
export function textRows(tools: LayoutTools, text: LetterText, style: Style, frame: Frame, owner: StructureElement): Row[] {
  const lines = textLines(tools, text, style, frame.width, owner);
  const rows = lines.map((line, index) => ({
    height: style.leading,
    before: index === 0 ? style.before : 0,
    keepWithNext: false,
    draw: (page: Page, top: number) => drawLine(page, line, frame.x, top - style.leading * BASELINE),
  }));
  keepEdges(rows);
  return rows;
}

/** A text as lines that fit the width. */
export function textLines(
  { fonts, structure }: LayoutTools,
  text: LetterText,
  style: Style,
  width: number,
  owner: StructureElement,
): TextLine<StructureElement>[] {
  const spans: readonly LetterSpan[] = typeof text === 'string' ? [{ text }] : text;
  const runs = spans.map((span): TextRun<StructureElement> => {
    const element = span.language === undefined ? owner : structure.element('Span', owner, { language: span.language });
    const { cut, size, grey } = runStyle(style, span.weight);
    return { text: printable(span.text), cut, size, grey, owner: element };
  });
  return breakLines(runs, width, fonts);
}

function runStyle(style: Style, weight: LetterSpan['weight']): Pick<Style, 'cut' | 'size' | 'grey'> {
  if (weight === 'strong') return { ...style, cut: 'bold' };
  if (weight === 'quiet')
    return { ...style, cut: style.cut === 'bold' ? 'plain' : style.cut, size: style.size - 1, grey: STYLES.foot.grey };
  return style;
}

export function drawLine(page: Page, line: TextLine<StructureElement>, x: number, y: number): void {
  let at = x;
  for (const piece of line.pieces) {
    page.text(piece.owner, piece.text, { x: at, y, size: piece.size, cut: piece.cut, grey: piece.grey });
    at += piece.width;
  }
}

/** From the top of a line to where its letters stand. */
export function baselineOf(style: Style): number {
  return style.leading * BASELINE;
}
