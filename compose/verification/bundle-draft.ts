import { walkSteps } from '../../audit/verify/auditor-steps.ts';
import { verdictOf } from '../../audit/verify/finding.ts';
import { type BundleOptions, type VerifiedBundle, verifyBundle } from '../../audit/verify/verify-bundle.ts';
import { verifyLetters } from './bundled-letters.ts';
import type { Draft } from './draft.ts';
import type { TrustInputs } from './trust-inputs.ts';

/** A proof bundle with the letters in it, and what of the fifteen steps of an auditor that proves. */
export async function bundleDraft(options: Pick<BundleOptions, 'reader' | 'at'>, inputs: TrustInputs): Promise<Draft> {
  return (await judgeBundle(options, inputs)).draft;
}

/** The same, with what verified in it; that is missing when the bundle could not be opened. */
export async function judgeBundle(
  options: Pick<BundleOptions, 'reader' | 'at'>,
  inputs: TrustInputs,
): Promise<{ draft: Draft; verified?: VerifiedBundle }> {
  const { inventory, ...report } = await verifyBundle({ ...options, ...inputs });
  if (inventory === undefined) return { draft: report };
  const letters = await verifyLetters({ ...options, inputs });
  const findings = [...report.findings, ...letters.findings];
  const draft = {
    ...report,
    findings,
    verdict: verdictOf(findings),
    ...(letters.signatures.length === 0 ? {} : { signatures: letters.signatures }),
    steps: walkSteps(findings, inventory),
  };
  return { draft, verified: inventory };
}
