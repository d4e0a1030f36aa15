import * as z from 'zod';
import { calendarDate, country, itemIdentifier, languageTag } from './identifiers.ts';
import { emailAddress, lineText, paragraphText, telephone } from './text.ts';
import { itemHandling } from './use-conditions.ts';

/** In what capacity a person is concerned. */
export const PERSON_ROLES = [
  'suspect',
  'accused',
  'convicted',
  'sought',
  'witness',
  'expert',
  'victim',
  'party',
  'owner',
  'third-party',
  'addressee',
  'subscriber',
  'other',
] as const;

const identityDocument = z.strictObject({ type: lineText, number: lineText, issuedBy: country.exactOptional() });

const concerned = {
  /** So that measures, consents and answers can name the person. */
  id: itemIdentifier.exactOptional(),
  roles: z.array(z.enum(PERSON_ROLES)).min(1).max(8),
  identifiers: z.array(identityDocument).max(16).exactOptional(),
  location: paragraphText.exactOptional().describe('Address, place of custody, or where the person is believed to be.'),
  telephone: telephone.exactOptional(),
  email: emailAddress.exactOptional(),
  handling: itemHandling.exactOptional(),
  remarks: paragraphText.exactOptional(),
};

const naturalPerson = z.strictObject({
  kind: z.literal('natural'),
  name: lineText.describe('As the person bears it.'),
  otherNames: z.array(lineText).max(32).exactOptional(),
  dateOfBirth: calendarDate.exactOptional(),
  placeOfBirth: lineText.exactOptional(),
  sex: z.enum(['female', 'male', 'other']).exactOptional(),
  nationalities: z.array(country).max(8).exactOptional(),
  languages: z.array(languageTag).max(8).exactOptional(),
  description: paragraphText.exactOptional().describe('Features that help to recognise the person.'),
  detained: z.boolean().exactOptional(),
  detainedSince: calendarDate.exactOptional(),
  ...concerned,
});

const legalPerson = z.strictObject({
  kind: z.literal('legal'),
  name: lineText,
  registration: lineText.exactOptional().describe('Register and number.'),
  seat: country.exactOptional(),
  ...concerned,
});

/** A person concerned: identity, location and nationality as far as they are known (UNTOC 18(15)(e): where possible). */
export const personConcerned = z.discriminatedUnion('kind', [naturalPerson, legalPerson]);
export type PersonConcerned = z.infer<typeof personConcerned>;
export const personsConcerned = z.array(personConcerned).max(200);
