import * as z from 'zod';
import { innerChain } from '../chain/inner-chain.ts';
import { CONTACT_CHANNELS } from '../common/contact-channels.ts';
import { fileDeclarations } from '../common/file-declaration.ts';
import { calendarDate, instant, instrumentIdentifier, languageTag, matter, messageIdentifier, sha256Hex } from '../common/identifiers.ts';
import { ownReferences } from '../common/reference.ts';
import { lineText, paragraphText } from '../common/text.ts';
import { confidentiality, useConditions } from '../common/use-conditions.ts';
import { priorityCriteria } from '../priority/criteria.ts';
import type { RequestType } from './request-types.ts';

/** Format of every typed message; another number is another shape. */
export const LEGAL_FORMAT = 'valija-legal/1' as const;

/** An instrument on which the request relies, as the directory names it, and the articles in words. */
export const citedInstrument = z.strictObject({ instrument: instrumentIdentifier, provisions: lineText.exactOptional() });

/** Contact before the formal request, of which the central authority has to know. */
export const priorContact = z.strictObject({
  channel: z.enum(CONTACT_CHANNELS),
  on: calendarDate.exactOptional(),
  with: lineText.exactOptional(),
  reference: lineText.exactOptional(),
  remarks: paragraphText.exactOptional(),
});

/** The oral request that this one confirms in writing (UNTOC 18(14)). */
export const oralRequest = z.strictObject({
  madeAt: instant,
  spokenTo: lineText,
  means: z.enum(['telephone', 'video', 'in-person', 'other']),
  /** The message that recorded it, where one was sent. */
  record: messageIdentifier.exactOptional(),
});

/** The original on paper, where one follows or has gone before. */
export const paperOriginal = z.strictObject({
  means: z.enum(['diplomatic-bag', 'embassy', 'courier', 'post', 'in-person', 'other']),
  reference: lineText.exactOptional().describe('Number of the bag, note or parcel.'),
  sentOn: calendarDate.exactOptional(),
  expectedOn: calendarDate.exactOptional(),
  file: sha256Hex.exactOptional().describe('SHA-256 of the file that shows the same document.'),
});

/** What requests of every type say, beside their particulars. */
export const requestEnvelope = {
  format: z.literal(LEGAL_FORMAT),
  kind: z.literal('request'),
  matter,
  language: languageTag.describe('Language of the texts in this document.'),
  references: ownReferences,
  chain: innerChain,
  instruments: z.array(citedInstrument).max(16).describe('Empty where the request relies on reciprocity or comity alone.'),
  assurance: paragraphText.exactOptional().describe('Assurance of reciprocity, or the words of comity.'),
  priority: priorityCriteria.exactOptional(),
  wishedDeadline: z.strictObject({ date: calendarDate, reasons: paragraphText.exactOptional() }).exactOptional(),
  confidentiality: confidentiality.exactOptional(),
  use: useConditions.exactOptional().describe('Limits on the use of what this request itself contains.'),
  priorContacts: z.array(priorContact).max(50).exactOptional(),
  oralRequest: oralRequest.exactOptional(),
  paperOriginal: paperOriginal.exactOptional(),
  training: z.literal(true).exactOptional().describe('An exercise: nothing of it is real, and no real authority may act on it.'),
  files: fileDeclarations,
};

/** The schema of one type of request in its first version, from the schema of its particulars. */
export function typedRequest<Type extends RequestType, Particulars extends z.ZodType>(requestType: Type, particulars: Particulars) {
  return z.strictObject({ ...requestEnvelope, requestType: z.literal(requestType), typeVersion: z.literal(1), particulars });
}
