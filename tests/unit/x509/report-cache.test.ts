import { describe, expect, it } from 'vitest';
import { createReportCache } from '../../../crypto/x509/report-cache.ts';

/** A cache whose answers are counted: `ask` returns how many computations there had been when its answer was computed. */
function counted(size: number, thresholds: number[]) {
  const cache = createReportCache<number>(size);
  let computations = 0;
  const compute = async (): Promise<number> => {
    computations += 1;
    return computations;
  };
  return { ask: (key: string, at: number) => cache.at(key, at, { thresholds: () => thresholds, compute }), cache };
}

describe('the cache of reports', () => {
  it('answers from memory between two thresholds, and computes again beyond them', async () => {
    const { ask } = counted(10, [100, 200]);
    expect(await ask('a', 100)).toBe(1);
    expect(await ask('a', 199)).toBe(1);
    expect(await ask('a', 200)).toBe(2);
    expect(await ask('a', 99)).toBe(3);
    expect(await ask('a', 150)).toBe(1);
    expect(await ask('a', 10_000)).toBe(2);
  });

  it('keeps answers of different keys apart', async () => {
    const { ask } = counted(10, []);
    expect([await ask('a', 1), await ask('b', 1), await ask('a', 1)]).toEqual([1, 2, 1]);
  });

  it('forgets the key asked for longest ago', async () => {
    const { ask } = counted(2, []);
    await ask('a', 1);
    await ask('b', 1);
    await ask('a', 1);
    await ask('c', 1);
    expect(await ask('a', 1)).toBe(1);
    expect(await ask('b', 1)).toBe(4);
  });

  it('keeps a few spans of one key', async () => {
    const { ask } = counted(
      2,
      Array.from({ length: 100 }, (_, index) => index * 10),
    );
    for (let at = 0; at < 1000; at += 10) await ask('a', at);
    expect(await ask('a', 995)).toBe(100);
    expect(await ask('a', 925)).toBe(93);
    expect(await ask('a', 5)).toBe(101);
  });

  it('computes once for two who ask at once', async () => {
    const { ask } = counted(10, []);
    expect(await Promise.all([ask('a', 1), ask('a', 2)])).toEqual([1, 1]);
  });

  it('does not keep a computation that failed', async () => {
    const { ask, cache } = counted(10, []);
    const failing = cache.at('a', 1, { thresholds: () => [], compute: () => Promise.reject(new RangeError('broken')) });
    await expect(failing).rejects.toThrow('broken');
    expect(await ask('a', 1)).toBe(1);
  });
});
