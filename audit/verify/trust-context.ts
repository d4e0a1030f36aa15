import { verifyTimestampToken } from '../../crypto/tsp/verify.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { PathValidator } from '../../crypto/x509/path.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import type { CertificateRole, Trust, TrustedCertificate } from '../trust.ts';
import type { CheckName } from './checks.ts';
import type { Findings, Outcome } from './finding.ts';
import { refusalCode } from './finding.ts';
import type { RevocationData } from './revocation-data.ts';

/** Against what certificates, time-stamps and logs are judged. Without `trust` the cryptography alone is checked. */
export interface TrustContext extends RevocationData {
  trust: Trust | undefined;
  paths: PathValidator;
  timestampPaths: PathValidator;
}

/** `anchors`: certificates that the caller trusts beside the snapshot, for signers and time-stamp authorities that are not in it. */
export function createTrustContext(trust: Trust | undefined, data: RevocationData, anchors: readonly Certificate[] = []): TrustContext {
  return {
    trust,
    paths: createPathValidator({ anchors: trust?.roots ?? [] }),
    timestampPaths: createPathValidator({ anchors: [...(trust?.timestampRoots ?? []), ...anchors] }),
    ...data,
  };
}

export interface CertificateQuery {
  authority: string;
  role: CertificateRole;
  certificate: Certificate;
  /** Others that came with the object. */
  certificates: readonly Certificate[];
  /** The best time known for the signature. */
  at: Date;
  /** Something other than the signer's word shows that the signature existed before this moment. */
  provenBefore?: Date | undefined;
}

/**
 * Whether a certificate spoke for an authority in a role at a time: listed for exactly that (a path alone proves no role), in force,
 * and with a path and revocation that held then.
 */
export async function judgeCertificate(context: TrustContext, query: CertificateQuery): Promise<Outcome> {
  const { isRevokedLater = false, ...outcome } = await outcomeOf(context, query);
  return {
    ...outcome,
    material: { certificate: query.certificate, intermediates: query.certificates, judgedAt: query.at, isRevokedLater },
  };
}

async function outcomeOf(context: TrustContext, query: CertificateQuery): Promise<Outcome & { isRevokedLater?: boolean }> {
  if (context.trust === undefined) {
    return { verdict: 'INDETERMINATE', code: 'trust-missing' };
  }
  const authority = context.trust.authorities.get(query.authority);
  if (authority === undefined) {
    return { verdict: 'INDETERMINATE', code: 'authority-unknown' };
  }
  const record = authority.certificates.find(
    ({ role, certificate }) => role === query.role && certificate.fingerprint === query.certificate.fingerprint,
  );
  if (record === undefined) {
    return { verdict: 'FAILED', code: 'certificate-not-listed' };
  }
  if (!isInForce(record, query.at)) {
    return { verdict: 'FAILED', code: 'certificate-not-in-force' };
  }
  const report = await context.paths.validate({
    certificate: query.certificate,
    intermediates: unique([...record.issuers, ...query.certificates]),
    at: query.at,
    revocationLists: context.revocationLists,
    ocspResponses: context.ocspResponses,
    required: { keyUsage: ['digitalSignature'] },
    revocation: 'required',
  });
  if (report.code !== undefined) {
    return { verdict: report.verdict, code: report.code };
  }
  const revokedAt = earliest([report.revokedAt, record.revokedAt]);
  // Whoever stole a key before it was revoked can write any date: then only somebody else's time counts.
  const isDoubtful = revokedAt !== undefined && (query.provenBefore === undefined || query.provenBefore > revokedAt);
  return isDoubtful
    ? { verdict: 'INDETERMINATE', code: 'revoked-later-without-proof-of-time' }
    : { verdict: 'PASSED', isRevokedLater: revokedAt !== undefined };
}

/** The first of several moments, those that are missing left out. */
export function earliest(moments: readonly (Date | undefined)[]): Date | undefined {
  return moments.filter((moment) => moment !== undefined).sort((one, other) => one.getTime() - other.getTime())[0];
}

/** Checks a time-stamp over `imprint` and records the outcome; the moment before which the stamped octets existed, when it holds. */
export async function judgeTimestamp(
  context: TrustContext,
  findings: Findings,
  query: { check: CheckName; subject: string; token: Buffer; imprint: Buffer; at: Date; offset?: number },
): Promise<Date | undefined> {
  const { check, subject, token, imprint, at } = query;
  const material = { token, imprint, ...(query.offset === undefined ? {} : { offset: query.offset }) };
  try {
    const stamp = await verifyTimestampToken({
      token,
      imprint,
      pathValidator: context.timestampPaths,
      revocationLists: context.revocationLists,
      ocspResponses: context.ocspResponses,
      indeterminatePath: 'report',
    });
    if (stamp.generationTime > at) {
      findings.add(check, subject, { verdict: 'FAILED', code: 'timestamp-in-future' });
      return undefined;
    }
    const { verdict, code } = stamp.path;
    findings.add(check, subject, { verdict, material, ...(code === undefined ? {} : { code }) });
    return verdict === 'PASSED' ? stamp.existedBefore : undefined;
  } catch (error) {
    findings.add(check, subject, { verdict: 'FAILED', code: refusalCode(error), material });
    return undefined;
  }
}

function isInForce({ notBefore, notAfter, revokedAt }: TrustedCertificate, at: Date): boolean {
  return at >= notBefore && at <= notAfter && (revokedAt === undefined || at < revokedAt);
}

function unique(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values()];
}
