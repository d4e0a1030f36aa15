import { EncryptedPDFError, PDFDocument } from 'pdf-lib';
import type { LetterFinding } from '../../gateway/contracts/letters.ts';

/** ISO 32000-1 annex H: readers accept the header within the first 1024 octets; so do we, everything before it is junk. */
const HEADER_WINDOW = 1_024;

/** Whether a letter opens, and how many pages it has. */
export type PageFinding = { acceptable: true; pages: number } | Extract<LetterFinding, { acceptable: false }>;

/** Opens a letter and counts its pages. Whatever the library throws on hostile input becomes `letter-damaged`. */
export async function inspectLetter(letter: Uint8Array, maximumLength: number): Promise<PageFinding> {
  if (letter.length > maximumLength) return { acceptable: false, code: 'letter-too-large' };
  const start = Buffer.from(letter.buffer, letter.byteOffset, Math.min(letter.length, HEADER_WINDOW));
  if (!start.includes('%PDF-')) return { acceptable: false, code: 'letter-not-pdf' };
  try {
    const document = await PDFDocument.load(letter, { updateMetadata: false, throwOnInvalidObject: true });
    const pages = document.getPageCount();
    return pages > 0 ? { acceptable: true, pages } : { acceptable: false, code: 'letter-damaged' };
  } catch (error) {
    const encrypted = error instanceof EncryptedPDFError || (await isEncrypted(letter));
    return { acceptable: false, code: encrypted ? 'letter-encrypted' : 'letter-damaged' };
  }
}

/** Encrypted object streams look damaged before the library sees that the letter is encrypted: reading leniently tells the two apart. */
async function isEncrypted(letter: Uint8Array): Promise<boolean> {
  try {
    await PDFDocument.load(letter, { updateMetadata: false });
    return false;
  } catch (error) {
    return error instanceof EncryptedPDFError;
  }
}
