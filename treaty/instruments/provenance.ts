import * as z from 'zod';
import { lineText } from '../common/text.ts';

/**
 * How far a statement of our data can be relied upon. `official`: read in a primary or official text; `secondary`: read in a secondary source;
 * `general-knowledge`: known to practitioners, read nowhere by us; `not-found`: looked for and not found; `own-setting`: a setting of this
 * installation that comes from no text.
 */
export const CONFIDENCES = ['official', 'secondary', 'general-knowledge', 'not-found', 'own-setting'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Where a statement comes from, and how far it can be relied upon. */
export const provenance = z.strictObject({
  confidence: z.enum(CONFIDENCES),
  sources: z.array(lineText).max(8),
  remarks: lineText.exactOptional(),
});
export type Provenance = z.infer<typeof provenance>;

/** Whether an article may be cited for the statement. */
export function isConfirmed({ confidence }: Provenance): boolean {
  return confidence === 'official' || confidence === 'secondary';
}
