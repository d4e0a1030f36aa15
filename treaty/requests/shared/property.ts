import * as z from 'zod';
import { calendarDate, country, itemIdentifier, sha256Hex } from '../../common/identifiers.ts';
import { money } from '../../common/money.ts';
import { lineText, paragraphText } from '../../common/text.ts';
import { itemHandling } from '../../common/use-conditions.ts';

/** Kinds of property that an order can speak of. */
export const PROPERTY_KINDS = [
  'bank-account',
  'sum-of-money',
  'cash',
  'real-estate',
  'vehicle',
  'vessel-or-aircraft',
  'company-shares',
  'securities',
  'virtual-assets',
  'precious-objects',
  'cultural-property',
  'documents',
  'instrumentality',
  'other',
] as const;

const interest = z.strictObject({
  name: lineText,
  nature: lineText.exactOptional().describe('Owner, mortgagee, person who uses it.'),
  goodFaith: z.boolean().exactOptional().describe('Whether the person claims to have acted in good faith.'),
  person: itemIdentifier.exactOptional(),
});

/** Property that is traced, frozen, confiscated or returned. */
export const property = z.strictObject({
  id: itemIdentifier.exactOptional(),
  kind: z.enum(PROPERTY_KINDS),
  description: paragraphText.exactOptional(),
  location: paragraphText.exactOptional(),
  country: country.exactOptional(),
  identifiers: z
    .array(z.strictObject({ type: lineText, number: lineText }))
    .max(16)
    .exactOptional()
    .describe('IBAN, land register, chassis number.'),
  estimatedValue: money.exactOptional(),
  heldBy: lineText.exactOptional(),
  link: paragraphText.exactOptional().describe('What ties it to the offence or to the person.'),
  interests: z.array(interest).max(50).exactOptional().describe('Rights of others, those of good faith among them.'),
  frozen: z.strictObject({ since: calendarDate, until: calendarDate.exactOptional(), order: sha256Hex.exactOptional() }).exactOptional(),
  handling: itemHandling.exactOptional(),
});
export type Property = z.infer<typeof property>;
export const properties = z.array(property).max(500);
