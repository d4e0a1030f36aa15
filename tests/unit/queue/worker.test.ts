import { afterEach, describe, expect, it } from 'vitest';
import type { ClaimedItem, Lane, Queue } from '../../../queue/contract.ts';
import { createEmbeddedQueue } from '../../../queue/embedded/create-embedded-queue.ts';
import { QueueError } from '../../../queue/error.ts';
import { startWorker, type Worker, type WorkerEvent, type WorkerOptions } from '../../../queue/worker.ts';
import { eventually, gate } from '../../support/eventually.ts';
import { createInMemoryWorkSource, type InMemoryWorkSource, LeaseLost } from '../../support/in-memory-work-source.ts';

const open: { worker: Worker; queue: Queue }[] = [];
afterEach(async () => {
  for (const { worker, queue } of open.splice(0)) {
    await worker.close({ limitMilliseconds: 5_000 });
    await queue.close();
  }
});

interface Started {
  queue: Queue;
  source: InMemoryWorkSource;
  events: WorkerEvent[];
  worker: Worker;
  announce(...ids: string[]): Promise<void>;
}

/** A worker on an embedded queue; what is not given completes the job at once and reschedules failures to now. */
function start(options: Partial<WorkerOptions> & { memory?: InMemoryWorkSource } = {}): Started {
  const source = options.memory ?? createInMemoryWorkSource();
  const queue = createEmbeddedQueue();
  const events: WorkerEvent[] = [];
  const worker = startWorker({
    queue,
    source,
    clock: Date.now,
    lanes: { urgent: { concurrency: 4 }, ordinary: { concurrency: 4 }, bulk: { concurrency: 4 } },
    perPeer: 2,
    leaseMilliseconds: 60_000,
    run: async (job) => source.complete(job.id, job.lease),
    settle: async (job) => source.reschedule(job.id, job.lease, 0),
    onEvent: (event) => events.push(event),
    ...options,
  });
  open.push({ worker, queue });
  const announce = async (...ids: string[]): Promise<void> => {
    const items = await Promise.all(ids.map(async (id) => ({ id, lane: (await source.get(id))?.lane ?? ('ordinary' as const) })));
    await queue.announce(items);
  };
  return { queue, source, events, worker, announce };
}

describe('startWorker', () => {
  it('claims, runs and tells', async () => {
    const { source, events, announce } = start();
    source.add({ id: 'job', lane: 'urgent', peer: 'pt' });
    await announce('job');
    await eventually('the job', () => events.length === 2);
    expect(events).toEqual([
      { kind: 'claimed', id: 'job', lane: 'urgent', peer: 'pt' },
      { kind: 'completed', id: 'job', lane: 'urgent', peer: 'pt' },
    ]);
  });

  it('skips what is gone, not due, or held by another', async () => {
    const { source, events, announce } = start();
    source.add({ id: 'later', dueAt: Number.MAX_SAFE_INTEGER });
    source.add({ id: 'held' });
    await source.claim('held', { now: Date.now(), milliseconds: 60_000 });
    await announce('gone', 'later', 'held');
    await eventually('three', () => events.length === 3);
    expect(events.map((event) => event.kind)).toEqual(['skipped', 'skipped', 'skipped']);
    expect(source.effects.size).toBe(0);
  });

  it('settles what threw, with the claimed job and the error', async () => {
    const settled: [ClaimedItem, unknown][] = [];
    const failure = new RangeError('the peer answered nonsense');
    const { source, events, announce } = start({
      run: async () => {
        throw failure;
      },
      settle: async (job, error) => void settled.push([job, error]),
    });
    source.add({ id: 'job', peer: 'pt' });
    await announce('job');
    await eventually('the end', () => events.some((event) => event.kind === 'settled'));
    expect(settled).toEqual([[{ id: 'job', lane: 'ordinary', peer: 'pt', dueAt: 0, lease: 1, attempts: 1 }, failure]]);
  });

  it('goes on when settling fails, when the source fails, and when the observer throws', async () => {
    const memory = createInMemoryWorkSource();
    const events: WorkerEvent[] = [];
    const { announce } = start({
      memory,
      source: {
        ...memory,
        get: async (id) => {
          if (id === 'unreadable') throw new Error('the disk is gone');
          return memory.get(id);
        },
      },
      run: async (job) => {
        if (job.id === 'bad') throw new Error('first');
        memory.complete(job.id, job.lease);
      },
      settle: async () => {
        throw new Error('second');
      },
      onEvent: (event) => {
        events.push(event);
        throw new Error('the observer is broken');
      },
    });
    for (const id of ['bad', 'unreadable', 'good']) memory.add({ id });
    await announce('bad', 'good');
    await open[0]?.queue.announce([{ id: 'unreadable', lane: 'ordinary' }]);
    await eventually('all', () => memory.effects.has('good') && events.length >= 5);
    expect(events).toContainEqual({ kind: 'settle-failed', id: 'bad', lane: 'ordinary', error: new Error('second') });
    expect(events).toContainEqual({ kind: 'source-failed', id: 'unreadable', error: new Error('the disk is gone') });
  });

  it('looks at an id once more that is announced while it runs', async () => {
    const { source, announce } = start({
      run: async (job) => {
        if (job.attempts === 1) {
          source.reschedule(job.id, job.lease, 0);
          await announce('job');
        } else source.complete(job.id, job.lease);
      },
    });
    source.add({ id: 'job' });
    await announce('job');
    await eventually('the second look', () => source.effects.get('job') === 1);
  });
});

