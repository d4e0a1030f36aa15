import type { ChainLink, ChainRole, InnerChain } from './inner-chain.ts';

/** What does not fit in a chain; each names the place of the link in the list. */
export type ChainRemark =
  /** The chain has no central authority on the requesting side: nobody whom the instrument names has passed the request on. */
  | { code: 'chain-without-central-authority' }
  /** A request has to come from somebody who needs it. */
  | { code: 'chain-without-origin' }
  /** Without the day of the hand-over nobody can say where the time went. */
  | { code: 'hand-over-missing'; link: number }
  | { code: 'hand-over-before-receipt'; link: number }
  | { code: 'hand-over-before-previous'; link: number }
  /** A link of the requesting side after one of the requested side. */
  | { code: 'chain-turns-back'; link: number }
  | { code: 'chain-link-repeated'; link: number };

/**
 * What a reader of the chain would ask about: missing parties, hand-overs without a day or against the order of the days. Remarks, never
 * faults: the chain is what the authorities say of themselves, and a request is no less valid for a gap in it.
 */
export function examineChain(chain: InnerChain): ChainRemark[] {
  const requesting = chain.filter(({ side }) => side === 'requesting');
  // What the requested side adds in its answers has no origin of its own.
  const lacks = (role: ChainRole) => requesting.length > 0 && !requesting.some((link) => link.role === role);
  return [
    ...(lacks('originating-authority') ? [{ code: 'chain-without-origin' as const }] : []),
    ...(lacks('central-authority') ? [{ code: 'chain-without-central-authority' as const }] : []),
    ...chain.flatMap((link, index) => remarksOn(link, index, chain)),
  ];
}

function remarksOn({ side, handOver }: ChainLink, link: number, chain: InnerChain): ChainRemark[] {
  const before = chain.slice(0, link);
  // From one State to the other the message itself is the hand-over, and receipts show it.
  const staysInState = chain[link + 1]?.side === side;
  const remarks: ChainRemark[] = [];
  if (handOver === undefined && staysInState) remarks.push({ code: 'hand-over-missing', link });
  // Calendar days in ISO 8601 sort as text.
  if (handOver?.receivedOn !== undefined && handOver.on < handOver.receivedOn) remarks.push({ code: 'hand-over-before-receipt', link });
  const previous = before.findLast((other) => other.handOver !== undefined)?.handOver;
  // Half a world lies between two calendars: one day back is no contradiction.
  if (handOver !== undefined && previous !== undefined && dayAfter(handOver.on) < previous.on) {
    remarks.push({ code: 'hand-over-before-previous', link });
  }
  if (side === 'requesting' && before.some((other) => other.side === 'requested')) remarks.push({ code: 'chain-turns-back', link });
  if (before.some((other) => isSameLink(other, chain[link] as ChainLink))) remarks.push({ code: 'chain-link-repeated', link });
  return remarks;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The same authority in the same capacity on the same side. */
export function isSameLink(one: ChainLink, other: ChainLink): boolean {
  return (
    one.side === other.side &&
    one.role === other.role &&
    one.party.country === other.party.country &&
    one.party.name === other.party.name &&
    one.party.identifier === other.party.identifier
  );
}
