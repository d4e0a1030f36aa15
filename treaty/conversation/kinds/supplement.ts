import * as z from 'zod';
import { calendarDate, itemIdentifier, languageTag, sha256Hex } from '../../common/identifiers.ts';
import { longText, paragraphText } from '../../common/text.ts';
import { following, reasonText } from './message-head.ts';

/** What a question of a supplement is about: so that the answer can be looked for in the right place. */
export const SUPPLEMENT_TOPICS = [
  'facts',
  'offence-and-law',
  'person',
  'assistance-sought',
  'purpose',
  'procedure',
  'location',
  'property',
  'document',
  'signature',
  'assurance',
  'other',
] as const;

const question = z.strictObject({
  id: itemIdentifier,
  topic: z.enum(SUPPLEMENT_TOPICS),
  text: reasonText,
  /** Without it the request cannot be executed; otherwise it would help. */
  required: z.boolean(),
});

/** More information is needed (UNTOC 18(16)). The request stays open and its clock stands still until the supplement comes. */
export const supplementRequest = z.strictObject({
  ...following('supplement-request'),
  questions: z.array(question).min(1).max(200),
  answerBy: calendarDate.exactOptional(),
  /** What is done meanwhile, for example to preserve evidence. */
  meanwhile: paragraphText.exactOptional(),
});

const answer = z.discriminatedUnion('outcome', [
  z.strictObject({ question: itemIdentifier, outcome: z.literal('answered'), text: longText }),
  z.strictObject({ question: itemIdentifier, outcome: z.literal('not-available'), reason: reasonText }),
]);

/** The answer to a request for a supplement or for a better translation. What is still to come is announced by `complete: false`. */
export const supplement = z.strictObject({
  ...following('supplement'),
  answers: z.array(answer).max(200),
  complete: z.boolean().describe('Nothing more will come in answer to that message.'),
  text: longText.exactOptional(),
});

export const TRANSLATION_DEFECTS = ['missing', 'wrong-language', 'incomplete', 'not-understandable', 'not-sworn', 'other'] as const;

const defectiveFile = z.strictObject({
  file: sha256Hex.exactOptional().describe('SHA-256 of the file that was sent; absent when there was none.'),
  defect: z.enum(TRANSLATION_DEFECTS),
  remarks: paragraphText.exactOptional(),
});

/** A translation is missing or cannot be used. The clock stands still until it comes; the request is not refused for it. */
export const translationDefective = z.strictObject({
  ...following('translation-defective'),
  languages: z.array(languageTag).min(1).max(32).describe('Languages in which the requested authority can work.'),
  defects: z.array(defectiveFile).min(1).max(200),
  answerBy: calendarDate.exactOptional(),
});
