import * as z from 'zod';
import { calendarDate, instant, sha256Hex } from '../../common/identifiers.ts';
import { authorityParty } from '../../common/party.ts';
import { fileName, lineText, paragraphText } from '../../common/text.ts';
import { following, reasonText } from './message-head.ts';

const carriage = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('diplomatic-bag'),
    bag: lineText,
    seal: lineText.exactOptional(),
    embassy: authorityParty.exactOptional(),
  }),
  z.strictObject({ by: z.literal('embassy'), embassy: authorityParty, note: lineText.exactOptional() }),
  z.strictObject({ by: z.literal('post'), tracking: lineText.exactOptional() }),
  z.strictObject({ by: z.literal('courier'), carrier: lineText, tracking: lineText.exactOptional() }),
  z.strictObject({ by: z.literal('in-person'), carrier: lineText }),
]);

/** What was sent is an advance copy; a signed paper original follows, because a State or its law asks for one. */
export const advanceCopy = z.strictObject({
  ...following('advance-copy'),
  /** The document that the paper will be compared with. */
  sha256: sha256Hex,
  carriage: carriage.exactOptional(),
  dispatchedOn: calendarDate.exactOptional(),
  expectedOn: calendarDate.exactOptional(),
});

const position = z.discriminatedUnion('stage', [
  z.strictObject({ stage: z.literal('dispatched'), on: calendarDate, carriage }),
  z.strictObject({ stage: z.literal('at-embassy'), on: calendarDate, embassy: authorityParty }),
  z.strictObject({
    stage: z.literal('received'),
    on: calendarDate,
    comparison: z.discriminatedUnion('match', [
      z.strictObject({
        match: z.literal('identical'),
        sha256: sha256Hex.describe('The digest printed on the paper, or of its scan against the copy.'),
      }),
      z.strictObject({ match: z.literal('differs'), differences: reasonText }),
      z.strictObject({ match: z.literal('not-needed'), reason: reasonText }),
    ]),
  }),
  z.strictObject({ stage: z.literal('missing'), since: calendarDate, remarks: paragraphText }),
]);

/** Where the paper original is, told by whoever knows. */
export const paperOriginal = z.strictObject({ ...following('paper-original'), position });

/** Why something was sent outside the system (Regulation (EU) 2023/2844 Article 3(2), Regulation (EU) 2023/1543 Article 19(5)). */
export const OFF_CHANNEL_REASONS = [
  'system-disruption',
  'physical-or-technical-nature',
  'force-majeure',
  'size',
  'forensic-limits',
  'legal-limits',
  'other',
] as const;

/** Record of something sent outside the system: date, time, sender, recipient, file name, size (Regulation (EU) 2023/1543 Article 19(5)-(6)), and digest. */
export const offChannelDispatch = z.strictObject({
  ...following('off-channel-dispatch'),
  sentAt: instant,
  sender: authorityParty,
  recipient: authorityParty,
  dispatched: z
    .array(z.strictObject({ name: fileName, size: z.int().min(0).describe('Octets.'), sha256: sha256Hex }))
    .min(1)
    .max(1_000),
  means: z.enum(['courier', 'post', 'diplomatic-bag', 'in-person', 'other-electronic-system', 'electronic-mail', 'other']),
  reference: lineText.exactOptional(),
  cause: z.enum(OFF_CHANNEL_REASONS),
  reason: reasonText,
});

/** What was sent outside the system has come, and whether it is what was announced. */
export const offChannelReceipt = z.strictObject({
  ...following('off-channel-receipt'),
  receivedAt: instant,
  received: z
    .array(z.strictObject({ sha256: sha256Hex, intact: z.boolean() }))
    .min(1)
    .max(1_000),
  remarks: paragraphText.exactOptional(),
});
