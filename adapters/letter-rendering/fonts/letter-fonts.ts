import { hexadecimal } from './embedded-font.ts';
import { FontSubset } from './font-subset.ts';
import type { Cut, Typeface } from './typeface.ts';

export const CUTS: readonly Cut[] = ['plain', 'bold', 'italic'];

/**
 * Characters that show nothing by themselves and are left out: marks of where a word may be broken or must not be joined, and of the
 * direction of writing.
 */
const WITHOUT_FORM = /[\u00AD\u200B-\u200F\u2060]/gu;

/** Everything else without a form: control characters, what turns writing around, private use, what is not assigned. */
const NEVER_SHOWN = /^\p{C}$/u;

const REPLACEMENT = '?';

/** The fonts of one document: measures and encodes text, and remembers what it uses of each and which characters they lack. */
export class LetterFonts {
  readonly subsets: Readonly<Record<Cut, FontSubset>>;
  readonly missing = new Set<string>();
  readonly #advances: Readonly<Record<Cut, Map<string, number>>> = { plain: new Map(), bold: new Map(), italic: new Map() };

  readonly #replaces: boolean;

  /** `replaces`: shows a question mark for what has no form, and misses nothing. */
  constructor(typeface: Typeface, { replaces = false }: { replaces?: boolean } = {}) {
    this.#replaces = replaces;
    this.subsets = { plain: new FontSubset(typeface.plain), bold: new FontSubset(typeface.bold), italic: new FontSubset(typeface.italic) };
  }

  /** Width in points. */
  widthOf(text: string, cut: Cut, size: number): number {
    let width = 0;
    for (const character of text) width += this.#advanceOf(character, cut);
    return width * size;
  }

  /** The text as the string that shows it, in hexadecimal. */
  encoded(text: string, cut: Cut): string {
    let digits = '';
    for (const character of text) digits += hexadecimal(this.#numberOf(character, cut) ?? 0);
    return digits;
  }

  /** In proportion to the size. */
  #advanceOf(character: string, cut: Cut): number {
    const advances = this.#advances[cut];
    const known = advances.get(character);
    if (known !== undefined) return known;
    const { font } = this.subsets[cut];
    const isKnown = !NEVER_SHOWN.test(character) && font.glyphOf(character.codePointAt(0) ?? 0) !== undefined;
    const shown = isKnown || !this.#replaces ? character : REPLACEMENT;
    if (this.#numberOf(character, cut) === undefined) return 0;
    const advance = font.advanceOf(font.glyphOf(shown.codePointAt(0) ?? 0) ?? 0) / font.unitsPerEm;
    advances.set(character, advance);
    return advance;
  }

  #numberOf(character: string, cut: Cut): number | undefined {
    const number = NEVER_SHOWN.test(character) ? undefined : this.subsets[cut].use(character);
    if (number !== undefined) return number;
    if (this.#replaces) return this.subsets[cut].use(REPLACEMENT);
    this.missing.add(character);
    return undefined;
  }
}

/** Composed letters, tabs as spaces, and nothing that has no form. */
export function printable(text: string): string {
  return text.normalize('NFC').replace(WITHOUT_FORM, '').replace(/\r\n?/g, '\n').replace(/\t/g, ' ');
}
