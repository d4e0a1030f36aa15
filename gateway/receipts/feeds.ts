import type { FeedAppend } from '../../store/contracts/ledger.ts';

/** Feed of state changes, for our own clients. */
export const CHANGES_FEED = 'changes';

export function changesFeed(messageKey: string, state: string): FeedAppend {
  return { feed: CHANGES_FEED, reference: `${messageKey}\n${state}` };
}

/** Feed from which a peer pulls evidence. */
export function evidenceFeedName(peer: string): string {
  return `evidence/${peer}`;
}

export function evidenceFeed(peer: string, evidenceIdentifier: string): FeedAppend {
  return { feed: evidenceFeedName(peer), reference: evidenceIdentifier };
}

/** Feed from which a peer learns which of its messages we hold. */
export function messagesFeedName(peer: string): string {
  return `messages/${peer}`;
}

export function messagesFeed(peer: string, messageKey: string): FeedAppend {
  return { feed: messagesFeedName(peer), reference: messageKey };
}
