import type { TransportState } from '../../evidence/transport-state.ts';
import type { Direction } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { CHANGES_FEED } from '../receipts/feeds.ts';
import type { Actor } from './actor.ts';

/** A change of a message's state, in the order in which it was committed. */
export interface StateChange {
  position: number;
  direction: Direction;
  sender: string;
  messageId: string;
  state: TransportState;
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
      // Written by `changesFeed` alone.
      return { position, direction: direction as Direction, sender, messageId, state: state as TransportState };
    }),
  };
}
