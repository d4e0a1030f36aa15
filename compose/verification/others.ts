import type { CheckName } from '../../audit/verify/checks.ts';
import type { Findings, Material } from '../../audit/verify/finding.ts';
import { readRevocationData } from '../../audit/verify/revocation-data.ts';
import type { ValidationContext } from '../../crypto/validation/context.ts';
import type { SignatureValidation, TimestampValidation } from '../../crypto/validation/report.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import type { ReportedSignature } from './report-schema.ts';
import type { TrustInputs } from './trust-inputs.ts';

/** The context in which signatures by others are judged: every anchor that the caller gave, whatever it is an anchor of. */
export function othersContext(inputs: TrustInputs, findings: Findings, at: Date): ValidationContext {
  const { trust, anchors, revocation } = inputs;
  const { revocationLists, ocspResponses } = readRevocationData(revocation, findings);
  return {
    signerPaths: createPathValidator({ anchors: [...(trust?.roots ?? []), ...anchors] }),
    timestampPaths: createPathValidator({ anchors: [...(trust?.timestampRoots ?? []), ...anchors] }),
    at,
    data: {
      certificates: [],
      revocationLists: revocationLists.map(({ der }) => der),
      ocspResponses: ocspResponses.map(({ der }) => der),
    },
  };
}

/** Under which checks the parts of a verdict are reported. */
export interface SignatureChecks {
  signature: CheckName;
  timestamp: CheckName;
}

/** Turns the verdict on one signature into findings: its cryptography, its time-stamps, and its signer. */
export function reportSignature(
  findings: Findings,
  subject: string,
  checks: SignatureChecks,
  validation: SignatureValidation,
  parts?: Material['parts'],
): void {
  const { indication, subIndication, code, certificate } = validation;
  if (certificate === undefined) {
    findings.add(checks.signature, subject, { verdict: indication, ...codeOf(code), subIndication, material: { ...partsOf(parts) } });
    return;
  }
  findings.add(checks.signature, subject, { verdict: 'PASSED', material: { ...partsOf(parts) } });
  for (const timestamp of validation.timestamps) reportTimestamp(findings, subject, checks, timestamp);
  if (validation.timestamps.length === 0) findings.warn(checks.timestamp, subject, 'unstamped');
  findings.add('signer-certificate', subject, {
    verdict: indication,
    ...codeOf(code),
    subIndication,
    material: {
      certificate,
      intermediates: validation.path?.chain.slice(1) ?? [],
      judgedAt: validation.bestSignatureTime,
      isRevokedLater: validation.path?.revokedAt !== undefined,
      ...partsOf(parts),
    },
  });
}

/** A time-stamp that cannot be trusted proves nothing, but takes nothing from the signature either: the verdict on the signer says what that means. */
function reportTimestamp(findings: Findings, subject: string, checks: SignatureChecks, timestamp: TimestampValidation): void {
  const { kind, indication, subIndication, code, token, imprint } = timestamp;
  const check = kind === 'archive' ? 'archive-time-stamp' : checks.timestamp;
  const material = { token, ...(imprint === undefined ? {} : { imprint }) };
  findings.add(check, subject, { verdict: indication, ...codeOf(code), subIndication, material, advisory: indication === 'INDETERMINATE' });
}

/** What is learned about a signature, for the report. */
export function signatureFacts(subject: string, validation: SignatureValidation): ReportedSignature {
  const { indication, subIndication, code, level, algorithm, certificate, claimedTime, bestSignatureTime } = validation;
  return {
    subject,
    kind: 'signature',
    indication,
    ...(subIndication === undefined ? {} : { subIndication }),
    ...(code === undefined ? {} : { code }),
    ...(level === undefined ? {} : { level }),
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(certificate === undefined
      ? {}
      : { certificate: certificateFacts(certificate), bestSignatureTime: bestSignatureTime.toISOString() }),
    ...(claimedTime === undefined ? {} : { claimedTime: claimedTime.toISOString() }),
  };
}

export function certificateFacts({ subject, issuer, serialHex, fingerprint }: Certificate): NonNullable<ReportedSignature['certificate']> {
  return { subject, issuer, serialNumber: serialHex, sha256: fingerprint };
}

function partsOf(parts: Material['parts']): Pick<Material, 'parts'> {
  return parts === undefined ? {} : { parts };
}

function codeOf(code: string | undefined): { code?: string } {
  return code === undefined ? {} : { code };
}
