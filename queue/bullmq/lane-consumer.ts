import { Worker as BullWorker, type Job } from 'bullmq';
import type { Consumer, Lane } from '../contract.ts';
import { ClosableRedis } from './closable-redis.ts';
import { redisFailure, SLOWEST_RECONNECT_MILLISECONDS, withinTime } from './redis-address.ts';

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
  const connections: ClosableRedis[] = [];
  const redis = new ClosableRedis({ ...options.client, maxRetriesPerRequest: null }, (copy) => connections.push(copy));
  connections.push(redis);
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
    connection: redis,
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
    const timeLimit = options.closeTimeoutMilliseconds;
    if (await inTime(closed, timeLimit)) return redis.disconnect();
    // Without Redis the library waits for it for ever. The wake-ups it still holds come back to others when their locks run out.
    for (const connection of connections) connection.disconnect();
    await inTime(closed, timeLimit + SLOWEST_RECONNECT_MILLISECONDS);
  }

  return {
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function inTime(work: Promise<void>, milliseconds: number): Promise<boolean> {
  return withinTime(work, milliseconds).then(
    () => true,
    () => false,
  );
}
