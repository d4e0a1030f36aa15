import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headsOf, orderEvidence } from '../../../evidence/order.ts';
import { MAXIMUM_PREVIOUS } from '../../../evidence/schema.ts';
import { digest, evidenceSets, piece } from './summaries.ts';
import { RECIPIENT } from './support.ts';

const naming = (...parents: { evidenceDigest: string; issuer: string }[]) => ({
  previous: parents.map(({ evidenceDigest, issuer }) => ({ evidenceDigest, issuer })),
});

test('the graph goes before the clocks', () => {
  const first = piece('SubmissionAcceptance', { eventTime: '2026-11-20T07:05:00.000Z' });
  const second = piece('RelayAcceptance', { eventTime: '2026-11-20T07:00:00.000Z', ...naming(first) });
  const third = piece('ContentConsignment', { eventTime: '2026-11-20T06:55:00.000Z', ...naming(second) });
  expect(orderEvidence([third, first, second])).toEqual([first, second, third]);
});

test('what the graph leaves open is ordered by time, then sequence', () => {
  const early = piece('ConsignmentNotification', { issuerSequence: 9 });
  const [second, first] = [2, 1].map((issuerSequence) =>
    piece('ConsignmentNotification', { issuerSequence, eventTime: '2026-11-20T07:01:00.000Z' }),
  );
  expect(orderEvidence([second!, first!, early])).toEqual([early, first, second]);
});

test('offered as previous is what nothing names yet', () => {
  const first = piece('SubmissionAcceptance');
  const second = piece('RelayAcceptance', naming(first));
  const beside = piece('DeliveryUnconfirmed', { ...naming(first), eventTime: '2026-11-20T08:00:00.000Z' });
  expect(headsOf([beside, second, first])).toEqual(naming(second, beside).previous);
  expect(headsOf([])).toEqual([]);
});

test('no more heads than evidence can name, and then the latest', () => {
  const many = Array.from({ length: 20 }, (_, index) =>
    piece('ConsignmentNotification', { evidenceDigest: digest(`head-${index}`), eventTime: `2026-11-20T07:00:${10 + index}.000Z` }),
  );
  const heads = headsOf(many);
  expect(heads).toHaveLength(MAXIMUM_PREVIOUS);
  expect(heads.at(-1)).toEqual({ evidenceDigest: digest('head-19'), issuer: RECIPIENT });
});

test('every piece stands once, after all the pieces it names where that is possible', () => {
  fc.assert(
    fc.property(evidenceSets, (set) => {
      // References to earlier pieces alone, as real digests make it.
      const acyclic = set.map((summary, index) => ({
        ...summary,
        previous: summary.previous.filter((reference) =>
          set.slice(0, index).some((other) => other.evidenceDigest === reference.evidenceDigest),
        ),
      }));
      const ordered = orderEvidence([...acyclic].reverse());
      const positions = new Map(ordered.map((summary, index) => [summary.evidenceDigest, index]));
      expect(positions.size).toBe(set.length);
      for (const summary of ordered) {
        for (const reference of summary.previous) {
          expect(positions.get(reference.evidenceDigest)).toBeLessThan(positions.get(summary.evidenceDigest)!);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('even a circle, which digests do not allow, loses nothing', () => {
  fc.assert(
    fc.property(evidenceSets, (set) => {
      expect(new Set(orderEvidence(set))).toEqual(new Set(set));
    }),
    { numRuns: 200 },
  );
});
