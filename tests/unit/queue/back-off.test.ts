import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BACK_OFF_TABLE, type BackOffTable, nextAttemptDelay } from '../../../queue/back-off.ts';
import type { Lane } from '../../../queue/contract.ts';

const longest = () => 0;
const lane = fc.constantFrom<Lane>('urgent', 'ordinary', 'bulk');
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((value) => () => value);

describe('nextAttemptDelay', () => {
  it('grows from seconds to minutes or hours by lane', () => {
    const delays = (lane: Lane) =>
      [1, 2, 3, 8, 20, 100_000].map((attempts) => nextAttemptDelay({ attempts, lane, random: longest }) / 1000);
    expect(delays('urgent')).toEqual([1, 2, 4, 128, 300, 300]);
    expect(delays('ordinary')).toEqual([5, 10, 20, 640, 3600, 3600]);
    expect(delays('bulk')).toEqual([30, 60, 120, 3840, 21_600, 21_600]);
  });

  it('stays between the jittered and the plain wait of its row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), lane, random, (attempts, lane, random) => {
        const plain = nextAttemptDelay({ attempts, lane, random: longest });
        const delay = nextAttemptDelay({ attempts, lane, random });
        expect(delay).toBeLessThanOrEqual(plain);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(plain * (1 - BACK_OFF_TABLE[lane].jitter)));
      }),
      { numRuns: 300 },
    );
  });

  it('spreads what failed together', () => {
    let step = 0;
    const delays = Array.from({ length: 50 }, () => nextAttemptDelay({ attempts: 9, lane: 'ordinary', random: () => (step++ % 50) / 50 }));
    expect(new Set(delays).size).toBe(50);
  });

  it('never goes beyond the end of the job while that is ahead, and waits at least a millisecond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        lane,
        random,
        fc.nat(),
        fc.integer({ min: 1, max: 10_000_000 }),
        (attempts, lane, random, now, ahead) => {
          const delay = nextAttemptDelay({ attempts, lane, random, now, expiresAt: now + ahead });
          expect(delay).toBeLessThanOrEqual(ahead);
          expect(delay).toBeGreaterThanOrEqual(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes the plain wait when the end is past or reached', () => {
    for (const expiresAt of [0, 999, 1000]) {
      expect(nextAttemptDelay({ attempts: 3, lane: 'bulk', random: longest, now: 1000, expiresAt })).toBe(120_000);
    }
    expect(nextAttemptDelay({ attempts: 3, lane: 'bulk', random: longest, now: 1000, expiresAt: 1001 })).toBe(1);
  });

  it('reads the table that it is given, and refuses one that is unsound', () => {
    const row = { first: 10, limit: 40, factor: 2, jitter: 0 };
    const table: BackOffTable = { urgent: row, ordinary: row, bulk: row };
    expect([1, 2, 3, 4].map((attempts) => nextAttemptDelay({ attempts, lane: 'bulk', random: longest, table }))).toEqual([10, 20, 40, 40]);
    const unsound = [
      { first: 0 },
      { limit: 9 },
      { factor: 0.5 },
      { jitter: 1.5 },
      { jitter: -0.1 },
      { limit: Number.POSITIVE_INFINITY },
      { first: Number.NaN },
    ];
    for (const fault of unsound) {
      const question = { attempts: 1, lane: 'bulk', random: longest, table: { ...table, bulk: { ...row, ...fault } } } as const;
      expect(() => nextAttemptDelay(question)).toThrowError(expect.objectContaining({ code: 'invalid-options' }));
    }
  });
});
