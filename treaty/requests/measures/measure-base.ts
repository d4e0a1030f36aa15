import * as z from 'zod';
import { itemIdentifier } from '../../common/identifiers.ts';
import { paragraphText } from '../../common/text.ts';
import { itemHandling } from '../../common/use-conditions.ts';

/** What every measure may say, whatever its kind. Persons are those of the request, by their identifiers. */
export const measureBase = {
  id: itemIdentifier.exactOptional(),
  description: paragraphText.exactOptional().describe('What is asked for, in words.'),
  procedure: paragraphText.exactOptional().describe('A particular procedure for this measure (UNTOC 18(17)).'),
  persons: z.array(itemIdentifier).max(200).exactOptional(),
  handling: itemHandling.exactOptional(),
};
