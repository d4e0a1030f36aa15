import * as z from 'zod';
import { contactPerson } from '../../common/party.ts';
import { lineText, paragraphText } from '../../common/text.ts';

/** The investigation, prosecution or judicial proceeding that a request serves, and who conducts it (UNTOC 18(15)(b)). */
export const proceedings = z.strictObject({
  subject: paragraphText.exactOptional().describe('Subject matter.'),
  nature: paragraphText.exactOptional().describe('What kind of proceedings, and where they stand.'),
  conductedBy: z
    .strictObject({ name: lineText.exactOptional(), functions: paragraphText.exactOptional(), contact: contactPerson.exactOptional() })
    .exactOptional(),
  caseNumber: lineText.exactOptional(),
});
export type Proceedings = z.infer<typeof proceedings>;
