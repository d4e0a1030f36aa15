import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addAmounts } from '../../../../treaty/statistics/amounts.ts';
import { countRequests } from '../../../../treaty/statistics/count-requests.ts';
import { CASE_OUTCOMES, type CountedCase, type CountedMessage, countedRequest } from '../../../../treaty/statistics/counted-case.ts';
import { type MessageFacts, messageFacts } from '../../../../treaty/statistics/message-facts.ts';
import { quantilesOf } from '../../../../treaty/statistics/quantiles.ts';
import { statisticsCsv } from '../../../../treaty/statistics/statistics-csv.ts';

const NOW = new Date('2026-06-30T12:00:00Z');
const FORMAT = 'valija-message-facts/1' as const;

let serial = 0;
function said(at: string, byPeer: boolean, facts: Omit<MessageFacts, 'format'>): CountedMessage {
  serial += 1;
  return { messageId: String(serial).padStart(6, '0'), at, byPeer, facts: { format: FORMAT, ...facts } };
}

const request = (at: string, byPeer = false) =>
  said(at, byPeer, {
    kind: 'request',
    requestType: 'mutual-legal-assistance',
    matter: 'criminal',
    instruments: ['untoc', 'xa-xb-demo'],
    offenceCategories: ['corruption'],
    urgency: 'urgent',
  });

const answeredCase: CountedCase = {
  country: 'XB',
  messages: [
    request('2026-01-01T00:00:00Z'),
    said('2026-01-03T12:00:00Z', true, { kind: 'acknowledgement', stage: 'registered' }),
    said('2026-01-10T00:00:00Z', true, { kind: 'supplement-request' }),
    said('2026-01-12T00:00:00Z', false, { kind: 'supplement' }),
    said('2026-02-01T00:00:00Z', true, { kind: 'partial-reply' }),
    said('2026-02-05T00:00:00Z', true, { kind: 'cost-consultation', costs: { amount: '1200.50', currency: 'EUR' } }),
    said('2026-03-02T00:00:00Z', true, { kind: 'reply', outcome: 'executed', ends: true }),
  ],
};

describe('a request as statistics see it', () => {
  it('has its steps, its rounds and its outcome, in whatever order the messages come', () => {
    const expected = {
      direction: 'outgoing',
      acknowledgedAt: '2026-01-03T12:00:00Z',
      firstAnswerAt: '2026-02-01T00:00:00Z',
      endedAt: '2026-03-02T00:00:00Z',
      outcome: 'answered',
      supplementRounds: 1,
      stage: 'registered',
    };
    expect(countedRequest(answeredCase)).toMatchObject(expected);
    expect(countedRequest({ ...answeredCase, messages: [...answeredCase.messages].reverse() })).toEqual(countedRequest(answeredCase));
  });

  it.each<[Omit<MessageFacts, 'format'>, string]>([
    [{ kind: 'refusal', grounds: ['sovereignty'], ends: true }, 'refused'],
    [{ kind: 'refusal', grounds: ['sovereignty'], ends: false }, 'open'],
    [{ kind: 'reply', outcome: 'executed-in-part', ends: true }, 'answered-in-part'],
    [{ kind: 'reply', outcome: 'without-result', ends: true }, 'without-result'],
    [{ kind: 'proof-of-service', outcome: 'not-served', ends: true }, 'without-result'],
    [{ kind: 'proof-of-service', outcome: 'served', ends: true }, 'answered'],
    [{ kind: 'transfer', ends: true }, 'transferred'],
    [{ kind: 'withdrawal', ends: true }, 'withdrawn'],
    [{ kind: 'partial-reply' }, 'open'],
  ])('ends as it was ended: %o', (facts, outcome) => {
    const messages = [request('2026-01-01T00:00:00Z', true), said('2026-01-05T00:00:00Z', false, facts)];
    expect(countedRequest({ country: 'XB', messages })).toMatchObject({ direction: 'incoming', outcome });
  });

  it('is not there where nothing was asked for', () => {
    expect(countedRequest({ country: 'XB', messages: [said('2026-01-01T00:00:00Z', true, { kind: 'prior-contact' })] })).toBeUndefined();
  });
});

