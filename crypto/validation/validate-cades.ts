import type { DetachedContent } from '../cades/sign.ts';
import { type CadesSignature, verifyCades } from '../cades/verify.ts';
import { LONG_TERM_LIMITS } from '../cms/signed-data.ts';
import { SIGNATURES_OF_OTHERS } from '../suites.ts';
import { cadesStamps } from './cades-stamps.ts';
import { dataOf, dataOfTokens } from './carried-data.ts';
import type { ValidationContext } from './context.ts';
import { judgeSignature, refusedSignature, type SignatureMaterial } from './judge-signature.ts';
import { LEAST_RSA_BITS } from './judge-timestamp.ts';
import { mergeData } from './known-data.ts';
import { outcomeFrom } from './outcome.ts';
import type { SignatureValidation } from './report.ts';

/** A verdict with what the signature said, where it could be read and holds. */
export interface CadesValidation extends SignatureValidation {
  readonly cades?: CadesSignature;
}

/**
 * Validates a detached CAdES signature of any baseline level (EN 319 122-1, EN 319 102-1). What is wrong with the signature stands in
 * the verdict; nothing is thrown for it.
 */
export async function validateCades(options: { der: Buffer } & DetachedContent & ValidationContext): Promise<CadesValidation> {
  let cades: CadesSignature;
  try {
    cades = readCades(options);
  } catch (error) {
    return refusedSignature(outcomeFrom(error), options);
  }
  return { ...(await judgeSignature(cadesMaterial(cades, options), options)), cades };
}

/** Format checking, identification of the signer's certificate and cryptographic verification (clauses 5.2.2, 5.2.3 and 5.2.7). */
export function readCades(options: { der: Buffer } & DetachedContent): CadesSignature {
  return verifyCades({ ...options, algorithms: SIGNATURES_OF_OTHERS, minimumRsaBits: LEAST_RSA_BITS, limits: LONG_TERM_LIMITS });
}

/** A CAdES signature that holds, in the terms in which signatures are judged. */
export function cadesMaterial(cades: CadesSignature, content: DetachedContent): SignatureMaterial {
  const { certificate, certificates, algorithm, signatureValue, signingTime, signedData } = cades;
  const stamps = cadesStamps(cades, content);
  return {
    certificate,
    certificates,
    algorithm,
    signatureValue,
    claimedTime: signingTime,
    stamps,
    embedded: mergeData(dataOf(signedData), dataOfTokens(stamps.map(({ token }) => token))),
    isBaseline: true,
  };
}
