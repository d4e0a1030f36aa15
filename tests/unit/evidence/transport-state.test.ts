import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConflictKind } from '../../../evidence/conflicts.ts';
import { EVENTS, type EventName } from '../../../evidence/event.ts';
import type { EvidenceSummary } from '../../../evidence/summary.ts';
import { isProvisional, isTerminal, TRANSPORT_STATES, type TransportState, transportState } from '../../../evidence/transport-state.ts';
import { digest, evidenceSets, piece } from './summaries.ts';
import { ENVELOPE, RECIPIENT, SENDER } from './support.ts';

const ours = new Set([ENVELOPE]);
const state = (...evidence: EvidenceSummary[]) => transportState(evidence, ours);

/** The pieces of one message in the order they happened, each knowing the one before, each issuer counting on. */
function course(...events: EventName[]): EvidenceSummary[] {
  const pieces: EvidenceSummary[] = [];
  for (const event of events) {
    const role = EVENTS[event].issuer;
    const last = pieces.at(-1);
    pieces.push(
      piece(event, {
        issuerSequence: pieces.filter((other) => other.role === role).length + 1,
        previous: last === undefined ? [] : [{ evidenceDigest: last.evidenceDigest, issuer: last.issuer }],
      }),
    );
  }
  return pieces;
}

const [A1, A2, B1, B2, B3] = ['SubmissionAcceptance', 'SubmissionRejection', 'RelayAcceptance', 'RelayRejection', 'RelayFailure'] as const;
const [D1, D2, D3, D4] = [
  'ContentConsignment',
  'ContentConsignmentFailure',
  'ConsignmentNotification',
  'ConsignmentNotificationFailure',
] as const;
const [E1, E2, DU, HU] = ['ContentHandover', 'ContentHandoverFailure', 'DeliveryUnconfirmed', 'HandoverUnconfirmed'] as const;

const courses: [events: EventName[], state: TransportState, end: 'open' | 'provisional' | 'terminal', conflicts: ConflictKind[]][] = [
  [[], 'submitted', 'open', []],
  [[A1], 'accepted', 'open', []],
  [[A2], 'rejected', 'terminal', []],
  [[A1, B1], 'relayed', 'open', []],
  [[A1, B2], 'refused', 'terminal', []],
  [[A1, B3], 'failed', 'terminal', []],
  [[A1, B1, D1], 'consigned', 'open', []],
  [[A1, B1, D1, D3], 'consigned', 'open', []],
  [[A1, B1, D1, D4, D3, D3], 'consigned', 'open', []],
  [[A1, B1, D2], 'not-consigned', 'terminal', []],
  [[A1, B1, D1, E1], 'handed-over', 'terminal', []],
  [[A1, B1, D1, E2], 'not-collected', 'terminal', []],
  [[A1, B1, D1, E2, E1], 'handed-over', 'terminal', []],
  [[A1, B1, D1, E1, E2], 'handed-over', 'terminal', ['contradicting-events']],
  [[A1, B1, DU], 'delivery-unconfirmed', 'provisional', []],
  [[A1, B1, DU, D1], 'consigned', 'open', []],
  [[A1, B1, DU, D2], 'not-consigned', 'terminal', []],
  [[A1, B1, DU, D1, HU], 'handover-unconfirmed', 'provisional', []],
  [[A1, B1, D1, HU], 'handover-unconfirmed', 'provisional', []],
  [[A1, B1, D1, HU, E1], 'handed-over', 'terminal', []],
  [[A1, B1, D1, HU, E2], 'not-collected', 'terminal', []],
  [[A1, B3, B1], 'failed', 'terminal', ['answer-after-end']],
  [[A1, B3, B1, D1], 'failed', 'terminal', ['answer-after-end']],
  [[A1, B3, B1, D1, E1], 'handed-over', 'terminal', ['answer-after-end']],
  [[A1, B3, B2], 'refused', 'terminal', ['answer-after-end']],
  [[A1, B1, B2], 'refused', 'terminal', ['contradicting-events']],
  [[A1, B2, D1], 'refused', 'terminal', ['contradicting-events']],
  [[A1, B1, D1, D2], 'not-consigned', 'terminal', ['contradicting-events']],
  [[A1, B1, D2, E1], 'handed-over', 'terminal', ['contradicting-events']],
  [[A1, A2], 'rejected', 'terminal', ['contradicting-events']],
  [[A1, B1, DU, B3], 'failed', 'terminal', ['answer-after-end', 'contradicting-events']],
  [[A1, B1, B1], 'relayed', 'open', ['repeated-event']],
  [[A1, B1, D1, E1, E1], 'handed-over', 'terminal', ['repeated-event']],
];

test.each(courses)('%j: %s', (events, expected, end, conflicts) => {
  const pieces = course(...events);
  const report = state(...pieces);
  expect(report.state).toBe(expected);
  expect([report.terminal, report.provisional]).toEqual([end === 'terminal', end === 'provisional']);
  expect(report.conflicts.map((conflict) => conflict.kind)).toEqual(conflicts);
  expect(report).toMatchObject({ orphans: [], gaps: [], disregarded: [] });
  expect(report.timeline).toEqual(pieces);
  expect(report.lateHandover).toBe(events.join().includes(`${E2},${E1}`));
});