describe('per-peer concurrency', () => {
  it('parks what is over the limit of its peer without holding the lane, and takes it when a slot is free', async () => {
    const release = gate();
    const active = new Map<string, number>();
    let most = 0;
    const { source, events, announce } = start({
      run: async (job) => {
        const peer = job.peer ?? '';
        active.set(peer, (active.get(peer) ?? 0) + 1);
        if (peer === 'slow') most = Math.max(most, active.get(peer) ?? 0);
        if (peer === 'slow') await release.opened;
        active.set(peer, (active.get(peer) ?? 0) - 1);
        source.complete(job.id, job.lease);
      },
      perPeer: 3,
    });
    const slow = Array.from({ length: 10 }, (_, index) => `slow/${index}`);
    for (const id of slow) source.add({ id, peer: 'slow' });
    await announce(...slow);
    await eventually('parking', () => events.filter((event) => event.kind === 'parked').length === 8);
    source.add({ id: 'quick', peer: 'other' });
    source.add({ id: 'peerless' });
    await announce('quick', 'peerless');
    await eventually('the others', () => source.effects.size === 2);
    release.open();
    await eventually('all', () => source.pending === 0);
    // Of three slots one is kept for urgent work.
    expect(most).toBe(2);
    expect(events.filter((event) => event.kind === 'completed' && event.id.startsWith('slow')).map((event) => event.id)).toEqual(slow);
  });

  it('bulk work with a peer never holds up urgent work with it', async () => {
    const release = gate();
    const { source, events, announce } = start({
      run: async (job) => {
        if (job.lane === 'bulk') await release.opened;
        source.complete(job.id, job.lease);
      },
    });
    for (let index = 0; index < 5; index += 1) source.add({ id: `bulk/${index}`, lane: 'bulk', peer: 'pt' });
    await announce(...Array.from({ length: 5 }, (_, index) => `bulk/${index}`));
    await eventually('parking', () => events.filter((event) => event.kind === 'parked').length === 4);
    source.add({ id: 'arrest', lane: 'urgent', peer: 'pt' });
    await announce('arrest');
    await eventually('the urgent one', () => source.effects.has('arrest'));
    expect(source.effects.size).toBe(1);
    release.open();
    await eventually('the rest', () => source.pending === 0);
  });

  it('takes the higher lanes first from what is parked, and goes on past what was cancelled', async () => {
    const release = gate();
    const order: string[] = [];
    const { source, events, announce } = start({
      run: async (job) => {
        order.push(job.id);
        if (job.id === 'first') await release.opened;
        source.complete(job.id, job.lease);
      },
      perPeer: 1,
    });
    source.add({ id: 'first', peer: 'pt' });
    await announce('first');
    await eventually('the first', () => order.length === 1);
    const parked: [string, Lane][] = [
      ['bulk', 'bulk'],
      ['cancelled', 'urgent'],
      ['ordinary', 'ordinary'],
      ['urgent', 'urgent'],
    ];
    for (const [id, lane] of parked) {
      source.add({ id, lane, peer: 'pt' });
      await announce(id);
      await eventually(`${id} parked`, () => events.some((event) => event.kind === 'parked' && event.id === id));
    }
    source.cancel('cancelled');
    release.open();
    await eventually('all', () => source.pending === 0);
    expect(order).toEqual(['first', 'urgent', 'ordinary', 'bulk']);
  });

  it('looks once more at an id that is announced while it runs after parking', async () => {
    const release = gate();
    const { source, events, announce } = start({
      run: async (job) => {
        if (job.id === 'first') await release.opened;
        if (job.id === 'second' && job.attempts === 1) {
          source.reschedule(job.id, job.lease, 0);
          await announce('second');
          // The queue hands it over while this run goes on.
          for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        } else source.complete(job.id, job.lease);
      },
      perPeer: 1,
    });
    for (const id of ['first', 'second']) source.add({ id, peer: 'pt' });
    await announce('first', 'second');
    await eventually('parking', () => events.some((event) => event.kind === 'parked'));
    release.open();
    await eventually('the second look', () => source.effects.get('second') === 1);
  });

  it('parks at most as many ids as it may; the others come when they are announced again', async () => {
    const release = gate();
    const { source, events, announce } = start({
      run: async (job) => {
        await release.opened;
        source.complete(job.id, job.lease);
      },
      perPeer: 1,
      parkedLimit: 2,
    });
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of ids) source.add({ id, peer: 'pt' });
    await announce(...ids);
    await eventually('parking', () => events.filter((event) => event.kind === 'parked').length === 3);
    release.open();
    await eventually('three', () => source.pending === 1);
    await announce('d');
    await eventually('the last', () => source.pending === 0);
  });
});

