import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nextAttemptDelay } from '../../queue/back-off.ts';
import { createBullmqQueue } from '../../queue/bullmq/create-bullmq-queue.ts';
import type { Lane, Queue } from '../../queue/contract.ts';
import { createEmbeddedQueue } from '../../queue/embedded/create-embedded-queue.ts';
import { startReconciler } from '../../queue/reconciler.ts';
import { startWorker } from '../../queue/worker.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import type { ClaimedJob, Job } from '../../store/contracts/outbox.ts';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import { eventually } from '../support/eventually.ts';
import { startRedisServer } from '../support/redis-server.ts';

const FEED = 'effects';
const LANES: readonly Lane[] = ['urgent', 'ordinary', 'bulk'];
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function openLedger(): Promise<Ledger> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'valija-queue-outbox-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  const ledger = await openSqliteLedger({ path: path.join(folder, 'ledger.sqlite') });
  cleanUps.push(() => ledger.close());
  return ledger;
}

async function redisQueue(): Promise<Queue> {
  const redis = await startRedisServer();
  cleanUps.push(() => redis.stop());
  const queue = createBullmqQueue({ url: redis.url, prefix: randomUUID() });
  cleanUps.push(() => queue.close());
  return queue;
}

function jobs(count: number): Job[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `transmit/${index}`,
    kind: 'transmit',
    lane: LANES[index % 3] ?? 'bulk',
    subject: `message-${index}`,
    peer: `peer-${index % 4}`,
    dueAt: 0,
  }));
}

describe.each<[string, () => Queue | Promise<Queue>]>([
  ['embedded', () => createEmbeddedQueue()],
  ['bullmq', redisQueue],
])('the SQLite outbox with the %s queue', (_name, createQueue) => {
  it('every job has its effect once, in the unit of work that completes it, although every third attempt fails', async () => {
    const ledger = await openLedger();
    const queue = await createQueue();
    const planned = jobs(150);
    await ledger.commit({ jobs: planned.map((job) => ({ operation: 'add', job })) });
    let attempts = 0;

    const run = async (job: ClaimedJob): Promise<void> => {
      attempts += 1;
      if (attempts % 3 === 0) throw new Error('the peer is down');
      await ledger.commit({
        jobs: [{ operation: 'complete', id: job.id, lease: job.lease }],
        feeds: [{ feed: FEED, reference: job.subject }],
      });
    };
    const table = { first: 20, limit: 200, factor: 2, jitter: 0.5 };
    const settle = async (job: ClaimedJob): Promise<void> => {
      const { lane } = job;
      const delay = nextAttemptDelay({
        attempts: job.attempts,
        lane,
        random: Math.random,
        table: { urgent: table, ordinary: table, bulk: table },
      });
      const dueAt = Date.now() + delay;
      await ledger.commit({ jobs: [{ operation: 'reschedule', id: job.id, lease: job.lease, dueAt, error: 'peer-unreachable' }] });
      reconciler.wakeBy(dueAt);
    };
    const worker = startWorker({
      queue,
      source: ledger.outbox,
      run,
      settle,
      clock: Date.now,
      lanes: { urgent: { concurrency: 4 }, ordinary: { concurrency: 4 }, bulk: { concurrency: 2 } },
      perPeer: 3,
      leaseMilliseconds: 30_000,
    });
    cleanUps.push(() => worker.close());
    const reconciler = startReconciler({ queue, source: ledger.outbox, clock: Date.now, intervalMilliseconds: 200, batch: 50 });
    cleanUps.push(() => reconciler.close());

    await eventually('all jobs', async () => (await ledger.readFeed(FEED, 0, 1000)).length >= planned.length);
    const { ready, leased, dead } = await ledger.outbox.counts(Date.now());
    expect({ ready, leased, dead }).toEqual({
      ready: { urgent: 0, ordinary: 0, bulk: 0 },
      leased: { urgent: 0, ordinary: 0, bulk: 0 },
      dead: 0,
    });
    const done = (await ledger.readFeed(FEED, 0, 1000)).map((entry) => entry.reference);
    expect(done.sort()).toEqual(planned.map((job) => job.subject).sort());
    expect(attempts).toBeGreaterThan(planned.length);
  });
});
