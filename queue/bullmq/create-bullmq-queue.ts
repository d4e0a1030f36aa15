import type { Consumer, Queue } from '../contract.ts';
import { QueueError, requirePositiveInteger, requireTimerMilliseconds } from '../error.ts';
import { createAnnouncer } from './announcer.ts';
import { createLaneConsumer } from './lane-consumer.ts';
import { type RedisAddress, redisClientOptions } from './redis-address.ts';

export interface BullmqQueueOptions extends RedisAddress {
  /** First part of every key in Redis. Gateways that share a Redis need one each; only letters, digits, "-", "_", "{" and "}". */
  prefix?: string;
  /** Longest time that announcing, connecting or the health check may take. */
  timeLimitMilliseconds?: number;
  /** How long a taken wake-up is held for a worker that gives no sign of life. */
  lockMilliseconds?: number;
  /** How long closing waits for Redis once no handler runs any more. */
  closeTimeoutMilliseconds?: number;
  /** Told what Redis answered and what handlers threw; without content, but possibly with ids. */
  onError?: (error: Error) => void;
}

/**
 * A queue on Redis for several worker processes: one BullMQ queue per lane, jobs that carry ids only. Lanes do not share slots: each
 * has its own workers, so a flood in one never holds up another. Throws QueueError `invalid-options`.
 */
export function createBullmqQueue(options: BullmqQueueOptions): Queue {
  const {
    prefix = 'valija',
    timeLimitMilliseconds = 2_000,
    lockMilliseconds = 10_000,
    closeTimeoutMilliseconds = 2_000,
    onError = () => {},
    ...address
  } = options;
  requireTimerMilliseconds(timeLimitMilliseconds, 'timeLimitMilliseconds');
  requireTimerMilliseconds(lockMilliseconds, 'lockMilliseconds');
  requireTimerMilliseconds(closeTimeoutMilliseconds, 'closeTimeoutMilliseconds');
  if (!/^[\w{}-]{1,64}$/.test(prefix))
    throw new QueueError('invalid-options', 'the prefix holds a character that it may not', { disposition: 'operator' });

  const tell = guarded(onError);
  const client = redisClientOptions(address, timeLimitMilliseconds);
  const announcer = createAnnouncer({ client, prefix, timeLimitMilliseconds, onError: tell });
  const consumers = new Set<Consumer>();
  let closing: Promise<void> | undefined;

  return {
    announce: announcer.announce,
    healthy: announcer.healthy,
    consume: (lane, handler, { concurrency }) => {
      if (closing !== undefined) throw new QueueError('queue-closed', 'the queue is closed', { disposition: 'refuse' });
      requirePositiveInteger(concurrency, 'concurrency');
      const common = { client, prefix, lockMilliseconds, closeTimeoutMilliseconds, onError: tell };
      const consumer = createLaneConsumer({ lane, handler, concurrency, ...common });
      consumers.add(consumer);
      return consumer;
    },
    close: () => {
      closing ??= Promise.all([...consumers].map((consumer) => consumer.close())).then(announcer.close);
      return closing;
    },
  };
}

/** An observer that throws must not stop the queue. */
function guarded(observer: (error: Error) => void): (error: Error) => void {
  return (error) => {
    try {
      observer(error);
    } catch {
      // Nothing is left to tell it to.
    }
  };
}
