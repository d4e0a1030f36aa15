import { walkSteps } from '../../audit/verify/auditor-steps.ts';
import { verdictOf } from '../../audit/verify/finding.ts';
import { type BundleOptions, verifyBundle } from '../../audit/verify/verify-bundle.ts';
import { verifyLetters } from './bundled-letters.ts';
import type { Draft } from './draft.ts';
import type { TrustInputs } from './trust-inputs.ts';

/** A proof bundle with the letters in it, and what of the fifteen steps of an auditor that proves. */
export async function bundleDraft(options: Pick<BundleOptions, 'reader' | 'at'>, inputs: TrustInputs): Promise<Draft> {
  const { inventory, ...report } = await verifyBundle({ ...options, ...inputs });
  if (inventory === undefined) return report;
  const letters = await verifyLetters({ ...options, inputs });
  const findings = [...report.findings, ...letters.findings];
  return {
    ...report,
    findings,
    verdict: verdictOf(findings),
    ...(letters.signatures.length === 0 ? {} : { signatures: letters.signatures }),
    steps: walkSteps(findings, inventory),
  };
}
