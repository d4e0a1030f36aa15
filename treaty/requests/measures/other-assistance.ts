import * as z from 'zod';
import { lineText, paragraphText } from '../../common/text.ts';
import { measureBase } from './measure-base.ts';

/** Any other assistance that is not contrary to the law of the requested State (UNTOC 18(3), ninth kind). */
export const otherAssistance = z.strictObject({
  kind: z.literal('other-assistance'),
  ...measureBase,
  name: lineText.exactOptional(),
  compatibility: paragraphText.exactOptional().describe('Why the law of the requested State is thought to allow it.'),
});
