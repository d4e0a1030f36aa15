import type { ConversationKind, ConversationMessage } from '../../../../treaty/conversation/conversation-message.ts';
import { CONVERSATION_EXAMPLES } from '../../../../treaty/conversation/examples/conversation-examples.ts';
import type { LegalEntry } from '../../../../treaty/conversation/state/legal-entry.ts';
import type { LegalMessage } from '../../../../treaty/message.ts';
import type { RequestMessage, RequestOf } from '../../../../treaty/requests/request-message.ts';

export const A = 'urn:valija:authority:xa-central';
export const B = 'urn:valija:authority:xb-central';
export const COURT = 'urn:valija:authority:xb-court';
export const STRANGER = 'urn:valija:authority:xc-central';

/** Identifier of the n-th invented message. */
export const id = (number: number) => `019b0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** An instant, so many minutes after the first message. */
export const minute = (minutes: number) => new Date(Date.UTC(2026, 10, 2, 8, minutes)).toISOString();

/** A request of XA that says no more than it has to. */
export function request(changes: Partial<RequestOf<'mutual-legal-assistance'>> = {}): RequestMessage {
  return {
    format: 'valija-legal/1',
    kind: 'request',
    requestType: 'mutual-legal-assistance',
    typeVersion: 1,
    matter: 'criminal',
    language: 'es',
    references: [],
    chain: [{ side: 'requesting', role: 'central-authority', party: { name: 'Autoridad inventada', country: 'XA', identifier: A } }],
    instruments: [],
    files: [],
    particulars: {},
    ...changes,
  };
}

/** The first example of a kind, about another message and with other members. */
export function example<Kind extends ConversationKind>(
  kind: Kind,
  about: string | undefined,
  changes: Partial<Extract<ConversationMessage, { kind: Kind }>> = {},
): ConversationMessage {
  const found = CONVERSATION_EXAMPLES.find(({ message }) => message.kind === kind);
  if (found === undefined) throw new Error(`no example of ${kind}`);
  const { about: _about, ...rest } = found.message;
  return { ...rest, ...(about === undefined ? {} : { about }), ...changes } as ConversationMessage;
}

/** The n-th message of a conversation, n minutes after its beginning. */
export function entry(number: number, sender: string, message: LegalMessage, changes: Partial<LegalEntry> = {}): LegalEntry {
  return { messageId: id(number), sender, recipient: sender === A ? B : A, issuedAt: minute(number), message, ...changes };
}

/** A conversation told in its order: who says what about which of the messages before (by number, the request is 1). */
export type Line = [sender: string, kind: ConversationKind, about: number | undefined, changes?: Record<string, unknown>];

export function conversation(...lines: Line[]): LegalEntry[] {
  return [
    entry(1, A, request()),
    ...lines.map(([sender, kind, about, changes], index) =>
      entry(index + 2, sender, example(kind, about === undefined ? undefined : id(about), changes as never)),
    ),
  ];
}
