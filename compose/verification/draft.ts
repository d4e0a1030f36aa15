import type { AuditorStep } from '../../audit/verify/auditor-steps.ts';
import type { Finding, Findings } from '../../audit/verify/finding.ts';
import type { VerificationReport } from './report-schema.ts';

/** A report before it is put into words: what a verifier found, and what it learned. */
export interface Draft extends Facts {
  kind: VerificationReport['kind'];
  verdict: VerificationReport['verdict'];
  findings: readonly Finding[];
  steps?: readonly AuditorStep[];
}

type Facts = Omit<VerificationReport, 'format' | 'kind' | 'verdict' | 'at' | 'file' | 'findings' | 'preparation' | 'steps'>;

export function draftOf(kind: Draft['kind'], findings: Findings, facts: Facts = {}): Draft {
  return { kind, verdict: findings.verdict, findings: findings.all, ...facts };
}
