import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Side } from '../../../../treaty/chain/inner-chain.ts';
import { CONVERSATION_KINDS } from '../../../../treaty/conversation/conversation-message.ts';
import { distinctEntries } from '../../../../treaty/conversation/state/distinct-entries.ts';
import type { LegalEntry } from '../../../../treaty/conversation/state/legal-entry.ts';
import { type LegalState, legalState } from '../../../../treaty/conversation/state/legal-state.ts';
import { OPEN_ITEM_KINDS } from '../../../../treaty/conversation/state/open-item.ts';
import { LEGAL_STATES, OUTCOMES } from '../../../../treaty/conversation/state/phase.ts';
import { anyEntries, shuffledWithCopies, wildConversations } from './random-conversations.ts';
import { example, id, minute } from './support.ts';

const RUNS = { numRuns: 300 };
const SET_ASIDE = [
  'message-from-stranger',
  'message-from-wrong-side',
  'answer-does-not-fit',
  'already-answered',
  'before-any-request',
  'reply-after-withdrawal',
  'after-the-end',
];
const PAUSING = ['supplement', 'translation'];

describe('whatever messages there are', () => {
  test('the state is a legal one', () => {
    fc.assert(
      fc.property(fc.oneof(wildConversations, anyEntries), (entries) => {
        const found = legalState(entries);
        expectLegal(found);
        expectAccounted(found, entries);
      }),
      RUNS,
    );
  });

  test('neither the order in which they came nor copies make a difference', () => {
    const inTwoOrders = fc
      .oneof(wildConversations, anyEntries)
      .chain((entries) => fc.tuple(fc.constant(entries), shuffledWithCopies(entries)));
    fc.assert(
      fc.property(inTwoOrders, ([entries, shuffled]) => {
        expect(legalState(shuffled)).toEqual(legalState(entries));
        expect(legalState(shuffled, id(1))).toEqual(legalState(entries, id(1)));
      }),
      RUNS,
    );
  });

  test('what is irregular has no effect: without it the state is the same', () => {
    fc.assert(
      fc.property(wildConversations, (entries) => {
        const found = legalState(entries, id(1));
        const isSetAside = new Set(found.timeline.filter(({ counted }) => !counted).map(({ messageId }) => messageId));
        const rest = distinct(entries, found).filter(({ messageId }) => !isSetAside.has(messageId));
        // What answers a message that was set aside would wait for it.
        if (rest.some(({ message }) => 'about' in message && message.about !== undefined && isSetAside.has(message.about))) return;
        const { state, closed, openItems, turn, pauses, next } = legalState(rest, id(1));
        expect({ state, closed, openItems, turn, pauses, next }).toEqual({
          state: found.state,
          closed: found.closed,
          openItems: found.openItems,
          turn: found.turn,
          pauses: found.pauses,
          next: found.next,
        });
      }),
      RUNS,
    );
  });
});

describe('a message that comes after all others', () => {
  test('only adds', () => {
    fc.assert(
      fc.property(wildConversations, (entries) => {
        const whole = legalState(entries, id(1));
        const ordered = distinct(entries, whole);
        const begun = whole.timeline.findIndex(({ messageId }) => messageId === whole.request);
        let before = legalState(ordered.slice(0, begun + 1), id(1));
        for (let count = begun + 2; count <= ordered.length; count += 1) {
          const after = legalState(ordered.slice(0, count), id(1));
          expectOnlyAdded(before, after);
          before = after;
        }
      }),
      RUNS,
    );
  });
});

