import type { LegalFinding } from '../finding.ts';
import type { LegalCheck } from './check.ts';
import { checkSending } from './check-sending.ts';
import type { LegalRuleCode } from './rule-table.ts';

/** What only a sender can act on. */
const FOR_THE_SENDER_ALONE: ReadonlySet<string> = new Set<LegalRuleCode>([
  'accepted-languages-unknown',
  'competence-unknown',
  'data-class-not-allowed',
  'profile-not-recently-confirmed',
]);

/**
 * What the same rules have to say of a message that has come: it is consigned whatever they say, shown as "irregular: rule N", and an officer
 * decides. A finding keeps its severity here, but none of them stops anything.
 */
export function checkReceiving(check: LegalCheck): LegalFinding[] {
  return checkSending(check).filter(({ code }) => !FOR_THE_SENDER_ALONE.has(code));
}