describe('what is set aside or reported', () => {
  test("the recipient's refusal of somebody's duplicate does not touch the good message", () => {
    const [a1, b1] = course(A1, B1);
    const alarm = piece(B2, { envelopeDigest: 'f'.repeat(64) });
    const report = state(a1!, b1!, alarm);
    expect(report).toMatchObject({ state: 'relayed', conflicts: [], gaps: [] });
    expect(report.disregarded).toEqual([{ evidenceDigest: alarm.evidenceDigest, why: 'foreign-envelope' }]);
    expect(report.timeline).toContainEqual(alarm);
  });

  test('B.1 for any envelope we sent counts', () => {
    const b1 = piece(B1, { envelopeDigest: '2'.repeat(64) });
    expect(transportState([b1], new Set([ENVELOPE, '2'.repeat(64)])).state).toBe('relayed');
    expect(transportState([b1], ours).state).toBe('submitted');
  });

  test('the sender may name an envelope that never reached us', () => {
    expect(state(piece(B3, { envelopeDigest: '3'.repeat(64) })).state).toBe('failed');
  });

  test('evidence of a relay is shown and changes nothing', () => {
    for (const event of [B1, B2, B3] as const) {
      const relayed = piece(event, { role: 'relay' });
      const report = state(...course(A1), relayed);
      expect(report).toMatchObject({ state: 'accepted', terminal: false, conflicts: [], disregarded: [] });
      expect(report.timeline).toContainEqual(relayed);
    }
  });

  test('an event its issuer cannot state is set aside', () => {
    const forged = piece(E1, { issuer: SENDER, role: 'sender' });
    expect(state(forged)).toMatchObject({ state: 'submitted', disregarded: [{ why: 'issuer-not-allowed' }] });
  });

  test('an orphan counts, and its missing parents are named', () => {
    const [, b1, d1] = course(A1, B1, D1);
    const report = state(b1!, d1!);
    expect(report.state).toBe('consigned');
    expect(report.orphans).toEqual([{ evidenceDigest: b1!.evidenceDigest, missing: [b1!.previous[0]!.evidenceDigest] }]);
  });

  test("holes in an issuer's numbers are named", () => {
    const numbered = [2, 5, 6, 9].map((issuerSequence) => piece(D3, { issuerSequence }));
    expect(state(...numbered).gaps).toEqual([
      { issuer: RECIPIENT, from: 1, to: 1 },
      { issuer: RECIPIENT, from: 3, to: 4 },
      { issuer: RECIPIENT, from: 7, to: 8 },
    ]);
  });

  test('identifiers and numbers used twice, and references to the wrong issuer, are conflicts', () => {
    const first = piece(B1);
    const sameIdentifier = piece(D1, { evidenceIdentifier: first.evidenceIdentifier, issuerSequence: 2 });
    expect(state(first, sameIdentifier).conflicts.map(({ kind }) => kind)).toEqual(['identifier-reused']);
    expect(state(first, piece(D1)).conflicts.map(({ kind }) => kind)).toEqual(['sequence-reused']);
    const wrong = piece(D1, { issuerSequence: 2, previous: [{ evidenceDigest: first.evidenceDigest, issuer: SENDER }] });
    expect(state(first, wrong).conflicts).toEqual([{ kind: 'reference-misattributed', evidence: [wrong.evidenceDigest] }]);
  });
});

describe('properties', () => {
  test('any order of arrival and any number of copies give the same report', () => {
    fc.assert(
      fc.property(
        evidenceSets.chain((set) =>
          fc.record({ set: fc.constant(set), arrival: fc.shuffledSubarray([...set, ...set], { minLength: 2 * set.length }) }),
        ),
        ({ set, arrival }) => {
          expect(transportState(arrival, ours)).toEqual(transportState(set, ours));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('more evidence never takes a state back, revives what has ended, or hides a contradiction', () => {
    fc.assert(
      fc.property(evidenceSets, evidenceSets, (earlier, later) => {
        // The second set's pieces are renamed, because both generators number theirs from 0.
        const added = later.map((summary, index) => ({ ...summary, evidenceDigest: digest(`later-${index}`) }));
        const before = transportState(earlier, ours);
        const after = transportState([...earlier, ...added], ours);
        expect(TRANSPORT_STATES.indexOf(after.state)).toBeGreaterThanOrEqual(TRANSPORT_STATES.indexOf(before.state));
        if (before.terminal) expect(after.terminal).toBe(true);
        for (const conflict of before.conflicts) {
          const kept = after.conflicts.some(
            ({ kind, evidence }) => kind === conflict.kind && conflict.evidence.every((item) => evidence.includes(item)),
          );
          expect(kept).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a terminal state comes from a terminal event, and silence never counts as success', () => {
    fc.assert(
      fc.property(evidenceSets, (set) => {
        const report = transportState(set, ours);
        const counted = set.filter(
          (summary) => summary.role !== 'relay' && !report.disregarded.some((d) => d.evidenceDigest === summary.evidenceDigest),
        );
        expect(report.terminal).toBe(counted.some((summary) => EVENTS[summary.event].terminal));
        if (report.state === 'handed-over')
          expect(counted.some((summary) => summary.event === E1 && summary.role === 'recipient')).toBe(true);
        if (report.state === 'submitted') expect(counted).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('evidence of relays can be left out without changing the state', () => {
    fc.assert(
      fc.property(evidenceSets, (set) => {
        const withoutRelays = set.filter((summary) => summary.role !== 'relay');
        expect(transportState(withoutRelays, ours).state).toBe(transportState(set, ours).state);
      }),
      { numRuns: 200 },
    );
  });
});

test('every state is open, provisional or terminal, and the ends come last', () => {
  expect(TRANSPORT_STATES.filter(isTerminal)).toEqual(['rejected', 'failed', 'refused', 'not-consigned', 'not-collected', 'handed-over']);
  expect(TRANSPORT_STATES.filter(isProvisional)).toEqual(['delivery-unconfirmed', 'handover-unconfirmed']);
  expect(TRANSPORT_STATES.slice(-6).every(isTerminal)).toBe(true);
});
