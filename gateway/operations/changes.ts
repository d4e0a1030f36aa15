import type { GatewayDependencies } from '../dependencies.ts';
import { CHANGES_FEED } from '../receipts/feeds.ts';
import type { Actor } from './actor.ts';

/** A change of a message's state, in the order in which it was committed. */
export interface StateChange {
  position: number;
  direction: string;
  sender: string;
  messageId: string;
  state: string;
}

/** State changes after a position. The epoch tells a reader when its position has lost its meaning (after a restore). */
export async function listChanges(
  dependencies: GatewayDependencies,
  query: { actor: Actor; after: number; limit: number },
): Promise<{ epoch: string; changes: StateChange[] }> {
  const entries = await dependencies.ledger.readFeed(CHANGES_FEED, query.after, Math.min(Math.max(query.limit, 1), 1_000));
  return {
    epoch: dependencies.ledger.feedEpoch,
    changes: entries.map(({ position, reference }) => {
      const [key = '', state = ''] = reference.split('\n');
      const [direction = '', sender = '', messageId = ''] = key.split('/');
      return { position, direction, sender, messageId, state };
    }),
  };
}
