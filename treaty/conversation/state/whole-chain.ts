import { isSameLink } from '../../chain/examine-chain.ts';
import type { ChainLink } from '../../chain/inner-chain.ts';
import type { LegalMessage } from '../../message.ts';
import { distinctEntries } from './distinct-entries.ts';
import type { LegalEntry } from './legal-entry.ts';
import { legalState } from './legal-state.ts';

/**
 * The inner chain of a request as both sides have told it: the links of the requesting side, then those of the requested one, each in the order in
 * which it was first named, and each as it was last told. Nobody speaks for the other side's authorities, and what was set aside says nothing.
 */
export function wholeChain(entries: readonly LegalEntry[], requestId?: string): ChainLink[] {
  const { timeline } = legalState(entries, requestId);
  const messages = new Map(distinctEntries(entries).entries.map((entry) => [entry.messageId, entry.message]));
  const told = timeline.flatMap(({ messageId, side, counted }) => {
    const message = messages.get(messageId);
    return message === undefined || !counted ? [] : linksOf(message).filter((link) => link.side === side);
  });
  const links: ChainLink[] = [];
  for (const link of told) {
    const known = links.findIndex((other) => isSameLink(other, link));
    if (known === -1) links.push(link);
    else links[known] = { ...links[known], ...link };
  }
  return [...links.filter(({ side }) => side === 'requesting'), ...links.filter(({ side }) => side === 'requested')];
}

function linksOf(message: LegalMessage): readonly ChainLink[] {
  if (message.kind === 'transfer') return message.to;
  return 'chain' in message && message.chain !== undefined ? message.chain : [];
}
