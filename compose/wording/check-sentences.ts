import type { CheckName } from '../../audit/verify/checks.ts';
import type { Verdict } from '../../audit/verify/finding.ts';

/** One whole sentence for each outcome of each check, in one language. */
export type CheckSentences = Readonly<Record<CheckName, Readonly<Record<Verdict, string>>>>;
