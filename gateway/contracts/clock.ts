/** How far the clock can be believed. Deadlines and signatures need `trusted` (design section 5, clock). */
export interface ClockStatus {
  trusted: boolean;
  /** Why not: it stepped back by more than two seconds, or is more than 60 s off the time-stamp authority or the peers. */
  reason?: 'stepped-back' | 'off-reference';
  /** Last measured difference to a reference in milliseconds (reference minus ours). */
  offsetMilliseconds?: number;
}

/**
 * The only source of time. now() never goes backwards: a step back of up to two seconds repeats the last instant; a larger one
 * suspends trust until time has caught up.
 */
export interface Clock {
  now(): Date;
  status(): ClockStatus;
  /** Tells the clock what a reference (a verified time-stamp, a peer's verified evidence) said at the present instant. */
  observe(reference: { source: string; time: Date }): void;
}
