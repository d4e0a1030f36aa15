import * as z from 'zod';
import { paragraphText } from '../../common/text.ts';
import { properties } from '../shared/property.ts';
import { measureBase } from './measure-base.ts';

/** Identifying or tracing proceeds, property and instrumentalities (UNTOC 18(3), seventh kind). */
export const tracingProceeds = z.strictObject({
  kind: z.literal('tracing-proceeds'),
  ...measureBase,
  property: properties.exactOptional(),
  reasonsToBelieve: paragraphText.exactOptional().describe('Why it is thought to be in the requested State.'),
});
