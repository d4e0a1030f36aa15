import type { Statement, StatementRow } from './statement.ts';
import { type FontName, PAGE, type Tag, TaggedPage, TEXT_WIDTH } from './tagged-page.ts';

const LABEL_WIDTH = 160;
/** Upper edge of the foot of the page: room for three lines and the rule. */
const FOOT = PAGE.margin + 24;
const COLUMNS = { time: 108, verdict: 66, gap: 8 } as const;

/** Sizes in points; `leading` is the height of a line. */
const STYLES = {
  title: { font: 'bold', size: 18, leading: 24 },
  subtitle: { font: 'italic', size: 10.5, leading: 15 },
  verdict: { font: 'bold', size: 11.5, leading: 16 },
  heading: { font: 'bold', size: 10.5, leading: 14 },
  text: { font: 'plain', size: 9.5, leading: 12.2 },
  small: { font: 'plain', size: 8.8, leading: 11 },
  smallBold: { font: 'bold', size: 8.8, leading: 11 },
  code: { font: 'mono', size: 8, leading: 12.2 },
} as const satisfies Record<string, { font: FontName; size: number; leading: number }>;
type Style = keyof typeof STYLES;

/** Lays the statement out on one A4 page; undefined when there is no room for it. The same statement gives the same octets. */
export async function composePage(statement: Statement, metadata: { language: string; date: Date }): Promise<Buffer | undefined> {
  const page = await TaggedPage.create({ title: statement.title, subject: statement.subtitle, ...metadata });
  writeHead(page, statement);
  writeSection(page, statement.sections.message, () => writeRows(page, statement.message));
  writeSection(page, statement.sections.content, () => writeRows(page, statement.content));
  writeSection(page, statement.sections.receipts, () => writeReceipts(page, statement));
  writeSection(page, statement.sections.notShown, () => writeList(page, statement.notShown));
  writeSection(page, statement.sections.tools, () => writeTools(page, statement.tools));
  const fits = page.y > FOOT;
  writeFoot(page, statement);
  return fits ? page.octets() : undefined;
}

function writeHead(page: TaggedPage, statement: Statement): void {
  page.rule({ x: PAGE.margin, y: page.y + 8, width: TEXT_WIDTH, thickness: 1.4 });
  paragraph(page, 'H1', statement.title, 'title');
  paragraph(page, 'P', statement.subtitle, 'subtitle');
  page.rule({ x: PAGE.margin, y: page.y - 3, width: TEXT_WIDTH });
  page.y -= 10;
  paragraph(page, 'P', statement.introduction, 'text');
  page.y -= 6;
  const top = page.y;
  page.y -= 5;
  paragraph(page, 'P', statement.verdict, 'verdict', { x: PAGE.margin + 8, width: TEXT_WIDTH - 16 });
  paragraph(page, 'P', statement.counts, 'small', { x: PAGE.margin + 8, width: TEXT_WIDTH - 16 });
  page.y -= 6;
  page.rule({ x: PAGE.margin, y: page.y, width: TEXT_WIDTH, height: top - page.y, thickness: 0.9 });
}

function writeSection(page: TaggedPage, heading: string, write: () => void): void {
  page.y -= 8;
  paragraph(page, 'H2', heading, 'heading');
  page.rule({ x: PAGE.margin, y: page.y - 2, width: TEXT_WIDTH, thickness: 0.4 });
  page.y -= 4;
  write();
}

function writeRows(page: TaggedPage, rows: readonly StatementRow[]): void {
  page.within('Table', () => {
    for (const { name, value, isCode } of rows) {
      page.within('TR', () => {
        const top = page.y;
        paragraph(page, 'TH', name, 'text', { x: PAGE.margin, width: LABEL_WIDTH });
        const below = page.y;
        page.y = top;
        paragraph(page, 'TD', value, isCode === true ? 'code' : 'text', {
          x: PAGE.margin + LABEL_WIDTH + 8,
          width: TEXT_WIDTH - LABEL_WIDTH - 8,
        });
        page.y = Math.min(page.y, below) - 1;
      });
    }
  });
}

function writeReceipts(page: TaggedPage, { receipts, receiptColumns, moreReceipts }: Statement): void {
  page.within('Table', () => {
    tableRow(page, 'TH', 'smallBold', [receiptColumns.time, receiptColumns.receipt, receiptColumns.verdict]);
    for (const { time, code, text, issuer, verdict } of receipts) {
      tableRow(page, 'TD', 'small', [time, `${code} ${text} [${issuer}]`.trim(), verdict]);
    }
  });
  if (moreReceipts !== undefined) paragraph(page, 'P', moreReceipts, 'small');
}

function tableRow(page: TaggedPage, tag: Tag, style: Style, [time, text, verdict]: readonly [string, string, string]): void {
  page.within('TR', () => {
    const top = page.y;
    const middle = TEXT_WIDTH - COLUMNS.time - COLUMNS.verdict - 2 * COLUMNS.gap;
    const cells = [
      { text: time, x: PAGE.margin, width: COLUMNS.time },
      { text, x: PAGE.margin + COLUMNS.time + COLUMNS.gap, width: middle },
      { text: verdict, x: PAGE.width - PAGE.margin - COLUMNS.verdict, width: COLUMNS.verdict },
    ];
    let lowest = top;
    for (const cell of cells) {
      page.y = top;
      paragraph(page, tag, cell.text, style, cell);
      lowest = Math.min(lowest, page.y);
    }
    page.y = lowest - 2;
  });
}

function writeList(page: TaggedPage, items: readonly string[]): void {
  page.within('L', () => {
    for (const item of items) paragraph(page, 'LI', `\u2022 ${item}`, 'small', { x: PAGE.margin, width: TEXT_WIDTH, indent: 7 });
  });
}

function writeTools(page: TaggedPage, tools: Statement['tools']): void {
  for (const { text, command } of tools) {
    paragraph(page, 'P', text, 'small');
    paragraph(page, 'P', command, 'code', { x: PAGE.margin + 12, width: TEXT_WIDTH - 12 });
  }
}

/** Stands at the lower edge, whatever is above. */
function writeFoot(page: TaggedPage, { signature, footer }: Statement): void {
  page.y = FOOT;
  page.rule({ x: PAGE.margin, y: page.y, width: TEXT_WIDTH, thickness: 0.4 });
  page.y -= 2;
  paragraph(page, 'P', signature, 'small');
  paragraph(page, 'P', footer, 'small');
}

/** Writes a text in lines below one another; `page.y` is then below the last of them. */
function paragraph(
  page: TaggedPage,
  tag: Tag,
  text: string,
  style: Style,
  { x, width, indent = 0 }: { x: number; width: number; indent?: number } = { x: PAGE.margin, width: TEXT_WIDTH },
): void {
  const { font, size, leading } = STYLES[style];
  page.within(tag, () => {
    for (const [index, line] of linesOf(page, page.printable(text, font), { font, size, width: width - indent }).entries()) {
      page.y -= leading;
      page.line(line, { x: index === 0 ? x : x + indent, y: page.y, size, font });
    }
  });
}

/** Breaks between words, and inside a word that is longer than a line. */
function linesOf(page: TaggedPage, text: string, { font, size, width }: { font: FontName; size: number; width: number }): string[] {
  const fits = (line: string) => page.widthOf(line, font, size) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, fits))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || fits(longer)) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, fits: (text: string) => boolean): string[] {
  const found: string[] = [];
  let rest = word;
  while (!fits(rest) && rest.length > 1) {
    let length = rest.length - 1;
    while (length > 1 && !fits(rest.slice(0, length))) length -= 1;
    found.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return [...found, rest];
}