describe('lanes', () => {
  it('under a shared budget, bulk that never ends leaves room for the others', async () => {
    const release = gate();
    const running: Lane[] = [];
    const { source, announce } = start({
      concurrency: 3,
      run: async (job) => {
        running.push(job.lane);
        await release.opened;
        source.complete(job.id, job.lease);
      },
    });
    for (const lane of ['bulk', 'ordinary', 'urgent'] as const) {
      const ids = [1, 2, 3, 4].map((index) => `${lane}/${index}`);
      for (const id of ids) source.add({ id, lane });
      await announce(...ids);
      await eventually(lane, () => running.includes(lane));
    }
    expect(running).toEqual(['bulk', 'ordinary', 'urgent']);
    release.open();
    await eventually('all', () => source.pending === 0);
  });
});

describe('leases', () => {
  it('renews while the work goes on, so that nobody else gets the job', async () => {
    const release = gate();
    const { source, announce } = start({
      leaseMilliseconds: 60,
      run: async (job) => {
        await release.opened;
        source.complete(job.id, job.lease);
      },
    });
    source.add({ id: 'long' });
    await announce('long');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await source.claim('long', { now: Date.now(), milliseconds: 60 })).toBeUndefined();
    release.open();
    await eventually('the end', () => source.effects.get('long') === 1);
  });

  it('aborts the work whose lease was lost, and does not settle it', async () => {
    const memory = createInMemoryWorkSource();
    const reasons: unknown[] = [];
    let settled = 0;
    const { events, announce } = start({
      memory,
      source: { ...memory, renew: async () => false },
      leaseMilliseconds: 30,
      run: (_job, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason);
            reject(signal.reason);
          });
        }),
      settle: async () => {
        settled += 1;
      },
    });
    memory.add({ id: 'job' });
    await announce('job');
    await eventually('the end', () => events.some((event) => event.kind === 'lease-lost'));
    expect(reasons).toEqual([expect.objectContaining({ code: 'lease-lost' })]);
    expect(settled).toBe(0);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('the disk is gone'))],
    ['never answers', () => new Promise<boolean>(() => {})],
  ])('aborts the work when renewing %s until the lease is over, and settles what it may', async (_what, renew) => {
    const memory = createInMemoryWorkSource();
    const reasons: unknown[] = [];
    const { events, announce } = start({
      memory,
      source: { ...memory, renew },
      leaseMilliseconds: 60,
      run: (_job, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason);
            reject(signal.reason);
          });
        }),
      settle: async (job) => memory.reschedule(job.id, job.lease, Number.MAX_SAFE_INTEGER),
    });
    memory.add({ id: 'job' });
    await announce('job');
    await eventually('the end', () => events.some((event) => event.kind === 'settled'));
    expect(reasons).toEqual([expect.objectContaining({ code: 'lease-expired' })]);
  });

  it('a renewal that fails once costs nothing', async () => {
    const memory = createInMemoryWorkSource();
    let renewals = 0;
    const aborted: boolean[] = [];
    const { announce } = start({
      memory,
      source: {
        ...memory,
        renew: async (id, lease, leaseUntil) => {
          renewals += 1;
          if (renewals === 1) throw new Error('busy');
          return memory.renew(id, lease, leaseUntil);
        },
      },
      leaseMilliseconds: 300,
      run: async (job, signal) => {
        await eventually('more renewals', () => renewals >= 4);
        aborted.push(signal.aborted);
        memory.complete(job.id, job.lease);
      },
    });
    memory.add({ id: 'job' });
    await announce('job');
    await eventually('the end', () => memory.effects.get('job') === 1);
    expect(aborted).toEqual([false]);
  });

  it('a worker that slept through its lease cannot complete what another took', async () => {
    const memory = createInMemoryWorkSource();
    const release = gate();
    const errors: unknown[] = [];
    let now = 0;
    const { events, announce } = start({
      memory,
      clock: () => now,
      run: async (job) => {
        if (job.lease === 1) await release.opened;
        try {
          memory.complete(job.id, job.lease);
        } catch (error) {
          errors.push(error);
          throw error;
        }
      },
    });
    memory.add({ id: 'job' });
    await announce('job');
    await eventually('the claim', () => events.some((event) => event.kind === 'claimed'));
    now += 60_001;
    const other = await memory.claim('job', { now, milliseconds: 60_000 });
    memory.complete('job', other?.lease ?? 0);
    release.open();
    await eventually('the end', () => events.some((event) => event.kind === 'settle-failed'));
    expect(errors).toEqual([expect.any(LeaseLost)]);
    expect(memory.effects.get('job')).toBe(1);
  });
});

