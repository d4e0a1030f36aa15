import type { ContainerFailureCode } from '../asic/verify-container.ts';
import type { CryptoErrorCode } from '../error.ts';
import type { PathCode } from '../x509/path.ts';
import type { SubIndication } from './report.ts';

/** Every reason with which a validation can end otherwise than PASSED. */
export type ValidationCode = CryptoErrorCode | PathCode | ContainerFailureCode;

export interface Verdict {
  readonly indication: 'INDETERMINATE' | 'FAILED';
  readonly subIndication: SubIndication;
}

const failed = (subIndication: SubIndication): Verdict => ({ indication: 'FAILED', subIndication });
const indeterminate = (subIndication: SubIndication): Verdict => ({ indication: 'INDETERMINATE', subIndication });

const FORMAT = failed('FORMAT_FAILURE');
const HASH = failed('HASH_FAILURE');
const SIGNATURE = failed('SIG_CRYPTO_FAILURE');
const CHAIN = indeterminate('CERTIFICATE_CHAIN_GENERAL_FAILURE');
const CHAIN_CONSTRAINTS = indeterminate('CHAIN_CONSTRAINTS_FAILURE');
const CONSTRAINTS = indeterminate('SIG_CONSTRAINTS_FAILURE');
const CRYPTO = indeterminate('CRYPTO_CONSTRAINTS_FAILURE');
const CRYPTO_NO_POE = indeterminate('CRYPTO_CONSTRAINTS_FAILURE_NO_POE');
const NO_CHAIN = indeterminate('NO_CERTIFICATE_CHAIN_FOUND');
const NO_SIGNER = indeterminate('NO_SIGNING_CERTIFICATE_FOUND');
const NOT_FOUND = indeterminate('SIGNED_DATA_NOT_FOUND');
const ORDER = indeterminate('TIMESTAMP_ORDER_FAILURE');
const OUT_OF_BOUNDS = indeterminate('OUT_OF_BOUNDS_NO_POE');
// Not about a signature: our own settings, or a kind of file that is not judged here.
const POLICY = indeterminate('POLICY_PROCESSING_ERROR');
const REVOKED = indeterminate('REVOKED_NO_POE');
const TRY_LATER = indeterminate('TRY_LATER');

/**
 * The one table from our codes to the words of EN 319 102-1 (clause 5.1.3, tables 5 and 6). A building block that knows more than the
 * code says, such as whether the revoked certificate is the signer's or an authority's, gives another sub-indication itself.
 */
