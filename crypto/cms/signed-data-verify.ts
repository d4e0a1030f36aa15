import { createHash } from 'node:crypto';
import { OID } from '../der/object-identifiers.ts';
import { objectIdentifierOf } from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import type { CertificateReader } from '../jades/certificate-cache.ts';
import { verifySignature } from '../signer.ts';
import {
  type DigestAlgorithm,
  type DigestRow,
  requireAllowed,
  requireKeyFits,
  type SignatureAlgorithm,
  withMinimumRsaBits,
} from '../suites.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import type { SignedData, SignerIdentifier, SignerInfo } from './signed-data.ts';
import { digestOfIdentifier, sameAlgorithm, signatureOfIdentifiers } from './signed-data-algorithms.ts';
import { algorithmProtectionOf, namesCertificate, requiredValue, signingTimeOf, singleValue } from './signed-data-attributes.ts';

export interface SignedDataRequirements {
  /** Dotted eContentType that must have been signed. */
  contentType: string;
  /** Signature algorithms the caller accepts for this kind of object. */
  algorithms: readonly SignatureAlgorithm[];
  /** Computes the digest of detached content; leave out when the content must be inside. */
  detachedDigest?: (digest: DigestAlgorithm) => Buffer;
  /** Smallest RSA key accepted, in bits; by default what the table of algorithms says. Lower only to judge what others signed. */
  minimumRsaBits?: number;
  /** Certificates known otherwise, for a SignedData that does not carry its signer's. */
  certificates?: readonly Certificate[];
  /** Give a `createCertificateCache` where many signatures come from few signers: it reads base64 of DER. */
  readCertificate?: CertificateReader;
}

/** A signature that holds. Whether its certificate can be trusted is for the path validator to say. */
export interface VerifiedSignedData {
  readonly certificate: Certificate;
  /** Every readable certificate that came inside, the signer's included. */
  readonly certificates: readonly Certificate[];
  readonly algorithm: SignatureAlgorithm;
  readonly digest: DigestAlgorithm;
  readonly signatureValue: Buffer;
  /** The signer's claim; undefined when it makes none. */
  readonly signingTime?: Date;
}

/**
 * Verifies the one signature of a SignedData over the original octets of its signed attributes.
 *
 * @throws CryptoError with the code of the first check that fails
 */
export function verifySignedData(signedData: SignedData, requirements: SignedDataRequirements): VerifiedSignedData {
  const { signerInfo } = signedData;
  requireContentType(signedData, requirements.contentType);
  requireDigestAnnounced(signedData);
  const { row, saltLength } = signatureOfIdentifiers(signerInfo.signatureAlgorithm, signerInfo.digestAlgorithm);
  requireAllowed(row, requirements.algorithms);
  const digest = digestOfIdentifier(signerInfo.digestAlgorithm);
  requireMessageDigest(signerInfo, contentDigestOf(signedData, digest, requirements));
  const { certificate, certificates } = findSignerCertificate(signedData, requirements);
  requireKeyFits(withMinimumRsaBits(row, requirements.minimumRsaBits), certificate);
  requireSigningCertificate(signerInfo, certificate);
  requireAlgorithmProtection(signerInfo);
  const valid = verifySignature({
    algorithm: row.name,
    publicKey: certificate.publicKey,
    data: signerInfo.signedAttributesDer,
    signature: signerInfo.signature,
    encoding: 'der',
    ...(saltLength === undefined ? {} : { saltLength }),
  });
  if (!valid) throw new CryptoError('signature-invalid', 'the signature does not hold over the signed attributes');
  const signingTime = signingTimeOf(signerInfo.signedAttributes);
  return {
    certificate,
    certificates,
    algorithm: row.name,
    digest: digest.name,
    signatureValue: signerInfo.signature,
    ...(signingTime === undefined ? {} : { signingTime }),
  };
}

/** RFC 5652 section 11.1: the attribute must name the type that encapContentInfo names. */
function requireContentType(signedData: SignedData, expected: string): void {
  if (signedData.contentType !== expected) {
    throw new CryptoError('content-type-mismatch', `content type ${signedData.contentType} instead of ${expected}`);
  }
  const attribute = requiredValue(signedData.signerInfo.signedAttributes, OID.contentType, 'content-type');
  if (attribute.tag !== 0x06 || objectIdentifierOf(attribute) !== expected) {
    throw new CryptoError('content-type-mismatch', 'the signed content-type differs from the type of the content');
  }
}

