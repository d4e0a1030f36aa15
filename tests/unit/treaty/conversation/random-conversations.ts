import fc from 'fast-check';
import { CONVERSATION_EXAMPLES } from '../../../../treaty/conversation/examples/conversation-examples.ts';
import type { LegalEntry } from '../../../../treaty/conversation/state/legal-entry.ts';
import type { LegalMessage } from '../../../../treaty/message.ts';
import { A, B, COURT, id, minute, request, STRANGER } from './support.ts';

const MESSAGES = 14;
const messageId = fc.integer({ min: 1, max: MESSAGES }).map(id);
const instant = fc.integer({ min: 0, max: 20 }).map(minute);

/** Whoever sends whatever about whichever message, there or not: most of it makes no sense. */
const anyMessage: fc.Arbitrary<LegalMessage> = fc.oneof(
  { weight: 1, arbitrary: fc.option(messageId, { nil: undefined }).map((record) => requestRecording(record)) },
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.constantFrom(...CONVERSATION_EXAMPLES), messageId, fc.boolean())
      .map(([{ message }, about, isFirst]): LegalMessage => {
        const standsAlone = message.kind === 'prior-contact' || message.kind === 'oral-request';
        const { about: _about, ...rest } = message;
        return (standsAlone && isFirst ? rest : { ...rest, about }) as LegalMessage;
      }),
  },
);

function requestRecording(record: string | undefined): LegalMessage {
  return record === undefined
    ? request()
    : request({ oralRequest: { madeAt: minute(0), spokenTo: 'Inventada', means: 'telephone', record } });
}

const anyEntry: fc.Arbitrary<LegalEntry> = fc.record({
  messageId,
  sender: fc.constantFrom(A, A, A, B, B, B, COURT, STRANGER),
  recipient: fc.constantFrom(A, B, B),
  issuedAt: instant,
  message: anyMessage,
});

/** Sets of messages with a request among them, with identifiers used twice, missing messages, circles and clocks that disagree. */
export const wildConversations = fc
  .array(anyEntry, { maxLength: 24 })
  .map((entries): LegalEntry[] => [{ messageId: id(1), sender: A, recipient: B, issuedAt: minute(1), message: request() }, ...entries]);

/** Sets of messages among which nothing is promised, not even a request. */
export const anyEntries = fc.array(anyEntry, { maxLength: 12 });

/** The same entries in another order, some of them more than once. */
export function shuffledWithCopies(entries: readonly LegalEntry[]): fc.Arbitrary<LegalEntry[]> {
  const copies = fc.subarray([...entries]).map((some) => [...entries, ...some.map((entry) => structuredClone(entry))]);
  return copies.chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));
}
