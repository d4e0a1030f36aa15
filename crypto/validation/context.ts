import type { PathValidator } from '../x509/path.ts';
import { type KnownData, mergeData, NO_DATA, readData } from './known-data.ts';
import { DEFAULT_POLICY, type ValidationPolicy } from './policy.ts';
import { ProofsOfExistence } from './proofs-of-existence.ts';
import type { ValidationData } from './validation-data.ts';

/** What a validation is asked with, whatever the format of the signature. No clock, network or disk is looked at beside it. */
export interface ValidationContext {
  /** Validates up to the anchors of those who sign. */
  readonly signerPaths: PathValidator;
  /** Validates up to the anchors of time-stamp authorities. */
  readonly timestampPaths: PathValidator;
  /** The moment of validation. */
  readonly at: Date;
  /** Certificates and revocation data known beside what the signature carries; it needs no proof of existence before `at`. */
  readonly data?: ValidationData;
  /** Default `DEFAULT_POLICY`. */
  readonly policy?: ValidationPolicy;
}

/** The context of one signature: its own data joined to what is known outside, and the proofs found so far. */
export interface Circumstances {
  readonly context: ValidationContext;
  readonly policy: ValidationPolicy;
  readonly data: KnownData;
  readonly proofs: ProofsOfExistence;
}

export function circumstancesOf(context: ValidationContext, embedded: ValidationData): Circumstances {
  return {
    context,
    policy: context.policy ?? DEFAULT_POLICY,
    data: readData(mergeData(embedded, context.data ?? NO_DATA)),
    proofs: new ProofsOfExistence(context.at),
  };
}
