import * as z from 'zod';
import { calendarDate } from '../common/identifiers.ts';
import { paragraphText } from '../common/text.ts';

/** How pressing the sender declares the matter; `emergency` is an imminent threat to life, physical integrity or safety of a person. */
export const URGENCIES = ['ordinary', 'urgent', 'emergency'] as const;
/** How grave the offence or the interest at stake is, in the eyes of the sender. */
export const SERIOUSNESS = ['minor', 'ordinary', 'serious', 'very-serious'] as const;
/** Whether crucial evidence is lost if nothing happens. */
export const EVIDENCE_LOSS_RISKS = ['none', 'possible', 'imminent'] as const;
/** Where the proceedings stand. */
export const STAGES = ['preliminary', 'investigation', 'prosecution', 'trial', 'appeal', 'enforcement'] as const;

/**
 * What a sender declares so that the addressee can put requests in order. Urgency, seriousness, arrest before trial, risk of losing crucial
 * evidence and stage of the proceedings are the criteria proposed to the Working Group on International Cooperation (UNTOC) in 2021, which
 * are a proposal and no adopted text; liberty and dates are added. The wished deadline stands in the request itself, with its reasons.
 */
export const priorityCriteria = z.strictObject({
  urgency: z.enum(URGENCIES),
  seriousness: z.enum(SERIOUSNESS),
  /** A person is held, or is to be held, before any trial. */
  arrestBeforeTrial: z.boolean(),
  /** A person loses or keeps liberty by the answer: in custody, or a convicted person whose release depends on it. */
  libertyAtStake: z.boolean(),
  evidenceLossRisk: z.enum(EVIDENCE_LOSS_RISKS),
  /** The day on which the evidence is expected to vanish, for example the end of a provider's retention. */
  evidenceLostOn: calendarDate.exactOptional(),
  stage: z.enum(STAGES),
  /** Day of the hearing or trial for which the answer is needed. */
  hearingOn: calendarDate.exactOptional(),
  /** Day on which the action or the penalty becomes time-barred. */
  limitationOn: calendarDate.exactOptional(),
  /** Why, in the words of the sender. */
  explanation: paragraphText.exactOptional(),
});
export type PriorityCriteria = z.infer<typeof priorityCriteria>;
