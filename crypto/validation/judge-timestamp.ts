import { LONG_TERM_LIMITS } from '../cms/signed-data.ts';
import { signatureOfIdentifiers } from '../cms/signed-data-algorithms.ts';
import { OID } from '../der/object-identifiers.ts';
import { type DigestAlgorithm, SIGNATURES_OF_OTHERS, type SignatureAlgorithm } from '../suites.ts';
import { type TokenItself, verifyTokenItself } from '../tsp/verify.ts';
import type { Circumstances } from './context.ts';
import { judgeAcceptance } from './judge-acceptance.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { type Outcome, outcomeFrom } from './outcome.ts';
import type { TimestampValidation } from './report.ts';

/** A time-stamp of a signature, before it is judged. */
export interface Stamp {
  readonly kind: TimestampValidation['kind'];
  readonly token: Buffer;
  /** Digest of what it should cover; throws `CryptoError` where that cannot be put together. */
  readonly imprint: (digest: DigestAlgorithm) => Buffer;
  /** The objects whose existence it proves: signature values, tokens, certificates, revocation data, as they stand. */
  readonly covers: readonly Buffer[];
}

export interface JudgedStamp extends TimestampValidation {
  readonly stamp: Stamp;
  /** Present once the token's own cryptography holds. */
  readonly generationTime?: Date;
}

/** RSA below this is not even computed with. */
export const LEAST_RSA_BITS = 1024;

/**
 * Time-stamp validation (EN 319 102-1 clause 5.4): the token itself, its algorithms, and its authority's certificate at the moment at
 * which the token is known to have existed, which an outer time-stamp may have moved into the past (clause 5.6.2.4).
 */
export async function judgeTimestamp(stamp: Stamp, circumstances: Circumstances): Promise<JudgedStamp> {
  const { policy, data, proofs, context } = circumstances;
  let itself: TokenItself;
  try {
    itself = verifyTokenItself({
      token: stamp.token,
      imprint: stamp.imprint,
      algorithms: SIGNATURES_OF_OTHERS,
      minimumRsaBits: LEAST_RSA_BITS,
      certificates: data.certificates,
      limits: LONG_TERM_LIMITS,
      ...(policy.timestampPolicies === undefined ? {} : { policies: policy.timestampPolicies }),
    });
  } catch (error) {
    return { stamp, kind: stamp.kind, token: stamp.token, ...told(outcomeFrom(error)) };
  }
  const { token, certificate, certificates, existedBefore } = itself;
  const at = proofs.of(stamp.token);
  const accepted = judgeAcceptance(
    { algorithm: algorithmOf(itself), certificate, accepted: policy.timestampAlgorithms, imprintDigest: token.imprintAlgorithm },
    circumstances,
    at,
  );
  const { outcome, path } = await judgeCertificate(
    {
      certificate,
      candidates: certificates,
      paths: context.timestampPaths,
      required: { extendedKeyUsage: OID.kpTimeStamping },
      at,
    },
    circumstances,
  );
  const worst = outcome.indication === 'PASSED' ? accepted : outcome;
  const imprint = stamp.imprint(token.imprintAlgorithm);
  const proven = { existedBefore, certificate, path, token: stamp.token, imprint };
  return { stamp, kind: stamp.kind, ...told(worst), ...proven, generationTime: token.generationTime };
}

function algorithmOf({ token }: TokenItself): SignatureAlgorithm {
  const { signatureAlgorithm, digestAlgorithm } = token.signedData.signerInfo;
  return signatureOfIdentifiers(signatureAlgorithm, digestAlgorithm).row.name;
}

function told(outcome: Outcome): Pick<TimestampValidation, 'indication' | 'subIndication' | 'code'> {
  if (outcome.indication === 'PASSED') return { indication: 'PASSED' };
  const { indication, subIndication, code } = outcome;
  return { indication, subIndication, code };
}
