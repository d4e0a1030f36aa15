import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../gateway/contracts/clock.ts';

/** A clock over a wall clock that the test moves. `reference` counts by itself; any other source only with a second one. */
export type MakeClock = (options: { wall: () => number; reference: string }) => Clock;

const REFERENCE = 'time-stamp-authority';

/** What every clock of a gateway must do (gateway/contracts/clock.ts, design section 5). */
export function clockContract(name: string, makeClock: MakeClock): void {
  function clockAt(start: number) {
    const state = { wall: start };
    return { state, clock: makeClock({ wall: () => state.wall, reference: REFERENCE }) };
  }

  describe(`clock: ${name}`, () => {
    it('repeats the last instant after a small step back and stays trusted', () => {
      const { state, clock } = clockAt(1_000_000);
      state.wall -= 2_000;
      expect(clock.now().getTime()).toBe(1_000_000);
      expect(clock.status().trusted).toBe(true);
    });

    it('is not trusted after a larger step back, and again when time has caught up', () => {
      const { state, clock } = clockAt(1_000_000);
      state.wall -= 2_001;
      expect(clock.status()).toMatchObject({ trusted: false, reason: 'stepped-back' });
      expect(clock.now().getTime()).toBe(1_000_000);
      state.wall += 3_000;
      expect(clock.status().trusted).toBe(true);
    });

    it('believes the reference by itself, a peer only with a second one', () => {
      const { state, clock } = clockAt(1_000_000);
      clock.observe({ source: 'peer-a', time: new Date(state.wall + 61_000) });
      expect(clock.status().trusted).toBe(true);
      clock.observe({ source: 'peer-b', time: new Date(state.wall + 61_000) });
      expect(clock.status()).toMatchObject({ trusted: false, reason: 'off-reference' });
      clock.observe({ source: 'peer-b', time: new Date(state.wall) });
      expect(clock.status().trusted).toBe(true);
      clock.observe({ source: REFERENCE, time: new Date(state.wall - 61_000) });
      expect(clock.status()).toMatchObject({ trusted: false, offsetMilliseconds: -61_000 });
    });

    it('takes a reference within a minute for agreement', () => {
      const { state, clock } = clockAt(1_000_000);
      clock.observe({ source: REFERENCE, time: new Date(state.wall + 60_000) });
      expect(clock.status()).toEqual({ trusted: true, offsetMilliseconds: 60_000 });
    });

    it('never runs backwards, whatever the wall clock does', () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: -100_000, max: 100_000 }), { maxLength: 50 }), (steps) => {
          const { state, clock } = clockAt(10_000_000);
          let previous = clock.now().getTime();
          for (const step of steps) {
            state.wall += step;
            const now = clock.now().getTime();
            expect(now).toBeGreaterThanOrEqual(previous);
            previous = now;
          }
        }),
      );
    });
  });
}
