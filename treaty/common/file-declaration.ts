import * as z from 'zod';
import { calendarDate, languageTag, sha256Hex } from './identifiers.ts';
import { fileName, lineText } from './text.ts';
import { itemHandling } from './use-conditions.ts';

/** What a file is in law. The lists of particulars ask for some of them by these names. */
export const DOCUMENT_KINDS = [
  'letter',
  'court-order',
  'arrest-warrant',
  'charges',
  'judgment',
  'confiscation-order',
  'text-of-law',
  'statement-of-facts',
  'document-to-serve',
  'proof-of-service',
  'questionnaire',
  'consent',
  'sentence-calculation',
  'case-file',
  'evidence',
  'draft',
  'assurance',
  'other',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

const translator = z.strictObject({
  name: lineText,
  sworn: z.boolean().describe('Sworn, official or certified under the law of where it was made.'),
  registration: lineText.exactOptional(),
  date: calendarDate.exactOptional(),
});

const version = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('original') }),
  z.strictObject({
    kind: z.literal('translation'),
    of: sha256Hex.describe('SHA-256 of the file that was translated.'),
    translator,
  }),
]);

/** What the sender declares of one file of the package: its language, and whether it is an original or a translation of which file, by whom. */
export const fileDeclaration = z.strictObject({
  name: fileName,
  sha256: sha256Hex.exactOptional().describe('SHA-256 of the file; by it a translation finds its original.'),
  document: z.enum(DOCUMENT_KINDS),
  language: languageTag,
  version,
  certifiedCopy: z.boolean().exactOptional(),
  handling: itemHandling.exactOptional(),
});
export type FileDeclaration = z.infer<typeof fileDeclaration>;
export const fileDeclarations = z.array(fileDeclaration).max(1_000);
