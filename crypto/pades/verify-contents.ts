import { createHash } from 'node:crypto';
import { parseSignedData, type SignedData } from '../cms/signed-data.ts';
import { type VerifiedSignedData, verifySignedData } from '../cms/signed-data-verify.ts';
import { OID } from '../der/object-identifiers.ts';
import { CryptoError } from '../error.ts';
import type { DigestAlgorithm, SignatureAlgorithm } from '../suites.ts';
import type { SignatureDictionary } from './signature-dictionary.ts';

/** The form that PAdES prescribes, the older one that many officers' programs still write, and the one of document time-stamps. */
export const SUB_FILTER = { pades: 'ETSI.CAdES.detached', pkcs7: 'adbe.pkcs7.detached', timestamp: 'ETSI.RFC3161' } as const;

/** commitment-type-indication and signature-policy-identifier (EN 319 122-1), which exclude `/Reason`. */
const REASONS: readonly string[] = ['1.2.840.113549.1.9.16.2.16', '1.2.840.113549.1.9.16.2.15'];

export interface ContentsRequirements {
  algorithms: readonly SignatureAlgorithm[];
  minimumRsaBits?: number;
}

export interface VerifiedContents extends VerifiedSignedData {
  /** Signature time-stamps, not verified here. */
  readonly timestampTokens: readonly Buffer[];
}

/** Digest of everything that a signature covers: the octets before and after its own string. */
export function digestCovered(bytes: Buffer, { gap, end }: SignatureDictionary): (digest: DigestAlgorithm) => Buffer {
  return (digest) => createHash(digest).update(bytes.subarray(0, gap.start)).update(bytes.subarray(gap.end, end)).digest();
}

/**
 * Verifies the CMS signature of a signature dictionary over the octets it covers, with the rules of EN 319 142-1 section 6.3 where it
 * claims to be PAdES: no content inside, no signing-time attribute, `/M` instead, no `/Cert`, and ESS signing-certificate-v2.
 *
 * @throws CryptoError `pades-dictionary-invalid`, `attribute-unexpected`, `signed-data-content-unexpected`, and what `parseSignedData` and
 * `verifySignedData` throw
 */
export function verifyContents(bytes: Buffer, signature: SignatureDictionary, requirements: ContentsRequirements): VerifiedContents {
  const signedData = parseSignedData(signature.contents);
  if (signedData.content !== undefined) {
    throw new CryptoError('signed-data-content-unexpected', 'a detached signature carries content of its own');
  }
  if (signature.subFilter === SUB_FILTER.pades) requireProfile(signature, signedData);
  const verified = verifySignedData(signedData, {
    contentType: OID.data,
    algorithms: requirements.algorithms,
    ...(requirements.minimumRsaBits === undefined ? {} : { minimumRsaBits: requirements.minimumRsaBits }),
    detachedDigest: digestCovered(bytes, signature),
  });
  const tokens = signedData.signerInfo.unsignedAttributes.get(OID.aaSignatureTimeStampToken) ?? [];
  return { ...verified, timestampTokens: tokens.map((token) => token.raw) };
}

function requireProfile(signature: SignatureDictionary, { signerInfo }: SignedData): void {
  const { signedAttributes } = signerInfo;
  if (signedAttributes.has(OID.signingTime)) {
    throw new CryptoError('attribute-unexpected', 'a PAdES signature states its time in /M and not in a signed attribute');
  }
  if (signature.claimedTime === undefined) throw new CryptoError('pades-dictionary-invalid', '/M is missing or no date');
  if (signature.dictionary.entries.has('Cert')) throw new CryptoError('pades-dictionary-invalid', '/Cert is not for PAdES signatures');
  if (signature.dictionary.entries.has('Reason') && REASONS.some((type) => signedAttributes.has(type))) {
    throw new CryptoError('pades-dictionary-invalid', '/Reason stands beside a signed commitment or policy');
  }
}
