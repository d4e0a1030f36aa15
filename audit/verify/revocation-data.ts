import type { OcspResponse } from '../../crypto/x509/ocsp-response.ts';
import { parseOcspResponse } from '../../crypto/x509/ocsp-response.ts';
import type { RevocationList } from '../../crypto/x509/revocation-list.ts';
import { parseRevocationList } from '../../crypto/x509/revocation-list.ts';
import type { Findings } from './finding.ts';

/** What is known about the revocation of certificates, read but not yet believed: that is for the path validator. */
export interface RevocationData {
  revocationLists: readonly RevocationList[];
  ocspResponses: readonly OcspResponse[];
}

/** A file with a revocation list or an OCSP response, DER. */
export interface RevocationFile {
  subject: string;
  der: Buffer;
}

/** Reads revocation lists and OCSP responses; one that cannot be read is a finding, and the others still serve. */
export function readRevocationData(files: readonly RevocationFile[], findings: Findings): RevocationData {
  const revocationLists: RevocationList[] = [];
  const ocspResponses: OcspResponse[] = [];
  for (const { subject, der } of files) {
    findings.attempt('revocation-data', subject, () => {
      if (isOcspResponse(der)) {
        ocspResponses.push(parseOcspResponse(der));
      } else {
        revocationLists.push(parseRevocationList(der));
      }
    });
  }
  return { revocationLists, ocspResponses };
}

/** RFC 6960 section 4.2.1: an OCSPResponse begins with an ENUMERATED, a CertificateList with a SEQUENCE. */
function isOcspResponse(der: Buffer): boolean {
  const lengthOctets = (der[1] ?? 0) > 0x80 ? (der[1] ?? 0) - 0x80 : 0;
  return der[2 + lengthOctets] === 0x0a;
}
