import * as z from 'zod';
import { calendarDate, itemIdentifier, messageIdentifier } from '../../common/identifiers.ts';
import { paragraphText } from '../../common/text.ts';
import { following, reasonText } from './message-head.ts';
import { groundFor } from './stated-ground.ts';

/** The whole request, or the named parts of it. */
export const extent = z.discriminatedUnion('extent', [
  z.strictObject({ extent: z.literal('whole') }),
  z.strictObject({ extent: z.literal('part'), items: z.array(itemIdentifier).max(200), text: reasonText }),
]);

/** The consultation that came before, or why there was none. */
const priorConsultation = z.discriminatedUnion('held', [
  z.strictObject({ held: z.literal('in-conversation'), message: messageIdentifier }),
  z.strictObject({ held: z.literal('otherwise'), on: calendarDate, text: reasonText }),
  z.strictObject({ held: z.literal('none'), reason: reasonText }),
]);

/** Assistance is refused, on coded grounds and with reasons (UNTOC 18(21), 18(23)), after consultation (18(26), 16(16)). */
export const refusal = z.strictObject({
  ...following('refusal'),
  of: extent,
  grounds: z.array(groundFor('refusal')).min(1).max(16),
  consultation: priorConsultation,
  /** Review in the requested State, where there is one. */
  remedies: paragraphText.exactOptional(),
});

/** Execution waits, as a rule for proceedings of the requested State's own (UNTOC 18(25)), after consultation (18(26)). */
export const postponement = z.strictObject({
  ...following('postponement'),
  of: extent,
  grounds: z.array(groundFor('postponement')).min(1).max(16),
  consultation: priorConsultation,
  until: calendarDate.exactOptional().describe('As far as it can be told: a new date, also for a surrender that was suspended.'),
  /** What has been secured meanwhile: evidence preserved, assets frozen, the person in custody. */
  secured: paragraphText.exactOptional(),
});

/** The answer takes longer; why, and until when. */
export const delay = z.strictObject({
  ...following('delay'),
  grounds: z.array(groundFor('delay')).min(1).max(16),
  expectedOn: calendarDate.exactOptional(),
});

/** The date that was wished for cannot be met: told at once, with the new one. */
export const cannotMeetDate = z.strictObject({
  ...following('cannot-meet-date'),
  wished: calendarDate,
  newDate: calendarDate,
  reason: reasonText,
});
