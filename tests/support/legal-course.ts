import type { Side } from '../../treaty/chain/inner-chain.ts';
import { CONVERSATION_EXAMPLES } from '../../treaty/conversation/examples/conversation-examples.ts';
import type { LegalEntry } from '../../treaty/conversation/state/legal-entry.ts';
import { type LegalState, legalState } from '../../treaty/conversation/state/legal-state.ts';
import { type OpenItemKind, openItemRow } from '../../treaty/conversation/state/open-item.ts';
import type { LegalMessage, MessageKind } from '../../treaty/message.ts';
import { EXAMPLE_REQUEST } from './example-request.ts';

/** One step of a request from one state to another, or to the same, by one kind of message. */
export interface Transition {
  from: string;
  by: MessageKind;
  to: string;
  /** Kinds of items that it left open, and that it settled. */
  opened: readonly OpenItemKind[];
  settled: readonly OpenItemKind[];
}

const SENDERS: Record<Side, string> = { requesting: 'urn:valija:authority:xa-central', requested: 'urn:valija:authority:xb-central' };

/**
 * Every step that the code takes, found by taking it: from nothing, each kind that is offered next is sent in each of its examples, and so on from
 * every state that has not been seen with the same open items.
 */
export function legalTransitions(): Transition[] {
  const seen = new Set<string>();
  const found = new Map<string, Transition>();
  let frontier: LegalEntry[][] = [[]];
  while (frontier.length > 0) {
    const next: LegalEntry[][] = [];
    for (const entries of frontier) {
      const before = legalState(entries);
      for (const { entry, kind } of moves(entries, before)) {
        const after = legalState([...entries, entry]);
        const step = { from: before.state, by: kind, to: after.state, ...itemsBetween(before, after) };
        found.set(JSON.stringify(step), step);
        const signature = signatureOf(after);
        if (seen.has(signature) || !isWorthFollowing(after)) continue;
        seen.add(signature);
        next.push([...entries, entry]);
      }
    }
    frontier = next;
  }
  return [...found.values()];
}

function itemsBetween(before: LegalState, after: LegalState): Pick<Transition, 'opened' | 'settled'> {
  const absent = (items: LegalState['openItems'], others: LegalState['openItems']) =>
    [
      ...new Set(
        items.filter((item) => !others.some((other) => other.message === item.message && other.kind === item.kind)).map(({ kind }) => kind),
      ),
    ].sort();
  return { opened: absent(after.openItems, before.openItems), settled: absent(before.openItems, after.openItems) };
}

/** Two open items that decide the state, or one that does not: with more of them nothing new is to be seen. */
function isWorthFollowing({ openItems }: LegalState): boolean {
  const others = openItems.filter(({ kind }) => kind !== 'acknowledgement');
  const decide = others.filter(({ kind }) => openItemRow(kind).holdsUp || kind === 'resumption');
  return decide.length === others.length ? others.length <= 2 : others.length === 1;
}

/** What was said before and can come to light again, once what hides it is settled. */
const REMEMBERED: ReadonlySet<MessageKind> = new Set(['request', 'oral-confirmation', 'acknowledgement', 'transfer', 'partial-reply']);

function signatureOf({ state, openItems, timeline }: LegalState): string {
  const remembered = new Set(timeline.filter(({ kind }) => REMEMBERED.has(kind)).map(({ kind }) => kind));
  return [state, ...openItems.map(({ kind, turn }) => `${kind} ${turn}`).sort(), ...[...remembered].sort()].join();
}

function moves(entries: readonly LegalEntry[], state: LegalState): { entry: LegalEntry; kind: MessageKind }[] {
  const number = entries.length + 1;
  return (['requesting', 'requested'] as const).flatMap((side) =>
    state.next[side].flatMap(({ kind, about }) =>
      messagesOf(kind, about[0]).map((message) => ({
        kind,
        entry: {
          messageId: identifier(number),
          sender: SENDERS[side],
          recipient: SENDERS[side === 'requesting' ? 'requested' : 'requesting'],
          issuedAt: new Date(Date.UTC(2026, 10, 2, 8, number)).toISOString(),
          message,
        },
      })),
    ),
  );
}

/** The examples of a kind, about what can be answered; of several that differ in nothing but words the state will be the same. */
function messagesOf(kind: MessageKind, about: string | undefined): LegalMessage[] {
  if (kind === 'request') return [EXAMPLE_REQUEST];
  return CONVERSATION_EXAMPLES.filter(({ message }) => message.kind === kind).map(({ message }): LegalMessage => {
    const { about: _about, ...rest } = message;
    return { ...rest, ...(about === undefined ? {} : { about }) } as LegalMessage;
  });
}

function identifier(number: number): string {
  return `019c0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}