/** RFC 5652 section 5.1 lets a verifier refuse a digest that is not in the set; it leaves fewer bytes that anyone could change. */
function requireDigestAnnounced(signedData: SignedData): void {
  if (!signedData.digestAlgorithms.some((algorithm) => sameAlgorithm(algorithm, signedData.signerInfo.digestAlgorithm))) {
    throw new CryptoError('signed-data-malformed', 'the digest of the signer is not among the digest algorithms');
  }
}

function contentDigestOf(signedData: SignedData, digest: DigestRow, requirements: SignedDataRequirements): Buffer {
  const { content } = signedData;
  if (requirements.detachedDigest === undefined) {
    if (content === undefined) throw new CryptoError('content-digest-missing', 'the content is detached and was not given');
    return createHash(digest.name).update(content).digest();
  }
  const given = requirements.detachedDigest(digest.name);
  if (given.length !== digest.bytes) {
    throw new CryptoError('content-digest-length', `the signature uses ${digest.name}, and the digest given has ${given.length} bytes`);
  }
  // Two contents that differ, one inside and one given, would let each reader choose its own.
  if (content !== undefined && !createHash(digest.name).update(content).digest().equals(given)) {
    throw new CryptoError('signed-data-content-unexpected', 'the signature carries content of its own, other than the detached one');
  }
  return given;
}

function requireMessageDigest(signerInfo: SignerInfo, expected: Buffer): void {
  const attribute = requiredValue(signerInfo.signedAttributes, OID.messageDigest, 'message-digest');
  if (attribute.tag !== 0x04) throw new CryptoError('attribute-malformed', 'message-digest is not an OCTET STRING');
  if (!attribute.content.equals(expected)) throw new CryptoError('message-digest-mismatch', 'the signature was made over other content');
}

function findSignerCertificate(
  signedData: SignedData,
  { certificates: known = [], readCertificate }: SignedDataRequirements,
): { certificate: Certificate; certificates: readonly Certificate[] } {
  const certificates: Certificate[] = [];
  let unreadable: unknown;
  for (const der of signedData.certificates) {
    try {
      certificates.push(readCertificate === undefined ? parseCertificate(der) : readCertificate(der.toString('base64')));
    } catch (error) {
      // Others put old root certificates here that our strict reader refuses; without them a path is at worst not found.
      unreadable = error;
    }
  }
  const certificate = [...certificates, ...known].find((candidate) => isNamedBy(signedData.signerInfo.identifier, candidate));
  if (certificate === undefined) {
    throw new CryptoError('signer-certificate-not-found', 'the certificate of the signer is not at hand', { cause: unreadable });
  }
  return { certificate, certificates };
}

function isNamedBy(identifier: SignerIdentifier, certificate: Certificate): boolean {
  if ('issuerDer' in identifier) {
    return identifier.issuerDer.equals(certificate.issuerDer) && identifier.serialDer.equals(certificate.serialDer);
  }
  return certificate.subjectKeyIdentifier?.equals(identifier.subjectKeyIdentifier) === true;
}

/** RFC 5035: without it, another certificate over the same key could be put in the signer's place. SHA-1 references are not enough. */
function requireSigningCertificate(signerInfo: SignerInfo, certificate: Certificate): void {
  const { signedAttributes } = signerInfo;
  if (!signedAttributes.has(OID.aaSigningCertificateV2) && signedAttributes.has(OID.aaSigningCertificate)) {
    throw new CryptoError('signing-certificate-v1', 'the signing certificate is referred to by SHA-1 only');
  }
  const attribute = requiredValue(signedAttributes, OID.aaSigningCertificateV2, 'signing-certificate-v2');
  if (!malformedAs('signing-certificate-v2', () => namesCertificate(attribute, certificate))) {
    throw new CryptoError('signing-certificate-mismatch', 'the signed certificate reference names another certificate');
  }
}

/** RFC 6211 section 2.2: when present, it must agree with the algorithms outside the signature. */
function requireAlgorithmProtection(signerInfo: SignerInfo): void {
  const attribute = singleValue(signerInfo.signedAttributes, OID.aaCMSAlgorithmProtect);
  if (attribute === undefined) return;
  const { digest, signature } = malformedAs('CMSAlgorithmProtection', () => algorithmProtectionOf(attribute));
  if (!sameAlgorithm(digest, signerInfo.digestAlgorithm) || !sameAlgorithm(signature, signerInfo.signatureAlgorithm)) {
    throw new CryptoError('algorithm-protection-mismatch', 'the algorithms outside the signature are not the signed ones');
  }
}

function malformedAs<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new CryptoError('attribute-malformed', `signed attribute ${name} cannot be read`, { cause });
  }
}
