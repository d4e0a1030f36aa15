import * as z from 'zod';
import { calendarDate, sha256Hex } from '../../common/identifiers.ts';
import { lineText, paragraphText } from '../../common/text.ts';

/** The order on which a person is sought. */
export const detentionOrder = z.strictObject({
  issuedBy: lineText,
  issuedOn: calendarDate,
  number: lineText.exactOptional(),
  file: sha256Hex.exactOptional(),
});

/** A judgment that was given against the person, and what is left of its penalty. */
export const judgment = z.strictObject({
  court: lineText,
  on: calendarDate,
  final: z.boolean().exactOptional(),
  inAbsence: z.boolean().exactOptional().describe('The person was not there when it was given.'),
  retrial: paragraphText.exactOptional().describe('How a person judged in absence can be heard again.'),
  penalty: paragraphText.exactOptional(),
  remaining: lineText.exactOptional().describe('What is left to be served.'),
  file: sha256Hex.exactOptional(),
});
