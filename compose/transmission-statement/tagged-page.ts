import {
  type PDFDict,
  PDFDocument,
  type PDFFont,
  PDFName,
  type PDFObject,
  PDFOperator,
  PDFOperatorNames,
  type PDFPage,
  type PDFRef,
  rgb,
  StandardFonts,
} from 'pdf-lib';

/** A4 in points; margins of two centimetres. */
export const PAGE = { width: 595.28, height: 841.89, margin: 57 } as const;
export const TEXT_WIDTH = PAGE.width - 2 * PAGE.margin;

const INK = rgb(0.08, 0.08, 0.1);
const RULE = rgb(0.45, 0.45, 0.48);

/** Structure types of ISO 32000-1 section 14.8.4 that a page of ours needs. */
export type Tag = 'H1' | 'H2' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'L' | 'LI';
export type FontName = 'plain' | 'bold' | 'italic' | 'mono';

interface Element {
  dictionary: PDFDict;
  reference: PDFRef;
  children: PDFObject[];
}

const FONTS: Readonly<Record<FontName, StandardFonts>> = {
  plain: StandardFonts.TimesRoman,
  bold: StandardFonts.TimesRomanBold,
  italic: StandardFonts.TimesRomanItalic,
  mono: StandardFonts.Courier,
};

/** One page of text with a structure that screen readers follow (ISO 32000-1 section 14.7), in the fonts that every reader has. */
export class TaggedPage {
  /** Distance of the next line from the lower edge, in points. */
  y = PAGE.height - PAGE.margin;
  readonly #document: PDFDocument;
  readonly #page: PDFPage;
  readonly #fonts: Readonly<Record<FontName, PDFFont>>;
  readonly #root: Element;
  #open: Element;
  /** For each piece of marked content the element that it belongs to. */
  readonly #owners: PDFRef[] = [];

  private constructor(document: PDFDocument, fonts: Readonly<Record<FontName, PDFFont>>) {
    this.#document = document;
    this.#fonts = fonts;
    this.#page = document.addPage([PAGE.width, PAGE.height]);
    this.#root = this.#element('Document');
    this.#open = this.#root;
  }

  static async create(metadata: { title: string; language: string; subject: string; date: Date }): Promise<TaggedPage> {
    const document = await PDFDocument.create({ updateMetadata: false });
    document.setTitle(metadata.title, { showInWindowTitleBar: true });
    document.setSubject(metadata.subject);
    document.setLanguage(metadata.language);
    document.setProducer('Valija');
    document.setCreator('valija verify');
    document.setCreationDate(metadata.date);
    document.setModificationDate(metadata.date);
    const embedded = await Promise.all(Object.entries(FONTS).map(async ([name, font]) => [name, await document.embedFont(font)] as const));
    return new TaggedPage(document, Object.fromEntries(embedded) as Record<FontName, PDFFont>);
  }

  /** Everything that `write` draws belongs to one structure element. */
  within(tag: Tag, write: () => void): void {
    const parent = this.#open;
    const element = this.#element(tag, parent);
    parent.children.push(element.reference);
    this.#open = element;
    write();
    this.#open = parent;
  }

  /** One line of text from `x`, at the height `y`, as content of the element that is open. */
  line(text: string, at: { x: number; y: number; size: number; font: FontName }): void {
    this.#page.pushOperators(beginMarked(this.#openTag(), `<</MCID ${this.#owners.length}>>`));
    this.#open.children.push(this.#document.context.obj(this.#owners.length));
    this.#owners.push(this.#open.reference);
    this.#page.drawText(text, { x: at.x, y: at.y, size: at.size, font: this.#fonts[at.font], color: INK });
    this.#page.pushOperators(endMarked());
  }

  /** A thin line, or a frame where `height` is given: decoration, which no reader speaks. */
  rule(at: { x: number; y: number; width: number; height?: number; thickness?: number }): void {
    const { x, y, width, height, thickness = 0.6 } = at;
    this.#page.pushOperators(PDFOperator.of(PDFOperatorNames.BeginMarkedContent, [PDFName.of('Artifact')]));
    if (height === undefined) this.#page.drawLine({ start: { x, y }, end: { x: x + width, y }, thickness, color: RULE });
    else this.#page.drawRectangle({ x, y, width, height, borderWidth: thickness, borderColor: RULE });
    this.#page.pushOperators(endMarked());
  }

  widthOf(text: string, font: FontName, size: number): number {
    return this.#fonts[font].widthOfTextAtSize(text, size);
  }

  /** The text with every character that the fonts lack replaced. */
  printable(text: string, font: FontName): string {
    const known = new Set(this.#fonts[font].getCharacterSet());
    return [...text.normalize('NFC')].map((character) => (known.has(character.codePointAt(0) ?? 0) ? character : '?')).join('');
  }

  async octets(): Promise<Buffer> {
    this.#writeStructure();
    return Buffer.from(await this.#document.save({ useObjectStreams: false }));
  }

  #element(type: string, parent?: Element): Element {
    const { context } = this.#document;
    const dictionary = context.obj({
      Type: 'StructElem',
      S: type,
      Pg: this.#page.ref,
      ...(parent === undefined ? {} : { P: parent.reference }),
    });
    const element: Element = { dictionary, reference: context.register(dictionary), children: [] };
    this.#elements.push(element);
    return element;
  }
  readonly #elements: Element[] = [];

  #openTag(): PDFName {
    return this.#open.dictionary.get(PDFName.of('S')) as PDFName;
  }

  #writeStructure(): void {
    const { context, catalog } = this.#document;
    for (const { dictionary, children } of this.#elements) dictionary.set(PDFName.of('K'), context.obj(children));
    const parents = context.obj({ Nums: [0, context.obj(this.#owners)] });
    const tree = context.register(
      context.obj({ Type: 'StructTreeRoot', K: [this.#root.reference], ParentTree: context.register(parents), ParentTreeNextKey: 1 }),
    );
    this.#root.dictionary.set(PDFName.of('P'), tree);
    catalog.set(PDFName.of('StructTreeRoot'), tree);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
    this.#page.node.set(PDFName.of('StructParents'), context.obj(0));
    this.#page.node.set(PDFName.of('Tabs'), PDFName.of('S'));
  }
}

function beginMarked(tag: PDFName, properties: string): PDFOperator {
  return PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, [tag, properties]);
}

function endMarked(): PDFOperator {
  return PDFOperator.of(PDFOperatorNames.EndMarkedContent);
}
