import { OTHER_TEXT, replaced, SIGNED_TEXT } from '../pades/support.ts';

export { smallPdf } from '../pades/support.ts';

/** The same file with another text in the page, of the same length. */
export function otherText(pdf: Buffer): Buffer {
  return replaced(pdf, SIGNED_TEXT, OTHER_TEXT);
}
