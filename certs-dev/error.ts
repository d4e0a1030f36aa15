export type DevelopmentPkiErrorCode =
  | 'already-revoked'
  | 'authority-duplicate'
  | 'country-invalid'
  | 'directory-exists'
  | 'next-already-waiting'
  | 'next-missing'
  | 'register-version'
  | 'serial-unknown';

/** The one error class of this folder. */
export class DevelopmentPkiError extends Error {
  override readonly name = 'DevelopmentPkiError';
  readonly code: DevelopmentPkiErrorCode;
  readonly disposition = 'operator' as const;

  constructor(code: DevelopmentPkiErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