describe('what is offered next', () => {
  test('counts when it is said, and nothing else does', () => {
    fc.assert(
      fc.property(wildConversations, fc.constantFrom<Side>('requesting', 'requested'), (entries, side) => {
        const found = legalState(entries, id(1));
        const begun = distinct(entries, found).find(
          ({ messageId, message }) => messageId === (found.request ?? messageId) && message.kind !== 'prior-contact',
        );
        // Nobody is a side before anything was asked, and nobody asks of themselves.
        if (found.state === 'preliminary' || begun === undefined || begun.sender === begun.recipient) return;
        const [sender, recipient] = side === 'requesting' ? [begun.sender, begun.recipient] : [begun.recipient, begun.sender];
        for (const kind of CONVERSATION_KINDS) {
          const offered = found.next[side].find((next) => next.kind === kind);
          const about = offered === undefined ? found.timeline.map(({ messageId }) => messageId) : offered.about;
          const standsAlone = kind === 'prior-contact' || kind === 'oral-request';
          for (const target of standsAlone && offered !== undefined ? [undefined, ...about] : about) {
            const said: LegalEntry = {
              messageId: id(99),
              sender,
              recipient,
              issuedAt: minute(99),
              message: example(kind, target),
            };
            const counted = legalState([...entries, said], id(1)).timeline.find(({ messageId }) => messageId === id(99))?.counted;
            // What is asked orally in the other direction does not belong to this request at all.
            if (counted !== undefined) expect([kind, side, counted]).toEqual([kind, side, offered !== undefined]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** What holds in every state. */
function expectLegal(found: LegalState): void {
  expect(LEGAL_STATES).toContain(found.state);
  expect(found.outcome).toBe(OUTCOMES.find((outcome) => outcome === found.state));
  expect(found.closed).toBe(found.outcome !== undefined && found.openItems.length === 0);
  expect(found.turn.length === 0).toBe(found.closed);
  const openKinds = found.openItems.map(({ kind }) => kind);
  expect(OPEN_ITEM_KINDS).toEqual(expect.arrayContaining(openKinds));
  const pausing = openKinds.some((kind) => PAUSING.includes(kind));
  expect(found.state === 'supplement-awaited').toBe(pausing);
  for (const { turn } of found.openItems) expect(found.turn).toContain(turn);
  for (const { message } of found.openItems)
    expect(found.timeline).toContainEqual(expect.objectContaining({ messageId: message, counted: true }));
  expectPauses(found, pausing);
  const counted = (kind: string) => found.timeline.filter((entry) => entry.kind === kind && entry.counted).length;
  expect([found.supplementRounds, found.translationRounds]).toEqual([counted('supplement-request'), counted('translation-defective')]);
}

function expectPauses({ pauses }: LegalState, isPaused: boolean): void {
  expect(pauses.some(({ to }) => to === undefined)).toBe(isPaused);
  pauses.forEach(({ from, to }, index) => {
    if (to === undefined) expect(index).toBe(pauses.length - 1);
    else expect(Date.parse(to)).toBeGreaterThanOrEqual(Date.parse(from));
    const next = pauses[index + 1];
    if (next !== undefined && to !== undefined) expect(Date.parse(next.from)).toBeGreaterThan(Date.parse(to));
  });
}

/** Every message is somewhere, once, and whatever had no effect says why. */
function expectAccounted(found: LegalState, entries: readonly LegalEntry[]): void {
  const places = [...found.timeline, ...found.waiting].map(({ messageId }) => messageId).concat(found.elsewhere);
  expect(places.sort()).toEqual([...new Set(entries.map(({ messageId }) => messageId))].sort());
  for (const { messageId, counted } of found.timeline) {
    const reasons = found.irregularities.filter(
      (irregularity) => irregularity.messageId === messageId && SET_ASIDE.includes(irregularity.code),
    );
    expect(reasons.length).toBe(counted ? 0 : 1);
  }
}

function expectOnlyAdded(before: LegalState, after: LegalState): void {
  expect(after.timeline.slice(0, before.timeline.length)).toEqual(before.timeline);
  expect(after.irregularities).toEqual(expect.arrayContaining([...before.irregularities]));
  expect(after.supplementRounds).toBeGreaterThanOrEqual(before.supplementRounds);
  expect(after.acceptedConditions.slice(0, before.acceptedConditions.length)).toEqual(before.acceptedConditions);
  if (before.outcome !== undefined && after.outcome !== before.outcome)
    expect([before.outcome, after.outcome]).toEqual(['refused', 'answered']);
  const length = (state: LegalState) =>
    state.pauses.reduce((sum, { from, to }) => sum + (to === undefined ? 0 : Date.parse(to) - Date.parse(from)), 0);
  expect(length(after)).toBeGreaterThanOrEqual(length(before));
}

/** The entries of the timeline, as the state itself chose them among those with one identifier. */
function distinct(entries: readonly LegalEntry[], found: LegalState): LegalEntry[] {
  const chosen = distinctEntries(entries).entries;
  return found.timeline.map(({ messageId }) => chosen.find((entry) => entry.messageId === messageId)!);
}
