import * as z from 'zod';
import { lineText } from './text.ts';

/**
 * A number under which somebody keeps the case: a register, a court file, an investigation. A message carries any number of them; one may be
 * marked as the authoritative one (a ministry's own register, for example). It is never used to address anything.
 */
export const ownReference = z.strictObject({
  system: lineText.describe('Name of the register or system.'),
  number: lineText,
  authority: lineText.describe('Whose register it is.'),
  authoritative: z.literal(true).exactOptional().describe('This number counts where several are given.'),
});
export type OwnReference = z.infer<typeof ownReference>;

export const ownReferences = z.array(ownReference).max(50);
