import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demonstrationProfileOfXA } from '../../../treaty/competence/examples/demonstration-profiles.ts';
import { localClock } from '../../../treaty/deadlines/local-time.ts';
import { workingCalendar } from '../../../treaty/deadlines/working-calendar.ts';
import { DEFAULT_RECEIPT_RULE, legalReceipt, showInstants } from '../../../treaty/receipt/legal-receipt.ts';
import { RECEIPT_MOMENTS, type ReceiptRule, receiptRule } from '../../../treaty/receipt/receipt-rule.ts';

const { office } = demonstrationProfileOfXA('2026-11-20');
const calendar = workingCalendar(office);
const rollOver: ReceiptRule = {
  rule: 'working-day-roll-over',
  moment: 'madeAvailable',
  provenance: { confidence: 'official', sources: ['Invented treaty XA-XB 9'] },
};
const received = (at: string, rule: ReceiptRule = rollOver) => legalReceipt({ madeAvailable: new Date(at) }, rule, calendar);

describe('the legal date of receipt', () => {
  it('shows what it was computed from, in UTC and where the addressee is', () => {
    expect(received('2026-11-20T21:15:00Z')).toEqual({
      date: '2026-11-23',
      from: new Date('2026-11-23T03:00:00Z'),
      rule: 'working-day-roll-over',
      moment: 'madeAvailable',
      at: {
        utc: '2026-11-20T21:15:00.000Z',
        local: { date: '2026-11-20', time: '18:15', offset: '-03:00' },
        timeZone: 'America/Montevideo',
      },
      rolledOver: true,
      confirmed: true,
      zoneKnown: true,
    });
  });

  it.each([
    ['in working hours', '2026-11-20T15:00:00Z', '2026-11-20'],
    ['before the office opens', '2026-11-20T05:00:00Z', '2026-11-20'],
    ['in the pause at noon', '2026-11-20T16:30:00Z', '2026-11-20'],
    ['a minute before it closes', '2026-11-19T20:29:59Z', '2026-11-19'],
    ['when it closes', '2026-11-19T20:30:00Z', '2026-11-20'],
    ['on Friday evening', '2026-11-20T20:30:00Z', '2026-11-23'],
    ['on a Saturday', '2026-11-21T13:00:00Z', '2026-11-23'],
    ['on a holiday before a weekend', '2026-12-25T13:00:00Z', '2026-12-28'],
    ['when it is tomorrow in UTC and today there', '2026-11-21T02:00:00Z', '2026-11-23'],
  ])('%s', (_name, at, date) => {
    expect(received(at)?.date).toBe(date);
    expect(received(at, DEFAULT_RECEIPT_RULE)?.date).toBe(calendar.clock.at(new Date(at)).date);
  });

  it('does not exist before the moment that the rule asks for', () => {
    expect(legalReceipt({ submitted: new Date(), accepted: new Date() }, rollOver, calendar)).toBeUndefined();
    const acknowledged = { ...rollOver, moment: 'acknowledged' } as const;
    expect(legalReceipt({ madeAvailable: new Date('2026-11-20T12:00:00Z') }, acknowledged, calendar)).toBeUndefined();
  });

  it('is a setting, and says so, where no instrument has a rule', () => {
    expect(received('2026-11-20T15:00:00Z', DEFAULT_RECEIPT_RULE)).toMatchObject({ confirmed: false, rolledOver: false });
    expect(receiptRule.parse(DEFAULT_RECEIPT_RULE)).toEqual(DEFAULT_RECEIPT_RULE);
  });

  it('says so when it is counted in UTC for want of the zone', () => {
    const elsewhere = workingCalendar({ ...office, timeZone: 'Mars/Olympus' });
    expect(legalReceipt({ madeAvailable: new Date('2026-11-20T12:00:00Z') }, rollOver, elsewhere)).toMatchObject({
      zoneKnown: false,
      at: { timeZone: 'UTC' },
    });
  });

  it('is never before the day of the moment, always a working day under roll-over, and never moves back as the moment moves on', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('UTC', 'America/Havana', 'Europe/Lisbon', 'Pacific/Chatham'),
        fc.integer({ min: Date.UTC(2020), max: Date.UTC(2030) }),
        fc.integer({ min: 0, max: 1e9 }),
        (timeZone, at, later) => {
          const there = workingCalendar({ ...office, timeZone });
          const of = (milliseconds: number) => legalReceipt({ madeAvailable: new Date(milliseconds) }, rollOver, there);
          const receipt = of(at);
          expect(there.isWorkingDay(receipt?.date ?? '')).toBe(true);
          expect((receipt?.date ?? '') >= localClock(timeZone).at(new Date(at)).date).toBe(true);
          expect((of(at + later)?.date ?? '') >= (receipt?.date ?? '')).toBe(true);
          expect(receipt?.rolledOver === false || (receipt?.from.getTime() ?? 0) > at).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the moments of coming in', () => {
  it('stay apart, in their order, each with its zone', () => {
    const instants = Object.fromEntries(RECEIPT_MOMENTS.map((moment, hour) => [moment, new Date(Date.UTC(2026, 10, 20, 10 + hour))]));
    const shown = showInstants(instants, calendar);
    expect(Object.keys(shown)).toEqual([...RECEIPT_MOMENTS]);
    expect(shown.firstOpened).toEqual({
      utc: '2026-11-20T13:00:00.000Z',
      local: { date: '2026-11-20', time: '10:00', offset: '-03:00' },
      timeZone: 'America/Montevideo',
    });
    expect(showInstants({}, calendar)).toEqual({});
  });
});
