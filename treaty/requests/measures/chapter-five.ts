import * as z from 'zod';
import { paragraphText } from '../../common/text.ts';
import { properties } from '../shared/property.ts';
import { measureBase } from './measure-base.ts';

/** Identifying, freezing and tracing proceeds of crime under Chapter V of UNCAC (UNCAC 46(3)(j)). */
export const proceedsUnderChapterFive = z.strictObject({
  kind: z.literal('proceeds-under-chapter-five'),
  ...measureBase,
  actions: z
    .array(z.enum(['identify', 'freeze', 'trace']))
    .min(1)
    .max(3),
  property: properties.exactOptional(),
  reasonsToBelieve: paragraphText.exactOptional(),
});

/** Recovery of assets under Chapter V of UNCAC (UNCAC 46(3)(k)). */
export const assetRecoveryUnderChapterFive = z.strictObject({
  kind: z.literal('asset-recovery-under-chapter-five'),
  ...measureBase,
  property: properties.exactOptional(),
  claimant: paragraphText.exactOptional(),
});
