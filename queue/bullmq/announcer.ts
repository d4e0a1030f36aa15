import { createHash, randomUUID } from 'node:crypto';
import { Queue as BullQueue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Announcement, Lane } from '../contract.ts';
import { LANES } from '../lanes.ts';
import { ClosableRedis } from './closable-redis.ts';
import { redisFailure, withinTime } from './redis-address.ts';

/** Announcements sent to Redis in one go. */
const PART_SIZE = 500;
/** BullMQ keeps a stream of events that nobody here reads; it cannot be switched off, only kept short. */
const EVENTS_KEPT = 16;
/** After a failure nothing is sent for this long, so that a Redis that hangs delays one caller and not each. */
const PAUSE_AFTER_FAILURE_MILLISECONDS = 1_000;
/** Life of the key that the health check writes. */
const PROBE_KEY_SECONDS = 10;

/** The sending side: one connection, one BullMQ queue per lane. */
export interface Announcer {
  /** Never throws, and takes at most the time limit; what could not be sent is lost, and told to `onError`. */
  announce(announcements: readonly Announcement[]): Promise<void>;
  /** Whether Redis accepts a write now. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

export interface AnnouncerOptions {
  client: Record<string, unknown>;
  prefix: string;
  timeLimitMilliseconds: number;
  onError: (error: Error) => void;
}

/** Opens the connection in the background; as long as there is none, announcing fails at once instead of waiting for it. */
export function createAnnouncer(options: AnnouncerOptions): Announcer {
  const { prefix, timeLimitMilliseconds, onError } = options;
  const redis = new ClosableRedis({
    ...options.client,
    commandTimeout: timeLimitMilliseconds,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
  });
  redis.on('error', (error) => onError(redisFailure(error)));
  const queues = new Map(LANES.map((lane) => [lane, openQueue(lane, redis, options)]));
  const generation = randomUUID();
  let sent = 0;
  let failedAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  async function announceLane(lane: Lane, ids: readonly string[], deadline: number): Promise<void> {
    for (let start = 0; start < ids.length; start += PART_SIZE) {
      const jobs = ids.slice(start, start + PART_SIZE).map((id) => {
        sent += 1;
        return jobFor(id, `${generation}.${sent}`);
      });
      await withinTime(queues.get(lane)?.addBulk(jobs) ?? Promise.resolve([]), Math.max(1, deadline - performance.now()));
    }
  }

  return {
    announce: async (announcements) => {
      if (closed || announcements.length === 0 || performance.now() - failedAt < PAUSE_AFTER_FAILURE_MILLISECONDS) return;
      const deadline = performance.now() + timeLimitMilliseconds;
      try {
        for (const lane of LANES) {
          const ids = new Set(announcements.filter((one) => one.lane === lane).map((one) => one.id));
          await announceLane(lane, [...ids], deadline);
        }
      } catch (error) {
        failedAt = performance.now();
        onError(redisFailure(error));
      }
    },
    healthy: async () => {
      if (closed || redis.status !== 'ready') return false;
      try {
        // A write, because a Redis that is full or a replica still answers PING.
        await withinTime(redis.set(`${prefix}:health`, '1', 'EX', PROBE_KEY_SECONDS), timeLimitMilliseconds);
        return true;
      } catch (error) {
        onError(redisFailure(error));
        return false;
      }
    },
    close: async () => {
      closed = true;
      await Promise.all([...queues.values()].map((queue) => queue.close().catch((error) => onError(redisFailure(error)))));
      redis.disconnect();
    },
  };
}

function openQueue(lane: Lane, redis: Redis, { prefix, onError }: AnnouncerOptions): BullQueue<{ id: string }> {
  const queue = new BullQueue<{ id: string }>(lane, {
    connection: redis,
    prefix,
    // Every start-up command would fail for good, and with it the queue, when Redis is down at that moment.
    skipVersionCheck: true,
    skipWaitingForReady: true,
    skipMetasUpdate: true,
    streams: { events: { maxLen: EVENTS_KEPT } },
  });
  queue.on('error', (error) => onError(redisFailure(error)));
  return queue;
}

/**
 * The job that carries one id. A job id that exists is dropped by BullMQ without a word, also while its handler runs, when the wake-up
 * is needed most; so every announcement has a job id of its own, and the deduplication id (a hash, for our ids may hold any character)
 * does the rest: dropped while one waits, and one more job made after the running one ended (`keepLastIfActive`).
 */
function jobFor(id: string, jobId: string) {
  const deduplication = { id: createHash('sha256').update(id).digest('base64url'), keepLastIfActive: true };
  return { name: 'wake', data: { id }, opts: { jobId, deduplication, attempts: 1, removeOnComplete: true, removeOnFail: true } };
}
