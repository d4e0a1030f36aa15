import * as z from 'zod';
import { paragraphText } from '../../common/text.ts';
import { measureBase } from './measure-base.ts';

/** Examining objects and sites (UNTOC 18(3), fourth kind). */
export const examiningObjectsAndSites = z.strictObject({
  kind: z.literal('examining-objects-and-sites'),
  ...measureBase,
  objects: z.array(paragraphText).max(100).exactOptional(),
  sites: z.array(paragraphText).max(100).exactOptional(),
  examination: paragraphText.exactOptional().describe('What is to be established, and by which method.'),
});
