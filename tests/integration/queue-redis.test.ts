import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type BullmqQueueOptions, createBullmqQueue } from '../../queue/bullmq/create-bullmq-queue.ts';
import type { Lane, Queue } from '../../queue/contract.ts';
import { QueueError } from '../../queue/error.ts';
import { startReconciler } from '../../queue/reconciler.ts';
import { startWorker } from '../../queue/worker.ts';
import { eventually, gate } from '../support/eventually.ts';
import { createInMemoryWorkSource, type InMemoryWorkSource } from '../support/in-memory-work-source.ts';
import { freePort, type RedisServer, startRedisServer } from '../support/redis-server.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function redisServer(options?: Parameters<typeof startRedisServer>[0]): Promise<RedisServer> {
  const redis = await startRedisServer(options);
  cleanUps.push(() => redis.stop());
  return redis;
}

function bullmqQueue(options: BullmqQueueOptions): Queue {
  const queue = createBullmqQueue({ timeLimitMilliseconds: 500, closeTimeoutMilliseconds: 500, lockMilliseconds: 1_000, ...options });
  cleanUps.push(() => queue.close());
  return queue;
}

/** A worker and a reconciler over a source; each job's work takes a few milliseconds. */
function startWork(queue: Queue, source: InMemoryWorkSource, onRun: () => void = () => {}): void {
  const worker = startWorker({
    queue,
    source,
    clock: Date.now,
    lanes: { urgent: { concurrency: 2 }, ordinary: { concurrency: 4 }, bulk: { concurrency: 2 } },
    perPeer: 3,
    leaseMilliseconds: 2_000,
    run: async (job) => {
      onRun();
      await new Promise((resolve) => setTimeout(resolve, 2));
      source.complete(job.id, job.lease);
    },
    settle: async (job) => source.reschedule(job.id, job.lease, Date.now()),
  });
  const reconciler = startReconciler({ queue, source, clock: Date.now, intervalMilliseconds: 100, batch: 50 });
  cleanUps.push(async () => {
    await reconciler.close();
    await worker.close({ limitMilliseconds: 5_000 });
  });
}

function fill(source: InMemoryWorkSource, count: number): void {
  const lanes: readonly Lane[] = ['urgent', 'ordinary', 'bulk'];
  for (let index = 0; index < count; index += 1) {
    source.add({ id: `job/${index}`, lane: lanes[index % 3] ?? 'bulk', peer: `peer-${index % 4}` });
  }
}

const ones = (count: number) => Array.from({ length: count }, () => 1);

describe('a Redis that loses everything', () => {
  it('FLUSHALL in mid-work, several times: the reconciler republishes and every job is done once', async () => {
    const redis = await redisServer();
    const queue = bullmqQueue({ url: redis.url });
    const source = createInMemoryWorkSource();
    fill(source, 400);
    let runs = 0;
    startWork(queue, source, () => {
      runs += 1;
    });
    for (const reached of [50, 150, 300]) {
      await eventually(`${reached} runs`, () => runs >= reached);
      await redis.command(['FLUSHALL']);
    }
    await eventually('all jobs', () => source.pending === 0);
    expect([...source.effects.values()]).toEqual(ones(400));
  });

  it('SIGKILL and an empty restart in mid-work, twice: the queue reconnects and every job is done once', async () => {
    const redis = await redisServer();
    const queue = bullmqQueue({ url: redis.url });
    const source = createInMemoryWorkSource();
    fill(source, 400);
    let runs = 0;
    startWork(queue, source, () => {
      runs += 1;
    });
    for (const reached of [50, 200]) {
      await eventually(`${reached} runs`, () => runs >= reached);
      await redis.kill();
      await eventually('bad health', async () => !(await queue.healthy()));
      await redis.start();
      expect(await redis.command(['DBSIZE'])).toMatch(/^:\d+\r\n$/);
    }
    await eventually('all jobs', () => source.pending === 0);
    await eventually('good health', () => queue.healthy());
    expect([...source.effects.values()]).toEqual(ones(400));
  });

  it('runs an id again whose handler ran while Redis lost everything', async () => {
    const redis = await redisServer();
    const queue = bullmqQueue({ url: redis.url });
    await eventually('health', () => queue.healthy());
    const first = gate();
    let runs = 0;
    const handler = async (): Promise<void> => {
      runs += 1;
      if (runs === 1) await first.opened;
    };
    queue.consume('urgent', handler, { concurrency: 2 });
    await queue.announce([{ id: 'busy', lane: 'urgent' }]);
    await eventually('the first run', () => runs === 1);
    await redis.command(['FLUSHALL']);
    first.open();
    for (let round = 2; round <= 4; round += 1) {
      await queue.announce([{ id: 'busy', lane: 'urgent' }]);
      await eventually(`run ${round}`, () => runs >= round);
    }
  });
});

