import * as z from 'zod';
import { calendarDate } from '../../common/identifiers.ts';
import { paragraphText } from '../../common/text.ts';
import { measureBase } from './measure-base.ts';

/** Taking evidence or statements from persons (UNTOC 18(3), first kind). */
export const takingStatements = z.strictObject({
  kind: z.literal('taking-statements'),
  ...measureBase,
  questions: z.array(paragraphText).max(500).exactOptional().describe('Absent where they are in a file.'),
  underOath: z.boolean().exactOptional(),
  rightsToBeRead: paragraphText.exactOptional().describe('What the person has to be told under the law of the requesting State.'),
  attendance: paragraphText.exactOptional().describe('Officers or counsel who ask to be present.'),
  byVideo: z.boolean().exactOptional(),
  hearingOn: calendarDate.exactOptional(),
});
