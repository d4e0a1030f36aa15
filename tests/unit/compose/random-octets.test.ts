import { randomFillSync } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandomOctets } from '../../../compose/process/random-octets.ts';

/** A generator whose draws are kept as they were, beside the buffer they were put into. */
function watched() {
  const draws: Buffer[] = [];
  const targets: Buffer[] = [];
  const random = createRandomOctets((target) => {
    randomFillSync(target);
    draws.push(Buffer.from(target));
    targets.push(target);
  });
  return { random, draws, targets };
}

describe('random octets', () => {
  it('are those of the generator, each given once, whatever lengths are asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 1, maxLength: 600 }), (lengths) => {
        const { random, draws } = watched();
        const given = lengths.map((length) => random(length));
        expect(given.map(({ length }) => length)).toEqual(lengths);
        let draw = 0;
        let offset = 0;
        for (const octets of given) {
          if (offset + octets.length > (draws[draw]?.length ?? 0)) [draw, offset] = [draw + 1, 0];
          expect(octets.equals(draws[draw]?.subarray(offset, offset + octets.length) ?? Buffer.alloc(0))).toBe(true);
          offset += octets.length;
        }
        expect(draws.length).toBe(draw + 1);
      }),
      { numRuns: 100 },
    );
  });

  it('are erased where they were drawn, and stay when their receiver erases its own', () => {
    const { random, draws, targets } = watched();
    const key = random(32);
    expect(targets[0]?.subarray(0, 32)).toEqual(Buffer.alloc(32));
    key.fill(0);
    expect(random(16)).toEqual(draws[0]?.subarray(32, 48));
  });

  it('come from a draw of their own when they are many', () => {
    const { random, draws } = watched();
    expect(new Set([random(65), random(1_000_000)].map(({ length }) => length))).toEqual(new Set([65, 1_000_000]));
    expect(draws).toHaveLength(0);
  });
});
