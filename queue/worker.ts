import type { ClaimedItem, Consumer, Lane, Queue, WorkItem, WorkSource } from './contract.ts';
import { QueueError, requireTimerMilliseconds } from './error.ts';
import { createLaneBudget } from './lane-budget.ts';
import { createLaneGate } from './lane-gate.ts';
import { LANES } from './lanes.ts';
import { type HeldLease, keepLease } from './lease-keeper.ts';
import { createPeerSlots } from './peer-slots.ts';

/** A work source whose claimed items carry more than the queue needs, for example the outbox's `ClaimedJob`. */
export interface ClaimSource<Item extends ClaimedItem> extends Omit<WorkSource, 'claim'> {
  claim(id: string, options: { now: number; milliseconds: number }): Promise<Item | undefined>;
}

/** What happened, by ids only. `error` is what `run`, `settle` or the source threw, for the caller to redact and log. */
export type WorkerEvent =
  | { kind: 'claimed' | 'completed' | 'parked'; id: string; lane: Lane; peer?: string }
  /** The item was gone, not due, or held by another: a late or repeated wake-up. */
  | { kind: 'skipped'; id: string }
  /** `run` threw and `settle` has recorded it. */
  | { kind: 'settled'; id: string; lane: Lane; peer?: string; error: unknown }
  /** `run` threw after another worker took the job over; nothing was settled. */
  | { kind: 'lease-lost'; id: string; lane: Lane; peer?: string; error: unknown }
  /** `settle` itself threw: the job comes again when its lease runs out. */
  | { kind: 'settle-failed'; id: string; lane: Lane; peer?: string; error: unknown }
  /** The source could not be read or claimed from: the job comes again from the reconciler. */
  | { kind: 'source-failed'; id: string; error: unknown };

export interface WorkerOptions<Item extends ClaimedItem = ClaimedItem> {
  queue: Pick<Queue, 'consume'>;
  source: ClaimSource<Item>;
  /** Does the work and completes the job in its own unit of work. Should stop when the signal aborts: its commit would be refused. */
  run: (job: Item, signal: AbortSignal) => Promise<void>;
  /** Records that `run` threw: reschedules or buries the job, under the job's lease. */
  settle: (job: Item, error: unknown) => Promise<void>;
  /** Milliseconds since 1970. */
  clock: () => number;
  lanes: Record<Lane, { concurrency: number }>;
  /** Jobs over all lanes at once; room for the higher lanes is kept (see lane-budget.ts). Without it only the lanes' limits count. */
  concurrency?: number;
  /** Jobs that may talk to one peer at once; from 2 on, one slot is kept for urgent ones. */
  perPeer: number;
  leaseMilliseconds: number;
  /** Ids that may wait in memory for a slot of their peer. */
  parkedLimit?: number;
  onEvent?: (event: WorkerEvent) => void;
}

export interface Worker {
  /**
   * Takes no new work and waits for what runs, at most `limitMilliseconds`; then aborts the rest (their leases run out and others take
   * them). Returns how many were still running.
   */
  close(options?: { limitMilliseconds?: number }): Promise<{ abandoned: number }>;
}

/**
 * Takes ids from the queue, claims each from the source, and runs it under a renewed lease. The id of a job whose peer is at its limit
 * is parked in memory, holding neither a slot of its lane nor a lease. Throws QueueError `invalid-options`.
 */
