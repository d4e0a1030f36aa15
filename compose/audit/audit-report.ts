import type { Verdict } from '../../audit/verify/finding.ts';
import type { Texts } from '../../gateway/problems/language.ts';

export const AUDIT_FORMAT = 'valija-audit/1';

/** Findings that are listed; more of them are only counted. */
export const MAXIMUM_LISTED_FINDINGS = 10_000;

/** Something that does not go together, with its sentences. */
export interface AuditReportFinding {
  code: string;
  /** Direction, sender and message, separated by "/", where it is about one. */
  message?: string;
  subject: string;
  words: Texts;
}

/** A message of the sample, and what its proof bundle proves to somebody who has nothing else. */
export interface SampledMessage {
  message: string;
  bundle: string;
  sha256: string;
  verdict: Verdict;
  /** Names of the steps of an auditor that the bundle does not prove, or that fail. */
  notProved: string[];
  failed: string[];
}

/** What `valija audit period` writes as JSON. */
export interface AuditReport {
  format: typeof AUDIT_FORMAT;
  from: string;
  to: string;
  /** When the audit was made. */
  at: string;
  seed: string;
  /** PASSED when nothing was found that does not go together, every peer asked showed its log, and every bundle of the sample passed. */
  verdict: Verdict;
  messages: { outbound: number; inbound: number };
  states: Record<string, number>;
  receipts: number;
  receiptsOfPeers: number;
  /** Of these, those that the log of their issuer was proven to hold; absent where peers were not asked. */
  receiptsInPeersLogs?: number;
  /** Entries of the log that were looked at, by type, and from which index to which. */
  entries: { from: number; to: number; types: Record<string, number> };
  operations: number;
  actors: { actor: string; kind: string; actions: Record<string, number> }[];
  /** Cases in the gateway's own register, where no other register was given. */
  cases?: number;
  /** Compared with the register of the authority itself, where one was given. */
  register?: { listed: number; matched: number };
  findings: AuditReportFinding[];
  /** Findings that are not listed because there are too many. */
  moreFindings: number;
  sample: SampledMessage[];
}
