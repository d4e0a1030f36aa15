import { createHash } from 'node:crypto';
import { OID } from '../der/object-identifiers.ts';
import { contextConstructed, integer, objectIdentifier, octetString, sequence, set, setOf, sortEncodings, tlv } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import type { Signer } from '../signer.ts';
import { digestByName, signatureByName } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import { digestIdentifier, signatureIdentifier } from './signed-data-algorithms.ts';
import {
  algorithmProtectionAttribute,
  contentTypeAttribute,
  messageDigestAttribute,
  signingCertificateAttribute,
  signingTimeAttribute,
} from './signed-data-attributes.ts';

export interface SignedDataPlan {
  signer: Signer;
  /** Dotted eContentType. */
  contentType: string;
  /** Content to carry inside, or the digest of detached content under the digest of the signer's algorithm. */
  content: { encapsulated: Buffer } | { detachedDigest: Buffer };
  /** Left out for PAdES, which puts the time elsewhere. */
  signingTime?: Date;
  /** Certificates to carry; none when the receiver has asked for none. */
  certificates: readonly Certificate[];
}

/**
 * Builds a DER ContentInfo with a SignedData of one signer. Signed attributes: content-type, message-digest,
 * signing-certificate-v2, CMSAlgorithmProtection and, where given, signing-time.
 *
 * @throws CryptoError `content-digest-length`; what the signer throws passes through
 */
export async function buildSignedData(plan: SignedDataPlan): Promise<{ der: Buffer; signatureValue: Buffer }> {
  const { signer } = plan;
  const row = signatureByName(signer.algorithm);
  const digestAlgorithm = digestIdentifier(row.digest);
  const signatureAlgorithm = signatureIdentifier(row);
  const attributes = sortEncodings([
    contentTypeAttribute(plan.contentType),
    messageDigestAttribute(messageDigestOf(plan)),
    signingCertificateAttribute(signer.certificate),
    algorithmProtectionAttribute(digestAlgorithm, signatureAlgorithm),
    ...(plan.signingTime === undefined ? [] : [signingTimeAttribute(plan.signingTime)]),
  ]);
  const signatureValue = await signer.sign(set(...attributes), 'der');
  const signerInfo = sequence(
    integer(1),
    sequence(signer.certificate.issuerDer, tlv(0x02, signer.certificate.serialDer)),
    digestAlgorithm,
    contextConstructed(0, ...attributes),
    signatureAlgorithm,
    octetString(signatureValue),
  );
  return { der: frame(plan, digestAlgorithm, signerInfo), signatureValue };
}

function frame(plan: SignedDataPlan, digestAlgorithm: Buffer, signerInfo: Buffer): Buffer {
  const content = 'encapsulated' in plan.content ? [contextConstructed(0, octetString(plan.content.encapsulated))] : [];
  const certificates = plan.certificates.map((certificate) => certificate.der);
  const signedData = sequence(
    // RFC 5652 section 5.1: version 1 for plain data signed with an issuer and serial number, 3 for any other content type.
    integer(plan.contentType === OID.data ? 1 : 3),
    setOf(digestAlgorithm),
    sequence(objectIdentifier(plan.contentType), ...content),
    ...(certificates.length === 0 ? [] : [contextConstructed(0, ...sortEncodings(certificates))]),
    set(signerInfo),
  );
  return sequence(objectIdentifier(OID.signedData), contextConstructed(0, signedData));
}

function messageDigestOf(plan: SignedDataPlan): Buffer {
  const { digest } = signatureByName(plan.signer.algorithm);
  if ('encapsulated' in plan.content) return createHash(digest).update(plan.content.encapsulated).digest();
  const { detachedDigest } = plan.content;
  if (detachedDigest.length !== digestByName(digest).bytes) {
    throw new CryptoError(
      'content-digest-length',
      `${plan.signer.algorithm} signs a ${digest} digest, and the one given has ${detachedDigest.length} bytes`,
    );
  }
  return detachedDigest;
}
