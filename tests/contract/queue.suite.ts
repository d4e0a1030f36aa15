import { afterEach, describe, expect, it } from 'vitest';
import type { Announcement, Lane, Queue } from '../../queue/contract.ts';
import { QueueError } from '../../queue/error.ts';
import { startReconciler } from '../../queue/reconciler.ts';
import { startWorker } from '../../queue/worker.ts';
import { eventually, gate } from '../support/eventually.ts';
import { createInMemoryWorkSource } from '../support/in-memory-work-source.ts';

/** Creates an empty queue; what handlers threw goes to `onError`. */
export type CreateQueue = (options?: { onError?: (error: unknown) => void }) => Queue | Promise<Queue>;

const LANES: readonly Lane[] = ['urgent', 'ordinary', 'bulk'];

/** What every queue must do (queue/contract.ts), whatever it is made of. */
export function describeQueue(name: string, createQueue: CreateQueue): void {
  describe(`${name}: queue contract`, () => {
    const open: Queue[] = [];
    afterEach(async () => {
      await Promise.all(open.splice(0).map((queue) => queue.close()));
    });
    const create: CreateQueue = async (options) => {
      const queue = await createQueue(options);
      open.push(queue);
      return queue;
    };

    describe('wake-ups', () => {
      it('hands over every id, in any lane, announced before or after somebody consumes', async () => {
        const queue = await create();
        const seen: string[] = [];
        await queue.announce(LANES.map((lane) => ({ id: `before/${lane}`, lane })));
        for (const lane of LANES) queue.consume(lane, async (id) => void seen.push(`${lane} ${id}`), { concurrency: 2 });
        await eventually('early ids', () => seen.length === 3);
        await queue.announce(LANES.map((lane) => ({ id: `after/${lane}`, lane })));
        await eventually('late ids', () => seen.length === 6);
        expect(seen.sort()).toEqual(LANES.flatMap((lane) => [`${lane} after/${lane}`, `${lane} before/${lane}`]).sort());
      });

      it('takes ids of any characters', async () => {
        const queue = await create();
        const ids = ['a:b', '0', '17', '0:1:2', 'transmit/ä ñ 漢', ' ', '{x}', 'x'.repeat(1000), '__proto__'];
        const seen: string[] = [];
        queue.consume('ordinary', async (id) => void seen.push(id), { concurrency: 3 });
        await queue.announce(ids.map((id) => ({ id, lane: 'ordinary' })));
        await eventually('all ids', () => seen.length >= ids.length);
        expect(seen.sort()).toEqual([...ids].sort());
      });

      it('accepts an empty list', async () => {
        const queue = await create();
        await expect(queue.announce([])).resolves.toBeUndefined();
      });

      it('holds an id that waits once, and is no error', async () => {
        const queue = await create();
        const seen: string[] = [];
        for (let time = 0; time < 5; time += 1) {
          await queue.announce([
            { id: 'one', lane: 'bulk' },
            { id: 'one', lane: 'bulk' },
          ]);
        }
        queue.consume('bulk', async (id) => void seen.push(id), { concurrency: 4 });
        await queue.announce([{ id: 'last', lane: 'bulk' }]);
        await eventually('the id announced last', () => seen.includes('last'));
        expect(seen).toEqual(['one', 'last']);
      });

      it('runs an id again that is announced after it was consumed, many times over', async () => {
        const queue = await create();
        let runs = 0;
        const handler = async (): Promise<void> => {
          runs += 1;
        };
        queue.consume('urgent', handler, { concurrency: 1 });
        for (let time = 1; time <= 20; time += 1) {
          await queue.announce([{ id: 'again', lane: 'urgent' }]);
          await eventually(`run ${time}`, () => runs === time);
        }
      });

      it('runs an id once more, afterwards, that is announced while its handler runs', async () => {
        const queue = await create();
        const first = gate();
        let active = 0;
        let mostActive = 0;
        let runs = 0;
        const handler = async () => {
          active += 1;
          mostActive = Math.max(mostActive, active);
          runs += 1;
          if (runs === 1) await first.opened;
          active -= 1;
        };
        queue.consume('ordinary', handler, { concurrency: 4 });
        await queue.announce([{ id: 'busy', lane: 'ordinary' }]);
        await eventually('the first run', () => runs === 1);
        for (let time = 0; time < 5; time += 1) await queue.announce([{ id: 'busy', lane: 'ordinary' }]);
        first.open();
        await eventually('the second run', () => runs === 2);
        await queue.announce([{ id: 'marker', lane: 'ordinary' }]);
        await eventually('the marker', () => runs === 3);
        expect(mostActive).toBe(1);
      });
    });

    describe('lanes', () => {
      it('never runs more handlers of a lane than its concurrency', async () => {
        const queue = await create();
        const concurrency: Record<Lane, number> = { urgent: 3, ordinary: 2, bulk: 1 };
        const active: Record<Lane, number> = { urgent: 0, ordinary: 0, bulk: 0 };
        const most: Record<Lane, number> = { urgent: 0, ordinary: 0, bulk: 0 };
        let done = 0;
        const announcements: Announcement[] = LANES.flatMap((lane) => Array.from({ length: 20 }, (_, index) => ({ id: `${index}`, lane })));
        await queue.announce(announcements);
        for (const lane of LANES) {
          const handler = async () => {
            active[lane] += 1;
            most[lane] = Math.max(most[lane], active[lane]);
            await new Promise((resolve) => setTimeout(resolve, 5));
            active[lane] -= 1;
            done += 1;
          };
          queue.consume(lane, handler, { concurrency: concurrency[lane] });
        }
        await eventually('all handlers', () => done === announcements.length);
        expect(most).toEqual(concurrency);
      });

      it('serves urgent and ordinary ids while bulk fills all that it may take', async () => {
        const queue = await create();
        const release = gate();
        const seen: string[] = [];
        let bulkStarted = 0;
        const bulkHandler = async (): Promise<void> => {
          bulkStarted += 1;
          await release.opened;
        };
        queue.consume('bulk', bulkHandler, { concurrency: 2 });
        for (const lane of ['urgent', 'ordinary'] as const) queue.consume(lane, async (id) => void seen.push(id), { concurrency: 2 });
        await queue.announce(Array.from({ length: 3000 }, (_, index) => ({ id: `flood/${index}`, lane: 'bulk' as const })));
        await eventually('bulk at its limit', () => bulkStarted === 2);
        await queue.announce([
          { id: 'now', lane: 'urgent' },
          { id: 'soon', lane: 'ordinary' },
        ]);
        await eventually('the higher lanes', () => seen.length === 2);
        expect(bulkStarted).toBe(2);
        release.open();
        await eventually('the rest of the flood', () => bulkStarted === 3000);
      });

      it('hands over the ids of a lane in the order in which they came', async () => {
        const queue = await create();
        const ids = Array.from({ length: 100 }, (_, index) => `id/${index}`);
        const seen: string[] = [];
        await queue.announce(ids.map((id) => ({ id, lane: 'ordinary' })));
        queue.consume('ordinary', async (id) => void seen.push(id), { concurrency: 1 });
        await eventually('all ids', () => seen.length === ids.length);
        expect(seen).toEqual(ids);
      });
    });

    describe('handlers that fail', () => {
      it('goes on after a handler threw, tells it, and runs the id again when it is announced again', async () => {
        const errors: unknown[] = [];
        const queue = await create({ onError: (error) => errors.push(error) });
        const seen: string[] = [];
        const handler = async (id: string): Promise<void> => {
          seen.push(id);
          if (id === 'bad') throw new RangeError('told by the handler');
        };
        queue.consume('ordinary', handler, { concurrency: 1 });
        await queue.announce(['bad', 'good'].map((id) => ({ id, lane: 'ordinary' })));
        await eventually('the id after the bad one', () => seen.includes('good'));
        await queue.announce([{ id: 'bad', lane: 'ordinary' }]);
        await eventually('the bad one again', () => seen.length === 3);
        await eventually('both errors', () => errors.length === 2);
        expect(seen).toEqual(['bad', 'good', 'bad']);
        expect(errors).toEqual([new RangeError('told by the handler'), new RangeError('told by the handler')]);
      });

      it('survives an observer that throws', async () => {
        const queue = await create({
          onError: () => {
            throw new Error('the observer is broken too');
          },
        });
        const seen: string[] = [];
        const handler = async (id: string): Promise<void> => {
          seen.push(id);
          if (id === 'bad') throw new Error('bad');
        };
        queue.consume('ordinary', handler, { concurrency: 1 });
        await queue.announce(['bad', 'good'].map((id) => ({ id, lane: 'ordinary' })));
        await eventually('the id after the bad one', () => seen.includes('good'));
      });
    });

    describe('closing', () => {
      it('a consumer waits for its handlers and takes nothing new, others go on', async () => {
        const queue = await create();
        const release = gate();
        const started: string[] = [];
        const finished: string[] = [];
        const handler = async (id: string): Promise<void> => {
          started.push(id);
          await release.opened;
          finished.push(id);
        };
        const consumer = queue.consume('ordinary', handler, { concurrency: 1 });
        await queue.announce(['first', 'second'].map((id) => ({ id, lane: 'ordinary' })));
        await eventually('the first', () => started.length === 1);
        let closed = false;
        const closing = consumer.close().then(() => {
          closed = true;
        });
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(closed).toBe(false);
        release.open();
        await closing;
        expect(finished).toEqual(['first']);
        expect(started).toEqual(['first']);

        const taken: string[] = [];
        queue.consume('ordinary', async (id) => void taken.push(id), { concurrency: 1 });
        await eventually('the second, by the next consumer', () => taken.length === 1);
        expect(taken).toEqual(['second']);
      });

      it('is unhealthy, silent and shut once closed', async () => {
        const queue = await create();
        await eventually('health', () => queue.healthy());
        await queue.close();
        await queue.close();
        expect(await queue.healthy()).toBe(false);
        await expect(queue.announce([{ id: 'late', lane: 'urgent' }])).resolves.toBeUndefined();
        expect(() => queue.consume('urgent', async () => {}, { concurrency: 1 })).toThrowError(QueueError);
      });

      it('refuses a concurrency that could never work', async () => {
        const queue = await create();
        for (const concurrency of [0, -1, 1.5, Number.NaN]) {
          expect(() => queue.consume('urgent', async () => {}, { concurrency })).toThrowError(
            expect.objectContaining({ code: 'invalid-options' }),
          );
        }
      });
    });

    describe('with worker and reconciler', () => {
      const lanes = { urgent: { concurrency: 2 }, ordinary: { concurrency: 4 }, bulk: { concurrency: 2 } };

      it('does everything once, although nobody announced anything', async () => {
        const queue = await create();
        const source = createInMemoryWorkSource();
        for (let index = 0; index < 200; index += 1) {
          source.add({ id: `job/${index}`, lane: LANES[index % 3] ?? 'bulk', peer: `peer-${index % 5}` });
        }
        const worker = startWorker({
          queue,
          source,
          clock: Date.now,
          lanes,
          perPeer: 2,
          leaseMilliseconds: 5_000,
          run: async (job) => source.complete(job.id, job.lease),
          settle: async () => {},
        });
        const reconciler = startReconciler({ queue, source, clock: Date.now, intervalMilliseconds: 50, batch: 20 });
        await eventually('all jobs', () => source.pending === 0);
        await reconciler.close();
        await worker.close();
        expect([...source.effects.values()]).toEqual(Array.from({ length: 200 }, () => 1));
      });

      it('gives the job of a worker that died to another when the lease has run out', async () => {
        const queue = await create();
        const source = createInMemoryWorkSource();
        let now = 1_000;
        source.add({ id: 'orphan', lane: 'urgent' });
        const dead = await source.claim('orphan', { now, milliseconds: 30_000 });
        expect(dead?.lease).toBe(1);

        const leases: number[] = [];
        const worker = startWorker({
          queue,
          source,
          clock: () => now,
          lanes,
          perPeer: 2,
          leaseMilliseconds: 30_000,
          run: async (job) => {
            leases.push(job.lease);
            source.complete(job.id, job.lease);
          },
          settle: async () => {},
        });
        const reconciler = startReconciler({ queue, source, clock: () => now, intervalMilliseconds: 20, batch: 20 });
        // A wake-up while the lease holds must not take the job away from its owner.
        await queue.announce([{ id: 'orphan', lane: 'urgent' }]);
        await new Promise((resolve) => setTimeout(resolve, 100));
        expect(leases).toEqual([]);
        now += 30_000;
        await eventually('another to do it', () => source.pending === 0);
        await reconciler.close();
        await worker.close();
        expect(leases).toEqual([2]);
        expect(() => source.complete('orphan', 1)).toThrowError();
      });
    });
  });
}
