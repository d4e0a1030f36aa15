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
export type SuiteErrorCode =
  | 'algorithm-expired'
  | 'algorithm-key-mismatch'
  | 'algorithm-not-allowed'
  | 'algorithm-unknown'
  | 'key-too-short'
  | 'suite-unknown';

/** Codes of tokens and key sets of clients (RFC 7519, RFC 7517). */
export type JwtErrorCode = 'jwt-claims-invalid' | 'jwt-expired' | 'jwt-key-set-malformed' | 'jwt-malformed' | 'jwt-signature-invalid';

/** Codes of archive time-stamps and of what they cover (EN 319 122-1 clause 5.5, EN 319 162-1 annex A.7). */
export type ArchiveErrorCode =
  | 'archive-hash-index-malformed'
  | 'archive-hash-index-mismatch'
  | 'archive-hash-index-missing'
  | 'archive-timestamp-missing'
  | 'archive-validation-data-missing';

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
  | 'timestamp-order'
  | 'timestamp-path-indeterminate'
  | 'timestamp-path-invalid'
  | 'timestamp-policy-not-accepted'
  | 'timestamp-request-malformed'
  | 'timestamp-response-malformed'
  | 'timestamp-serial-repeated'
  | 'timestamp-time-out-of-bounds'
  | 'timestamp-version';

/** Codes of the strict JSON reader (RFC 8259, RFC 7493). */
export type JsonErrorCode =
  | 'json-byte-order-mark'
  | 'json-duplicate-member'
  | 'json-forbidden-member'
  | 'json-lone-surrogate'
  | 'json-not-utf8'
  | 'json-number'
  | 'json-syntax'
  | 'json-too-deep'
  | 'json-too-large';

/** Codes of JSON web signatures and their JAdES profile (RFC 7515, ETSI TS 119 182-1). */
export type JwsErrorCode =
  | 'jades-certificate-malformed'
  | 'jades-certificate-mismatch'
  | 'jades-critical-unknown'
  | 'jades-header-forbidden'
  | 'jades-header-invalid'
  | 'jades-time-invalid'
  | 'jades-type-not-allowed'
  | 'jades-unsigned-property'
  | 'jws-encoding'
  | 'jws-signature-form'
  | 'jws-structure'
  | 'jws-too-large';

/** Codes of sealing and opening (RFC 5083, RFC 5753, RFC 4055). A failed key unwrap and a wrong tag are the same `decryption-failed`. */
export type SealErrorCode =
  | 'decryption-failed'
  | 'plaintext-length-mismatch'
  | 'seal-recipient-unsuitable'
  | 'sealed-authenticated-attributes'
  | 'sealed-cipher-refused'
  | 'sealed-content-type'
  | 'sealed-header-too-large'
  | 'sealed-indefinite-length'
  | 'sealed-key-agreement-refused'
  | 'sealed-key-transport-refused'
  | 'sealed-length-mismatch'
  | 'sealed-malformed'
  | 'sealed-not-authenticated'
  | 'sealed-originator-info'
  | 'sealed-other-recipient'
  | 'sealed-recipient-kind'
  | 'sealed-several-recipients'
  | 'sealed-sha1-kdf'
  | 'sealed-tag-too-short'
  | 'sealed-too-large'
  | 'sealed-trailing-bytes'
  | 'sealed-truncated'
  | 'sealed-unauthenticated-attributes'
  | 'sealed-version';

/** Codes of certificates and revocation lists (RFC 5280). */
export type CertificateErrorCode = 'certificate-malformed' | 'pem-malformed' | 'revocation-list-malformed' | 'revocation-list-unsupported';

/** Codes of certificate status by OCSP (RFC 6960). */
export type OcspErrorCode =
  | 'ocsp-answer-missing'
  | 'ocsp-answer-out-of-time'
  | 'ocsp-nonce-mismatch'
  | 'ocsp-request-malformed'
  | 'ocsp-responder-not-trusted'
  | 'ocsp-response-malformed'
  | 'ocsp-response-unsuccessful'
  | 'ocsp-response-unsupported';

/** Codes of ASiC containers and their manifests (EN 319 162-1, PKWARE APPNOTE 6.3). */
export type ContainerErrorCode =
  | 'container-crc-mismatch'
  | 'container-data-outside-entries'
  | 'container-encrypted'
  | 'container-entry-too-large'
  | 'container-header-mismatch'
  | 'container-kind-unsupported'
  | 'container-malformed'
  | 'container-method-unsupported'
  | 'container-mimetype-invalid'
  | 'container-name-duplicate'
  | 'container-name-unsafe'
  | 'container-not-canonical'
  | 'container-not-regular-file'
  | 'container-part-changed'
  | 'container-part-invalid'
  | 'container-part-unknown'
  | 'container-ratio-too-high'
  | 'container-size-mismatch'
  | 'container-too-large'
  | 'container-too-many-entries'
  | 'container-writer-unknown'
  | 'manifest-digest-invalid'
  | 'manifest-extension-unsupported'
  | 'manifest-not-xml'
  | 'manifest-part-invalid'
  | 'manifest-reference-duplicate'
  | 'manifest-reference-unsafe'
  | 'manifest-structure'
  | 'manifest-too-large';

/** Codes of the strict reader of PDF files (ISO 32000-1 section 7). */
export type PdfErrorCode =
  | 'pdf-cross-reference-invalid'
  | 'pdf-duplicate-key'
  | 'pdf-encrypted'
  | 'pdf-filter-unsupported'
  | 'pdf-malformed'
  | 'pdf-not-pdf'
  | 'pdf-object-invalid'
  | 'pdf-structure'
  | 'pdf-too-deep'
  | 'pdf-too-large';

/** Codes of PDF signatures (EN 319 142-1, ISO 32000-1 section 12.8). */
export type PadesErrorCode =
  | 'pades-appearance-added'
  | 'pades-byte-range-invalid'
  | 'pades-changed-after-signing'
  | 'pades-changes-forbidden'
  | 'pades-contents-invalid'
  | 'pades-dictionary-invalid'
  | 'pades-metadata-changed'
  | 'pades-placeholder-too-small'
  | 'pades-revision-invalid'
  | 'pades-subfilter-unsupported'
  | 'pades-too-many-signatures'
  | 'pades-validation-data-invalid'
  | 'pades-validation-data-too-large';

export type CryptoErrorCode =
  | ArchiveErrorCode
  | CertificateErrorCode
  | ContainerErrorCode
  | DerErrorCode
  | JsonErrorCode
  | JwsErrorCode
  | JwtErrorCode
  | OcspErrorCode
  | PadesErrorCode
  | PdfErrorCode
  | SealErrorCode
  | SignatureErrorCode
  | SuiteErrorCode
  | TimestampErrorCode;

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
