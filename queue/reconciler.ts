import type { Lane, Queue, WorkItem, WorkSource } from './contract.ts';
import { requirePositiveInteger, requireTimerMilliseconds } from './error.ts';
import { LANES } from './lanes.ts';

/** A sweep that found a full batch looks further the next time, up to this many batches: parked work at the front must not hide the rest. */
const LARGEST_SWEEP_IN_BATCHES = 16;
/** How many items that fall due before the next sweep are looked at to find the soonest. */
const LOOK_AHEAD = 16;
/** Two sweeps are at least this far apart, so that work due at every millisecond does not make the reconciler spin. */
const SHORTEST_PAUSE_MILLISECONDS = 20;

export interface ReconcilerOptions {
  queue: Pick<Queue, 'announce'>;
  source: Pick<WorkSource, 'due'>;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Longest time between two sweeps. */
  intervalMilliseconds: number;
  /** Items per lane that one sweep announces; sixteen times as many while a lane has more due than that. */
  batch: number;
  /** Told why a sweep failed; the next one comes all the same. */
  onError?: (error: unknown) => void;
}

export interface Reconciler {
  /** Announces what is due now and returns how many; joins the sweep that runs already. Throws what the source throws. */
  sweep(): Promise<number>;
  /** Asks for a sweep no later than the time at which work falls due that was just put off. */
  wakeBy(dueAt: number): void;
  /** No sweep runs any more once it resolves. */
  close(): Promise<void>;
}

/**
 * Announces again and again what is due, leases that ran out included, so that no work depends on an announcement having arrived.
 * Sweeps at once, then at every interval, and earlier when something falls due before. Throws QueueError `invalid-options`.
 */
export function startReconciler(options: ReconcilerOptions): Reconciler {
  const { queue, source, clock, intervalMilliseconds, batch, onError = () => {} } = options;
  requireTimerMilliseconds(intervalMilliseconds, 'intervalMilliseconds');
  requirePositiveInteger(batch, 'batch');
  const limits: Record<Lane, number> = { urgent: batch, ordinary: batch, bulk: batch };
  let soonest = Number.POSITIVE_INFINITY;
  let current: Promise<number> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function sweep(): Promise<number> {
    current ??= sweepLanes().finally(() => {
      current = undefined;
      scheduleNext();
    });
    return current;
  }

  async function sweepLanes(): Promise<number> {
    const now = clock();
    soonest = Number.POSITIVE_INFINITY;
    let announced = 0;
    for (const lane of LANES) {
      const due = await source.due({ now, limit: limits[lane], lane });
      await queue.announce(due.map(({ id, lane }) => ({ id, lane })));
      announced += due.length;
      const full = due.length >= limits[lane];
      limits[lane] = full ? Math.min(limits[lane] * 2, batch * LARGEST_SWEEP_IN_BATCHES) : batch;
      if (!full) await lookAhead(lane, now, due.length);
    }
    return announced;
  }

  /** Those due now come first in the answer, so a few more than them show what is next. */
  async function lookAhead(lane: Lane, now: number, dueNow: number): Promise<void> {
    const ahead: readonly WorkItem[] = await source.due({ now: now + intervalMilliseconds, limit: dueNow + LOOK_AHEAD, lane });
    for (const { dueAt } of ahead) if (dueAt > now) soonest = Math.min(soonest, dueAt);
  }

  function scheduleNext(): void {
    clearTimeout(timer);
    if (closed) return;
    const untilSoonest = Math.max(soonest - clock(), SHORTEST_PAUSE_MILLISECONDS);
    timer = setTimeout(() => void sweep().catch(onError), Math.min(untilSoonest, intervalMilliseconds));
  }

  void sweep().catch(onError);

  return {
    sweep,
    wakeBy: (dueAt) => {
      if (dueAt >= soonest) return;
      soonest = dueAt;
      if (current === undefined) scheduleNext();
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await current?.catch(() => {});
    },
  };
}
