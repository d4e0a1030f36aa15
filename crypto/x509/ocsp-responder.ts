import { createHash } from 'node:crypto';
import { OID } from '../der/object-identifiers.ts';
import type { Certificate } from './certificate.ts';
import { validityProblem } from './check-path.ts';
import { verifyIssuerSignature } from './issuer-signature.ts';
import { publicKeyOctets } from './ocsp-certificate-id.ts';
import type { OcspResponse } from './ocsp-response.ts';

/**
 * Who signed a response about certificates of `issuer`: the issuer itself, or a responder to whom it delegated by a certificate of its
 * own (RFC 6960 section 4.2.2.2). Undefined when neither did. Nobody else is believed: a responder "trusted locally" is not known here.
 *
 * The delegation must be issued by the very key that issued the certificate asked about, name the purpose id-kp-OCSPSigning,
 * and have been valid when the response was produced. Whether it was revoked is judged in `revocation-status.ts`.
 */
export function responderOf(response: OcspResponse, issuer: Certificate, minimumRsaBits: number): Certificate | undefined {
  const candidates = [issuer, ...response.certificates.filter((certificate) => isDelegated(certificate, issuer, response.producedAt))];
  return candidates.find(
    (candidate) =>
      isNamed(response, candidate) &&
      isStrongEnough(candidate, minimumRsaBits) &&
      (candidate === issuer || maySign(candidate)) &&
      verifyIssuerSignature(response, candidate.publicKey),
  );
}

function isNamed({ responderId }: OcspResponse, candidate: Certificate): boolean {
  if ('nameDer' in responderId) return responderId.nameDer.equals(candidate.subjectDer);
  // SHA-1 by RFC 6960 section 4.2.1; it only picks the candidate, and the signature decides.
  return responderId.keyHash.equals(createHash('sha1').update(publicKeyOctets(candidate)).digest());
}

function isDelegated(certificate: Certificate, issuer: Certificate, producedAt: Date): boolean {
  return (
    certificate.issuerDer.equals(issuer.subjectDer) &&
    certificate.extendedKeyUsage.includes(OID.kpOCSPSigning) &&
    !certificate.isAuthority &&
    certificate.unknownCriticalExtensions.length === 0 &&
    validityProblem(certificate, producedAt) === undefined &&
    verifyIssuerSignature(certificate, issuer.publicKey)
  );
}

/** The issuer may sign with the key it signs certificates with; a delegated key must be one for signatures. */
function maySign({ keyUsage }: Certificate): boolean {
  return keyUsage.size === 0 || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation');
}

function isStrongEnough({ keyType, keyBits }: Certificate, minimumRsaBits: number): boolean {
  return keyType !== 'other' && (keyType !== 'rsa' || keyBits >= minimumRsaBits);
}
