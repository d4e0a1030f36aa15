import { readTypeface } from '../../adapters/letter-rendering/fonts/typeface.ts';
import { renderLetter } from '../../adapters/letter-rendering/render-letter.ts';
import type { LetterBlock } from '../../gateway/contracts/letter-renderer.ts';
import { LETTER_LANGUAGES, type LetterLanguage } from '../../treaty/letter/letter-document.ts';
import { letterTexts } from '../../treaty/letter/texts/letter-texts.ts';
import type { AuditLine } from './audit-lines.ts';

/**
 * The report as tagged PDF/A, its pages numbered. Characters that the typeface lacks are shown as question marks: identifiers are chosen by
 * others. The same report gives the same octets.
 */
export async function auditPdf(lines: readonly AuditLine[], metadata: { title: string; language: string; date: Date }): Promise<Buffer> {
  const language: LetterLanguage = LETTER_LANGUAGES.find((known) => known === metadata.language) ?? 'en';
  const document = {
    language,
    title: metadata.title,
    letterhead: { names: [], contact: [] },
    runningHead: metadata.title,
    pageLabel: letterTexts(language).pageLabel,
    footer: metadata.title,
    blocks: blocksOf(lines),
  };
  return renderLetter(document, { identifier: metadata.title, createdAt: metadata.date, unknownCharacters: 'replaced' }, readTypeface());
}

/** Lines of text that follow one another are items of one list. */
function blocksOf(lines: readonly AuditLine[]): LetterBlock[] {
  const blocks: LetterBlock[] = [];
  let items: string[] = [];
  const endList = () => {
    if (items.length > 0) blocks.push({ kind: 'list', items });
    items = [];
  };
  for (const { style, text } of lines) {
    if (style === 'text') {
      items.push(text);
      continue;
    }
    endList();
    blocks.push(headingOf(style, text));
  }
  endList();
  return blocks;
}

function headingOf(style: Exclude<AuditLine['style'], 'text'>, text: string): LetterBlock {
  if (style === 'verdict') return { kind: 'paragraph', text: [{ text, weight: 'strong' }] };
  return { kind: 'heading', level: style === 'title' ? 1 : 2, text };
}
