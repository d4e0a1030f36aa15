import * as z from 'zod';
import { calendarDate, itemIdentifier } from '../../common/identifiers.ts';
import { paragraphText } from '../../common/text.ts';

/** Whether a person agrees, freely and knowing what to: for a hearing by video, a transfer in custody, the service of a sentence abroad. */
export const consent = z.strictObject({
  person: itemIdentifier.exactOptional(),
  state: z.enum(['given', 'asked', 'refused', 'not-asked']),
  on: calendarDate.exactOptional(),
  informed: z.boolean().exactOptional().describe('The person was told of the consequences, in a language they understand.'),
  words: paragraphText.exactOptional(),
});
export type Consent = z.infer<typeof consent>;
