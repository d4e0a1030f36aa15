import type { FlattenedJws } from '../crypto/jades/flattened-jws.ts';
import { suiteById } from '../crypto/suites.ts';
import type { Certificate } from '../crypto/x509/certificate.ts';
import { requireIssuer } from './acceptance.ts';
import { EvidenceError } from './error.ts';
import { CHAIN_EXTENSION, describeFaults, type EvidencePayload, evidencePayload, TRANSFER_EXTENSION } from './schema.ts';
import { EVIDENCE_TYPE, isSignedBefore, type ObjectVerification, readStoredContent, verifyObject } from './signed-object.ts';
import { type EvidenceSummary, summarize } from './summary.ts';

/**
 * Evidence whose signature holds and whose content keeps every rule of form. Still the caller's: that `certificate` stands in the
 * directory as an evidence certificate of `summary.issuer`, valid at `summary.eventTime`; its path; the time-stamps; that it may
 * arrive the way it came (`requireArrival`); that it speaks about our message (`requireSameMessage`).
 */
export interface VerifiedEvidence {
  readonly jws: FlattenedJws;
  /** Lower-case hexadecimal. */
  readonly evidenceDigest: string;
  readonly payload: EvidencePayload;
  readonly summary: EvidenceSummary;
  readonly certificate: Certificate;
  readonly certificates: readonly Certificate[];
  readonly issuedAt: Date;
  readonly signatureTimestamps: readonly Buffer[];
}

/**
 * Verifies one piece of evidence: signature, critical extensions, components by kind of event, suite, issuer's role, and that what
 * is stated twice agrees.
 *
 * @throws CryptoError the codes of `verifyJades` and of the strict JSON reader, `suite-unknown`
 * @throws EvidenceError `evidence-critical-extension-unknown`, `evidence-malformed`, `evidence-issuer-not-allowed`,
 *   `evidence-hop-not-allowed`, `evidence-certificate-mismatch`, `evidence-time-inconsistent`
 */
export function verifyEvidence(input: FlattenedJws | Buffer, options: ObjectVerification = {}): VerifiedEvidence {
  const { verified, content, digest } = verifyObject(input, EVIDENCE_TYPE, options);
  const payload = readEvidencePayload(content);
  const summary = summarize(payload, digest);
  suiteById(summary.suite);
  requireIssuer(summary);
  requireStatedCertificate(payload, verified.protectedHeader.x5c);
  requireTimeOrder(summary, verified.issuedAt);
  return {
    jws: verified.jws,
    evidenceDigest: digest,
    payload,
    summary,
    certificate: verified.certificate,
    certificates: verified.certificates,
    issuedAt: verified.issuedAt,
    signatureTimestamps: verified.signatureTimestamps,
  };
}

/**
 * The summary of evidence that was verified before it was stored: the same rules of form, without the signature. Never use it on
 * what came from outside.
 */
export function summarizeStoredEvidence(jws: FlattenedJws, evidenceDigest: string): EvidenceSummary {
  return summarize(readEvidencePayload(readStoredContent(jws)), evidenceDigest);
}

/** Applies the schema to strict JSON; throws EvidenceError `evidence-critical-extension-unknown` or `evidence-malformed`. */
export function readEvidencePayload(content: unknown): EvidencePayload {
  refuseUnknownCriticalExtensions(content);
  const result = evidencePayload.safeParse(content);
  if (!result.success) throw new EvidenceError('evidence-malformed', describeFaults(result.error));
  return result.data;
}

/** Before the schema, so that evidence of a later version is refused for what it is and not as malformed. */
function refuseUnknownCriticalExtensions(content: unknown): void {
  const extensions = (content as { extensions?: unknown } | null)?.extensions;
  if (!Array.isArray(extensions)) return;
  for (const extension of extensions) {
    const { isCritical, type } = (extension ?? {}) as { isCritical?: unknown; type?: unknown };
    if (isCritical === true && type !== CHAIN_EXTENSION && type !== TRANSFER_EXTENSION) {
      throw new EvidenceError('evidence-critical-extension-unknown', 'a critical extension is not known here');
    }
  }
}

function requireStatedCertificate(payload: EvidencePayload, entries: unknown): void {
  const stated = payload.evidenceIssuerDetails.certificateDetails[0].x509Certificate;
  if (!Array.isArray(entries) || entries[0] !== stated) {
    throw new EvidenceError('evidence-certificate-mismatch', 'the issuer details name another certificate than the signature');
  }
}

function requireTimeOrder(summary: EvidenceSummary, issuedAt: Date): void {
  if (isSignedBefore(issuedAt, summary.eventTime)) throw new EvidenceError('evidence-time-inconsistent', 'signed before the event');
  // Only the sender's own clock can be held against itself; between two clocks there may be minutes.
  if (summary.role === 'sender' && Date.parse(summary.eventTime) < Date.parse(summary.submissionTime)) {
    throw new EvidenceError('evidence-time-inconsistent', 'the event precedes the submission');
  }
}
