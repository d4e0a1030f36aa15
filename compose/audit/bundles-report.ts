import type { Verdict } from '../../audit/verify/finding.ts';
import type { ReportedFinding } from '../verification/report-schema.ts';

export const BUNDLES_AUDIT_FORMAT = 'valija-bundles-audit/1';

/** A file of the folder that is a proof bundle, or one of a conversation, as it was verified by itself. */
export interface AuditedBundle {
  /** Below the folder; of a message in a conversation with its path in there. */
  path: string;
  sha256: string;
  length: number;
  verdict: Verdict;
  message?: { messageId: string; sender: string; recipient: string };
  state?: string;
  /** What did not pass. */
  findings: ReportedFinding[];
}

/** What `valija audit bundles` prints with `--json`. */
export interface BundlesAudit {
  format: typeof BUNDLES_AUDIT_FORMAT;
  at: string;
  /** The worst of the bundles and of what they say together; INDETERMINATE when there is none. */
  verdict: Verdict;
  bundles: AuditedBundle[];
  /** Different messages, and those that are in more than one bundle. */
  messages: { different: number; repeated: number };
  logs: { authority: string; origin: string; states: number; from: number; to: number; unconnected: number }[];
  /** Logs that signed what cannot both be true, and the files with both notes; the last one proves it to anybody, where there are three. */
  forks: { authority: string; origin: string; files: string[] }[];
  /** What the bundles say together. */
  findings: ReportedFinding[];
  /** Files of the folder that are no bundles and were not looked at. */
  others: string[];
}
