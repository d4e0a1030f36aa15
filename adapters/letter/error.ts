/** What can happen to the thread in which letters are read and signed. */
export type LetterErrorCode = 'letter-thread-lost' | 'letter-thread-timeout';

/** The work can be done again, in another thread. */
export class LetterError extends Error {
  readonly code: LetterErrorCode;
  readonly disposition = 'retry';

  constructor(code: LetterErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LetterError';
    this.code = code;
  }
}
