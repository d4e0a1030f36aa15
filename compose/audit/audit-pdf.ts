import { PDFDocument, type PDFFont, type PDFPage, StandardFonts } from 'pdf-lib';
import type { AuditLine } from './audit-lines.ts';

/** A4 in points. */
const PAGE = { width: 595.28, height: 841.89, margin: 57 } as const;
const WIDTH = PAGE.width - 2 * PAGE.margin;

const STYLES = {
  title: { font: 'bold', size: 17, before: 0, leading: 24 },
  verdict: { font: 'bold', size: 11, before: 2, leading: 18 },
  heading: { font: 'bold', size: 11, before: 10, leading: 15 },
  text: { font: 'plain', size: 8.8, before: 0, leading: 11.5 },
} as const;

interface Fonts {
  plain: PDFFont;
  bold: PDFFont;
}

/** The report on plain pages, numbered, in the fonts that every reader has. The same report gives the same octets. */
export async function auditPdf(lines: readonly AuditLine[], metadata: { title: string; language: string; date: Date }): Promise<Buffer> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(metadata.title, { showInWindowTitleBar: true });
  document.setLanguage(metadata.language);
  document.setProducer('Valija');
  document.setCreator('valija audit');
  document.setCreationDate(metadata.date);
  document.setModificationDate(metadata.date);
  const fonts = { plain: await document.embedFont(StandardFonts.TimesRoman), bold: await document.embedFont(StandardFonts.TimesRomanBold) };
  const write = pageWriter(document, fonts);
  for (const line of lines) write(line);
  numberPages(document.getPages(), fonts.plain);
  return Buffer.from(await document.save({ useObjectStreams: false }));
}

/** Writes line after line, each broken where it is too long, on as many pages as it takes. */
function pageWriter(document: PDFDocument, fonts: Fonts): (line: AuditLine) => void {
  let page: PDFPage | undefined;
  let y = 0;
  return ({ style, text }) => {
    const { font: name, size, before, leading } = STYLES[style];
    const font = fonts[name];
    y -= before;
    for (const part of broken(printable(text, font), font, size)) {
      if (page === undefined || y - leading < PAGE.margin) {
        page = document.addPage([PAGE.width, PAGE.height]);
        y = PAGE.height - PAGE.margin;
      }
      y -= leading;
      page.drawText(part, { x: PAGE.margin, y, size, font });
    }
  };
}

/** Between words, and inside those that are longer than a line: digests and identifiers. */
function broken(text: string, font: PDFFont, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string) => font.widthOfTextAtSize(candidate, size) <= WIDTH;
  for (const word of text.split(/(?<= )/)) {
    if (fits(line + word.trimEnd())) {
      line += word;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    line = '';
    for (const character of word) {
      if (!fits(line + character)) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return [...lines, line.trimEnd()];
}

/** What the font lacks is shown as a question mark: identifiers are chosen by others. */
function printable(text: string, font: PDFFont): string {
  const known = new Set(font.getCharacterSet());
  return [...text.normalize('NFC')].map((character) => (known.has(character.codePointAt(0) ?? 0) ? character : '?')).join('');
}

function numberPages(pages: readonly PDFPage[], font: PDFFont): void {
  for (const [index, page] of pages.entries()) {
    page.drawText(`${index + 1} / ${pages.length}`, { x: PAGE.width - PAGE.margin - 40, y: PAGE.margin / 2, size: 8, font });
  }
}
