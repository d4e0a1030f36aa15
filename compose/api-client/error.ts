/** One fault of a submission, as the gateway tells it. */
export interface ApiFault {
  code: string;
  title: string;
  pointer?: string;
  detail?: string;
  /** Number of the legal rule that found it; the title is its sentence. */
  rule?: string;
}

/** What the gateway answered (RFC 9457), or why no answer came. Title and advice are in the language that was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  readonly code: string;
  /** What to do next. */
  readonly advice: string | undefined;
  readonly faults: readonly ApiFault[];
  readonly disposition: 'refuse' | 'retry';

  constructor(
    code: string,
    title: string,
    options: { status?: number; advice?: string; faults?: readonly ApiFault[]; cause?: unknown; mayPass?: boolean } = {},
  ) {
    super(title, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.advice = options.advice;
    this.faults = options.faults ?? [];
    this.disposition = options.mayPass === true ? 'retry' : 'refuse';
  }
}
