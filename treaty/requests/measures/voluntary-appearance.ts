import * as z from 'zod';
import { calendarDate } from '../../common/identifiers.ts';
import { lineText, paragraphText } from '../../common/text.ts';
import { consent } from '../shared/consent.ts';
import { measureBase } from './measure-base.ts';

/** What holds for a person who comes from custody (UNTOC 18(10) to (12)). */
export const custodyTerms = z.strictObject({
  keptInCustody: z.boolean().exactOptional(),
  returnBy: calendarDate.exactOptional(),
  timeCounts: z.boolean().exactOptional().describe('Time spent there counts towards the sentence.'),
  agreement: paragraphText.exactOptional().describe('What the two States have agreed on.'),
});

/** Facilitating the voluntary appearance of persons in the requesting State (UNTOC 18(3), eighth kind; 18(10) to (12) and 18(27)). */
export const voluntaryAppearance = z.strictObject({
  kind: z.literal('voluntary-appearance'),
  ...measureBase,
  place: paragraphText.exactOptional(),
  from: calendarDate.exactOptional(),
  until: calendarDate.exactOptional(),
  capacity: lineText.exactOptional().describe('Witness, expert, help to an investigation.'),
  expenses: paragraphText.exactOptional().describe('Travel and allowances, and who pays them.'),
  safeConduct: z.strictObject({ offered: z.boolean(), days: z.int().min(1).max(365).exactOptional() }).exactOptional(),
  detained: z.boolean().exactOptional().describe('The person is in custody in the requested State.'),
  consent: consent.exactOptional(),
  custody: custodyTerms.exactOptional(),
});
