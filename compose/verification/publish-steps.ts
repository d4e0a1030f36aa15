import type { AuditorStep } from '../../audit/verify/auditor-steps.ts';
import type { Finding } from '../../audit/verify/finding.ts';
import { reasonTexts } from '../wording/reasons.ts';
import { STEP_CLAIMS, STEP_PROGRAMS } from '../wording/steps/claims.ts';
import type { ReportedFinding, VerificationReport } from './report-schema.ts';

/** The steps in words, each with the commands of other programs: those that decide first. */
export function publishSteps(
  steps: readonly AuditorStep[],
  toolFor: (finding: Finding) => ReportedFinding['tool'] | undefined,
): NonNullable<VerificationReport['steps']> {
  return steps.map(({ step, name, result, reasons, findings }) => {
    const tools = findings.flatMap((finding) => toolFor(finding) ?? []);
    const commands = [...tools.filter(({ decides }) => decides), ...tools.filter(({ decides }) => !decides)].map(({ command }) => command);
    return {
      step,
      name,
      result,
      claim: { ...STEP_CLAIMS[name] },
      reasons: reasons.map((code) => ({ code, words: { ...reasonTexts(code) } })),
      programs: STEP_PROGRAMS[name],
      commands: [...new Set(commands)],
    };
  });
}
