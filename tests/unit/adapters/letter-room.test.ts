import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLetterRoom } from '../../../adapters/letter/letter-room.ts';

const CAPACITY = 100;

describe('#createLetterRoom', () => {
  it('never holds more than its capacity but for one alone, and lets everybody in, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ length: fc.integer({ min: 0, max: 150 }), turns: fc.integer({ min: 0, max: 5 }), fails: fc.boolean() }), {
          maxLength: 30,
        }),
        async (works) => {
          const room = createLetterRoom(CAPACITY);
          const inside = new Map<number, number>();
          const entered: number[] = [];
          const results = await Promise.allSettled(
            works.map(({ length, turns, fails }, index) =>
              room(length, async () => {
                entered.push(index);
                inside.set(index, length);
                const total = [...inside.values()].reduce((sum, one) => sum + one, 0);
                expect(total <= CAPACITY || [...inside.values()].filter((one) => one > 0).length === 1).toBe(true);
                for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
                inside.delete(index);
                if (fails) throw new Error('the work failed');
                return index;
              }),
            ),
          );
          expect(entered).toEqual(works.map((_, index) => index));
          expect(results.map(({ status }) => status)).toEqual(works.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')));
        },
      ),
      { numRuns: 200 },
    );
  });
});
