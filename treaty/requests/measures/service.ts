import * as z from 'zod';
import { calendarDate, sha256Hex } from '../../common/identifiers.ts';
import { lineText, paragraphText } from '../../common/text.ts';
import { measureBase } from './measure-base.ts';

/** A document to be served, as it is called in the proceedings; the file beside it by its digest. */
export const documentToServe = z.strictObject({
  title: lineText,
  nature: lineText.exactOptional().describe('Summons, judgment, claim.'),
  file: sha256Hex.exactOptional(),
});

/** What makes a service: what, to whom, how, for which day. */
export const serviceDetails = {
  documents: z.array(documentToServe).max(100).exactOptional(),
  method: z.enum(['in-person', 'as-the-law-provides', 'by-post', 'electronic', 'particular']).exactOptional(),
  hearingOn: calendarDate.exactOptional().describe('Day for which the addressee is summoned.'),
  serveBy: calendarDate.exactOptional(),
  consequences: paragraphText
    .exactOptional()
    .describe('What follows if the addressee does not appear; no coercion abroad follows from it.'),
};

/** Effecting service of judicial documents (UNTOC 18(3), second kind). */
export const service = z.strictObject({ kind: z.literal('service'), ...measureBase, ...serviceDetails });
