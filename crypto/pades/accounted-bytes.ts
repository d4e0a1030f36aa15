import type { CrossReferenceSection } from './cross-reference.ts';
import { WHITE_SPACE } from './pdf-characters.ts';
import type { PdfDocument } from './pdf-document.ts';

/** What every update ends with. */
const LAST_LINES = /^startxref[\0\t\n\f\r ]+(\d{1,10})[\0\t\n\f\r ]+%%EOF/;
const LAST_LINES_LENGTH = 64;

/**
 * The first octet after `from` that belongs to nothing: neither to an object that the sections list, nor to a section, nor to the lines
 * that end an update, nor white space. Undefined when there is none. Readers that repair files find objects by searching, and what one
 * of them finds and another does not is what an attacker hides between the objects.
 *
 * @throws CryptoError as reading objects does
 */
export function firstUnaccountedOffset(
  document: PdfDocument,
  from: number,
  sections: readonly CrossReferenceSection[],
): number | undefined {
  const { bytes } = document.source;
  const tables = new Map<number, number>();
  const objects = new Set<number>();
  for (const section of sections) {
    if (section.form === 'table') tables.set(section.offset, section.end);
    else objects.add(section.offset);
    addOffsets(objects, section);
    if (section.supplement !== undefined) addOffsets(objects.add(section.supplement.offset), section.supplement);
  }
  let position = from;
  while (position < document.end) {
    const octet = bytes[position] ?? 0;
    if (WHITE_SPACE[octet] === true) position += 1;
    else if (tables.has(position)) position = tables.get(position) ?? position;
    else if (objects.has(position)) position = document.readAt(position).extent?.end ?? position;
    else {
      const lines = LAST_LINES.exec(bytes.toString('latin1', position, Math.min(document.end, position + LAST_LINES_LENGTH)));
      if (lines === null || !sections.some((section) => section.offset === Number(lines[1]))) return position;
      position += lines[0].length;
    }
  }
  return undefined;
}

function addOffsets(offsets: Set<number>, section: CrossReferenceSection): void {
  for (const entry of section.entries.values()) if (entry.kind === 'offset') offsets.add(entry.offset);
}
