import * as z from 'zod';
import { calendarDate, itemIdentifier } from '../../common/identifiers.ts';
import { longText, paragraphText } from '../../common/text.ts';
import { useConditions } from '../../common/use-conditions.ts';
import { following, reasonText } from './message-head.ts';

/** The requested State cannot keep the request confidential, and says so at once, before it executes (UNTOC 18(20)). */
export const cannotKeepConfidential = z.strictObject({
  ...following('cannot-keep-confidential'),
  /** What will become known. */
  exposes: z.strictObject({ fact: z.boolean(), substance: z.boolean() }),
  cause: z.enum(['law-demands-disclosure', 'person-has-to-be-heard', 'court-proceedings-are-public', 'already-known', 'other']),
  reason: reasonText,
  executesOn: calendarDate.exactOptional().describe('Without a decision by then the request is not executed.'),
});

/** Whether the request is to be executed all the same. */
export const confidentialityDecision = z.strictObject({
  ...following('confidentiality-decision'),
  decision: z.enum(['execute', 'execute-in-part', 'do-not-execute']),
  text: longText.exactOptional(),
});

const furtherUse = {
  items: z.array(itemIdentifier).max(1_000).describe('Identifiers of the delivered items; empty: all.'),
  use: reasonText.describe('The investigation, prosecution or proceeding for which they would be used.'),
};

/** Use for another purpose needs consent first (UNTOC 18(19)). */
export const otherUseRequest = z.strictObject({ ...following('other-use-request'), ...furtherUse, answerBy: calendarDate.exactOptional() });

export const otherUseGranted = z.strictObject({
  ...following('other-use-granted'),
  conditions: useConditions.exactOptional(),
  text: longText.exactOptional(),
});

export const otherUseRefused = z.strictObject({ ...following('other-use-refused'), reason: reasonText });

const disclosure = z.discriminatedUnion('when', [
  z.strictObject({ when: z.literal('before'), intendedOn: calendarDate, consultationWanted: z.boolean().exactOptional() }),
  z.strictObject({ when: z.literal('after'), disclosedOn: calendarDate, whyNoNoticeBefore: reasonText }),
]);

/** Items that exculpate an accused person are disclosed: told before, or without delay after in an exceptional case (UNTOC 18(5), 18(19)). */
export const exculpatoryNotice = z.strictObject({
  ...following('exculpatory-notice'),
  items: furtherUse.items,
  disclosure,
  proceedings: paragraphText,
});