export function startWorker<Item extends ClaimedItem>(options: WorkerOptions<Item>): Worker {
  const { queue, source, run, settle, clock, leaseMilliseconds } = options;
  requireTimerMilliseconds(leaseMilliseconds, 'leaseMilliseconds');
  const gate = createLaneGate(laneBudget(options));
  const peers = createPeerSlots({ perPeer: options.perPeer, parkedLimit: options.parkedLimit ?? 100_000 });
  /** Ids in hand; true when woken again meanwhile. */
  const inHand = new Map<string, boolean>();
  const attempts = new Set<Promise<void>>();
  const leases = new Set<HeldLease>();
  let closing = false;

  /** Handles one wake-up; a wake-up that comes while the id is in hand makes it be looked at once more. */
  async function wake(id: string, resumed: boolean): Promise<void> {
    if (closing) return;
    if (inHand.has(id)) {
      inHand.set(id, true);
      return;
    }
    do {
      inHand.set(id, false);
      await attempt(id, resumed);
    } while (inHand.get(id) === true && !closing);
    inHand.delete(id);
  }

  async function attempt(id: string, resumed: boolean): Promise<void> {
    try {
      const item = await source.get(id);
      if (item === undefined) return emit({ kind: 'skipped', id });
      if (!(await gate.enter(item.lane, { ahead: resumed }))) return;
      try {
        await underPeerLimit(item);
      } finally {
        gate.leave(item.lane);
      }
    } catch (error) {
      emit({ kind: 'source-failed', id, error });
    }
  }

  async function underPeerLimit(item: WorkItem): Promise<void> {
    const { id, lane, peer } = item;
    if (peer === undefined) return claimAndRun(item);
    if (!peers.enter(peer, lane)) {
      peers.park(peer, lane, id);
      return emit({ kind: 'parked', id, lane, peer });
    }
    try {
      await claimAndRun(item);
    } finally {
      peers.leave(peer, lane);
      resumeParked(peer);
    }
  }

  /** Gives the freed slot of the peer to the next parked id; whatever becomes of that one, the next is looked for after it. */
  function resumeParked(peer: string): void {
    const id = closing ? undefined : peers.next(peer);
    if (id === undefined) return;
    track(wake(id, true).finally(() => resumeParked(peer)));
  }

  async function claimAndRun(item: WorkItem): Promise<void> {
    const claimedAt = clock();
    const job = closing ? undefined : await source.claim(item.id, { now: claimedAt, milliseconds: leaseMilliseconds });
    if (job === undefined) return emit({ kind: 'skipped', id: item.id });
    const lease = keepLease({ source, job, claimedAt, milliseconds: leaseMilliseconds, clock });
    leases.add(lease);
    emit({ kind: 'claimed', ...named(job) });
    try {
      await run(job, lease.signal);
      emit({ kind: 'completed', ...named(job) });
    } catch (error) {
      await settleFailure(job, lease.signal, error);
    } finally {
      lease.release();
      leases.delete(lease);
    }
  }

  async function settleFailure(job: Item, signal: AbortSignal, error: unknown): Promise<void> {
    if (signal.reason instanceof QueueError && signal.reason.code === 'lease-lost')
      return emit({ kind: 'lease-lost', ...named(job), error });
    try {
      await settle(job, error);
      emit({ kind: 'settled', ...named(job), error });
    } catch (settleError) {
      emit({ kind: 'settle-failed', ...named(job), error: settleError });
    }
  }

  function track(attempt: Promise<void>): Promise<void> {
    attempts.add(attempt);
    return attempt.finally(() => attempts.delete(attempt));
  }

  function emit(event: WorkerEvent): void {
    try {
      options.onEvent?.(event);
    } catch {
      // An observer that throws must not change what becomes of the job.
    }
  }

  const consumers: Consumer[] = LANES.map((lane) => queue.consume(lane, (id) => track(wake(id, false)), options.lanes[lane]));

  return {
    close: async ({ limitMilliseconds = 30_000 } = {}) => {
      closing = true;
      gate.close();
      const quiet = async () => {
        await Promise.all(consumers.map((consumer) => consumer.close()));
        await Promise.all(attempts);
      };
      if (await within(quiet(), limitMilliseconds)) return { abandoned: 0 };
      const abandoned = leases.size;
      for (const lease of leases) lease.abort(new QueueError('worker-closed', 'the worker was closed while the job ran'));
      return { abandoned };
    },
  };
}

function laneBudget(options: Pick<WorkerOptions, 'lanes' | 'concurrency'>) {
  const { urgent, ordinary, bulk } = options.lanes;
  const lanes: Record<Lane, number> = { urgent: urgent.concurrency, ordinary: ordinary.concurrency, bulk: bulk.concurrency };
  // Three more than the lanes can use: without a shared limit, the room kept for higher lanes must not take from the lower ones.
  const unshared = lanes.urgent + lanes.ordinary + lanes.bulk + LANES.length;
  return createLaneBudget({ total: options.concurrency ?? unshared, lanes });
}

function named(job: ClaimedItem): { id: string; lane: Lane; peer?: string } {
  return job.peer === undefined ? { id: job.id, lane: job.lane } : { id: job.id, lane: job.lane, peer: job.peer };
}

/** True when the work ends within the time. */
async function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    clearTimeout(timer);
  }
}
