import type { LegalRuleCode } from './rule-table.ts';

/** Languages in which every text about law stands. */
export const LEGAL_LANGUAGES = ['es', 'pt', 'fr', 'en'] as const;
export type LegalLanguage = (typeof LEGAL_LANGUAGES)[number];

/** One text per rule: whole sentences, with the names of the finding's parameters in braces. */
export type LegalTexts = Readonly<Record<LegalRuleCode, string>>;
