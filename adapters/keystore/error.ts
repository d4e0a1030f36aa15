export type KeyStoreErrorCode =
  | 'certificate-file-malformed'
  | 'key-file-malformed'
  | 'key-file-missing'
  | 'key-file-readable-by-others'
  | 'key-folder-writable-by-others'
  | 'key-in-two-files'
  | 'key-in-two-roles'
  | 'key-mismatch'
  | 'log-key-changed'
  | 'password-file-malformed'
  | 'pkcs12-algorithm-unsupported'
  | 'pkcs12-altered'
  | 'pkcs12-certificate-missing'
  | 'pkcs12-iterations-excessive'
  | 'pkcs12-key-missing'
  | 'pkcs12-mac-missing'
  | 'pkcs12-malformed'
  | 'pkcs12-password-wrong'
  | 'pkcs12-several-certificates'
  | 'pkcs12-several-keys'
  | 'pkcs12-too-large'
  | 'role-not-allowed';

/** The one error class of this folder. Every cause is for an operator to mend: nothing that a peer or a client sends leads here. */
export class KeyStoreError extends Error {
  override readonly name = 'KeyStoreError';
  readonly code: KeyStoreErrorCode;
  readonly disposition = 'operator' as const;

  constructor(code: KeyStoreErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