describe('counting', () => {
  it('counts by each dimension, and a request with two instruments once under each', () => {
    const unanswered = countedRequest({ country: 'XC', messages: [request('2026-06-20T12:00:00Z')] });
    const answered = countedRequest(answeredCase);
    if (unanswered === undefined || answered === undefined) throw new Error('both are requests');
    const rows = countRequests([answered, unanswered], NOW);
    const row = (dimension: string, value: string) => rows.find((each) => each.dimension === dimension && each.value === value);
    expect(row('all', 'all')).toMatchObject({
      direction: 'outgoing',
      requests: 2,
      open: 1,
      answered: 1,
      unanswered: 1,
      supplementRounds: 1,
      daysToAcknowledgement: { median: 2.5, ninetieth: 2.5, longest: 2.5 },
      daysOpen: { median: 10, ninetieth: 10, longest: 10 },
      costs: [{ currency: 'EUR', amount: '1200.50' }],
    });
    expect(row('instrument', 'untoc')?.requests).toBe(2);
    expect(row('instrument', 'xa-xb-demo')?.requests).toBe(2);
    expect(row('country', 'XC')?.unanswered).toBe(1);
    expect(row('age', 'under-030-days')?.requests).toBe(1);
    expect(row('outcome', 'answered')?.requests).toBe(1);
  });

  it('gives the same rows whatever the order, and each dimension of one value accounts for every request', () => {
    const step = fc.constantFrom<Omit<MessageFacts, 'format'>>(
      { kind: 'acknowledgement', stage: 'registered' },
      { kind: 'supplement-request' },
      { kind: 'refusal', grounds: ['dual-criminality'], ends: true },
      { kind: 'reply', outcome: 'executed', ends: true },
      { kind: 'delay', grounds: ['volume'] },
    );
    const anyCase = fc.record({
      country: fc.constantFrom('XB', 'XC'),
      start: fc.integer({ min: 0, max: 150 }),
      byPeer: fc.boolean(),
      steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), step), { maxLength: 6 }),
    });
    const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString();
    fc.assert(
      fc.property(fc.array(anyCase, { maxLength: 12 }), fc.nat(), (cases, rotation) => {
        const requests = cases.flatMap(({ country, start, byPeer, steps }) => {
          const messages = [request(day(start), byPeer), ...steps.map(([after, facts]) => said(day(start + after), !byPeer, facts))];
          return countedRequest({ country, messages }) ?? [];
        });
        const cut = requests.length === 0 ? 0 : rotation % requests.length;
        const rows = countRequests(requests, NOW);
        expect(countRequests([...requests.slice(cut), ...requests.slice(0, cut)], NOW)).toEqual(rows);
        for (const dimension of ['all', 'country', 'type', 'matter', 'urgency', 'outcome', 'supplement-rounds', 'stage'] as const) {
          const counted = rows.filter((row) => row.dimension === dimension);
          expect(counted.reduce((sum, row) => sum + row.requests, 0)).toBe(requests.length);
        }
        for (const row of rows) {
          const { open, answered, answeredInPart, withoutResult, refused, withdrawn, transferred } = row;
          expect(open + answered + answeredInPart + withoutResult + refused + withdrawn + transferred).toBe(row.requests);
        }
        expect(CASE_OUTCOMES.length).toBe(7);
      }),
      { numRuns: 150 },
    );
  });
});

describe('numbers', () => {
  it('are ones that occurred', () => {
    expect(quantilesOf([])).toBeUndefined();
    expect(quantilesOf([3, 1, 2, 10])).toEqual({ median: 2, ninetieth: 10, longest: 10 });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }), (values) => {
        const { median, ninetieth, longest } = quantilesOf(values) ?? { median: -1, ninetieth: -1, longest: -1 };
        expect(values).toEqual(expect.arrayContaining([median, ninetieth, longest]));
        expect(median <= ninetieth && ninetieth <= longest).toBe(true);
      }),
    );
  });

  it('of money are exact', () => {
    expect(
      addAmounts([
        { amount: '0.10', currency: 'EUR' },
        { amount: '0.2', currency: 'EUR' },
        { amount: '7', currency: 'BRL' },
      ]),
    ).toEqual([
      { currency: 'BRL', amount: '7.00' },
      { currency: 'EUR', amount: '0.30' },
    ]);
    expect(addAmounts([{ amount: '1.2345', currency: 'CLP' }])).toEqual([{ currency: 'CLP', amount: '1.2345' }]);
    expect(addAmounts([{ amount: 'much', currency: 'EUR' }])).toEqual([]);
  });
});

describe('as a table', () => {
  it('has one line for each row, and no value that a spreadsheet would run', () => {
    const counted = countedRequest({ ...answeredCase, country: '=HYPERLINK("x")' });
    const text = statisticsCsv(countRequests(counted === undefined ? [] : [counted], NOW));
    const lines = text.split('\r\n');
    expect(lines[0]).toMatch(/^direction,dimension,value,requests,/);
    expect(lines.find((line) => line.includes('country'))).toContain(`"'=HYPERLINK(""x"")"`);
    expect(new Set(lines.slice(0, -1).map((line) => line.replaceAll(/"[^"]*"/g, '').split(',').length)).size).toBe(1);
  });
});

describe('facts', () => {
  it('follow their schema strictly', () => {
    expect(messageFacts.safeParse({ format: FORMAT, kind: 'reply', name: 'somebody' }).success).toBe(false);
  });
});
