import type { Lane } from './contract.ts';
import type { LaneBudget } from './lane-budget.ts';
import { LANES } from './lanes.ts';

/** A door with a budget of slots behind it. Whoever entered must leave. */
export interface LaneGate {
  /** Waits for a slot of the lane; false when the gate closed first. `ahead`: before those that wait already in the same lane. */
  enter(lane: Lane, options?: { ahead?: boolean }): Promise<boolean>;
  leave(lane: Lane): void;
  /** Turns away those that wait and those that come. */
  close(): void;
}

/** Lets the waiting enter by lane, the highest first, and within a lane in order of arrival. */
export function createLaneGate(budget: LaneBudget): LaneGate {
  const waiting: Record<Lane, ((entered: boolean) => void)[]> = { urgent: [], ordinary: [], bulk: [] };
  let closed = false;

  function admit(): void {
    for (const lane of LANES) {
      while (waiting[lane].length > 0 && budget.take(lane)) waiting[lane].shift()?.(true);
    }
  }

  return {
    enter: (lane, { ahead = false } = {}) => {
      if (closed) return Promise.resolve(false);
      return new Promise<boolean>((resolve) => {
        if (ahead) waiting[lane].unshift(resolve);
        else waiting[lane].push(resolve);
        admit();
      });
    },
    leave: (lane) => {
      budget.release(lane);
      if (!closed) admit();
    },
    close: () => {
      closed = true;
      for (const lane of LANES) for (const resolve of waiting[lane].splice(0)) resolve(false);
    },
  };
}
