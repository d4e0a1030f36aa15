import type { SignatureAlgorithm } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { PathReport } from '../x509/path.ts';

/** Main status of a validation (EN 319 102-1 V1.4.1, clause 5.1.3, table 5): TOTAL-PASSED, INDETERMINATE, TOTAL-FAILED. */
export type Indication = 'PASSED' | 'INDETERMINATE' | 'FAILED';

/** Sub-indications of EN 319 102-1, clause 5.1.3, table 6, as they are written there. */
export type SubIndication =
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'EXPIRED'
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'NOT_YET_VALID'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'NO_POE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'OUT_OF_BOUNDS_NOT_REVOKED'
  | 'POLICY_PROCESSING_ERROR'
  | 'REVOKED'
  | 'REVOKED_CA_NO_POE'
  | 'REVOKED_NO_POE'
  | 'SIGNATURE_POLICY_NOT_AVAILABLE'
  | 'SIGNED_DATA_NOT_FOUND'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'TIMESTAMP_ORDER_FAILURE'
  | 'TRY_LATER';

/** Baseline levels of EN 319 122-1, EN 319 142-1 and TS 119 182-1; the highest whose requirements hold. */
export type BaselineLevel = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';

/** One time-stamp of a signature: over its value, over the document, or over everything before it (archive). */
export interface TimestampValidation {
  readonly kind: 'signature' | 'document' | 'archive';
  readonly indication: Indication;
  readonly subIndication?: SubIndication;
  /** Stable reason, for programs: a CryptoErrorCode or PathCode; absent when PASSED. */
  readonly code?: string;
  /** The stamped octets existed before this moment; present once the token's own cryptography holds. */
  readonly existedBefore?: Date;
  readonly certificate?: Certificate;
  readonly path?: PathReport;
  /** The token, DER, and the digest that it is over: what another program needs to check the same. */
  readonly token: Buffer;
  readonly imprint?: Buffer;
}

/** What EN 319 102-1 says about one signature of any format. */
export interface SignatureValidation {
  readonly indication: Indication;
  /** Absent when PASSED. */
  readonly subIndication?: SubIndication;
  /** Stable reason, for programs: a CryptoErrorCode or PathCode; absent when PASSED. */
  readonly code?: string;
  /** For an operator; names certificates, never content. */
  readonly detail?: string;
  /** Absent when the signature is not in a baseline form. */
  readonly level?: BaselineLevel;
  readonly algorithm?: SignatureAlgorithm;
  /** The signer's certificate; present once it was identified (clause 5.2.3). */
  readonly certificate?: Certificate;
  readonly path?: PathReport;
  /** The signer's own claim. */
  readonly claimedTime?: Date;
  /** Best signature time (clause 5.5): the earliest moment of which existence is proven, or the moment of validation. */
  readonly bestSignatureTime: Date;
  readonly timestamps: readonly TimestampValidation[];
}