describe('a Redis that keeps its append-only file', () => {
  it('hands over after SIGKILL what was announced before', async () => {
    const redis = await redisServer({ appendOnly: true });
    const queue = bullmqQueue({ url: redis.url });
    await eventually('health', () => queue.healthy());
    const ids = Array.from({ length: 50 }, (_, index) => `kept/${index}`);
    await queue.announce(ids.map((id) => ({ id, lane: 'bulk' })));
    await redis.kill();
    await redis.start();
    const seen = new Set<string>();
    queue.consume('bulk', async (id) => void seen.add(id), { concurrency: 2 });
    await eventually('all ids', () => seen.size === ids.length);
  });

  it('runs again what was running when it was killed', async () => {
    const redis = await redisServer({ appendOnly: true });
    const queue = bullmqQueue({ url: redis.url });
    await eventually('health', () => queue.healthy());
    const first = gate();
    let runs = 0;
    const handler = async (): Promise<void> => {
      runs += 1;
      if (runs === 1) await first.opened;
    };
    queue.consume('ordinary', handler, { concurrency: 1 });
    await queue.announce([{ id: 'busy', lane: 'ordinary' }]);
    await eventually('the first run', () => runs === 1);
    await queue.announce([{ id: 'busy', lane: 'ordinary' }]);
    await redis.kill();
    await redis.start();
    first.open();
    await eventually('the run announced before the kill', () => runs >= 2);
  });
});

describe('a Redis that is not there', () => {
  it('down from the start: announcing neither throws nor hangs, health is false; both recover when it comes up', async () => {
    const port = await freePort();
    const errors: Error[] = [];
    const queue = bullmqQueue({ host: '127.0.0.1', port, onError: (error) => errors.push(error) });
    const seen: string[] = [];
    queue.consume('urgent', async (id) => void seen.push(id), { concurrency: 1 });
    await expect(queue.announce([{ id: 'lost', lane: 'urgent' }])).resolves.toBeUndefined();
    expect(await queue.healthy()).toBe(false);
    expect(errors.every((error) => error instanceof QueueError && ['redis-failure', 'redis-timeout'].includes(error.code))).toBe(true);

    await redisServer({ port });
    await eventually('health', () => queue.healthy());
    await eventually('the id', async () => {
      await queue.announce([{ id: 'found', lane: 'urgent' }]);
      return seen.includes('found');
    });
  });

  it('hanging: announcing comes back in bounded time and the next ones at once', async () => {
    const redis = await redisServer();
    const queue = bullmqQueue({ url: redis.url, timeLimitMilliseconds: 300 });
    await eventually('health', () => queue.healthy());
    redis.pause();
    const announcements = Array.from({ length: 2_000 }, (_, index) => ({ id: `${index}`, lane: 'bulk' as const }));
    const settled: string[] = [];
    const announcing = queue.announce(announcements).then(() => settled.push('first'));
    await announcing;
    for (let time = 0; time < 100; time += 1) await queue.announce(announcements);
    expect(settled).toEqual(['first']);
    expect(await queue.healthy()).toBe(false);
    redis.resume();
    await eventually('health', () => queue.healthy());
    const seen = new Set<string>();
    queue.consume('bulk', async (id) => void seen.add(id), { concurrency: 4 });
    await eventually('ids announced after it went on', async () => {
      await queue.announce([{ id: 'after', lane: 'bulk' }]);
      return seen.has('after');
    });
  });

  it('refusing writes: not healthy, although it answers', async () => {
    const redis = await redisServer();
    const errors: Error[] = [];
    const queue = bullmqQueue({ url: redis.url, onError: (error) => errors.push(error) });
    await eventually('health', () => queue.healthy());
    await redis.command(['CONFIG', 'SET', 'maxmemory', '1']);
    expect(await queue.healthy()).toBe(false);
    await expect(queue.announce([{ id: 'lost', lane: 'urgent' }])).resolves.toBeUndefined();
    expect(errors.map((error) => error.message).join()).toMatch(/OOM/);
  });

  // At once the connections are just closing; after a while they wait between two attempts to reconnect.
  it.each<[string, (redis: RedisServer) => Promise<void>]>([
    ['just went away', (redis) => redis.kill()],
    ['went away a while ago', (redis) => redis.kill().then(() => sleep(1_000))],
    ['hangs', async (redis) => redis.pause()],
  ])('lets a process end that closes its queue when Redis %s', async (_what, fail) => {
    const redis = await redisServer();
    const child = startProcess('close', redis.url, 'closing');
    await eventually('the consumer to be connected', async () => (await redis.command(['CLIENT', 'LIST'])).includes('cmd=bzpopmin'));
    await fail(redis);
    await expectToEnd(child);
  });

  it('lets a process end that closes its queue when Redis never came up', async () => {
    const child = startProcess('close', `redis://127.0.0.1:${await freePort()}`, 'closing');
    await eventually('the process to be up', () => child.lines.includes('up'));
    await expectToEnd(child);
  });
});

