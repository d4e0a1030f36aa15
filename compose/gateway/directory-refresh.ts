export interface RefreshMoment {
  /** Configured, in milliseconds. */
  interval: number;
  expiresAt: Date;
  now: Date;
  /** From 0 to below 1. */
  random: number;
}

/** Never more often than this, however near the end is. */
const SHORTEST_MILLISECONDS = 1_000;

/**
 * How long to wait before the directory is read again: the interval, and well before the end of what is held, a tenth of the time that is left;
 * a fifth more or less by chance, so that gateways that started together do not all come at once.
 */
export function untilRefresh({ interval, expiresAt, now, random }: RefreshMoment): number {
  const left = expiresAt.getTime() - now.getTime();
  const wait = left <= 0 ? interval : Math.min(interval, Math.max(left / 10, SHORTEST_MILLISECONDS));
  return Math.round(wait * (0.8 + 0.4 * random));
}
