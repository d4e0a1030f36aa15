import { GatewayError, type GatewayErrorCode } from '../error.ts';

/** A refusal whose HTTP status or headers a protocol lays down (RFC 9110, tus 1.0), whatever the table says about its code. */
export class RequestError extends GatewayError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    options: { code?: GatewayErrorCode; headers?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(options.code ?? 'message-form-invalid', message, options.cause === undefined ? {} : { cause: options.cause });
    this.status = status;
    this.headers = options.headers ?? {};
  }
}

/** RFC 9110 section 15.5.6. */
export function methodNotAllowed(allow: string): RequestError {
  return new RequestError(405, 'this resource does not take the method', { headers: { Allow: allow } });
}

/** RFC 9110 section 15.5.16. */
export function unsupportedMediaType(expected: string): RequestError {
  return new RequestError(415, `${expected} expected`);
}
