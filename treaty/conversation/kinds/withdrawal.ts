import * as z from 'zod';
import { following, reasonText } from './message-head.ts';
import { extent } from './refusal.ts';

/** The assistance, or a part of it, is not needed any more: told promptly (UNTOC 18(24)). */
export const withdrawal = z.strictObject({
  ...following('withdrawal'),
  of: extent,
  cause: z.enum(['no-longer-needed', 'withdrawn', 'replaced-by-another-request']),
  reason: reasonText.exactOptional(),
});
