import { CryptoError } from '../../crypto/error.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { AuthorityRecord, CertificateRecord, CertificateRole } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';

type Trust = Pick<GatewayDependencies, 'directory' | 'paths' | 'revocation' | 'readCertificate'>;

/** Outcome of asking whether a certificate may speak for an authority in a role at a time (EN 319 102-1 verdicts). */
export interface Authorisation {
  verdict: 'PASSED' | 'INDETERMINATE' | 'FAILED';
  code?: string;
}

/** keyUsage a certificate must have for its role (RFC 5280 section 4.2.1.3; RFC 5753 and RFC 3560 for encryption). */
function requiredKeyUsage(role: CertificateRole, certificate: Certificate): 'digitalSignature' | 'keyAgreement' | 'keyEncipherment' {
  if (role !== 'encryption') return 'digitalSignature';
  return certificate.keyType === 'rsa' ? 'keyEncipherment' : 'keyAgreement';
}

/**
 * Checks that the directory lists exactly this certificate for the authority in the role, that its record held at `at`, and that
 * its path and revocation hold. The directory decides the role (design rule 8): a chain alone proves no role.
 */
export async function authoriseCertificate(
  dependencies: Trust,
  query: { authority: string; role: CertificateRole; certificate: Certificate; at: Date },
): Promise<Authorisation> {
  const authority = dependencies.directory.authority(query.authority);
  if (authority === undefined) return { verdict: 'FAILED', code: 'authority-unknown' };
  const record = recordOf(authority, query.role, query.certificate);
  if (record === undefined) return { verdict: 'FAILED', code: 'certificate-not-listed' };
  if (isRevoked(record, query.at)) return { verdict: 'FAILED', code: 'certificate-revoked' };
  if (!recordHolds(record, query.at)) return { verdict: 'FAILED', code: 'certificate-not-in-force' };
  return validatePath(dependencies, record, query);
}

/** The records of a role that are in force at `at`, newest first. */
export function recordsInForce(authority: AuthorityRecord, role: CertificateRole, at: Date): CertificateRecord[] {
  return authority.certificates
    .filter((record) => record.role === role && recordHolds(record, at))
    .sort((first, second) => Date.parse(second.notBefore) - Date.parse(first.notBefore));
}

/** A certificate of the directory, or undefined where its octets are none: one bad record must not make the others useless. */
export function readableCertificate({ readCertificate }: Pick<Trust, 'readCertificate'>, encoded: string): Certificate | undefined {
  try {
    return readCertificate(encoded);
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}

async function validatePath(
  dependencies: Trust,
  record: CertificateRecord,
  query: { role: CertificateRole; certificate: Certificate; at: Date },
): Promise<Authorisation> {
  const report = await dependencies.paths.validate({
    certificate: query.certificate,
    intermediates: record.issuers.flatMap((issuer) => readableCertificate(dependencies, issuer) ?? []),
    at: query.at,
    revocationLists: [...dependencies.revocation.current()],
    required: { keyUsage: [requiredKeyUsage(query.role, query.certificate)] },
    revocation: 'required',
  });
  return report.code === undefined ? { verdict: report.verdict } : { verdict: report.verdict, code: report.code };
}

function recordOf(authority: AuthorityRecord, role: CertificateRole, certificate: Certificate): CertificateRecord | undefined {
  const encoded = certificate.der.toString('base64');
  return authority.certificates.find((record) => record.role === role && record.certificate === encoded);
}

function recordHolds(record: CertificateRecord, at: Date): boolean {
  const instant = at.getTime();
  if (instant < Date.parse(record.notBefore) || instant > Date.parse(record.notAfter)) return false;
  return !isRevoked(record, at);
}

function isRevoked(record: CertificateRecord, at: Date): boolean {
  return record.revokedAt !== undefined && at.getTime() >= Date.parse(record.revokedAt);
}
