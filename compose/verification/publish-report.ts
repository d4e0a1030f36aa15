import type { Finding } from '../../audit/verify/finding.ts';
import { reasonTexts } from '../wording/reasons.ts';
import { checkTexts } from '../wording/verification.ts';
import type { Draft } from './draft.ts';
import { publishSteps } from './publish-steps.ts';
import { REPORT_FORMAT, type ReportedFinding, type VerificationReport } from './report-schema.ts';
import { type ToolScope, toolsFor } from './tools/tools.ts';

/** Puts findings into words and says how other programs check the same: the report as it is printed and published. */
export function publishReport(draft: Draft, scope: Omit<ToolScope, 'draft'> & { file: VerificationReport['file'] }): VerificationReport {
  const { kind, verdict, findings, steps, ...facts } = draft;
  const { preparation, toolFor } = toolsFor({ ...scope, draft });
  return {
    format: REPORT_FORMAT,
    kind,
    verdict,
    at: scope.request.at.toISOString(),
    file: scope.file,
    findings: findings.map((finding) => publishFinding(finding, toolFor(finding))),
    preparation,
    ...facts,
    ...(steps === undefined ? {} : { steps: publishSteps(steps, toolFor) }),
  };
}

/** A finding with its sentences in every language. */
export function publishFinding(finding: Finding, tool: ReportedFinding['tool'] | undefined): ReportedFinding {
  const { material: _material, ...rest } = finding;
  return {
    ...rest,
    words: { ...checkTexts(finding.check, finding.verdict) },
    ...(finding.verdict === 'PASSED' ? {} : { reason: { ...reasonTexts(finding.code) } }),
    ...(tool === undefined ? {} : { tool }),
  };
}
