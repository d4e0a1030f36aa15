import { EncryptedPDFError, PDFDocument } from 'pdf-lib';
import type { LetterFinding } from '../../gateway/contracts/letter-inspector.ts';

/** ISO 32000-1 annex H: readers accept the header within the first 1024 octets; so do we, everything before it is junk. */
const HEADER_WINDOW = 1_024;

/** Opens a letter and counts its pages. Whatever the library throws on hostile input becomes `letter-damaged`. */
export async function inspectLetter(letter: Uint8Array, maximumLength: number): Promise<LetterFinding> {
  if (letter.length > maximumLength) return { acceptable: false, code: 'letter-too-large' };
  const start = Buffer.from(letter.buffer, letter.byteOffset, Math.min(letter.length, HEADER_WINDOW));
  if (!start.includes('%PDF-')) return { acceptable: false, code: 'letter-not-pdf' };
  try {
    const document = await PDFDocument.load(letter, { updateMetadata: false, throwOnInvalidObject: true });
    const pages = document.getPageCount();
    return pages > 0 ? { acceptable: true, pages } : { acceptable: false, code: 'letter-damaged' };
  } catch (error) {
    return { acceptable: false, code: error instanceof EncryptedPDFError ? 'letter-encrypted' : 'letter-damaged' };
  }
}
