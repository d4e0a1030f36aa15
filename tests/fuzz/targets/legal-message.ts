import { deepStrictEqual, ok } from 'node:assert';
import { CryptoError } from '../../../crypto/error.ts';
import { parseStrictJson } from '../../../crypto/json/parse-strict-json.ts';
import { CONVERSATION_EXAMPLES } from '../../../treaty/conversation/examples/conversation-examples.ts';
import { EXAMPLE_MESSAGES } from '../../../treaty/conversation/examples/example.ts';
import { conversationFindings } from '../../../treaty/conversation/rules.ts';
import type { LegalEntry } from '../../../treaty/conversation/state/legal-entry.ts';
import { legalState } from '../../../treaty/conversation/state/legal-state.ts';
import { type LegalMessage, parseLegalMessage } from '../../../treaty/message.ts';
import { legalSentence } from '../../../treaty/rules/legal-sentence.ts';
import { EXAMPLE_REQUEST } from '../../support/example-request.ts';

const LIMITS = { maximumBytes: 256 * 1024, maximumDepth: 24 };
const [requesting, requested] = ['urn:valija:authority:xa-central', 'urn:valija:authority:xb-central'] as const;

class Refused extends Error {}

/** A message in its place, said by either side, after the ones that the examples speak of. */
function conversationWith(message: LegalMessage, sender: string): LegalEntry[] {
  const entry = (messageId: string, by: string, said: LegalMessage, minute: number): LegalEntry => ({
    messageId,
    sender: by,
    recipient: by === requesting ? requested : requesting,
    issuedAt: `2026-11-20T08:${String(minute).padStart(2, '0')}:00Z`,
    message: said,
  });
  const consultation = CONVERSATION_EXAMPLES.find(({ message: said }) => said.kind === 'consultation');
  return [
    entry(EXAMPLE_MESSAGES.request, requesting, EXAMPLE_REQUEST, 1),
    ...(consultation === undefined ? [] : [entry(EXAMPLE_MESSAGES.consultation, requested, consultation.message, 2)]),
    entry('019a0000-0000-7000-8000-0000000000ff', sender, message, 3),
  ];
}

/** A typed message: what is accepted survives a round trip, has a place in a conversation, and whatever is irregular about it can be told. */
export const target = {
  name: 'legal-message',
  seeds: () =>
    [EXAMPLE_REQUEST, ...CONVERSATION_EXAMPLES.map(({ message }) => message)].map((message) => Buffer.from(JSON.stringify(message))),
  run: (input: Buffer) => {
    const { message, faults } = parseLegalMessage(parseStrictJson(input, LIMITS));
    ok((message === undefined) === faults.length > 0, 'a message or its faults');
    if (message === undefined) throw new Refused();
    deepStrictEqual(parseLegalMessage(JSON.parse(JSON.stringify(message))).message, message, 'survives a round trip');
    for (const sender of [requesting, requested]) {
      const entries = conversationWith(message, sender);
      deepStrictEqual(legalState([...entries].reverse()), legalState(entries), 'the same in any order');
      for (const finding of conversationFindings(entries, '019a0000-0000-7000-8000-0000000000ff')) {
        ok(legalSentence(finding, 'es') !== undefined, 'can be told');
      }
    }
  },
  acceptable: (error: unknown) => error instanceof Refused || (error instanceof CryptoError && error.code.startsWith('json-')),
};
