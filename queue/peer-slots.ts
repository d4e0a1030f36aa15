import type { Lane } from './contract.ts';
import { requirePositiveInteger } from './error.ts';
import { FirstInFirstOut } from './first-in-first-out.ts';
import { createLaneBudget, type LaneBudget } from './lane-budget.ts';
import { LANES } from './lanes.ts';

/** How many items talk to each peer, and the ids that wait for a slot of theirs. */
export interface PeerSlots {
  /** Takes a slot of the peer, or returns false when its lane may not have one now. */
  enter(peer: string, lane: Lane): boolean;
  leave(peer: string, lane: Lane): void;
  /** Keeps the id until `next` gives it back; one more than the limit is dropped, and comes again from the reconciler. */
  park(peer: string, lane: Lane, id: string): void;
  /** Takes out the parked id that may run next: highest lane first, oldest first. Undefined when none may. */
  next(peer: string): string | undefined;
  readonly parked: number;
}

interface PeerState {
  budget: LaneBudget;
  parked: Record<Lane, FirstInFirstOut>;
}

/**
 * `perPeer` slots for each peer, room kept for the higher lanes (see lane-budget.ts); a peer without work takes no memory.
 * Throws QueueError `invalid-options`.
 */
export function createPeerSlots(options: { perPeer: number; parkedLimit: number }): PeerSlots {
  requirePositiveInteger(options.perPeer, 'perPeer');
  requirePositiveInteger(options.parkedLimit, 'parkedLimit');
  const peers = new Map<string, PeerState>();
  let parked = 0;

  function stateOf(peer: string): PeerState {
    const known = peers.get(peer);
    if (known !== undefined) return known;
    const state: PeerState = {
      budget: createLaneBudget({ total: options.perPeer }),
      parked: { urgent: new FirstInFirstOut(), ordinary: new FirstInFirstOut(), bulk: new FirstInFirstOut() },
    };
    peers.set(peer, state);
    return state;
  }

  function forgetIdle(peer: string, state: PeerState): void {
    if (state.budget.running === 0 && LANES.every((lane) => state.parked[lane].size === 0)) peers.delete(peer);
  }

  return {
    enter: (peer, lane) => stateOf(peer).budget.take(lane),
    leave: (peer, lane) => {
      const state = stateOf(peer);
      state.budget.release(lane);
      forgetIdle(peer, state);
    },
    park: (peer, lane, id) => {
      if (parked < options.parkedLimit && stateOf(peer).parked[lane].add(id)) parked += 1;
    },
    next: (peer) => {
      const state = peers.get(peer);
      if (state === undefined) return undefined;
      for (const lane of LANES) {
        if (!state.budget.allows(lane)) continue;
        const id = state.parked[lane].take();
        if (id === undefined) continue;
        parked -= 1;
        forgetIdle(peer, state);
        return id;
      }
      return undefined;
    },
    get parked() {
      return parked;
    },
  };
}
