/**
 * The one error class of `crypto/`. Every refusal of an input carries a stable `code`; callers map the code to a problem
 * document, an evidence reason and a text, and never parse the message.
 */

/** Codes of the DER reader and writer (X.690 section 10 and 11). */
export type DerErrorCode =
  | 'der-empty'
  | 'der-indefinite-length'
  | 'der-length-not-minimal'
  | 'der-not-sorted'
  | 'der-tag-unsupported'
  | 'der-too-deep'
  | 'der-too-large'
  | 'der-trailing-bytes'
  | 'der-truncated'
  | 'der-unexpected-tag'
  | 'der-value-invalid';

/** Codes of the table of algorithms (`suites.ts`). */
export type SuiteErrorCode = 'algorithm-key-mismatch' | 'algorithm-not-allowed' | 'algorithm-unknown' | 'key-too-short' | 'suite-unknown';

/** Codes of keys, raw signatures and the CMS SignedData layer (RFC 5652, RFC 5035, RFC 6211). */
export type SignatureErrorCode =
  | 'algorithm-protection-mismatch'
  | 'attribute-duplicate'
  | 'attribute-malformed'
  | 'attribute-missing'
  | 'attribute-unexpected'
  | 'attributes-not-sorted'
  | 'content-digest-length'
  | 'content-digest-missing'
  | 'content-type-mismatch'
  | 'key-mismatch'
  | 'message-digest-mismatch'
  | 'signature-invalid'
  | 'signed-data-content-unexpected'
  | 'signed-data-malformed'
  | 'signed-data-signer-count'
  | 'signed-data-version'
  | 'signer-certificate-not-found'
  | 'signing-certificate-mismatch'
  | 'signing-certificate-v1'
  | 'signing-time-invalid';

/** Codes of time-stamp requests, responses and tokens (RFC 3161, RFC 5816). */
export type TimestampErrorCode =
  | 'timestamp-accuracy-invalid'
  | 'timestamp-authority-name-mismatch'
  | 'timestamp-critical-extension'
  | 'timestamp-extended-key-usage'
  | 'timestamp-imprint-algorithm'
  | 'timestamp-imprint-length'
  | 'timestamp-imprint-mismatch'
  | 'timestamp-malformed'
  | 'timestamp-nonce-mismatch'
  | 'timestamp-not-granted'
  | 'timestamp-path-indeterminate'
  | 'timestamp-path-invalid'
  | 'timestamp-policy-not-accepted'
  | 'timestamp-request-malformed'
  | 'timestamp-response-malformed'
  | 'timestamp-serial-repeated'
  | 'timestamp-time-out-of-bounds'
  | 'timestamp-version';

export type CryptoErrorCode = DerErrorCode | SuiteErrorCode | SignatureErrorCode | TimestampErrorCode;

/**
 * What the caller should do: `refuse` the input for good, `retry` the same act soon, `wait` for something outside to
 * change, or call an `operator`.
 */
export type CryptoErrorDisposition = 'refuse' | 'retry' | 'wait' | 'operator';

export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  readonly code: CryptoErrorCode;
  readonly disposition: CryptoErrorDisposition;

  constructor(code: CryptoErrorCode, message: string, options: { cause?: unknown; disposition?: CryptoErrorDisposition } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.disposition = options.disposition ?? 'refuse';
  }
}
