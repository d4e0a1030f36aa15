import * as z from 'zod';
import { DOCUMENT_KINDS } from '../common/file-declaration.ts';
import { calendarDate, languageTag, matter } from '../common/identifiers.ts';
import { lineText, paragraphText } from '../common/text.ts';
import { requestTypeIdentifier } from '../competence/request-type-identifier.ts';

/** Name of a particular, such as `summary-of-facts`. Open, like types of request: a directory written for a later version stays readable. */
export const particularIdentifier = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

const scope = {
  /** Without: for every type of request. */
  requestTypes: z.array(requestTypeIdentifier).min(1).max(64).exactOptional(),
  /** Without: for every matter. */
  matter: matter.exactOptional(),
};

/** Particulars that a State wants to see beyond what a convention lists, by their names. `source` says where the State has said so. */
export const requiredParticulars = z.strictObject({
  ...scope,
  particulars: z.array(particularIdentifier).min(1).max(64),
  source: lineText.exactOptional(),
});

/** Documents that have to come with a request. */
export const requiredDocuments = z.strictObject({
  ...scope,
  documents: z.array(z.enum(DOCUMENT_KINDS)).min(1).max(DOCUMENT_KINDS.length),
  source: lineText.exactOptional(),
});

/** Something that a State asks for and no program can check, in the State's own words. */
export const otherRequirement = z.strictObject({
  ...scope,
  texts: z
    .array(z.strictObject({ language: languageTag, text: paragraphText }))
    .min(1)
    .max(16),
});

/**
 * What a State publishes that it asks of requests to it, beyond the conventions. It is the State's own statement, carried by the directory; the
 * report on completeness quotes it, and it refuses nothing.
 */
export const stateRequirements = z.strictObject({
  particulars: z.array(requiredParticulars).max(200),
  documents: z.array(requiredDocuments).max(200),
  /** Languages in which every document has to be there, as original or translation; absent where the State has said nothing. */
  documentLanguages: z.array(languageTag).min(1).max(16).exactOptional(),
  /** Translations have to be sworn, official or certified. */
  swornTranslation: z.boolean(),
  /** Days before a hearing by which a document to be served must have come in. */
  serviceLeadTimeDays: z.int().min(1).max(730).exactOptional(),
  /** Copies of each document to be served, beside the original. */
  copies: z.int().min(1).max(20).exactOptional(),
  other: z.array(otherRequirement).max(100),
  lastConfirmed: calendarDate,
});
export type StateRequirements = z.infer<typeof stateRequirements>;
