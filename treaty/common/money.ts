import * as z from 'zod';

/** An amount as a decimal text, never a binary fraction, and its currency (ISO 4217). */
export const money = z.strictObject({
  amount: z.string().regex(/^(0|[1-9]\d{0,17})(\.\d{1,4})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof money>;
