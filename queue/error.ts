/** Why a queue, a worker or a reconciler refused or failed. */
export type QueueErrorCode =
  | 'invalid-options'
  | 'lease-expired'
  | 'lease-lost'
  | 'queue-closed'
  | 'redis-failure'
  | 'redis-timeout'
  | 'worker-closed';

export type Disposition = 'refuse' | 'retry' | 'wait' | 'operator';

/** The queue folder's error. Never raised for an announcement: those are allowed to be lost. */
export class QueueError extends Error {
  readonly code: QueueErrorCode;
  readonly disposition: Disposition;

  constructor(code: QueueErrorCode, message: string, options: { cause?: unknown; disposition?: Disposition } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'QueueError';
    this.code = code;
    this.disposition = options.disposition ?? 'retry';
  }
}

/** Refuses wiring that could never work, at construction. Throws `invalid-options`. */
export function requirePositiveInteger(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new QueueError('invalid-options', `${what} must be a positive integer`, { disposition: 'operator' });
  }
}

/** The longest time that a timer can wait; with more it would fire at once. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1;

/** Refuses a time that a timer cannot wait. Throws `invalid-options`. */
export function requireTimerMilliseconds(value: number, what: string): void {
  requirePositiveInteger(value, what);
  if (value > LONGEST_TIMER_MILLISECONDS) {
    throw new QueueError('invalid-options', `${what} must be at most ${LONGEST_TIMER_MILLISECONDS}`, { disposition: 'operator' });
  }
}
