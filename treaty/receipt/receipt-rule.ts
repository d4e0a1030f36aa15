import * as z from 'zod';
import { provenance } from '../instruments/provenance.ts';

/**
 * The moments of a message's coming in, which stay apart: submitted by the sender's client, accepted by the sender's gateway, made available to
 * the addressee, first opened by anyone there, acknowledged by an officer.
 */
export const RECEIPT_MOMENTS = ['submitted', 'accepted', 'madeAvailable', 'firstOpened', 'acknowledged'] as const;
export type ReceiptMoment = (typeof RECEIPT_MOMENTS)[number];

/** Which of these moments makes the legal date of receipt, and how. The Medellín Treaty's own rule is not confirmed, so it is configuration. */
export const receiptRule = z.discriminatedUnion('rule', [
  /** The day, in the addressee's time zone, on which the moment falls, working day or not. */
  z.strictObject({ rule: z.literal('platform-instant'), moment: z.enum(RECEIPT_MOMENTS), provenance }),
  /** The same, but what comes after the close of a working day, or on a day without work, counts as come on the next working day. */
  z.strictObject({ rule: z.literal('working-day-roll-over'), moment: z.enum(RECEIPT_MOMENTS), provenance }),
]);
export type ReceiptRule = z.infer<typeof receiptRule>;
