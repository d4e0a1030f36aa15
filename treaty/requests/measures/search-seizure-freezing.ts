import * as z from 'zod';
import { paragraphText } from '../../common/text.ts';
import { properties } from '../shared/property.ts';
import { measureBase } from './measure-base.ts';

/** Executing searches and seizures, and freezing (UNTOC 18(3), third kind). */
export const searchSeizureFreezing = z.strictObject({
  kind: z.literal('search-seizure-freezing'),
  ...measureBase,
  actions: z
    .array(z.enum(['search', 'seizure', 'freezing']))
    .min(1)
    .max(3),
  places: z.array(paragraphText).max(100).exactOptional(),
  property: properties.exactOptional(),
  sought: paragraphText.exactOptional().describe('What is expected to be found, and why there.'),
  domesticOrder: z.boolean().exactOptional().describe('Whether an order of the requesting State comes with the request.'),
  simultaneous: paragraphText.exactOptional().describe('Other actions with which it has to be timed.'),
});
