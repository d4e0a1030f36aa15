import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';

/** A block of text. Numbered blocks count within the document. */
export type Block =
  | { kind: 'title'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'numbered'; text: string }
  | { kind: 'signature'; text: string }
  | { kind: 'page-break' };

export interface DocumentText {
  /** PDF metadata. */
  title: string;
  language: string;
  /** Repeated on top of each page: who writes, and that it is invented. */
  header: readonly [string, string];
  /** Repeated below; `{page}` and `{pages}` are replaced. */
  footer: string;
  blocks: readonly Block[];
}

/** A4 in points, with the margins of a letter. */
const PAGE = { width: 595.28, height: 841.89, left: 71, right: 71, top: 120, bottom: 80 };
const INK = rgb(0.1, 0.1, 0.12);
const GREY = rgb(0.4, 0.4, 0.42);
const NUMBER_INDENT = 24;

const STYLES = {
  title: { size: 14, lineHeight: 19, before: 4, after: 12, bold: true },
  heading: { size: 11.5, lineHeight: 16, before: 12, after: 4, bold: true },
  paragraph: { size: 10.5, lineHeight: 15, before: 0, after: 7, bold: false },
  numbered: { size: 10.5, lineHeight: 15, before: 0, after: 6, bold: false },
  signature: { size: 10.5, lineHeight: 15, before: 26, after: 0, bold: false },
} as const;

/** Lays text out as a PDF with a real text layer, in the fonts every reader has. */
export async function composePdf(text: DocumentText, now: Date): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.setTitle(text.title);
  document.setLanguage(text.language);
  document.setProducer('Valija');
  document.setCreator('Valija (demonstration)');
  document.setCreationDate(now);
  document.setModificationDate(now);
  const fonts = { plain: await document.embedFont(StandardFonts.TimesRoman), bold: await document.embedFont(StandardFonts.TimesRomanBold) };
  const writer = new PageWriter(document, fonts, text);
  for (const block of text.blocks) writer.write(block);
  writer.finish();
  return Buffer.from(await document.save());
}

class PageWriter {
  readonly #document: PDFDocument;
  readonly #fonts: { plain: PDFFont; bold: PDFFont };
  readonly #text: DocumentText;
  #page: PDFPage;
  #y = 0;
  #number = 0;

  constructor(document: PDFDocument, fonts: { plain: PDFFont; bold: PDFFont }, text: DocumentText) {
    this.#document = document;
    this.#fonts = fonts;
    this.#text = text;
    this.#page = this.#newPage();
  }

  write(block: Block): void {
    if (block.kind === 'page-break') {
      this.#page = this.#newPage();
      return;
    }
    const style = STYLES[block.kind];
    const font = style.bold ? this.#fonts.bold : this.#fonts.plain;
    const indent = block.kind === 'numbered' ? NUMBER_INDENT : 0;
    const lines = wrap(block.text, font, style.size, PAGE.width - PAGE.left - PAGE.right - indent);
    this.#y -= style.before;
    for (const [index, line] of lines.entries()) {
      if (this.#y - style.lineHeight < PAGE.bottom) this.#page = this.#newPage();
      this.#y -= style.lineHeight;
      if (block.kind === 'numbered' && index === 0) {
        this.#number += 1;
        this.#page.drawText(`${this.#number}.`, { x: PAGE.left, y: this.#y, size: style.size, font, color: INK });
      }
      this.#page.drawText(line, { x: PAGE.left + indent, y: this.#y, size: style.size, font, color: INK });
    }
    this.#y -= style.after;
  }

  /** The footer names the number of pages, so it comes last. */
  finish(): void {
    const pages = this.#document.getPages();
    for (const [index, page] of pages.entries()) {
      const footer = this.#text.footer.replace('{page}', String(index + 1)).replace('{pages}', String(pages.length));
      page.drawText(footer, { x: PAGE.left, y: 46, size: 8.5, font: this.#fonts.plain, color: GREY });
    }
  }

  #newPage(): PDFPage {
    const page = this.#document.addPage([PAGE.width, PAGE.height]);
    const [authority, notice] = this.#text.header;
    page.drawText(authority, { x: PAGE.left, y: PAGE.height - 62, size: 11, font: this.#fonts.bold, color: INK });
    page.drawText(notice, { x: PAGE.left, y: PAGE.height - 78, size: 9, font: this.#fonts.bold, color: rgb(0.7, 0.1, 0.1) });
    const line = { x: PAGE.left, y: PAGE.height - 88 };
    page.drawLine({ start: line, end: { x: PAGE.width - PAGE.right, y: line.y }, thickness: 0.7, color: GREY });
    this.#y = PAGE.height - PAGE.top + 10;
    return page;
  }
}

/** Breaks text into lines that fit; a line break in the text stays one. */
function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && font.widthOfTextAtSize(longer, size) > width) {
        lines.push(line);
        line = word;
      } else {
        line = longer;
      }
    }
    return [...lines, line];
  });
}
