import type { Trust } from '../../audit/trust.ts';
import { type Finding, Findings, type Verdict } from '../../audit/verify/finding.ts';
import { type RevocationFile, readRevocationData } from '../../audit/verify/revocation-data.ts';
import { createTrustContext, judgeCertificate } from '../../audit/verify/trust-context.ts';
import { verifyEnvelope } from '../../evidence/envelope.ts';

export interface HeaderReport {
  kind: 'header';
  verdict: Verdict;
  at: string;
  findings: Finding[];
  /** What the header says, when its signature holds. */
  header?: {
    envelopeDigest: string;
    messageId: string;
    sender: string;
    recipient: string;
    packageCommitment: string;
    sealedContent: string;
  };
}

/** Verifies a header (flattened JWS) alone: its signature and the certificate of its signer. Never throws for what is in the file. */
export async function verifyHeaderFile(options: {
  bytes: Buffer;
  at: Date;
  subject: string;
  trust?: Trust;
  revocation: readonly RevocationFile[];
}): Promise<HeaderReport> {
  const { bytes, at, subject } = options;
  const findings = new Findings();
  const context = createTrustContext(options.trust, readRevocationData(options.revocation, findings));
  const verified = findings.attempt('envelope-signature', subject, () => verifyEnvelope(bytes));
  if (verified !== undefined) {
    const { certificate, certificates, issuedAt, header } = verified;
    const query = { authority: header.sender, role: 'envelope' as const, certificate, certificates, at: issuedAt };
    findings.add('envelope-certificate', subject, await judgeCertificate(context, query));
  }
  return {
    kind: 'header',
    verdict: findings.verdict,
    at: at.toISOString(),
    findings: findings.all,
    ...(verified === undefined
      ? {}
      : {
          header: {
            envelopeDigest: verified.envelopeDigest,
            messageId: verified.header.messageId,
            sender: verified.header.sender,
            recipient: verified.header.recipient,
            packageCommitment: verified.header.packageCommitment,
            sealedContent: verified.header.sealedContent.sha256,
          },
        }),
  };
}
