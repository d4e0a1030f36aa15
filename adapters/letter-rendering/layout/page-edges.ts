import type { LetterDocument } from '../../../gateway/contracts/letter-renderer.ts';
import { type LetterFonts, printable } from '../fonts/letter-fonts.ts';
import { decimal } from '../pdf/pdf-syntax.ts';
import { breakLines } from './break-lines.ts';
import { PAGE, type Page, showText, TEXT_WIDTH } from './page.ts';
import { STYLES } from './styles.ts';

const HEAD_Y = PAGE.height - 44;
const FOOT_RULE_Y = 58;
const FOOT_Y = 46;
/** Of the width of the foot, for what stands beside the number of the page. */
const FOOT_SHARE = 0.74;
const FOOT_LINES = 2;

/** Grey and angle of a watermark, and the length of the diagonal that it may fill. */
const WATERMARK = { grey: 0.87, radians: Math.atan2(PAGE.height, PAGE.width), length: 760, largest: 74 } as const;

/** Running head and foot of every page. They are the same everywhere and are no part of what the letter says. */
export function drawEdges(pages: readonly Page[], fonts: LetterFonts, document: LetterDocument): void {
  const { size, cut, grey } = STYLES.foot;
  const footer = edgeLines(fonts, document.footer, TEXT_WIDTH * FOOT_SHARE, FOOT_LINES);
  const [head = ''] = edgeLines(fonts, document.runningHead, TEXT_WIDTH, 1);
  for (const [index, page] of pages.entries()) {
    const style = { size, cut, grey };
    if (index > 0) {
      page.text('pagination', head, { x: PAGE.left, y: HEAD_Y, ...style });
      page.rule(PAGE.left, HEAD_Y - 6, TEXT_WIDTH, { owner: 'pagination' });
    }
    const label = printable(document.pageLabel.replace('{page}', String(index + 1)).replace('{pages}', String(pages.length)));
    const x = PAGE.width - PAGE.right - fonts.widthOf(label, cut, size);
    page.rule(PAGE.left, FOOT_RULE_Y, TEXT_WIDTH, { owner: 'pagination' });
    for (const [row, line] of footer.entries()) {
      page.text('pagination', line, { x: PAGE.left, y: FOOT_Y - row * STYLES.foot.leading, ...style });
    }
    page.text('pagination', label, { x, y: FOOT_Y, ...style });
  }
}

/** As many lines as there is room for; what is cut off is marked. */
function edgeLines(fonts: LetterFonts, text: string, width: number, count: number): string[] {
  const { size, cut, grey } = STYLES.foot;
  const lines = breakLines([{ text: printable(text), size, cut, grey, owner: 'pagination' as const }], width - 10, fonts);
  const shown = lines.map((line) => line.pieces.map((piece) => piece.text).join(''));
  return lines.length <= count ? shown : [...shown.slice(0, count - 1), `${(shown[count - 1] ?? '').trimEnd()}\u2026`];
}

/** Along the diagonal, as large as there is room, below all that follows. */
export function drawWatermark(page: Page, fonts: LetterFonts, watermark: string): void {
  const text = printable(watermark);
  const size = Math.min(WATERMARK.largest, WATERMARK.length / Math.max(fonts.widthOf(text, 'bold', 1), 1));
  const half = fonts.widthOf(text, 'bold', size) / 2;
  const [cos, sin] = [Math.cos(WATERMARK.radians), Math.sin(WATERMARK.radians)];
  const matrix = [cos, sin, -sin, cos].map((value) => value.toFixed(4)).join(' ');
  const x = PAGE.width / 2 - half * cos + (size / 3) * sin;
  const y = PAGE.height / 2 - half * sin - (size / 3) * cos;
  const shown = showText(fonts, text, { x: 0, y: 0, size, cut: 'bold', grey: WATERMARK.grey });
  page.operators('watermark', `q ${matrix} ${decimal(x)} ${decimal(y)} cm ${shown} Q`);
}
