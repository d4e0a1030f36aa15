import type { LegalRuleIdentifier, LegalSeverity } from '../finding.ts';

export interface LegalRule {
  /** Never given to another rule, not even when this one goes: people quote it. */
  readonly rule: LegalRuleIdentifier;
  readonly severity: LegalSeverity;
  /** Where the rule comes from. Absent where it follows from practice, or from a text that is not confirmed. */
  readonly article?: string;
}

/**
 * Every legal rule, by the name of what it finds. Only what the design calls a duty of the channel stops a message on sending (no formal
 * request without a legal basis, the conditions of the route through INTERPOL, refusal and postponement only after consultation and with
 * reasons, an oral request confirmed before its case is closed); everything else warns or advises. On receipt none of them rejects anything.
 *
 * R01 to R39: what is sent, by whom, to whom, in which language and when. From R40: the course of the conversation.
 */
export const LEGAL_RULES = {
  'no-legal-basis': { rule: 'R01', severity: 'stop' },
  'legal-basis-not-confirmed': { rule: 'R02', severity: 'warning' },
  'cited-instrument-not-applicable': { rule: 'R03', severity: 'warning' },
  'another-treaty-governs': { rule: 'R04', severity: 'advice', article: 'UNTOC 18(7); UNCAC 46(7)' },
  'direct-contact-not-allowed': { rule: 'R05', severity: 'warning', article: 'UNTOC 18(13); UNCAC 46(13)' },
  'transmission-treaty-not-applicable': { rule: 'R06', severity: 'advice', article: 'Medellín Treaty 1' },
  'interpol-conditions-not-met': { rule: 'R07', severity: 'stop', article: 'UNTOC 18(13); UNCAC 46(13)' },
  'interpol-original-to-follow': { rule: 'R08', severity: 'advice' },
  'interpol-neutrality-not-declared': { rule: 'R09', severity: 'warning', article: 'INTERPOL Constitution 3' },
  'language-not-accepted': { rule: 'R10', severity: 'warning', article: 'UNTOC 18(14); UNCAC 46(14)' },
  'translation-missing': { rule: 'R11', severity: 'warning', article: 'UNTOC 18(14); UNCAC 46(14)' },
  'accepted-languages-unknown': { rule: 'R12', severity: 'advice', article: 'UNTOC 18(14); UNCAC 46(14)' },
  'deadline-without-reasons': { rule: 'R13', severity: 'warning', article: 'UNTOC 18(24); UNCAC 46(24)' },
  'deadline-already-past': { rule: 'R14', severity: 'warning' },
  'service-lead-time-too-short': { rule: 'R15', severity: 'warning' },
  'oral-request-not-accepted': { rule: 'R16', severity: 'warning', article: 'UNTOC 18(14); UNCAC 46(14)' },
  'oral-request-to-confirm': { rule: 'R17', severity: 'warning', article: 'UNTOC 18(14); UNCAC 46(14)' },
  'use-conditions-missing': { rule: 'R18', severity: 'warning', article: 'UNTOC 18(19); UNCAC 46(19)' },
  'data-class-not-allowed': { rule: 'R19', severity: 'warning' },
  'officer-not-listed': { rule: 'R20', severity: 'warning' },
  'territory-not-covered': { rule: 'R21', severity: 'warning', article: 'UNTOC 18(13); UNCAC 46(13)' },
  'matter-not-covered': { rule: 'R22', severity: 'warning', article: 'UNTOC 18(13); UNCAC 46(13)' },
  'training-and-production-mixed': { rule: 'R23', severity: 'warning' },
  'profile-not-recently-confirmed': { rule: 'R24', severity: 'advice' },
  'assurance-missing': { rule: 'R25', severity: 'warning' },
  'particulars-missing': { rule: 'R26', severity: 'warning', article: 'UNTOC 18(15); UNCAC 46(15)' },
  'bank-secrecy-as-ground': { rule: 'R27', severity: 'warning', article: 'UNTOC 18(8); UNCAC 46(8)' },
  'fiscal-character-alone-as-ground': { rule: 'R28', severity: 'warning', article: 'UNTOC 18(22); UNCAC 46(22)' },
  'competence-unknown': { rule: 'R29', severity: 'advice' },
} as const satisfies Readonly<Record<string, LegalRule>>;

export type LegalRuleCode = keyof typeof LEGAL_RULES;

/** Codes in the order of their rules. */
export const LEGAL_RULE_CODES = Object.keys(LEGAL_RULES) as readonly LegalRuleCode[];
