import type { LegalFinding } from '../finding.ts';
import { legalFinding } from '../rules/legal-finding.ts';
import type { LegalEntry } from './state/legal-entry.ts';
import { legalState } from './state/legal-state.ts';

/**
 * What the rules of the conversation have to say of one message in its place. On receipt the message stands among `entries` already; before
 * sending, it is added as it would be sent. Findings of other messages are those of `legalState(entries).irregularities`.
 *
 * A message about one that has not come has none yet: it waits. `requestId` as for `legalState`.
 */
export function conversationFindings(entries: Iterable<LegalEntry>, messageId: string, requestId?: string): LegalFinding[] {
  const { irregularities } = legalState(entries, requestId);
  return irregularities
    .filter((irregularity) => irregularity.messageId === messageId)
    .map(({ code, pointer, parameters }) =>
      legalFinding(code, { ...(pointer === undefined ? {} : { pointer }), ...(parameters === undefined ? {} : { parameters }) }),
    );
}
