import type { SignatureAppearance } from '../../crypto/pades/signature-appearance.ts';
import type { SignatureMark } from '../../gateway/contracts/letter-renderer.ts';
import { requireEveryCharacter } from './every-character.ts';
import { embeddedFont } from './fonts/embedded-font.ts';
import { CUTS, LetterFonts, printable } from './fonts/letter-fonts.ts';
import type { Cut, Typeface } from './fonts/typeface.ts';
import { breakLines } from './layout/break-lines.ts';
import { resourceName, showText } from './layout/page.ts';
import { deflatedStream, type ObjectPart } from './pdf/pdf-object.ts';
import { decimal } from './pdf/pdf-syntax.ts';

export interface PlaceSize {
  width: number;
  height: number;
}

const INSET = 9;
const LEADING = 1.3;
/** Tried from the largest to the smallest, in points, until everything has room. */
const SIZES = [9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6];

/** What a place shows while nobody has signed: a broken frame and a line that says so. */
export function emptyPlace(fonts: LetterFonts, text: string, { width, height }: PlaceSize): string {
  const lines = fittingLines(fonts, [text], { width, height });
  return `q 0.6 G 0.6 w [3 2] 0 d ${frame({ width, height })} Q\n${lines.map((line) => showText(fonts, line.text, { ...line, grey: 0.4 })).join('\n')}`;
}

/**
 * The appearance of a signature: in whose name in bold, what else there is to say below it, in a frame. It brings the part of the typeface
 * that it needs, since a file is signed that may have none.
 *
 * @throws LetterRenderingError `letter-character-missing`
 */
export function drawSignatureMark({ lines }: SignatureMark, place: PlaceSize, typeface: Typeface): SignatureAppearance {
  const fonts = new LetterFonts(typeface);
  const shown = fittingLines(fonts, lines.map(printable), place).map((line) => showText(fonts, line.text, line));
  requireEveryCharacter(fonts);
  const content = Buffer.from(`0.25 G 0.9 w ${frame(place)}\n${shown.join('\n')}`, 'latin1');
  const groups = CUTS.filter((cut) => fonts.subsets[cut].characters().length > 0).map((cut) => ({
    cut,
    objects: embeddedFont(fonts.subsets[cut]),
  }));
  let next = 1;
  const resources: ObjectPart[] = [];
  const objects: ObjectPart[][] = [];
  for (const { cut, objects: own } of groups) {
    const first = next;
    resources.push(`/${resourceName(cut)} `, first);
    objects.push(...own.map((parts) => parts.map((part) => (typeof part === 'number' ? part + first : part))));
    next += own.length;
  }
  const [dictionary, ...rest] = deflatedStream('', content);
  const entries = String(dictionary).slice(2);
  const form: ObjectPart[] = [
    `<</Type/XObject/Subtype/Form/BBox[0 0 ${decimal(place.width)} ${decimal(place.height)}]/Resources<</Font<<`,
    ...resources,
    `>>>>${entries}`,
    ...rest,
  ];
  return { objects: [form, ...objects] };
}

interface PlacedLine {
  text: string;
  x: number;
  y: number;
  size: number;
  cut: Cut;
}

/** The lines at the largest size at which they have room; at the smallest, what has no room is left out. */
function fittingLines(fonts: LetterFonts, texts: readonly string[], { width, height }: PlaceSize): PlacedLine[] {
  const room = height - 2 * INSET;
  for (const size of SIZES) {
    const lines = texts.flatMap((text, index) => {
      const cut: Cut = index === 0 && texts.length > 1 ? 'bold' : 'plain';
      return breakLines([{ text, cut, size, grey: 0, owner: undefined }], width - 2 * INSET, fonts).map((line) => ({
        text: line.pieces.map((piece) => piece.text).join(''),
        cut,
      }));
    });
    const leading = size * LEADING;
    const count = Math.floor(room / leading);
    if (lines.length > count && size !== SIZES.at(-1)) continue;
    return lines.slice(0, count).map(({ text, cut }, index) => ({
      text,
      cut,
      size,
      x: INSET,
      y: height - INSET - size * 0.8 - index * leading,
    }));
  }
  return [];
}

function frame({ width, height }: PlaceSize): string {
  return `0.5 0.5 ${decimal(width - 1)} ${decimal(height - 1)} re S`;
}
