import * as z from 'zod';

/** What the client reads of alarms; members that a later gateway adds are let through. */
const facts = z.looseObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  code: z.string(),
  text: z.string(),
  advice: z.string(),
  message: z.looseObject({ direction: z.string(), sender: z.string(), messageId: z.string() }).optional(),
  peer: z.string().optional(),
  raisedAt: z.string(),
  acknowledgedAt: z.string().optional(),
  earlier: z.string().optional(),
});

const alarmSummary = facts.extend({ proofs: z.number() });
export type AlarmSummaryAnswer = z.infer<typeof alarmSummary>;
export const alarmsAnswer = z.looseObject({ alarms: z.array(alarmSummary), next: z.string().optional() });

export const alarmAnswer = facts.extend({
  acknowledgement: z.looseObject({ by: z.string(), note: z.string().optional() }).optional(),
  proofs: z.array(z.looseObject({ sha256: z.string(), document: z.string() })),
});
export type AlarmAnswer = z.infer<typeof alarmAnswer>;
