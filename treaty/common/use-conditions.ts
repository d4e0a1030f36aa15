import * as z from 'zod';
import { calendarDate } from './identifiers.ts';
import { paragraphText } from './text.ts';

/**
 * Handling codes in the sense of the European exchange of police information, taken over for items of any request; several may stand together.
 * H0: only to prevent and combat crime. H1: not in court proceedings without the provider's permission. H2: not passed on without the
 * provider's permission. H3: other restrictions, in words.
 */
export const USE_CODES = ['H0', 'H1', 'H2', 'H3'] as const;
export type UseCode = (typeof USE_CODES)[number];

/** What the receiver may do with information or evidence (UNTOC 18(19)). */
export const useConditions = z.strictObject({
  codes: z.array(z.enum(USE_CODES)).min(1).max(USE_CODES.length),
  purpose: paragraphText.exactOptional().describe('The investigation, prosecution or proceeding to which use is limited.'),
  restrictions: paragraphText.exactOptional().describe('Other restrictions in words; H3 is empty without them.'),
  until: calendarDate.exactOptional().describe('Day after which they no longer bind.'),
});
export type UseConditions = z.infer<typeof useConditions>;

/** Whether the fact that there is a request, and its substance, are to be kept confidential (UNTOC 18(20)). */
export const confidentiality = z.strictObject({
  fact: z.boolean().describe('That the request exists.'),
  substance: z.boolean().describe('What it says.'),
  reasons: paragraphText.exactOptional(),
  until: calendarDate.exactOptional(),
});
export type Confidentiality = z.infer<typeof confidentiality>;

/** Conditions that belong to one item of a message and travel with it. */
export const itemHandling = z.strictObject({
  use: useConditions.exactOptional(),
  confidentiality: confidentiality.exactOptional(),
});
export type ItemHandling = z.infer<typeof itemHandling>;
