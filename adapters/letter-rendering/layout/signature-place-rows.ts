import type { LetterSignaturePlace } from '../../../gateway/contracts/letter-renderer.ts';
import { printable } from '../fonts/letter-fonts.ts';
import { emptyPlace } from '../signature-mark.ts';
import type { Row } from './row.ts';
import { keepTogether } from './row.ts';
import { STYLES } from './styles.ts';
import { type Frame, type LayoutTools, textRows } from './text-rows.ts';

/** Of the place for a signature, in points. */
export const SIGNATURE_PLACE = { width: 270, height: 84 } as const;

/** In whose name, who signs, and the place that is kept for the signature; all on one page. */
export function signaturePlaceRows(tools: LayoutTools, block: LetterSignaturePlace, frame: Frame): Row[] {
  const { structure } = tools;
  const section = structure.element('Sect', frame.parent);
  const inner = { ...frame, parent: section };
  const lines = block.lines.flatMap((text, index) =>
    textRows(
      tools,
      text,
      { ...STYLES.text, cut: index === 0 ? 'bold' : 'plain', before: index === 0 ? 14 : 0 },
      inner,
      structure.element('P', section),
    ),
  );
  const form = structure.element('Form', section, { alternative: printable(block.description) });
  const place: Row = {
    height: SIGNATURE_PLACE.height,
    before: 6,
    keepWithNext: false,
    draw: (page, top) => {
      page.placeField(form, {
        field: block.field,
        description: printable(block.description),
        shown: emptyPlace(tools.fonts, printable(block.emptyText), SIGNATURE_PLACE),
        rectangle: { x: frame.x, y: top - SIGNATURE_PLACE.height, ...SIGNATURE_PLACE },
      });
    },
  };
  const rows = [...lines, place];
  keepTogether(rows);
  return rows;
}
