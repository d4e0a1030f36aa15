import { createHash } from 'node:crypto';
import type { FlattenedJws } from '../jades/flattened-jws.ts';
import { type JadesVerification, type VerifiedJws, verifyJades } from '../jades/verify.ts';
import { SIGNATURES_OF_OTHERS } from '../suites.ts';
import { dataOfTokens } from './carried-data.ts';
import type { ValidationContext } from './context.ts';
import { judgeSignature, refusedSignature } from './judge-signature.ts';
import { LEAST_RSA_BITS, type Stamp } from './judge-timestamp.ts';
import { mergeData, NO_DATA } from './known-data.ts';
import { outcomeFrom } from './outcome.ts';
import type { SignatureValidation } from './report.ts';

/** A verdict with what was signed, where it could be read and holds. */
export interface JadesValidation extends SignatureValidation {
  readonly jades?: VerifiedJws;
}

/**
 * Validates a JAdES signature of baseline B or T (TS 119 182-1, EN 319 102-1). What is wrong with the signature stands in the verdict;
 * nothing is thrown for it.
 */
export async function validateJades(
  options: { jws: FlattenedJws | Buffer } & Omit<JadesVerification, 'algorithms' | 'minimumRsaBits'> & ValidationContext,
): Promise<JadesValidation> {
  let jades: VerifiedJws;
  try {
    jades = verifyJades(options.jws, {
      ...options,
      otherCertificateDigest: true,
      algorithms: SIGNATURES_OF_OTHERS,
      minimumRsaBits: LEAST_RSA_BITS,
    });
  } catch (error) {
    return refusedSignature(outcomeFrom(error), options);
  }
  const { certificate, certificates, algorithm, issuedAt, signatureTimestamps } = jades;
  const signatureValue = Buffer.from(jades.jws.signature, 'ascii');
  const judged = await judgeSignature(
    {
      certificate,
      certificates,
      algorithm,
      signatureValue,
      claimedTime: issuedAt,
      stamps: signatureTimestamps.map((token): Stamp => {
        // TS 119 182-1 clause 5.3.4: over the base64url characters, not over the octets they stand for.
        const imprint: Stamp['imprint'] = (digest) => createHash(digest).update(signatureValue).digest();
        return { kind: 'signature', token, imprint, covers: [signatureValue, certificate.der] };
      }),
      embedded: mergeData(
        { ...NO_DATA, certificates: [certificate, ...certificates].map(({ der }) => der) },
        dataOfTokens(signatureTimestamps),
      ),
      isBaseline: true,
    },
    options,
  );
  return { ...judged, jades };
}
