import { Worker as BullWorker, type Job } from 'bullmq';
import type { Consumer, Lane } from '../contract.ts';
import { redisFailure, withinTime } from './redis-address.ts';

/** A wake-up is harmless to repeat, so BullMQ is never to give one up because workers died over it; the outbox counts attempts. */
const STALLS_ALLOWED = Number.MAX_SAFE_INTEGER;

export interface LaneConsumerOptions {
  lane: Lane;
  handler: (id: string) => Promise<void>;
  concurrency: number;
  client: Record<string, unknown>;
  prefix: string;
  /** After a worker died, its wake-ups come back after this time, twice at worst. */
  lockMilliseconds: number;
  /** How long closing waits for Redis once no handler runs any more. */
  closeTimeoutMilliseconds: number;
  onError: (error: Error) => void;
}

/** Takes ids of one lane; connects in the background and again after every loss of Redis. */
export function createLaneConsumer(options: LaneConsumerOptions): Consumer {
  const { lane, concurrency, prefix, lockMilliseconds, onError } = options;
  const running = new Set<Promise<void>>();
  let closing: Promise<void> | undefined;

  async function handle(job: Job<{ id: string }>): Promise<void> {
    // Caught here, so that BullMQ never sees it: it would write the error's text into Redis.
    const run = options
      .handler(job.data.id)
      .catch((error) => onError(error instanceof Error ? error : new Error('the handler threw no error')));
    running.add(run);
    await run;
    running.delete(run);
  }

  const worker = new BullWorker<{ id: string }>(lane, handle, {
    connection: { ...options.client, maxRetriesPerRequest: null },
    prefix,
    concurrency,
    skipVersionCheck: true,
    lockDuration: lockMilliseconds,
    stalledInterval: lockMilliseconds,
    maxStalledCount: STALLS_ALLOWED,
    runRetryDelay: 500,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  worker.on('error', (error) => onError(redisFailure(error)));

  async function close(): Promise<void> {
    const closed = worker.close().catch((error) => onError(redisFailure(error)));
    await Promise.all(running);
    // Without Redis the library waits for it for ever; the wake-ups it still holds come back to others when their locks run out.
    await withinTime(closed, options.closeTimeoutMilliseconds).catch(() => worker.disconnect());
  }

  return {
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
