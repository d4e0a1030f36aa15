export type RevocationSourceErrorCode =
  | 'file-too-large'
  | 'list-older-than-held'
  | 'list-of-unexpected-issuer'
  | 'list-signature-invalid'
  | 'several-lists-in-file';

/** Why a file was not taken. It never leaves this folder as an exception: status() tells it, and the lists held stay in use. */
export class RevocationSourceError extends Error {
  override readonly name = 'RevocationSourceError';
  readonly code: RevocationSourceErrorCode;
  readonly disposition = 'operator' as const;

  constructor(code: RevocationSourceErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
