import { afterEach, describe, expect, it } from 'vitest';
import type { Lane, Queue } from '../../../queue/contract.ts';
import { createEmbeddedQueue } from '../../../queue/embedded/create-embedded-queue.ts';
import { FirstInFirstOut } from '../../../queue/first-in-first-out.ts';
import { eventually, gate } from '../../support/eventually.ts';

let queue: Queue | undefined;
afterEach(() => queue?.close());

const LANES: readonly Lane[] = ['urgent', 'ordinary', 'bulk'];

describe('createEmbeddedQueue', () => {
  it('starts the higher lanes first', async () => {
    queue = createEmbeddedQueue({ concurrency: 1 });
    const order: string[] = [];
    const ids = [...LANES].reverse().flatMap((lane) => [1, 2, 3].map((index) => ({ id: `${lane} ${index}`, lane })));
    await queue.announce(ids);
    for (const lane of [...LANES].reverse()) queue.consume(lane, async (id) => void order.push(id), { concurrency: 3 });
    await eventually('all', () => order.length === ids.length);
    expect(order).toEqual(LANES.flatMap((lane) => [1, 2, 3].map((index) => `${lane} ${index}`)));
  });

  it('bulk that never ends leaves slots of the shared budget to the others', async () => {
    queue = createEmbeddedQueue({ concurrency: 4 });
    const release = gate();
    const started: Record<Lane, number> = { urgent: 0, ordinary: 0, bulk: 0 };
    for (const lane of LANES) {
      const handler = async (): Promise<void> => {
        started[lane] += 1;
        await release.opened;
      };
      queue.consume(lane, handler, { concurrency: 10 });
    }
    for (const lane of [...LANES].reverse()) {
      await queue.announce(Array.from({ length: 10 }, (_, index) => ({ id: `${index}`, lane })));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(started).toEqual({ urgent: 1, ordinary: 1, bulk: 2 });
    release.open();
    await eventually('all', () => LANES.every((lane) => started[lane] === 10));
  });

  it('leaves the event loop to others during a flood', async () => {
    queue = createEmbeddedQueue();
    let handled = 0;
    let turns = 0;
    const handler = async (): Promise<void> => {
      handled += 1;
    };
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    queue.consume('bulk', handler, { concurrency: 2 });
    await queue.announce(Array.from({ length: 50_000 }, (_, index) => ({ id: `${index}`, lane: 'bulk' as const })));
    await eventually('the flood', () => handled === 50_000);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });

  it('holds at most as many ids as it may, and takes new ones when there is room', async () => {
    queue = createEmbeddedQueue({ waitingLimit: 3 });
    const seen: string[] = [];
    await queue.announce(['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, lane: 'bulk' as const })));
    const consumer = queue.consume('bulk', async (id) => void seen.push(id), { concurrency: 1 });
    await eventually('those that waited', () => seen.length === 3);
    await queue.announce([{ id: 'd', lane: 'bulk' }]);
    await eventually('the one announced again', () => seen.length === 4);
    await consumer.close();
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
  });

  it('closing waits for handlers, those of closing consumers included', async () => {
    queue = createEmbeddedQueue();
    const release = gate();
    let ended = 0;
    const handler = async (): Promise<void> => {
      await release.opened;
      ended += 1;
    };
    const first = queue.consume('urgent', handler, { concurrency: 1 });
    queue.consume('bulk', handler, { concurrency: 1 });
    await queue.announce([
      { id: 'x', lane: 'urgent' },
      { id: 'y', lane: 'bulk' },
      { id: 'z', lane: 'bulk' },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const closings = [first.close(), queue.close()];
    release.open();
    await Promise.all(closings);
    expect(ended).toBe(2);
  });

  it('refuses limits that could never work', () => {
    expect(() => createEmbeddedQueue({ concurrency: 0 })).toThrowError(expect.objectContaining({ code: 'invalid-options' }));
    expect(() => createEmbeddedQueue({ waitingLimit: 0 })).toThrowError(expect.objectContaining({ code: 'invalid-options' }));
  });
});

describe('FirstInFirstOut', () => {
  it('keeps order and membership over many thousand ids', () => {
    const row = new FirstInFirstOut();
    for (let index = 0; index < 10_000; index += 1) expect(row.add(`${index}`)).toBe(true);
    expect(row.add('9999')).toBe(false);
    for (let index = 0; index < 9_000; index += 1) expect(row.take()).toBe(`${index}`);
    expect(row.has('0')).toBe(false);
    expect(row.add('0')).toBe(true);
    expect(row.size).toBe(1_001);
    let last: string | undefined;
    for (let id = row.take(); id !== undefined; id = row.take()) last = id;
    expect([last, row.size, row.take()]).toEqual(['0', 0, undefined]);
  });
});
