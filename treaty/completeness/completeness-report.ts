import * as z from 'zod';
import { authorityIdentifier, calendarDate, instant, instrumentIdentifier, languageTag, sha256Hex } from '../common/identifiers.ts';
import { lineText, paragraphText } from '../common/text.ts';
import { REQUEST_TYPES } from '../requests/request-types.ts';
import { SEVERITIES } from './requirement.ts';
import { particularIdentifier } from './state-requirements.ts';

/** Format of the statement; another number is another shape. */
export const COMPLETENESS_FORMAT = 'valija-completeness/1';

const pointer = z
  .string()
  .max(512)
  .regex(/^(\/([^~/]|~[01])*)*$/);

/** Who asks for a particular: an article of a convention, the addressee's State, or practice alone. */
const source = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('convention'), instrument: instrumentIdentifier, article: lineText }),
  z.strictObject({ by: z.literal('state'), published: lineText.exactOptional().describe('Where the State has said so.') }),
  z.strictObject({ by: z.literal('practice') }),
]);
export type RequirementSource = z.infer<typeof source>;

/** One line of the report. Parameters are the values for the sentence in which it is told. */
const completenessEntry = z.strictObject({
  particular: particularIdentifier,
  status: z.enum(['present', 'absent', 'not-applicable']),
  severity: z.enum(SEVERITIES),
  sources: z.array(source).min(1).max(16),
  condition: z.string().max(64).exactOptional().describe('Name of the condition on which the particular is asked for.'),
  pointers: z.array(pointer).max(20).describe('Places in the request that are empty; none where nothing is absent.'),
  parameters: z
    .strictObject({
      document: z.string().max(64).exactOptional(),
      languages: z.string().max(300).exactOptional(),
      days: z.string().max(8).exactOptional(),
    })
    .exactOptional(),
});
export type CompletenessEntry = z.infer<typeof completenessEntry>;

/** What the addressee's State asks for and only a person can check. */
const toBeChecked = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('copies'), copies: z.int().min(1).max(20) }),
  z.strictObject({ kind: z.literal('unknown-particular'), particular: particularIdentifier }),
  z.strictObject({ kind: z.literal('words'), texts: z.array(z.strictObject({ language: languageTag, text: paragraphText })).max(16) }),
]);
export type ToBeChecked = z.infer<typeof toBeChecked>;

/** Whether a request says what the conventions and the addressee's State want to see in it. Advice: its validity depends on none of this. */
export const completenessReport = z.strictObject({
  requestType: z.enum(REQUEST_TYPES),
  typeVersion: z.int().min(1),
  instruments: z.array(instrumentIdentifier).max(64).describe('The conventions against which it was read.'),
  requirementsConfirmedOn: calendarDate
    .exactOptional()
    .describe('When the State last confirmed its requirements; absent where there are none.'),
  complete: z.boolean().describe('Nothing that is asked for is absent; recommendations do not count.'),
  entries: z.array(completenessEntry).max(2_000),
  toBeChecked: z.array(toBeChecked).max(500),
});
export type CompletenessReport = z.infer<typeof completenessReport>;

/**
 * The report as it travels with a request, sealed in the package: what it was made of, when and by whom, and what the sender has to say to what
 * is missing.
 */
export const completenessStatement = z.strictObject({
  format: z.literal(COMPLETENESS_FORMAT),
  particulars: sha256Hex.describe('SHA-256 of the file `particulars.json` that was read.'),
  assessedAt: instant,
  assessedBy: authorityIdentifier,
  report: completenessReport,
  explanations: z.array(z.strictObject({ particular: particularIdentifier, words: paragraphText })).max(200),
});
export type CompletenessStatement = z.infer<typeof completenessStatement>;
