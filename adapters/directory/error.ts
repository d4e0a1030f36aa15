/** Why the directory could not be read or was refused. */
export type DirectoryErrorCode =
  | 'directory-unreadable'
  | 'directory-too-large'
  | 'directory-signature-invalid'
  | 'directory-signer-unknown'
  | 'directory-malformed'
  | 'directory-rolled-back'
  | 'directory-expired'
  | 'directory-identifier-repeated'
  | 'directory-threshold-not-reached'
  | 'directory-inconsistent'
  | 'directory-delegation-exceeded';

/** A refused directory; the last verified one stays in use. */
export class DirectoryError extends Error {
  readonly code: DirectoryErrorCode;
  readonly disposition = 'operator';

  constructor(code: DirectoryErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DirectoryError';
    this.code = code;
  }
}
