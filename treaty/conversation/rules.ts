import type { LegalFinding } from '../finding.ts';
import { legalFinding } from '../rules/legal-finding.ts';
import type { LegalEntry } from './state/legal-entry.ts';
import { type LegalState, legalState } from './state/legal-state.ts';

/**
 * What the rules of the conversation have to say of one message in its place. On receipt the message stands among `entries` already; before
 * sending, it is added as it would be sent. Where the conversation has several requests, the one that the message belongs to is looked for.
 *
 * A message about one that has not come has no findings yet: it waits.
 */
export function conversationFindings(entries: readonly LegalEntry[], messageId: string): LegalFinding[] {
  const { irregularities } = stateAround(entries, messageId);
  return irregularities
    .filter((irregularity) => irregularity.messageId === messageId)
    .map(({ code, pointer, parameters }) =>
      legalFinding(code, { ...(pointer === undefined ? {} : { pointer }), ...(parameters === undefined ? {} : { parameters }) }),
    );
}

/** The state of the request that a message belongs to; that of the first request for what belongs to none or waits. */
export function stateAround(entries: readonly LegalEntry[], messageId: string): LegalState {
  const first = legalState(entries);
  if (!first.elsewhere.includes(messageId)) return first;
  const requests = entries.filter(({ message }) => message.kind === 'request');
  const others = requests.map((request) => legalState(entries, request.messageId));
  return others.find(({ timeline }) => timeline.some((entry) => entry.messageId === messageId)) ?? first;
}
