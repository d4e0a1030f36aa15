import { signatureTimestampImprint } from '../../crypto/jades/signature-timestamp.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { VerifiedEvidence } from '../../evidence/verify.ts';
import { verifyEvidence } from '../../evidence/verify.ts';
import type { Trust } from '../trust.ts';
import type { Finding, Verdict } from './finding.ts';
import { Findings } from './finding.ts';
import { type RevocationFile, readRevocationData } from './revocation-data.ts';
import type { TrustContext } from './trust-context.ts';
import { createTrustContext, earliest, judgeCertificate, judgeTimestamp } from './trust-context.ts';

export interface EvidenceReport {
  kind: 'evidence';
  verdict: Verdict;
  /** The time of verification that the caller gave. */
  at: string;
  findings: Finding[];
  /** What the receipt says, when its signature holds. */
  evidence?: EvidenceFacts;
}

export interface EvidenceFacts {
  evidenceDigest: string;
  event: string;
  issuer: string;
  eventTime: string;
  messageId: string;
  sender: string;
  recipient: string;
  /** A time-stamp, on it or on the log that holds it, proves that it existed before. */
  existedBefore?: string;
}

/**
 * Verifies one evidence file (flattened JWS), offline. Never throws for what is in the file. Without `trust` signature and content
 * are checked, and the certificate stays INDETERMINATE.
 */
export async function verifyEvidenceFile(options: {
  bytes: Buffer;
  at: Date;
  trust?: Trust;
  revocation?: readonly RevocationFile[];
  anchors?: readonly Certificate[];
  subject?: string;
}): Promise<EvidenceReport> {
  const findings = new Findings();
  const context = createTrustContext(options.trust, readRevocationData(options.revocation ?? [], findings), options.anchors);
  const judged = await judgeEvidence(context, findings, { bytes: options.bytes, subject: options.subject ?? 'evidence', at: options.at });
  return {
    kind: 'evidence',
    verdict: findings.verdict,
    at: options.at.toISOString(),
    findings: findings.all,
    ...(judged === undefined ? {} : { evidence: judged.facts }),
  };
}

/** Signature and content, certificate, time and time-stamps of one piece of evidence; undefined when its signature does not hold. */
export async function judgeEvidence(
  context: TrustContext,
  findings: Findings,
  input: { bytes: Buffer; subject: string; at: Date; provenBefore?: (evidenceDigest: string) => Date | undefined },
): Promise<{ verified: VerifiedEvidence; facts: EvidenceFacts } | undefined> {
  const { subject, at } = input;
  const verified = findings.attempt('evidence-signature', subject, () => verifyEvidence(input.bytes));
  if (verified === undefined) {
    return undefined;
  }
  const { summary, certificate, certificates } = verified;
  const eventTime = new Date(summary.eventTime);
  findings.add('evidence-time', subject, eventTime <= at ? { verdict: 'PASSED' } : { verdict: 'FAILED', code: 'event-in-future' });
  const moments: (Date | undefined)[] = [];
  for (const token of verified.signatureTimestamps) {
    const imprint = signatureTimestampImprint(verified.jws);
    moments.push(await judgeTimestamp(context, findings, { check: 'evidence-time-stamp', subject, token, imprint, at }));
  }
  const provenBefore = earliest([...moments, input.provenBefore?.(verified.evidenceDigest)]);
  const query = { authority: summary.issuer, role: 'evidence' as const, certificate, certificates, at: eventTime, provenBefore };
  findings.add('evidence-certificate', subject, await judgeCertificate(context, query));
  return { verified, facts: factsOf(verified, provenBefore) };
}

function factsOf({ evidenceDigest, summary }: VerifiedEvidence, existedBefore: Date | undefined): EvidenceFacts {
  const { event, issuer, eventTime, messageId, sender, recipient } = summary;
  return {
    evidenceDigest,
    event,
    issuer,
    eventTime,
    messageId,
    sender,
    recipient,
    ...(existedBefore === undefined ? {} : { existedBefore: existedBefore.toISOString() }),
  };
}