export const VERDICTS: Readonly<Record<ValidationCode, Verdict>> = {
  // DER
  'der-empty': FORMAT,
  'der-indefinite-length': FORMAT,
  'der-length-not-minimal': FORMAT,
  'der-not-sorted': FORMAT,
  'der-tag-unsupported': FORMAT,
  'der-too-deep': FORMAT,
  'der-too-large': FORMAT,
  'der-trailing-bytes': FORMAT,
  'der-truncated': FORMAT,
  'der-unexpected-tag': FORMAT,
  'der-value-invalid': FORMAT,

  // Algorithms
  'algorithm-expired': CRYPTO_NO_POE,
  'algorithm-key-mismatch': CRYPTO,
  'algorithm-not-allowed': CRYPTO,
  'algorithm-unknown': CRYPTO,
  'key-too-short': CRYPTO,
  'suite-unknown': CRYPTO,

  // Archive time-stamps
  'archive-hash-index-malformed': FORMAT,
  'archive-hash-index-mismatch': HASH,
  'archive-hash-index-missing': FORMAT,
  'archive-timestamp-missing': FORMAT,
  'archive-validation-data-missing': TRY_LATER,

  // CMS signatures
  'algorithm-protection-mismatch': SIGNATURE,
  'attribute-duplicate': FORMAT,
  'attribute-malformed': FORMAT,
  'attribute-missing': CONSTRAINTS,
  'attribute-unexpected': CONSTRAINTS,
  'attributes-not-sorted': FORMAT,
  'content-digest-length': FORMAT,
  'content-digest-missing': NOT_FOUND,
  'content-type-mismatch': FORMAT,
  'key-mismatch': POLICY,
  'message-digest-mismatch': HASH,
  'signature-invalid': SIGNATURE,
  'signed-data-content-unexpected': FORMAT,
  'signed-data-malformed': FORMAT,
  'signed-data-signer-count': FORMAT,
  'signed-data-version': FORMAT,
  'signer-certificate-not-found': NO_SIGNER,
  'signing-certificate-mismatch': NO_SIGNER,
  'signing-certificate-v1': CONSTRAINTS,
  'signing-time-invalid': FORMAT,

  // Time-stamps
  'timestamp-accuracy-invalid': FORMAT,
  'timestamp-authority-name-mismatch': CONSTRAINTS,
  'timestamp-critical-extension': CONSTRAINTS,
  'timestamp-extended-key-usage': CONSTRAINTS,
  'timestamp-imprint-algorithm': CRYPTO,
  'timestamp-imprint-length': FORMAT,
  'timestamp-imprint-mismatch': HASH,
  'timestamp-malformed': FORMAT,
  'timestamp-nonce-mismatch': CONSTRAINTS,
  'timestamp-not-granted': TRY_LATER,
  'timestamp-order': ORDER,
  'timestamp-path-indeterminate': NO_CHAIN,
  'timestamp-path-invalid': CHAIN,
  'timestamp-policy-not-accepted': CONSTRAINTS,
  'timestamp-request-malformed': FORMAT,
  'timestamp-response-malformed': FORMAT,
  'timestamp-serial-repeated': CONSTRAINTS,
  'timestamp-time-out-of-bounds': CONSTRAINTS,
  'timestamp-version': FORMAT,

  // JSON
  'json-byte-order-mark': FORMAT,
  'json-duplicate-member': FORMAT,
  'json-forbidden-member': FORMAT,
  'json-lone-surrogate': FORMAT,
  'json-not-utf8': FORMAT,
  'json-number': FORMAT,
  'json-syntax': FORMAT,
  'json-too-deep': FORMAT,
  'json-too-large': FORMAT,

  // JSON signatures
  'jades-certificate-malformed': NO_SIGNER,
  'jades-certificate-mismatch': NO_SIGNER,
  'jades-critical-unknown': CONSTRAINTS,
  'jades-header-forbidden': CONSTRAINTS,
  'jades-header-invalid': FORMAT,
  'jades-time-invalid': FORMAT,
  'jades-type-not-allowed': CONSTRAINTS,
  'jades-unsigned-property': FORMAT,
  'jws-encoding': FORMAT,
  'jws-signature-form': FORMAT,
  'jws-structure': FORMAT,
  'jws-too-large': FORMAT,

  // Tokens of clients, which are no signatures of documents
  'jwt-claims-invalid': POLICY,
  'jwt-expired': POLICY,
  'jwt-key-set-malformed': POLICY,
  'jwt-malformed': POLICY,
  'jwt-signature-invalid': POLICY,

  // Sealed content
  'decryption-failed': SIGNATURE,
  'plaintext-length-mismatch': FORMAT,
  'seal-recipient-unsuitable': POLICY,
  'sealed-authenticated-attributes': FORMAT,
  'sealed-cipher-refused': FORMAT,
  'sealed-content-type': FORMAT,
  'sealed-header-too-large': FORMAT,
  'sealed-indefinite-length': FORMAT,
  'sealed-key-agreement-refused': FORMAT,
  'sealed-key-transport-refused': FORMAT,
  'sealed-length-mismatch': FORMAT,
  'sealed-malformed': FORMAT,
  'sealed-not-authenticated': FORMAT,
  'sealed-originator-info': FORMAT,
  'sealed-other-recipient': FORMAT,
  'sealed-recipient-kind': FORMAT,
  'sealed-several-recipients': FORMAT,
  'sealed-sha1-kdf': FORMAT,
  'sealed-tag-too-short': FORMAT,
  'sealed-too-large': FORMAT,
  'sealed-trailing-bytes': FORMAT,
  'sealed-truncated': FORMAT,
  'sealed-unauthenticated-attributes': FORMAT,
  'sealed-version': FORMAT,

  // Certificates and revocation lists
  'certificate-malformed': CHAIN,
  'pem-malformed': FORMAT,
  'revocation-list-malformed': TRY_LATER,
  'revocation-list-unsupported': TRY_LATER,

  // OCSP
  'ocsp-answer-missing': TRY_LATER,
  'ocsp-answer-out-of-time': TRY_LATER,
  'ocsp-nonce-mismatch': TRY_LATER,
  'ocsp-request-malformed': TRY_LATER,
  'ocsp-responder-not-trusted': TRY_LATER,
  'ocsp-response-malformed': TRY_LATER,
  'ocsp-response-unsuccessful': TRY_LATER,
  'ocsp-response-unsupported': TRY_LATER,

  // Containers and manifests
  'container-crc-mismatch': HASH,
  'container-data-outside-entries': FORMAT,
  'container-encrypted': FORMAT,
  'container-entry-too-large': FORMAT,
  'container-header-mismatch': FORMAT,
  'container-kind-unsupported': POLICY,
  'container-malformed': FORMAT,
  'container-method-unsupported': FORMAT,
  'container-mimetype-invalid': FORMAT,
  'container-name-duplicate': FORMAT,
  'container-name-unsafe': FORMAT,
  'container-not-canonical': FORMAT,
  'container-not-regular-file': FORMAT,
  'container-part-changed': POLICY,
  'container-part-invalid': POLICY,
  'container-part-unknown': POLICY,
  'container-ratio-too-high': FORMAT,
  'container-size-mismatch': FORMAT,
  'container-too-large': FORMAT,
  'container-too-many-entries': FORMAT,
  'container-writer-unknown': POLICY,
  'manifest-digest-invalid': CRYPTO,
  'manifest-extension-unsupported': CONSTRAINTS,
  'manifest-not-xml': FORMAT,
  'manifest-part-invalid': POLICY,
  'manifest-reference-duplicate': FORMAT,
  'manifest-reference-unsafe': FORMAT,
  'manifest-structure': FORMAT,
  'manifest-too-large': FORMAT,

  // PDF files
  'pdf-cross-reference-invalid': FORMAT,
  'pdf-duplicate-key': FORMAT,
  'pdf-encrypted': POLICY,
  'pdf-filter-unsupported': FORMAT,
  'pdf-malformed': FORMAT,
  'pdf-not-pdf': FORMAT,
  'pdf-object-invalid': FORMAT,
  'pdf-structure': FORMAT,
  'pdf-too-deep': FORMAT,
  'pdf-too-large': FORMAT,

  // PDF signatures
  'pades-appearance-added': CONSTRAINTS,
  'pades-byte-range-invalid': FORMAT,
  'pades-changed-after-signing': FORMAT,
  'pades-changes-forbidden': FORMAT,
  'pades-contents-invalid': FORMAT,
  'pades-dictionary-invalid': FORMAT,
  'pades-metadata-changed': CONSTRAINTS,
  'pades-placeholder-too-small': POLICY,
  'pades-revision-invalid': FORMAT,
  'pades-subfilter-unsupported': CONSTRAINTS,
  'pades-too-many-signatures': FORMAT,
  'pades-validation-data-invalid': FORMAT,
  'pades-validation-data-too-large': FORMAT,

  // Certification paths
  'algorithm-not-accepted': CRYPTO,
  'certificate-expired': OUT_OF_BOUNDS,
  'certificate-not-yet-valid': OUT_OF_BOUNDS,
  'certificate-revoked': REVOKED,
  'critical-extension-unknown': CHAIN,
  'extended-key-usage-missing': CHAIN_CONSTRAINTS,
  'issuer-not-authority': CHAIN,
  'key-usage-missing': CHAIN_CONSTRAINTS,
  'name-constraint-violated': CHAIN,
  'path-length-exceeded': CHAIN,
  'path-not-found': NO_CHAIN,
  'policy-constraint-violated': CHAIN,
  'revocation-unknown': TRY_LATER,
  'too-many-certificates': CHAIN,

  // What a container as a whole can lack
  'archive-file-changed': HASH,
  'archive-file-missing': NOT_FOUND,
  'archive-timestamp-file-missing': NOT_FOUND,
  'manifest-missing': FORMAT,
  'manifest-several': FORMAT,
  'meta-file-unexpected': FORMAT,
  'part-digest-mismatch': HASH,
  'part-missing': NOT_FOUND,
  'part-not-covered': FORMAT,
  'reference-not-data': FORMAT,
  'signature-missing': NOT_FOUND,
  'signature-not-cades': FORMAT,
  'signature-several': FORMAT,
};
