import * as z from 'zod';
import { innerChain } from '../../chain/inner-chain.ts';
import { calendarDate, itemIdentifier, sha256Hex } from '../../common/identifiers.ts';
import { longText, paragraphText } from '../../common/text.ts';
import { confidentiality, useConditions } from '../../common/use-conditions.ts';
import { following, reasonText } from './message-head.ts';

/** What is delivered: a file of the package, an object that travels otherwise, a file sent by another channel, or information in the reply. */
const delivered = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('file'), sha256: z.array(sha256Hex).min(1).max(1_000) }),
  z.strictObject({
    form: z.literal('object'),
    description: paragraphText,
    returnBy: calendarDate.exactOptional(),
    toBeReturned: z.boolean(),
  }),
  z.strictObject({ form: z.literal('off-channel'), sha256: sha256Hex }),
  z.strictObject({ form: z.literal('information'), text: longText }),
]);

/** One piece of evidence or information, with the conditions that travel with it (UNTOC 18(19)-(20)). */
const deliveredItem = z.strictObject({
  id: itemIdentifier,
  /** The part of the request that it answers, by its identifier there. */
  answers: itemIdentifier.exactOptional(),
  title: paragraphText,
  delivered,
  use: useConditions,
  confidentiality: confidentiality.exactOptional(),
});
export type DeliveredItem = z.infer<typeof deliveredItem>;
const deliveredItems = z.array(deliveredItem).max(1_000);

/** A part of what was asked for; more follows. */
export const partialReply = z.strictObject({
  ...following('partial-reply'),
  items: deliveredItems.min(1),
  outstanding: paragraphText.exactOptional().describe('What is still to come.'),
  expectedOn: calendarDate.exactOptional(),
  chain: innerChain.exactOptional(),
  text: longText.exactOptional(),
});

const result = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('executed') }),
  z.strictObject({ result: z.literal('executed-in-part'), reason: reasonText }),
  z.strictObject({ result: z.literal('without-result'), reason: reasonText }),
]);

/** The answer to the whole request. It ends the request; what was lent, announced orally or sent in advance stays open until it is settled. */
export const reply = z.strictObject({
  ...following('reply'),
  outcome: result,
  items: deliveredItems,
  executedOn: calendarDate.exactOptional(),
  chain: innerChain.exactOptional().describe('Authorities of the requested State that had a part, each with its hand-over.'),
  text: longText.exactOptional(),
});

export const SERVICE_MANNERS = [
  'in-person',
  'at-residence',
  'by-post',
  'electronic',
  'by-publication',
  'special-procedure',
  'other',
] as const;
export const SERVICE_FAILURES = [
  'addressee-unknown',
  'address-insufficient',
  'addressee-moved',
  'addressee-absent',
  'addressee-deceased',
  'acceptance-refused',
  'too-late-for-date',
  'document-defective',
  'other',
] as const;

const serviceResult = z.discriminatedUnion('served', [
  z.strictObject({
    served: z.literal(true),
    on: calendarDate,
    manner: z.enum(SERVICE_MANNERS),
    place: paragraphText,
    receivedBy: paragraphText
      .exactOptional()
      .describe('Who took it, where it was not the addressee, and in what relation to the addressee.'),
    proof: sha256Hex.exactOptional().describe('SHA-256 of the certificate in the package.'),
  }),
  z.strictObject({
    served: z.literal(false),
    attemptedOn: z.array(calendarDate).max(20),
    failure: z.enum(SERVICE_FAILURES),
    reason: reasonText,
  }),
]);

/** Whether a document was served: when, how and on whom, or the reasons why not. */
export const proofOfService = z.strictObject({
  ...following('proof-of-service'),
  document: sha256Hex.exactOptional().describe('SHA-256 of the document to be served, where there were several.'),
  addressee: itemIdentifier.exactOptional().describe('The person, by the identifier in the request, where there were several.'),
  service: serviceResult,
  completes: z.boolean().describe('With this the request is answered in full.'),
});

/** Objects or documents go back to the State that lent them. */
export const returnOfObjects = z.strictObject({
  ...following('return-of-objects'),
  items: z.array(itemIdentifier).min(1).max(1_000).describe('Identifiers of the delivered items.'),
  on: calendarDate,
  means: paragraphText,
  condition: paragraphText.exactOptional(),
});
