import * as z from 'zod';
import { CONTACT_CHANNELS } from '../../common/contact-channels.ts';
import { instant, messageIdentifier, sha256Hex } from '../../common/identifiers.ts';
import { authorityParty, contactPerson } from '../../common/party.ts';
import { lineText, longText, paragraphText } from '../../common/text.ts';
import { useConditions } from '../../common/use-conditions.ts';
import { following, preceding, reasonText } from './message-head.ts';

/** There was contact before the request, by whatever way: the central authority is always told. */
export const priorContact = z.strictObject({
  ...preceding('prior-contact'),
  channel: z.enum(CONTACT_CHANNELS),
  at: instant,
  reference: lineText.exactOptional(),
  between: z.array(authorityParty).min(1).max(8),
  summary: paragraphText.exactOptional(),
  /** Conditions under which that information was given: they go on. */
  use: useConditions.exactOptional(),
});

/** A request made by word of mouth, where that is agreed and urgent (UNTOC 18(14)): it stands for a text that is still to be signed. */
export const oralRequest = z.strictObject({
  ...preceding('oral-request'),
  madeAt: instant,
  madeBy: contactPerson,
  takenBy: contactPerson,
  means: z.enum(['telephone', 'videoconference', 'in-person', 'radio', 'other']),
  summary: longText,
  urgency: reasonText.describe('Why it could not be written.'),
  confirmBy: instant.describe('By when the signed text is to come.'),
});

const confirmingText = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('request'), message: messageIdentifier }),
  z.strictObject({ by: z.literal('letter'), sha256: sha256Hex.describe('SHA-256 of the signed letter in this package.') }),
]);

/** The signed text of an oral request. */
export const oralConfirmation = z.strictObject({
  ...following('oral-confirmation'),
  text: confirmingText,
  differences: paragraphText.exactOptional().describe('Where the text departs from what was said.'),
});
