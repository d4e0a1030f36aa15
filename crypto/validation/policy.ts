import { SIGNATURES_OF_OTHERS, type SignatureAlgorithm } from '../suites.ts';
import { CRYPTOGRAPHIC_CONSTRAINTS, type CryptographicConstraint } from './cryptographic-constraints.ts';

/** The validation constraints of EN 319 102-1 clause 5.1.4 that a caller may choose. */
export interface ValidationPolicy {
  /** Signature algorithms accepted of signers. */
  readonly algorithms: readonly SignatureAlgorithm[];
  /** Signature algorithms accepted of time-stamp authorities. */
  readonly timestampAlgorithms: readonly SignatureAlgorithm[];
  /** Smallest RSA key of a signer or of a time-stamp authority, in bits. The path validators have a minimum of their own. */
  readonly minimumRsaBits: number;
  /** Until when algorithms and keys are reliable. */
  readonly constraints: readonly CryptographicConstraint[];
  /** Whether a signature passes although nothing is known about the revocation of a certificate. */
  readonly revocation: 'required' | 'if-available';
  /** Accepted time-stamp policies, dotted; left out, any. */
  readonly timestampPolicies?: readonly string[];
}

/** What `valija verify` applies to the files of others: everything of the table of algorithms, RSA from 3000 bits, revocation known. */
export const DEFAULT_POLICY: ValidationPolicy = {
  algorithms: SIGNATURES_OF_OTHERS,
  timestampAlgorithms: SIGNATURES_OF_OTHERS,
  minimumRsaBits: 3000,
  constraints: CRYPTOGRAPHIC_CONSTRAINTS,
  revocation: 'required',
};
