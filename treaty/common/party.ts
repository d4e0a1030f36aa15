import * as z from 'zod';
import { authorityIdentifier, country, languageTag } from './identifiers.ts';
import { emailAddress, lineText, paragraphText, telephone } from './text.ts';

/** A person who acts for an authority, with name and functions (UNTOC 18(15)(b)). */
export const contactPerson = z.strictObject({
  name: lineText,
  functions: lineText,
  telephone: telephone.exactOptional(),
  email: emailAddress.exactOptional(),
  languages: z.array(languageTag).min(1).max(16).exactOptional(),
});
export type ContactPerson = z.infer<typeof contactPerson>;

/** An authority as a letter names it. The identifier is there when the directory knows the authority; a court of first instance has none. */
export const authorityParty = z.strictObject({
  name: lineText,
  country,
  identifier: authorityIdentifier.exactOptional(),
  address: paragraphText.exactOptional(),
  contact: contactPerson.exactOptional(),
});
export type AuthorityParty = z.infer<typeof authorityParty>;
