import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimedItem, Lane } from '../../../queue/contract.ts';
import { createEmbeddedQueue } from '../../../queue/embedded/create-embedded-queue.ts';
import { startReconciler } from '../../../queue/reconciler.ts';
import { startWorker, type WorkerEvent } from '../../../queue/worker.ts';
import { createInMemoryWorkSource } from '../../support/in-memory-work-source.ts';

const LEASE = 10_000;
const PER_PEER = 2;
const LANE_LIMIT = 3;

/** What becomes of one attempt. */
type Outcome =
  | 'throw before the effect'
  | 'throw after the effect'
  | 'fail to settle'
  | 'sleep past the lease'
  | 'reschedule by itself'
  | 'announce in vain';

interface Plan {
  lane: Lane;
  peer: string | undefined;
  /** The attempts before the one that goes well. */
  outcomes: Outcome[];
  announced: boolean;
  pauses: number;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  lane: fc.constantFrom<Lane>('urgent', 'ordinary', 'bulk'),
  peer: fc.constantFrom('pt', 'es', undefined),
  outcomes: fc.array(
    fc.constantFrom<Outcome>(
      'throw before the effect',
      'throw after the effect',
      'fail to settle',
      'sleep past the lease',
      'reschedule by itself',
      'announce in vain',
    ),
    { maxLength: 4 },
  ),
  announced: fc.boolean(),
  pauses: fc.integer({ min: 0, max: 3 }),
});

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Two processes, each with a queue, a worker and a reconciler, over one source; time moves only when the test moves it. */
async function play(plans: readonly Plan[]): Promise<void> {
  const source = createInMemoryWorkSource();
  let now = 1;
  const problems: string[] = [];
  plans.forEach(({ lane, peer }, index) => {
    source.add({ id: `${index}`, lane, ...(peer === undefined ? {} : { peer }) });
  });

  const startProcess = () => {
    const queue = createEmbeddedQueue();
    const active = new Map<string, number>();
    const failures = new Map<string, number>();
    const enter = (key: string, limit: number): void => {
      const running = (active.get(key) ?? 0) + 1;
      active.set(key, running);
      if (running > limit) problems.push(`${running} at once for ${key}`);
    };
    const leave = (key: string): void => void active.set(key, (active.get(key) ?? 0) - 1);

    async function attempt(job: ClaimedItem): Promise<void> {
      const { outcomes, pauses } = plans[Number(job.id)] ?? { outcomes: [], pauses: 0 };
      for (let pause = 0; pause < pauses; pause += 1) await turn();
      switch (outcomes[job.attempts - 1]) {
        case 'throw before the effect':
          throw new Error('before');
        case 'throw after the effect':
          source.complete(job.id, job.lease);
          throw new Error('after');
        case 'fail to settle':
          throw new Error('unsettled');
        case 'sleep past the lease':
          now += LEASE + 1;
          for (let pause = 0; pause < 6; pause += 1) await turn();
          break;
        case 'reschedule by itself':
          return source.reschedule(job.id, job.lease, now + 5);
        case 'announce in vain':
          await queue.announce([{ id: job.id, lane: job.lane }]);
          break;
      }
      source.complete(job.id, job.lease);
    }

    const worker = startWorker({
      queue,
      source,
      clock: () => now,
      lanes: { urgent: { concurrency: LANE_LIMIT }, ordinary: { concurrency: LANE_LIMIT }, bulk: { concurrency: LANE_LIMIT } },
      perPeer: PER_PEER,
      leaseMilliseconds: LEASE,
      run: async (job) => {
        const keys: [string, number][] = [
          [`id ${job.id}`, 1],
          [`lane ${job.lane}`, LANE_LIMIT],
        ];
        if (job.peer !== undefined) keys.push([`peer ${job.peer}`, PER_PEER]);
        for (const [key, limit] of keys) enter(key, limit);
        try {
          await attempt(job);
        } finally {
          for (const [key] of keys) leave(key);
        }
      },
      settle: async (job, error) => {
        if (error instanceof Error && error.message === 'unsettled') throw new Error('the disk is full');
        source.reschedule(job.id, job.lease, now + 3);
      },
      onEvent: (event: WorkerEvent) => {
        if (event.kind === 'source-failed') problems.push(String(event.error));
        failures.set(event.kind, (failures.get(event.kind) ?? 0) + 1);
      },
    });
    const reconciler = startReconciler({ queue, source, clock: () => now, intervalMilliseconds: 3_600_000, batch: 3 });
    return { queue, worker, reconciler };
  };

  const processes = [startProcess(), startProcess()];
  for (const { queue } of processes) {
    await queue.announce(plans.flatMap(({ lane, announced }, index) => (announced ? [{ id: `${index}`, lane }] : [])));
  }
  for (let round = 0; source.pending > 0 && round < 400; round += 1) {
    now += round % 4 === 3 ? LEASE : 7;
    for (const { reconciler } of processes) await reconciler.sweep();
    for (let pause = 0; pause < 6; pause += 1) await turn();
  }
  for (const { reconciler, worker, queue } of processes) {
    await reconciler.close();
    await worker.close({ limitMilliseconds: 5_000 });
    await queue.close();
  }
  expect(problems).toEqual([]);
  expect(source.pending).toBe(0);
  expect([...source.effects.values()]).toEqual(plans.map(() => 1));
}

describe('two workers over one source', () => {
  it('whatever fails and however it interleaves, the effect of each job happens exactly once, within the limits', async () => {
    await fc.assert(fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 12 }), play), { numRuns: 150 });
  });
});
