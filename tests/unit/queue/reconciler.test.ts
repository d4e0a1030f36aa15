import { afterEach, describe, expect, it } from 'vitest';
import type { Announcement, Lane } from '../../../queue/contract.ts';
import { type Reconciler, startReconciler } from '../../../queue/reconciler.ts';
import { eventually } from '../../support/eventually.ts';
import { createInMemoryWorkSource } from '../../support/in-memory-work-source.ts';

const NEVER = 2 ** 31 - 1;
let reconciler: Reconciler | undefined;
afterEach(() => reconciler?.close());

function recorder() {
  const announced: Announcement[] = [];
  return { announced, queue: { announce: async (some: readonly Announcement[]) => void announced.push(...some) } };
}

describe('startReconciler', () => {
  it('announces at once what is due, the higher lanes first, and nothing that is not', async () => {
    const source = createInMemoryWorkSource();
    const { announced, queue } = recorder();
    const lanes: readonly Lane[] = ['bulk', 'ordinary', 'urgent'];
    for (const lane of lanes) {
      source.add({ id: `now/${lane}`, lane, dueAt: 1_000 });
      source.add({ id: `later/${lane}`, lane, dueAt: NEVER });
    }
    reconciler = startReconciler({ queue, source, clock: () => 1_000, intervalMilliseconds: NEVER, batch: 10 });
    await eventually('the first sweep', () => announced.length >= 3);
    expect(announced.map(({ id }) => id)).toEqual(['now/urgent', 'now/ordinary', 'now/bulk']);
  });

  it('announces a lease that ran out, and none that holds', async () => {
    const source = createInMemoryWorkSource();
    const { announced, queue } = recorder();
    let now = 0;
    source.add({ id: 'held' });
    await source.claim('held', { now, milliseconds: 100 });
    reconciler = startReconciler({ queue, source, clock: () => now, intervalMilliseconds: NEVER, batch: 10 });
    expect(await reconciler.sweep()).toBe(0);
    now = 100;
    expect(await reconciler.sweep()).toBe(1);
    expect(announced).toEqual([{ id: 'held', lane: 'ordinary' }]);
  });

  it('announces again at every interval', async () => {
    const source = createInMemoryWorkSource();
    const { announced, queue } = recorder();
    source.add({ id: 'due' });
    reconciler = startReconciler({ queue, source, clock: () => 1, intervalMilliseconds: 20, batch: 10 });
    await eventually('five announcements', () => announced.length >= 5);
  });

  it('wakes for what falls due before the next sweep', async () => {
    const source = createInMemoryWorkSource();
    const { announced, queue } = recorder();
    const start = Date.now();
    source.add({ id: 'soon', dueAt: start + 200 });
    source.add({ id: 'later', dueAt: start + 400 });
    reconciler = startReconciler({ queue, source, clock: Date.now, intervalMilliseconds: 3_600_000, batch: 10 });
    await eventually('both', () => new Set(announced.map(({ id }) => id)).size === 2);
    expect(announced[0]?.id).toBe('soon');
  });

  it('wakes when it is told of work put off after the sweep', async () => {
    const source = createInMemoryWorkSource();
    const { announced, queue } = recorder();
    reconciler = startReconciler({ queue, source, clock: Date.now, intervalMilliseconds: 3_600_000, batch: 10 });
    await reconciler.sweep();
    const dueAt = Date.now() + 100;
    source.add({ id: 'put off', dueAt });
    reconciler.wakeBy(dueAt);
    reconciler.wakeBy(dueAt + 1_000_000);
    await eventually('it', () => announced.length === 1);
  });

  it('announces at most a batch per lane, looking further while items at the front stay due', async () => {
    const source = createInMemoryWorkSource();
    const { announced, queue } = recorder();
    for (let index = 0; index < 100; index += 1) source.add({ id: `front/${index}`, lane: 'bulk', dueAt: 1 });
    source.add({ id: 'behind', lane: 'bulk', dueAt: 2 });
    source.add({ id: 'other lane', lane: 'urgent', dueAt: 3 });
    reconciler = startReconciler({ queue, source, clock: () => 10, intervalMilliseconds: NEVER, batch: 10 });
    const counts: number[] = [];
    for (let sweep = 0; sweep < 6; sweep += 1) counts.push(await reconciler.sweep());
    expect(counts).toEqual([11, 21, 41, 81, 102, 11]);
    expect(announced.slice(0, 1)).toEqual([{ id: 'other lane', lane: 'urgent' }]);
    expect(announced).toContainEqual({ id: 'behind', lane: 'bulk' });
  });

  it('goes on after the source or the queue failed, and tells it', async () => {
    const source = createInMemoryWorkSource();
    const { announced, queue } = recorder();
    source.add({ id: 'due' });
    const errors: unknown[] = [];
    let reads = 0;
    const failing = {
      due: async (query: Parameters<typeof source.due>[0]) => {
        reads += 1;
        if (reads <= 2) throw new Error('the disk is gone');
        return source.due(query);
      },
    };
    const onError = (error: unknown) => errors.push(error);
    reconciler = startReconciler({ queue, source: failing, clock: () => 1, intervalMilliseconds: 20, batch: 10, onError });
    await eventually('the announcement', () => announced.length > 0);
    expect(errors).toEqual([new Error('the disk is gone'), new Error('the disk is gone')]);
  });

  it('is still once closed', async () => {
    const source = createInMemoryWorkSource();
    const { announced, queue } = recorder();
    source.add({ id: 'due' });
    reconciler = startReconciler({ queue, source, clock: () => 1, intervalMilliseconds: 5, batch: 10 });
    await eventually('the first', () => announced.length > 0);
    await reconciler.close();
    reconciler.wakeBy(0);
    const before = announced.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(announced.length).toBe(before);
  });

  it('refuses an interval or a batch that could never work', () => {
    const { queue } = recorder();
    const common = { queue, source: createInMemoryWorkSource(), clock: () => 0 };
    expect(() => startReconciler({ ...common, intervalMilliseconds: 0, batch: 1 })).toThrowError(
      expect.objectContaining({ code: 'invalid-options' }),
    );
    expect(() => startReconciler({ ...common, intervalMilliseconds: 1, batch: 0 })).toThrowError(
      expect.objectContaining({ code: 'invalid-options' }),
    );
  });
});
