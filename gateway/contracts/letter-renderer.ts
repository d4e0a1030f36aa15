import type { SignatureAppearance } from '../../crypto/pades/signature-appearance.ts';
import type { LetterDocument } from '../../treaty/letter/letter-document.ts';

export type {
  LetterBlock,
  LetterDocument,
  LetterFact,
  LetterLanguage,
  LetterParticular,
  LetterSignaturePlace,
  LetterSpan,
  LetterTable,
  LetterText,
} from '../../treaty/letter/letter-document.ts';

/** What is written to a letter beside its document. The same document and options give the same octets on machines of one kind. */
export interface LetterRendering {
  /** Goes into the identifier of the file: of the message, so that no two letters have the same. */
  identifier: string;
  /** Date of the file, to the second. */
  createdAt: Date;
  /** What has no form is refused, as a letter must be; a report about what others wrote may show question marks instead. */
  unknownCharacters?: 'replaced';
}

/** What a signature shows in the place that was kept for it. */
export interface SignatureMark {
  /** Language of the lines. */
  language: string;
  /** The first is set apart: in whose name. */
  lines: readonly string[];
}

/** Renders letters as tagged PDF/A. */
export interface LetterRenderer {
  /**
   * Throws an error of disposition `refuse` and code `letter-character-missing` for characters that have no form in the typeface of the
   * letter, `letter-too-long` for more text or pages than a letter may have: both before anything is signed.
   */
  render(document: LetterDocument, options: LetterRendering): Promise<Buffer>;
  /** The appearance of a signature for the place of that size, in points, with the part of the typeface that it needs. Throws as `render`. */
  drawMark(mark: SignatureMark, place: { width: number; height: number }): Promise<SignatureAppearance>;
  close(): Promise<void>;
}
