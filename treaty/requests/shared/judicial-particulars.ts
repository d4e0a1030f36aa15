import * as z from 'zod';
import { personsConcerned } from '../../common/person.ts';
import { longText, paragraphText } from '../../common/text.ts';
import { offence } from './offence.ts';
import { proceedings } from './proceedings.ts';

/**
 * What requests of most types say, in the order of UNTOC 18(15) and UNCAC 46(15). Every member may be missing: what is missing is for the report
 * on completeness to say, since a request is not invalid for it.
 */
export const judicialParticulars = {
  proceedings: proceedings.exactOptional(),
  facts: longText.exactOptional().describe('Summary of the relevant facts.'),
  offences: z.array(offence).max(50).exactOptional(),
  procedure: paragraphText.exactOptional().describe('A particular procedure that is to be followed, and why.'),
  persons: personsConcerned.exactOptional(),
  purpose: paragraphText.exactOptional().describe('What the evidence, information or action is for.'),
  remarks: longText.exactOptional(),
};
