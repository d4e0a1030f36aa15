import * as z from 'zod';
import { instant, languageTag, localTime, timeZone } from '../../common/identifiers.ts';
import { contactPerson } from '../../common/party.ts';
import { lineText, paragraphText } from '../../common/text.ts';

/** The same moment on the wall of each court; what a clerk reads is local, what a program compares is `instant`. */
export const appointedTime = z.strictObject({
  instant,
  requesting: z.strictObject({ localTime, timeZone }),
  requested: z.strictObject({ localTime, timeZone }),
});
export type AppointedTime = z.infer<typeof appointedTime>;

/** How the two ends will find each other. The connection is the courts' own: nothing of it runs through the gateway. */
export const connection = z.strictObject({
  technology: lineText.exactOptional().describe('Protocol or service, such as H.323 or SIP.'),
  address: lineText.exactOptional(),
  technicalContact: contactPerson.exactOptional(),
  recording: z.boolean().exactOptional(),
});

/** Interpretation at a hearing: between which languages, and who provides it. */
export const interpretation = z.strictObject({
  needed: z.boolean(),
  from: languageTag.exactOptional(),
  to: languageTag.exactOptional(),
  providedBy: z.enum(['requesting', 'requested']).exactOptional(),
  remarks: paragraphText.exactOptional(),
});
