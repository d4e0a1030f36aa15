import type { LegalFinding } from '../finding.ts';
import { LEGAL_RULES, type LegalRule, type LegalRuleCode } from './rule-table.ts';

/** What a finding says beside its rule. */
export interface FindingDetails {
  /** JSON Pointer (RFC 6901) to what it is about. */
  pointer?: string;
  parameters?: Readonly<Record<string, string>>;
}

/** A finding of a rule of the table; number, severity and article come from its row. */
export function legalFinding(code: LegalRuleCode, details: FindingDetails = {}): LegalFinding {
  const { rule, severity, article }: LegalRule = LEGAL_RULES[code];
  return { rule, code, severity, ...(article === undefined ? {} : { article }), ...details };
}

/** Whether the message is refused on sending unless a supervisor records why it goes all the same. */
export function stopsSending(findings: readonly LegalFinding[]): boolean {
  return findings.some(({ severity }) => severity === 'stop');
}
