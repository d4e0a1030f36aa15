import type { Lane } from './contract.ts';
import { requirePositiveInteger } from './error.ts';

/** Slots that the lanes share. */
export interface LaneBudget {
  /** True when `take` of this lane would succeed now. */
  allows(lane: Lane): boolean;
  /** Takes a slot, or returns false when the lane may not have one now. */
  take(lane: Lane): boolean;
  release(lane: Lane): void;
  readonly running: number;
}

/**
 * Slots shared by the lanes, with room always kept for the higher ones: of `total` slots one is for urgent alone, and one more is for
 * urgent and ordinary. Long work of a lower lane can therefore never hold up a higher one, not even when it fills all that it may take.
 * Urgent work may fill every slot. A total of 1 has no room to keep; with 2 the room is kept for urgent only. `lanes` caps each lane.
 * Throws QueueError `invalid-options`.
 */
export function createLaneBudget(options: { total: number; lanes?: Partial<Record<Lane, number>> }): LaneBudget {
  const { total, lanes = {} } = options;
  requirePositiveInteger(total, 'the number of slots');
  for (const [lane, limit] of Object.entries(lanes)) requirePositiveInteger(limit, `the number of slots of lane ${lane}`);
  const belowUrgent = Math.max(1, total - 1);
  const belowOrdinary = Math.max(1, total - 2);
  const taken: Record<Lane, number> = { urgent: 0, ordinary: 0, bulk: 0 };
  const running = () => taken.urgent + taken.ordinary + taken.bulk;

  function allows(lane: Lane): boolean {
    if (running() >= total || taken[lane] >= (lanes[lane] ?? total)) return false;
    if (lane === 'urgent') return true;
    if (taken.ordinary + taken.bulk >= belowUrgent) return false;
    return lane === 'ordinary' || taken.bulk < belowOrdinary;
  }

  return {
    allows,
    take: (lane) => {
      if (!allows(lane)) return false;
      taken[lane] += 1;
      return true;
    },
    release: (lane) => {
      taken[lane] -= 1;
    },
    get running() {
      return running();
    },
  };
}
