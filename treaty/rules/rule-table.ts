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
  'another-authority-competent': { rule: 'R30', severity: 'advice' },
  'declared-file-differs': { rule: 'R31', severity: 'warning' },
  'hand-over-without-day': { rule: 'R38', severity: 'advice' },
  'chain-out-of-order': { rule: 'R39', severity: 'advice' },

  'message-from-stranger': { rule: 'R40', severity: 'warning' },
  'message-from-wrong-side': { rule: 'R41', severity: 'warning' },
  'answer-does-not-fit': { rule: 'R42', severity: 'warning' },
  'already-answered': { rule: 'R43', severity: 'warning' },
  'before-any-request': { rule: 'R44', severity: 'warning' },
  'reply-after-withdrawal': { rule: 'R45', severity: 'warning', article: 'UNTOC 18(24); UNCAC 46(24)' },
  'after-the-end': { rule: 'R46', severity: 'warning' },
  'identifier-reused': { rule: 'R47', severity: 'warning' },
  'dated-before-its-cause': { rule: 'R48', severity: 'advice' },
  'refusal-without-consultation': { rule: 'R49', severity: 'stop', article: 'UNTOC 18(26), 16(16); UNCAC 46(26)' },
  'postponement-without-consultation': { rule: 'R50', severity: 'stop', article: 'UNTOC 18(26); UNCAC 46(26)' },
  'consultation-unanswered': { rule: 'R51', severity: 'advice', article: 'UNTOC 18(26); UNCAC 46(26)' },
  'ground-not-usual-here': { rule: 'R52', severity: 'advice' },
  'ground-without-provision': { rule: 'R53', severity: 'advice', article: 'UNTOC 18(23); UNCAC 46(23)' },
  'supplement-rather-than-refusal': { rule: 'R54', severity: 'advice', article: 'UNTOC 18(16); UNCAC 46(16)' },
  'translation-rather-than-refusal': { rule: 'R55', severity: 'advice', article: 'UNTOC 18(14); UNCAC 46(14)' },
  'transfer-rather-than-refusal': { rule: 'R56', severity: 'advice', article: 'UNTOC 18(13); UNCAC 46(13)' },
  'priority-rather-than-refusal': { rule: 'R57', severity: 'advice' },
  'own-prosecutors-after-refusal': { rule: 'R58', severity: 'advice', article: 'UNTOC 16(10)' },
  'answered-with-confirmation-open': { rule: 'R59', severity: 'stop', article: 'UNTOC 18(14); UNCAC 46(14)' },
  'confirming-text-missing': { rule: 'R60', severity: 'warning', article: 'UNTOC 18(14); UNCAC 46(14)' },
  'paper-original-differs': { rule: 'R61', severity: 'warning' },
  'off-channel-item-differs': { rule: 'R62', severity: 'warning', article: 'Regulation (EU) 2023/1543 19(6)' },
  'new-date-not-later': { rule: 'R63', severity: 'advice' },
  'confidentiality-told-late': { rule: 'R64', severity: 'warning', article: 'UNTOC 18(20); UNCAC 46(20)' },
  'exculpatory-notice-after-disclosure': { rule: 'R65', severity: 'advice', article: 'UNTOC 18(5), 18(19); UNCAC 46(5), 46(19)' },
  'item-unknown': { rule: 'R66', severity: 'advice' },
  'question-unknown': { rule: 'R67', severity: 'advice' },
  'required-question-unanswered': { rule: 'R68', severity: 'advice', article: 'UNTOC 18(16); UNCAC 46(16)' },
} as const satisfies Readonly<Record<string, LegalRule>>;

export type LegalRuleCode = keyof typeof LEGAL_RULES;

/** Codes in the order of their rules. */
export const LEGAL_RULE_CODES = Object.keys(LEGAL_RULES) as readonly LegalRuleCode[];
