import * as z from 'zod';
import { paragraphText } from '../../common/text.ts';
import { measureBase } from './measure-base.ts';

/** Providing information, evidentiary items and expert evaluations (UNTOC 18(3), fifth kind). */
export const informationEvidenceExpertViews = z.strictObject({
  kind: z.literal('information-evidence-expert-views'),
  ...measureBase,
  information: z.array(paragraphText).max(200).exactOptional(),
  items: z.array(paragraphText).max(200).exactOptional(),
  expertQuestions: z.array(paragraphText).max(200).exactOptional(),
  returnOffered: z.boolean().exactOptional().describe('Items will be sent back when no longer needed.'),
});
