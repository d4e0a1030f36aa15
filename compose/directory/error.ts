export type GovernanceErrorCode =
  /** There is no working copy, or a file of it cannot be understood. */
  | 'working-copy-not-usable'
  | 'working-copy-exists'
  /** A key of a kind that the directory does not have, or no key at all. */
  | 'directory-key-not-usable'
  /** A document does not follow the rules, or stands for a State that has no part. */
  | 'directory-document-not-accepted'
  /** The key may sign nothing of what waits for signatures. */
  | 'directory-nothing-to-sign'
  | 'directory-signatures-missing'
  /** What is to be merged signs something else. */
  | 'directory-draft-differs'
  /** What was asked about is not in the directory. */
  | 'directory-subject-unknown';

/** One thing that is wrong with what was given: where, and what. */
export interface GovernanceFault {
  /** A file, a line of one, or a JSON Pointer. */
  place: string;
  message: string;
}

/** Why something cannot be done to a directory in the making. Everything in it is going to be public. */
export class GovernanceError extends Error {
  override readonly name = 'GovernanceError';
  readonly code: GovernanceErrorCode;
  readonly disposition = 'refuse' as const;
  readonly faults: readonly GovernanceFault[];

  constructor(code: GovernanceErrorCode, message: string, options: { cause?: unknown; faults?: readonly GovernanceFault[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.faults = options.faults ?? [];
  }
}
