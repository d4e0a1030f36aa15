/** One fault of a request, as the gateway tells it. */
export interface ClientFault {
  code: string;
  title: string;
  pointer?: string;
  detail?: string;
  /** Number of the legal rule that found it; the title is its sentence. */
  rule?: string;
}

/**
 * What the gateway refused (RFC 9457), or why there is no answer: `gateway-unreachable`, `gateway-protocol`. Title and advice are in the
 * language that was asked for. It never holds a request, which may have secrets in it.
 */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** The exact error, for programs. */
  readonly code: string;
  /** What to do next. */
  readonly advice: string | undefined;
  readonly faults: readonly ClientFault[];
  /** Seconds after which the gateway wants to be asked again; the same request may then succeed. */
  readonly retryAfter: number | undefined;

  constructor(
    code: string,
    title: string,
    options: { status?: number; advice?: string; faults?: readonly ClientFault[]; retryAfter?: number } = {},
  ) {
    super(title);
    this.code = code;
    this.status = options.status;
    this.advice = options.advice;
    this.faults = options.faults ?? [];
    this.retryAfter = options.retryAfter;
  }
}
