import * as z from 'zod';
import { calendarDate, itemIdentifier } from '../../common/identifiers.ts';
import { lineText, longText, paragraphText } from '../../common/text.ts';

/** Categories in which requests are counted. They are for statistics and priority; the offence itself is named by the law that punishes it. */
export const OFFENCE_CATEGORIES = [
  'organised-criminal-group',
  'corruption',
  'money-laundering',
  'trafficking-in-persons',
  'smuggling-of-migrants',
  'drugs',
  'firearms',
  'terrorism',
  'cybercrime',
  'fraud',
  'tax-and-customs',
  'homicide-and-violence',
  'sexual-offences',
  'offences-against-children',
  'theft-and-robbery',
  'cultural-property',
  'environment',
  'other',
] as const;

const penalty = z.strictObject({
  words: paragraphText.describe('As the law has it.'),
  /** Months, for a threshold in an instrument; absent for life. */
  maximumMonths: z.int().min(0).max(1_200).exactOptional(),
  life: z.boolean().exactOptional(),
  death: z.boolean().exactOptional(),
});

const limitation = z.strictObject({ words: paragraphText, expiresOn: calendarDate.exactOptional() });

/** An offence, with the law that punishes it and why it is one in both States. */
export const offence = z.strictObject({
  id: itemIdentifier.exactOptional(),
  name: lineText,
  category: z.enum(OFFENCE_CATEGORIES).exactOptional(),
  provisions: lineText.exactOptional().describe('Statute and article.'),
  textOfLaw: longText.exactOptional().describe('The wording, where it is not in a file.'),
  penalty: penalty.exactOptional(),
  limitation: limitation.exactOptional(),
  committedOn: lineText.exactOptional().describe('Date or period, as far as known.'),
  committedAt: lineText.exactOptional().describe('Place.'),
  dualCriminality: paragraphText.exactOptional().describe('Why the conduct is an offence in the requested State too.'),
  fiscal: z.boolean().exactOptional(),
});
export type Offence = z.infer<typeof offence>;
