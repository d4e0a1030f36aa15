export type RevocationSourceErrorCode =
  | 'answer-older-than-held'
  | 'file-too-large'
  | 'list-download-failed'
  | 'list-of-unexpected-issuer'
  | 'list-older-than-held'
  | 'list-signature-invalid'
  | 'responder-refused'
  | 'responder-unreachable'
  | 'several-lists-in-file';

/** Why something was not taken. It never leaves this folder as an exception: status() tells it, and what is held stays in use. */
export class RevocationSourceError extends Error {
  override readonly name = 'RevocationSourceError';
  readonly code: RevocationSourceErrorCode;
  readonly disposition = 'operator' as const;

  constructor(code: RevocationSourceErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