describe('closing', () => {
  it('waits for what runs, and takes nothing new: neither waiting nor parked', async () => {
    const release = gate();
    const started: string[] = [];
    const { source, events, worker, announce } = start({
      perPeer: 1,
      run: async (job) => {
        started.push(job.id);
        await release.opened;
        source.complete(job.id, job.lease);
      },
    });
    const ids = ['a', 'b', 'c'];
    for (const id of ids) source.add({ id, peer: 'pt' });
    await announce(...ids);
    await eventually('parking', () => events.filter((event) => event.kind === 'parked').length === 2);
    const closing = worker.close();
    release.open();
    expect(await closing).toEqual({ abandoned: 0 });
    expect(started).toEqual(['a']);
    expect(source.pending).toBe(2);
  });

  it('aborts after its limit what still runs, and says how many', async () => {
    const { source, events, worker, announce } = start({
      run: (_job, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      settle: async (job) => source.reschedule(job.id, job.lease, 0),
    });
    source.add({ id: 'a' });
    source.add({ id: 'b' });
    await announce('a', 'b');
    await eventually('both', () => events.length === 2);
    expect(await worker.close({ limitMilliseconds: 20 })).toEqual({ abandoned: 2 });
    await eventually('both settled', () => events.filter((event) => event.kind === 'settled').length === 2);
    const errors = events.flatMap((event) => (event.kind === 'settled' ? [event.error] : []));
    expect(errors.every((error) => error instanceof QueueError && error.code === 'worker-closed')).toBe(true);
    expect((await source.due({ now: Date.now(), limit: 5 })).length).toBe(2);
  });

  it('refuses limits that could never work', () => {
    for (const fault of [
      { perPeer: 0 },
      { leaseMilliseconds: 0 },
      { leaseMilliseconds: 2 ** 31 },
      { concurrency: 0 },
      { parkedLimit: 0 },
    ]) {
      expect(() => start(fault)).toThrowError(expect.objectContaining({ code: 'invalid-options' }));
    }
  });
});
