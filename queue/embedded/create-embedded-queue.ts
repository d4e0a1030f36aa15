import type { Announcement, Consumer, Lane, Queue } from '../contract.ts';
import { QueueError, requirePositiveInteger } from '../error.ts';
import { FirstInFirstOut } from '../first-in-first-out.ts';
import { createLaneBudget } from '../lane-budget.ts';
import { LANES } from '../lanes.ts';

export interface EmbeddedQueueOptions {
  /** Handlers that may run at once over all lanes, room for the higher lanes kept (see lane-budget.ts). Without it only the lanes' own limits count. */
  concurrency?: number;
  /** Ids that may wait in one lane; further announcements are lost, as the contract allows, and come again from the reconciler. */
  waitingLimit?: number;
  /** Told what a handler threw. */
  onError?: (error: unknown) => void;
}

interface LaneState {
  waiting: FirstInFirstOut;
  /** Ids whose handler runs; true when announced again meanwhile. */
  running: Map<string, boolean>;
  consumers: Set<LaneConsumer>;
  /** Settled when the handlers of the lane end, those of closed consumers included. */
  runs: Set<Promise<void>>;
}

interface LaneConsumer {
  handler: (id: string) => Promise<void>;
  concurrency: number;
  running: Set<Promise<void>>;
}

/**
 * A queue inside one process: no disk, no network. Higher lanes are served first; an id that waits is held once; an id announced while
 * its handler runs is run once more afterwards. Throws QueueError `invalid-options`.
 */
export function createEmbeddedQueue(options: EmbeddedQueueOptions = {}): Queue {
  const { waitingLimit = 100_000, onError = () => {} } = options;
  requirePositiveInteger(waitingLimit, 'waitingLimit');
  const budget = createLaneBudget({ total: options.concurrency ?? Number.MAX_SAFE_INTEGER });
  const lanes: Record<Lane, LaneState> = { urgent: emptyLane(), ordinary: emptyLane(), bulk: emptyLane() };
  let closed = false;
  let scheduled = false;

  /** Handlers start in a turn of their own, so that a flood of short handlers leaves the event loop to timers and sockets. */
  function schedule(): void {
    if (scheduled || closed) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      for (const lane of LANES) startWaiting(lane);
    });
  }

  function startWaiting(lane: Lane): void {
    const state = lanes[lane];
    for (;;) {
      if (state.waiting.size === 0 || !budget.allows(lane)) return;
      const consumer = withFreeSlot(state.consumers);
      const id = consumer === undefined ? undefined : state.waiting.take();
      if (consumer === undefined || id === undefined) return;
      budget.take(lane);
      start(lane, consumer, id);
    }
  }

  function start(lane: Lane, consumer: LaneConsumer, id: string): void {
    const state = lanes[lane];
    state.running.set(id, false);
    const run = handle(consumer, id).then(() => {
      consumer.running.delete(run);
      state.runs.delete(run);
      budget.release(lane);
      const again = state.running.get(id) === true;
      state.running.delete(id);
      if (again && !closed) state.waiting.add(id);
      schedule();
    });
    consumer.running.add(run);
    state.runs.add(run);
  }

  async function handle(consumer: LaneConsumer, id: string): Promise<void> {
    try {
      await consumer.handler(id);
    } catch (error) {
      tell(onError, error);
    }
  }

  async function stop(lane: Lane, consumer: LaneConsumer): Promise<void> {
    lanes[lane].consumers.delete(consumer);
    await Promise.all(consumer.running);
  }

  return {
    announce: async (announcements: readonly Announcement[]) => {
      if (closed) return;
      for (const { id, lane } of announcements) {
        const { waiting, running } = lanes[lane];
        if (running.has(id)) running.set(id, true);
        else if (waiting.size < waitingLimit) waiting.add(id);
      }
      schedule();
    },
    consume: (lane: Lane, handler: (id: string) => Promise<void>, { concurrency }: { concurrency: number }): Consumer => {
      if (closed) throw new QueueError('queue-closed', 'the queue is closed', { disposition: 'refuse' });
      requirePositiveInteger(concurrency, 'concurrency');
      const consumer: LaneConsumer = { handler, concurrency, running: new Set() };
      lanes[lane].consumers.add(consumer);
      schedule();
      return { close: () => stop(lane, consumer) };
    },
    healthy: async () => !closed,
    close: async () => {
      closed = true;
      for (const lane of LANES) {
        lanes[lane].consumers.clear();
        lanes[lane].waiting.clear();
      }
      await Promise.all(LANES.flatMap((lane) => [...lanes[lane].runs]));
    },
  };
}

function emptyLane(): LaneState {
  return { waiting: new FirstInFirstOut(), running: new Map(), consumers: new Set(), runs: new Set() };
}

function withFreeSlot(consumers: ReadonlySet<LaneConsumer>): LaneConsumer | undefined {
  for (const consumer of consumers) if (consumer.running.size < consumer.concurrency) return consumer;
  return undefined;
}

/** An observer that throws must not stop the queue. */
function tell(observer: (error: unknown) => void, error: unknown): void {
  try {
    observer(error);
  } catch {
    // Nothing is left to tell it to.
  }
}
