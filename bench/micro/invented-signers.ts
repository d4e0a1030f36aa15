import { createHash } from 'node:crypto';
import { createAuthority, type IssuingAuthority, issueCertificate, issueRevocationList, newKeyPair } from '../../certs-dev/issue.ts';
import { type CertificateProfile, ROLE_PROFILES, TIMESTAMP_PROFILE } from '../../certs-dev/profiles.ts';
import { createSigner, type Signer } from '../../crypto/signer.ts';
import { createTimestampResponse } from '../../crypto/tsp/authority.ts';
import { buildTimestampRequest } from '../../crypto/tsp/request.ts';
import { grantedToken } from '../../crypto/tsp/response.ts';
import type { ValidationData } from '../../crypto/validation/validation-data.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';

/** A signer and a time-stamp authority under one invented root, all in memory. */
export interface InventedSigners {
  readonly root: Certificate;
  readonly signer: Signer;
  readonly timestamp: (imprint: Buffer) => Promise<Buffer>;
  /** The root, the signer's certificate and the root's list, on which nobody stands. */
  readonly data: ValidationData;
}

const MINUTE = 60_000;

export async function inventSigners(): Promise<InventedSigners> {
  const now = Date.now();
  const validity = { notBefore: new Date(now - MINUTE), notAfter: new Date(now + 60 * MINUTE) };
  const issuer = await createAuthority({ subject: [{ CN: ['Invented Root'] }], validity });
  const root = parseCertificate(Buffer.from(issuer.certificate.rawData));
  const [signer, authority] = [await issue(issuer, ROLE_PROFILES.seal, validity), await issue(issuer, TIMESTAMP_PROFILE, validity)];
  const period = { thisUpdate: validity.notBefore, nextUpdate: validity.notAfter };
  const list = await issueRevocationList({ issuer, revoked: [], number: 1, ...period });
  let serialNumber = 0n;
  const timestamp = async (imprint: Buffer) => {
    serialNumber += 1n;
    const request = buildTimestampRequest({ imprint, nonce: createHash('sha256').update(imprint).digest().subarray(0, 8) });
    const issue = { signer: authority, policy: '1.2.3', serialNumber, now: new Date(), accuracyMilliseconds: 250 };
    return grantedToken(await createTimestampResponse({ request, ...issue }));
  };
  return {
    root,
    signer,
    timestamp,
    data: { certificates: [root.der, signer.certificate.der], revocationLists: [list], ocspResponses: [] },
  };
}

async function issue(
  issuer: IssuingAuthority,
  profile: CertificateProfile,
  validity: { notBefore: Date; notAfter: Date },
): Promise<Signer> {
  const { privateKey, publicKey } = newKeyPair();
  const subject = [{ CN: [`Invented ${profile.label}`] }];
  const issued = await issueCertificate({ issuer, publicKey, subject, names: [], profile, validity });
  return createSigner({ privateKey, certificate: parseCertificate(Buffer.from(issued.rawData)), chain: [] });
}