describe('a worker process that is killed', () => {
  it('leaves its id to another', async () => {
    const redis = await redisServer();
    const prefix = 'killed';
    const child = startProcess('hang', redis.url, prefix);
    const queue = bullmqQueue({ url: redis.url, prefix });
    await eventually('health', () => queue.healthy());
    await queue.announce([{ id: 'orphan', lane: 'ordinary' }]);
    await eventually('the first worker to take it', () => child.lines.includes('took orphan'));
    // Announced while the first one runs it: kept for afterwards, and there is no afterwards in that process.
    await queue.announce([{ id: 'orphan', lane: 'ordinary' }]);
    const ended = once(child.process, 'exit');
    child.process.kill('SIGKILL');
    await ended;
    const seen: string[] = [];
    queue.consume('ordinary', async (id) => void seen.push(id), { concurrency: 1 });
    await eventually('the second worker to take it', () => seen.length >= 2);
    expect(new Set(seen)).toEqual(new Set(['orphan']));
  });
});

describe('what Redis holds', () => {
  it('is ids alone, under job ids without ":", and nothing once the work is done', async () => {
    const redis = await redisServer();
    const prefix = `only-${randomUUID()}`;
    const queue = bullmqQueue({ url: redis.url, prefix });
    await eventually('health', () => queue.healthy());
    await queue.announce([{ id: 'deadline/a:b', lane: 'ordinary' }]);

    const keys = await keysOf(redis, `${prefix}:ordinary:*`);
    const jobKeys = keys.filter((key) => !/:(id|wait|marker|meta|events|de:[\w-]{43})$/.test(key));
    expect(jobKeys).toHaveLength(1);
    expect(jobKeys[0]?.slice(`${prefix}:ordinary:`.length)).toMatch(/^[\w.-]+$/);
    const fields = (await redis.command(['HGETALL', jobKeys[0] ?? ''])).split('\r\n').filter((_, index) => index % 2 === 0);
    expect(fields).toContain('{"id":"deadline/a:b"}');
    const options = JSON.parse(fields[fields.indexOf('opts') + 1] ?? '{}');
    expect(options).toMatchObject({ attempts: 1, removeOnComplete: true, removeOnFail: true });

    let runs = 0;
    const handler = async (): Promise<void> => {
      runs += 1;
      throw new Error('a secret that the handler met');
    };
    queue.consume('ordinary', handler, { concurrency: 1 });
    await eventually('the run', () => runs === 1);
    const left = () => keysOf(redis, `${prefix}:ordinary:*`);
    await eventually('no job left', async () => (await left()).every((key) => /:(id|meta|events|marker|stalled-check)$/.test(key)));
    expect(await redis.command(['XRANGE', `${prefix}:ordinary:events`, '-', '+'])).not.toContain('secret');
  });
});

interface StartedProcess {
  process: ChildProcess;
  lines: string[];
}

function startProcess(mode: 'hang' | 'close', url: string, prefix: string): StartedProcess {
  const script = path.join(import.meta.dirname, '..', 'support', 'bullmq-worker-process.ts');
  const child = spawn(process.execPath, [script, mode, url, prefix], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  let rest = '';
  child.stdout?.on('data', (part) => {
    const parts = (rest + part).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  cleanUps.push(() => child.kill('SIGKILL'));
  return { process: child, lines };
}

async function expectToEnd(child: StartedProcess): Promise<void> {
  const ended = once(child.process, 'exit');
  child.process.stdin?.write('close\n');
  expect(await ended).toEqual([0, null]);
  expect(child.lines).toEqual(['up', 'closed']);
}

async function keysOf(redis: RedisServer, pattern: string): Promise<string[]> {
  const answer = await redis.command(['KEYS', pattern]);
  return answer.split('\r\n').filter((line) => line !== '' && !/^[*$]/.test(line));
}
