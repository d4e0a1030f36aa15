/** Why a peer could not be talked to. */
export type TransportErrorCode = 'peer-unreachable' | 'peer-not-trusted' | 'transfer-interrupted' | 'peer-protocol';

/**
 * All of these are worth trying again, with waiting in between: a network comes back, a directory is mended, a peer is repaired. The
 * cause says what went wrong below, by name and code; never the options of the connection, which hold the private key.
 */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: TransportErrorCode;
  readonly disposition = 'retry' as const;

  constructor(code: TransportErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: described(options.cause) });
    this.code = code;
  }
}

/** A copy with nothing but name, code and message. */
function described(cause: unknown): Error {
  const { name, message, code } = (cause ?? {}) as { name?: unknown; message?: unknown; code?: unknown };
  const copy = new Error(typeof message === 'string' ? message.slice(0, 500) : 'unknown');
  if (typeof name === 'string') copy.name = name;
  return typeof code === 'string' ? Object.assign(copy, { code }) : copy;
}
