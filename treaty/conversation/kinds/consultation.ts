import * as z from 'zod';
import { calendarDate, itemIdentifier } from '../../common/identifiers.ts';
import { money } from '../../common/money.ts';
import { longText } from '../../common/text.ts';
import { following, reasonText } from './message-head.ts';
import { statedGround } from './stated-ground.ts';

export const CONSULTATION_PURPOSES = [
  'before-refusal',
  'before-postponement',
  'reconsideration',
  'execution',
  'priority',
  'other',
] as const;

/**
 * One side asks the other before it decides: mandatory before a refusal or a postponement (UNTOC 18(26), 16(16)), and then with the grounds it
 * has in mind, so that the other side can answer them.
 */
export const consultation = z.strictObject({
  ...following('consultation'),
  purpose: z.enum(CONSULTATION_PURPOSES),
  grounds: z.array(statedGround).max(16).exactOptional(),
  text: reasonText,
  answerBy: calendarDate.exactOptional(),
});

/** The costs are large or extraordinary: who bears them has to be agreed (UNTOC 18(28)). */
export const costConsultation = z.strictObject({
  ...following('cost-consultation'),
  nature: z.enum(['substantial', 'extraordinary']),
  estimate: money.exactOptional(),
  text: reasonText,
  answerBy: calendarDate.exactOptional(),
});

/** What the other side says to a consultation of either kind. */
export const consultationAnswer = z.strictObject({
  ...following('consultation-answer'),
  position: z.enum(['agrees', 'agrees-in-part', 'does-not-agree', 'informs']),
  text: longText,
});

const condition = z.strictObject({
  id: itemIdentifier,
  kind: z.enum(['use', 'confidentiality', 'return-of-objects', 'procedure', 'assurance', 'costs', 'other']),
  text: reasonText,
});

/** Assistance subject to conditions, rather than none (UNTOC 18(26)). A new offer takes the place of an earlier one that is unanswered. */
export const conditionsOffered = z.strictObject({
  ...following('conditions-offered'),
  conditions: z.array(condition).min(1).max(50),
  /** Which ground would otherwise stand in the way. */
  grounds: z.array(statedGround).max(16).exactOptional(),
  answerBy: calendarDate.exactOptional(),
});

/** The conditions bind whoever accepts them (UNTOC 18(26)); all of the offer, never a part: a part is a new consultation. */
export const conditionsAccepted = z.strictObject({ ...following('conditions-accepted'), text: longText.exactOptional() });

export const conditionsDeclined = z.strictObject({ ...following('conditions-declined'), reason: reasonText });
