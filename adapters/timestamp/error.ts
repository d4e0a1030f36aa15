/** Why no usable time-stamp came. */
export type TimestampErrorCode = 'timestamp-unreachable' | 'timestamp-refused' | 'timestamp-not-verified';

/** All of these degrade: the package waits for its lane's patience and then goes unstamped (design section 4, time-stamps). */
export class TimestampError extends Error {
  readonly code: TimestampErrorCode;
  readonly disposition = 'wait';

  constructor(code: TimestampErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TimestampError';
    this.code = code;
  }
}
