import { createHash } from 'node:crypto';
import type { LetterDocument, LetterRendering } from '../../gateway/contracts/letter-renderer.ts';
import { LetterRenderingError } from './error.ts';
import { requireEveryCharacter } from './every-character.ts';
import { LetterFonts } from './fonts/letter-fonts.ts';
import type { Typeface } from './fonts/typeface.ts';
import { blockRows } from './layout/block-rows.ts';
import { letterheadRows } from './layout/letterhead-rows.ts';
import { PAGE, Page, TEXT_WIDTH } from './layout/page.ts';
import { drawEdges, drawWatermark } from './layout/page-edges.ts';
import { paginate } from './layout/paginate.ts';
import { PdfFile } from './pdf/pdf-file.ts';
import { StructureTree } from './pdf/structure-tree.ts';
import { writeDocument } from './pdf/write-document.ts';

/** Characters of the document as JSON, labels and names of its members included. */
const MAXIMUM_LENGTH = 2_000_000;

/**
 * Renders a letter as PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1): tagged, with its fonts embedded, places for signatures as empty
 * fields. The same document, options and typeface give the same octets on machines of one kind.
 *
 * @throws LetterRenderingError `letter-character-missing`, `letter-too-long`
 */
export function renderLetter(document: LetterDocument, options: LetterRendering, typeface: Typeface): Buffer {
  const source = JSON.stringify({ document, ...options });
  if (source.length > MAXIMUM_LENGTH) throw new LetterRenderingError('letter-too-long', `more than ${MAXIMUM_LENGTH} characters`);
  const file = new PdfFile();
  const structure = new StructureTree(file);
  const fonts = new LetterFonts(typeface, { replaces: options.unknownCharacters === 'replaced' });
  const pages = layOut(document, { file, structure, fonts });
  requireEveryCharacter(fonts);
  const identifier = createHash('sha256').update(source).digest('hex').slice(0, 32).toUpperCase();
  const metadata = {
    title: document.title,
    language: document.language,
    author: document.letterhead.names[0],
    createdAt: options.createdAt,
  };
  return writeDocument({ file, structure, fonts, pages, metadata, identifier });
}

function layOut(
  document: LetterDocument,
  { file, structure, fonts }: { file: PdfFile; structure: StructureTree; fonts: LetterFonts },
): Page[] {
  const frame = { x: PAGE.left, width: TEXT_WIDTH, parent: structure.root };
  const tools = { fonts, structure };
  const rows = [...letterheadRows(tools, document.letterhead, frame), ...blockRows(tools, document.blocks, frame)];
  const pages = paginate(rows, () => {
    const page = new Page(file.reserve(), structure, fonts);
    if (document.watermark !== undefined) drawWatermark(page, fonts, document.watermark);
    return page;
  });
  drawEdges(pages, fonts, document);
  return pages;
}
