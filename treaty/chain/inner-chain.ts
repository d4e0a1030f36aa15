import * as z from 'zod';
import { calendarDate, sha256Hex } from '../common/identifiers.ts';
import { authorityParty } from '../common/party.ts';
import { ownReferences } from '../common/reference.ts';
import { lineText, paragraphText } from '../common/text.ts';

/**
 * Who has a part in a request inside one State, in the order of the requesting side: the authority that needs the assistance, the ministry of
 * foreign affairs or the court that its State demands, the central authority; an INTERPOL bureau on the urgent route. The requested side goes
 * the other way and ends at the authority that executes.
 */
export const CHAIN_ROLES = [
  'originating-authority',
  'court',
  'foreign-ministry',
  'central-authority',
  'interpol-bureau',
  'diplomatic-mission',
  'executing-authority',
] as const;
export type ChainRole = (typeof CHAIN_ROLES)[number];

/** Of which of the two States an authority is. */
export const SIDES = ['requesting', 'requested'] as const;
export type Side = (typeof SIDES)[number];

/** How a request went from one authority to the next. */
export const HAND_OVER_MEANS = ['electronic-system', 'electronic-mail', 'post', 'courier', 'diplomatic-bag', 'in-person', 'other'] as const;

/** When and how the authority passed the request on to the one that follows it in the chain. The day is that of the authority's own place. */
export const handOver = z.strictObject({
  on: calendarDate,
  means: z.enum(HAND_OVER_MEANS),
  receivedOn: calendarDate.exactOptional().describe('When it had come to this authority.'),
  reference: lineText.exactOptional().describe('Number of the note, dispatch or bag.'),
  document: sha256Hex
    .exactOptional()
    .describe('SHA-256 of a file of the package that shows the hand-over: a note verbale, a stamped receipt.'),
});
export type HandOver = z.infer<typeof handOver>;

/** One authority of the chain, a party in its own right. Without `handOver`: the request is still with it, or came no further. */
export const chainLink = z.strictObject({
  side: z.enum(SIDES),
  role: z.enum(CHAIN_ROLES),
  party: authorityParty,
  references: ownReferences.exactOptional(),
  handOver: handOver.exactOptional(),
  remarks: paragraphText.exactOptional(),
});
export type ChainLink = z.infer<typeof chainLink>;

/**
 * The inner chain of a request, in the order in which the request passes through it: from the originating authority to the executing one. A request
 * carries the requesting side; answers carry what the requested side adds. The order of the list is the order of the way, so that a State with
 * a court between two ministries can say so.
 */
export const innerChain = z.array(chainLink).min(1).max(16);
export type InnerChain = z.infer<typeof innerChain>;
