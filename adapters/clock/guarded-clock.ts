import type { Clock, ClockStatus } from '../../gateway/contracts/clock.ts';

/** A step back of at most this is bridged by repeating the last instant (design section 5). */
const BRIDGED_STEP_MILLISECONDS = 2_000;

/** A reference that is further off than this suspends signing and deadlines. */
const MAXIMUM_OFFSET_MILLISECONDS = 60_000;

/** How many different references must agree that we are off before they outweigh our own clock. */
const AGREEING_REFERENCES = 2;

export interface GuardedClockOptions {
  /** Milliseconds since 1970, for example `Date.now`. */
  wall: () => number;
  /** References that count by themselves, such as the configured time-stamp authority. */
  authoritativeSources?: readonly string[];
}

/**
 * A wall clock that never runs backwards and knows when it cannot be believed. A peer alone cannot suspend us: one reference that is
 * off counts only when it is authoritative or when a second one agrees.
 */
export function createGuardedClock(options: GuardedClockOptions): Clock {
  const offsets = new Map<string, number>();
  let last = options.wall();
  let steppedBack = false;

  function read(): number {
    const wall = options.wall();
    if (wall >= last) {
      last = wall;
      steppedBack = false;
    } else {
      steppedBack = last - wall > BRIDGED_STEP_MILLISECONDS;
    }
    return last;
  }

  function status(): ClockStatus {
    read();
    if (steppedBack) return { trusted: false, reason: 'stepped-back' };
    const off = [...offsets].filter(([, offset]) => Math.abs(offset) > MAXIMUM_OFFSET_MILLISECONDS);
    const authoritative = off.find(([source]) => options.authoritativeSources?.includes(source));
    const [first] = off;
    const deciding = authoritative ?? (off.length >= AGREEING_REFERENCES ? first : undefined);
    if (deciding !== undefined) return { trusted: false, reason: 'off-reference', offsetMilliseconds: deciding[1] };
    const [latest] = [...offsets.values()].slice(-1);
    return latest === undefined ? { trusted: true } : { trusted: true, offsetMilliseconds: latest };
  }

  return {
    now: () => new Date(read()),
    status,
    observe({ source, time }) {
      offsets.delete(source);
      offsets.set(source, time.getTime() - options.wall());
    },
  };
}
