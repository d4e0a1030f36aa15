import type { LetterFonts } from '../fonts/letter-fonts.ts';
import { CUTS } from '../fonts/letter-fonts.ts';
import type { Cut } from '../fonts/typeface.ts';
import { decimal } from '../pdf/pdf-syntax.ts';
import type { StructureElement, StructureTree } from '../pdf/structure-tree.ts';

/** A4 in points, with the margins of a letter. */
export const PAGE = { width: 595.28, height: 841.89, left: 66, right: 66, top: 66, bottom: 74 } as const;
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;
export const TEXT_HEIGHT = PAGE.height - PAGE.top - PAGE.bottom;

/**
 * Whose content something is: of an element, or of none (an artifact, ISO 32000-1 section 14.8.2.2), which readers that speak pass over:
 * rules and frames, what is repeated on each page, and a watermark.
 */
export type ContentOwner = StructureElement | 'layout' | 'pagination' | 'watermark';

const ARTIFACTS = {
  layout: '/Artifact<</Type/Layout>>BDC',
  pagination: '/Artifact<</Type/Pagination>>BDC',
  watermark: '/Artifact<</Type/Pagination/Subtype/Watermark>>BDC',
} as const;

export interface PlacedText {
  x: number;
  /** Of the line on which the letters stand, from the lower edge of the page. */
  y: number;
  size: number;
  cut: Cut;
  /** Shade of grey, 0 is black. */
  grey?: number;
}

/** A field for a signature on a page. */
export interface PlacedField {
  field: string;
  description: string;
  /** Operators that show the place while nobody has signed. */
  shown: string;
  rectangle: { x: number; y: number; width: number; height: number };
}

/** The content of one page, with marks that say what belongs to which element of the structure. */
export class Page {
  /** Of its object in the file. */
  readonly number: number;
  readonly fields: { element: StructureElement; place: PlacedField }[] = [];
  readonly #structure: StructureTree;
  readonly #fonts: LetterFonts;
  readonly #operators: string[] = [];
  #owner: ContentOwner | undefined;

  constructor(number: number, structure: StructureTree, fonts: LetterFonts) {
    this.number = number;
    this.#structure = structure;
    this.#fonts = fonts;
  }

  text(owner: ContentOwner, text: string, at: PlacedText): void {
    this.#write(owner, showText(this.#fonts, text, at));
  }

  /** A thin horizontal line. */
  rule(x: number, y: number, width: number, { thickness = 0.5, grey = 0.55, owner = 'layout' as ContentOwner } = {}): void {
    this.#write(owner, `${decimal(grey)} G ${thickness} w ${decimal(x)} ${decimal(y)} m ${decimal(x + width)} ${decimal(y)} l S`);
  }

  /** A filled area without a frame. */
  area(x: number, y: number, width: number, height: number, grey: number): void {
    this.#write('layout', `${decimal(grey)} g ${decimal(x)} ${decimal(y)} ${decimal(width)} ${decimal(height)} re f`);
  }

  /** Keeps a place for a signature, which the element describes. */
  placeField(element: StructureElement, place: PlacedField): void {
    this.fields.push({ element, place });
  }

  /** PDF operators as they are. */
  operators(owner: ContentOwner, operators: string): void {
    this.#write(owner, operators);
  }

  /** The content so far, as a stream holds it. */
  content(): Buffer {
    this.#close();
    return Buffer.from(this.#operators.join('\n'), 'latin1');
  }

  #write(owner: ContentOwner, operators: string): void {
    if (this.#owner !== owner) {
      this.#close();
      this.#owner = owner;
      this.#operators.push(
        typeof owner === 'string' ? ARTIFACTS[owner] : `/${owner.type}<</MCID ${this.#structure.content(owner, this.number)}>>BDC`,
      );
    }
    this.#operators.push(operators);
  }

  #close(): void {
    if (this.#owner !== undefined) this.#operators.push('EMC');
    this.#owner = undefined;
  }
}

/** The name of a cut among the resources of pages and forms. */
export function resourceName(cut: Cut): string {
  return `F${CUTS.indexOf(cut) + 1}`;
}

/** Operators that show a line of text. */
export function showText(fonts: LetterFonts, text: string, { x, y, size, cut, grey = 0 }: PlacedText): string {
  return `BT ${decimal(grey)} g /${resourceName(cut)} ${decimal(size)} Tf ${decimal(x)} ${decimal(y)} Td <${fonts.encoded(text, cut)}> Tj ET`;
}
