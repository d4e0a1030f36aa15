import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../queue/contract.ts';
import { createLaneBudget } from '../../../queue/lane-budget.ts';
import { createLaneGate } from '../../../queue/lane-gate.ts';

const lane = fc.constantFrom<Lane>('urgent', 'ordinary', 'bulk');

function takeAll(total: number, lane: Lane, before: readonly Lane[] = []): number {
  const budget = createLaneBudget({ total });
  for (const earlier of before) budget.take(earlier);
  let taken = 0;
  while (budget.take(lane)) taken += 1;
  return taken;
}

describe('createLaneBudget', () => {
  it('keeps one slot for urgent alone, and one more for urgent and ordinary', () => {
    expect([1, 2, 3, 4, 10].map((total) => takeAll(total, 'bulk'))).toEqual([1, 1, 1, 2, 8]);
    expect([1, 2, 3, 4, 10].map((total) => takeAll(total, 'ordinary'))).toEqual([1, 1, 2, 3, 9]);
    expect([1, 2, 3, 4, 10].map((total) => takeAll(total, 'urgent'))).toEqual([1, 2, 3, 4, 10]);
  });

  it('whatever the lower lanes took, the higher ones can start', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 12 }),
        fc.array(fc.constantFrom<Lane>('ordinary', 'bulk'), { maxLength: 40 }),
        (total, wanted) => {
          const budget = createLaneBudget({ total });
          for (const lane of wanted) budget.take(lane);
          expect(budget.allows('urgent')).toBe(true);
          expect(
            takeAll(
              total,
              'ordinary',
              Array.from({ length: 40 }, () => 'bulk' as const),
            ),
          ).toBeGreaterThanOrEqual(1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never gives more than its total, and gives back what is released', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.tuple(lane, fc.boolean()), { maxLength: 60 }), (total, steps) => {
        const budget = createLaneBudget({ total });
        const held: Lane[] = [];
        for (const [lane, release] of steps) {
          const given = release ? held.pop() : undefined;
          if (given !== undefined) budget.release(given);
          else if (budget.take(lane)) held.push(lane);
          expect(budget.running).toBe(held.length);
          expect(budget.running).toBeLessThanOrEqual(total);
        }
        for (const lane of held) budget.release(lane);
        expect(budget.allows('bulk')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('caps each lane, and refuses caps that could never work', () => {
    const budget = createLaneBudget({ total: 10, lanes: { urgent: 2 } });
    expect([budget.take('urgent'), budget.take('urgent'), budget.take('urgent'), budget.take('bulk')]).toEqual([true, true, false, true]);
    for (const total of [0, -1, 1.5, Number.NaN]) {
      expect(() => createLaneBudget({ total })).toThrowError(expect.objectContaining({ code: 'invalid-options' }));
    }
    expect(() => createLaneBudget({ total: 1, lanes: { bulk: 0 } })).toThrowError(expect.objectContaining({ code: 'invalid-options' }));
  });
});

describe('createLaneGate', () => {
  it('admits by lane, then by arrival, resumed ones ahead', async () => {
    const gate = createLaneGate(createLaneBudget({ total: 1 }));
    const order: string[] = [];
    const enter = async (lane: Lane, name: string, ahead = false) => {
      if (await gate.enter(lane, { ahead })) order.push(name);
    };
    await enter('bulk', 'first');
    const rest = [
      enter('bulk', 'bulk 1'),
      enter('bulk', 'bulk 2'),
      enter('bulk', 'bulk resumed', true),
      enter('ordinary', 'ordinary'),
      enter('urgent', 'urgent'),
    ];
    for (const lane of ['bulk', 'urgent', 'ordinary', 'bulk', 'bulk'] as const) {
      gate.leave(lane);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(rest);
    expect(order).toEqual(['first', 'urgent', 'ordinary', 'bulk resumed', 'bulk 1', 'bulk 2']);
  });

  it('turns away those that wait when it closes, and all that come after', async () => {
    const gate = createLaneGate(createLaneBudget({ total: 1 }));
    expect(await gate.enter('urgent')).toBe(true);
    const waiting = gate.enter('urgent');
    gate.close();
    expect(await waiting).toBe(false);
    gate.leave('urgent');
    expect(await gate.enter('urgent')).toBe(false);
  });
});
