import * as z from 'zod';
import { instrumentIdentifier } from '../../common/identifiers.ts';
import { lineText } from '../../common/text.ts';
import type { GroundUse } from '../../grounds/ground.ts';
import { GROUNDS, type Ground, groundsFor } from '../../grounds/grounds.ts';
import { reasonText } from './message-head.ts';

const basis = {
  /** The provision relied on, where it is not that of the table of grounds: an article of a treaty or of a law. */
  provision: lineText.exactOptional(),
  instrument: instrumentIdentifier.exactOptional(),
  reason: reasonText.describe('Why the ground applies to this request (UNTOC 18(23)).'),
};

/** A ground of any use, with its reason. */
export const statedGround = z.strictObject({ ground: z.enum(Object.keys(GROUNDS) as [Ground, ...Ground[]]), ...basis });
export type StatedGround = z.infer<typeof statedGround>;

/** A ground that can be given for this use, with its reason. */
export const groundFor = (use: GroundUse) => z.strictObject({ ground: z.enum(groundsFor(use) as [Ground, ...Ground[]]), ...basis });
