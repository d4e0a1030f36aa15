import * as z from 'zod';
import { itemIdentifier } from '../../common/identifiers.ts';
import { personsConcerned } from '../../common/person.ts';
import { longText, paragraphText } from '../../common/text.ts';
import { itemHandling } from '../../common/use-conditions.ts';
import { typedRequest } from '../request-envelope.ts';
import { offence } from '../shared/offence.ts';
import { proceedings } from '../shared/proceedings.ts';

/** One piece of information. Grades are those of the European exchange of police information; a formal request has none. */
const informationItem = z.strictObject({
  id: itemIdentifier.exactOptional(),
  text: longText,
  handling: itemHandling.exactOptional(),
  source: z.enum(['A', 'B', 'C', 'X']).exactOptional().describe('How reliable the source is.'),
  reliability: z.enum(['1', '2', '3', '4']).exactOptional().describe('How reliable the information is.'),
});

/** Information that nobody asked for (UNTOC 18(4) and (5)), with its restrictions. */
export const spontaneousInformation = typedRequest(
  'spontaneous-information',
  z.strictObject({
    information: z.array(informationItem).max(500).exactOptional(),
    usefulness: paragraphText.exactOptional().describe('For which proceedings of the receiving State it may be of use.'),
    origin: proceedings.exactOptional().describe('The proceedings from which it comes.'),
    offences: z.array(offence).max(50).exactOptional(),
    persons: personsConcerned.exactOptional(),
    restrictions: paragraphText.exactOptional().describe('Restrictions that the receiver has to honour.'),
    replyWished: z.boolean().exactOptional(),
  }),
);
