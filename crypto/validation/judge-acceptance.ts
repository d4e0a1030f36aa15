import type { DigestAlgorithm, SignatureAlgorithm } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Circumstances } from './context.ts';
import { judgeMaterial, materialOf } from './cryptographic-constraints.ts';
import { type Outcome, outcomeOf, PASSED } from './outcome.ts';

/** What signature acceptance validation looks at. */
export interface AcceptanceQuestion {
  readonly algorithm: SignatureAlgorithm;
  readonly certificate: Certificate;
  /** Names of the policy for this kind of signature. */
  readonly accepted: readonly SignatureAlgorithm[];
  /** The digest under which a time-stamp covers what it covers. */
  readonly imprintDigest?: DigestAlgorithm;
}

/** Signature acceptance validation (EN 319 102-1 clause 5.2.8): algorithms and key against the policy at the moment `at`. */
export function judgeAcceptance(question: AcceptanceQuestion, { policy }: Circumstances, at: Date): Outcome {
  const { algorithm, certificate, imprintDigest } = question;
  if (!question.accepted.includes(algorithm)) return outcomeOf('algorithm-not-allowed', `${algorithm} is not accepted`);
  if (certificate.keyType === 'rsa' && certificate.keyBits < policy.minimumRsaBits) {
    return outcomeOf('key-too-short', `an RSA key of ${certificate.keyBits} bits, ${policy.minimumRsaBits} are wanted`);
  }
  const material = materialOf(algorithm, certificate);
  const outcome = judgeMaterial(material, policy.constraints, at);
  if (outcome.indication !== 'PASSED' || imprintDigest === undefined) return outcome;
  return imprintDigest === material.digest ? PASSED : judgeMaterial({ ...material, digest: imprintDigest }, policy.constraints, at);
}
