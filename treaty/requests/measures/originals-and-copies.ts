import * as z from 'zod';
import { calendarDate } from '../../common/identifiers.ts';
import { lineText, paragraphText } from '../../common/text.ts';
import { measureBase } from './measure-base.ts';

/** Whose records they are. */
export const RECORD_KINDS = ['public', 'bank', 'financial', 'corporate', 'business', 'provider', 'court', 'other'] as const;

/** Providing originals or certified copies of documents and records, those of banks and companies among them (UNTOC 18(3), sixth kind). */
export const originalsAndCopies = z.strictObject({
  kind: z.literal('originals-and-copies'),
  ...measureBase,
  records: z.enum(RECORD_KINDS).exactOptional(),
  holder: lineText.exactOptional().describe('Bank, register, company that keeps them.'),
  documents: z.array(paragraphText).max(200).exactOptional(),
  accounts: z.array(lineText).max(200).exactOptional().describe('Numbers of accounts or files.'),
  from: calendarDate.exactOptional(),
  until: calendarDate.exactOptional(),
  form: z.enum(['original', 'certified-copy', 'copy']).exactOptional(),
});
