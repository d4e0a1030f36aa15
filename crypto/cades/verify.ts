import { createHash } from 'node:crypto';
import { parseSignedData, type SignedData, type SignedDataLimits } from '../cms/signed-data.ts';
import { type VerifiedSignedData, verifySignedData } from '../cms/signed-data-verify.ts';
import { OID } from '../der/object-identifiers.ts';
import { CryptoError } from '../error.ts';
import type { CertificateReader } from '../jades/certificate-cache.ts';
import type { SignatureAlgorithm } from '../suites.ts';
import type { DetachedContent } from './sign.ts';

/** A CAdES signature that holds over its content. Path and time-stamps are still to be verified. */
export interface CadesSignature extends VerifiedSignedData {
  readonly signingTime: Date;
  /** DER time-stamp tokens over `signatureValue`; not verified here. */
  readonly timestampTokens: readonly Buffer[];
  /** As it was read: what archive time-stamps cover, and the validation data that B-LT carries. */
  readonly signedData: SignedData;
}

export interface CadesRequirements {
  der: Buffer;
  /** Signature algorithms the caller accepts. */
  algorithms: readonly SignatureAlgorithm[];
  /** As in `SignedDataRequirements`. */
  minimumRsaBits?: number;
  /** As in `SignedDataRequirements`. */
  readCertificate?: CertificateReader;
  /** `LONG_TERM_LIMITS` for signatures that may carry validation data. */
  limits?: SignedDataLimits;
}

/**
 * Verifies a detached CAdES signature (B-B, or the B-B part of B-T). `contentDigest` spares holding the content; it must be
 * the digest that the signature uses, which `cadesDigestAlgorithm` tells beforehand.
 *
 * @throws CryptoError what `parseSignedData` and `verifySignedData` throw; `attribute-missing` without a signing time
 */
export function verifyCades(options: CadesRequirements & DetachedContent): CadesSignature {
  const signedData = parseSignedData(options.der, options.limits);
  const verified = verifySignedData(signedData, {
    contentType: OID.data,
    algorithms: options.algorithms,
    ...(options.minimumRsaBits === undefined ? {} : { minimumRsaBits: options.minimumRsaBits }),
    ...(options.readCertificate === undefined ? {} : { readCertificate: options.readCertificate }),
    detachedDigest: (digest) => ('content' in options ? createHash(digest).update(options.content).digest() : options.contentDigest),
  });
  const { signingTime } = verified;
  // EN 319 122-1, baseline requirements: the signing time is mandatory in CAdES.
  if (signingTime === undefined) throw new CryptoError('attribute-missing', 'signed attribute signing-time is missing');
  const tokens = signedData.signerInfo.unsignedAttributes.get(OID.aaSignatureTimeStampToken) ?? [];
  return { ...verified, signingTime, timestampTokens: tokens.map((token) => token.raw), signedData };
}
