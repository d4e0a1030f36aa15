import type { LegalFinding } from '../finding.ts';
import { addresseeFindings } from './addressee-findings.ts';
import { basisFindings } from './basis-findings.ts';
import { chainFindings } from './chain-findings.ts';
import type { LegalCheck } from './check.ts';
import { contentFindings } from './content-findings.ts';
import { dateFindings } from './date-findings.ts';
import { languageFindings } from './language-findings.ts';

/**
 * What the legal rules have to say of a message that is to be sent, in the order of the rules. A finding that stops asks for a supervisor's recorded
 * reason (`stopsSending`); every other one is for the sender to weigh.
 */
export function checkSending(check: LegalCheck): LegalFinding[] {
  return inOrder([
    ...basisFindings(check),
    ...languageFindings(check),
    ...dateFindings(check),
    ...contentFindings(check),
    ...addresseeFindings(check),
    ...chainFindings(check),
    ...(check.conversation ?? []),
  ]);
}

/** By the number of the rule, then the place: the same on both sides. */
export function inOrder(findings: readonly LegalFinding[]): LegalFinding[] {
  const keyOf = ({ rule, pointer = '' }: LegalFinding) => `${rule} ${pointer}`;
  return [...findings].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : Number(keyOf(one) > keyOf(other))));
}
