import { describe, expect, it } from 'vitest';
import { caseDatesOf } from '../../../treaty/deadlines/case-dates.ts';
import { knownPreset } from '../../../treaty/deadlines/presets.ts';
import type { Instrument } from '../../../treaty/instruments/instrument.ts';
import { DEFAULT_RECEIPT_RULE } from '../../../treaty/receipt/legal-receipt.ts';
import { legalTimes, receiptRuleFor } from '../../../treaty/receipt/legal-times.ts';
import type { ReceiptRule } from '../../../treaty/receipt/receipt-rule.ts';
import { examineMessage } from '../../../treaty/rules/examine-message.ts';
import { examination, profileXB, request } from './rules-support.ts';

const rule = (moment: ReceiptRule['moment']): ReceiptRule => ({
  rule: 'platform-instant',
  moment,
  provenance: { confidence: 'own-setting', sources: [] },
});
const having = (identifier: string, more: Partial<Instrument>): Instrument[] =>
  examination().instruments.map((each) => (each.identifier === identifier ? { ...each, ...more } : each));
const timesOf = (instruments: readonly Instrument[], more: Partial<Parameters<typeof legalTimes>[0]> = {}) => {
  const { basis } = examineMessage(examination({ instruments }));
  return legalTimes({
    ...(basis === undefined ? {} : { basis }),
    instruments,
    requestType: 'mutual-legal-assistance',
    urgency: 'ordinary',
    office: profileXB.office,
    instants: { accepted: new Date('2026-11-20T19:00:00Z'), madeAvailable: new Date('2026-11-20T19:00:05Z') },
    pauses: [],
    ...more,
  });
};

describe('the legal times of a request', () => {
  it('come from the instrument that carries it: here the next working day', () => {
    const { instants, receipt, deadlines } = timesOf(examination().instruments);
    expect(receipt).toMatchObject({
      date: '2026-11-23',
      rolledOver: true,
      rule: 'working-day-roll-over',
      from: new Date('2026-11-23T00:00:00Z'),
    });
    expect(Object.keys(instants)).toEqual(['accepted', 'madeAvailable']);
    expect(deadlines).toEqual([]);
  });

  it('run from the legal date of receipt, and stand still while a supplement is awaited', () => {
    const instruments = having('xa-xb-assistance-2019', {
      deadlines: [knownPreset('order-answer'), { ...knownPreset('order-answer'), identifier: 'other' }],
    });
    const preset = { ...knownPreset('information-ordinary'), pausesForSupplement: true };
    const limited = having('xa-xb-assistance-2019', { deadlines: [preset] });
    expect(timesOf(instruments).deadlines).toEqual([]);
    expect(timesOf(limited).deadlines).toMatchObject([
      { instrument: 'xa-xb-assistance-2019', deadline: { state: 'running', lastDay: '2026-11-30', timeZone: 'Europe/Lisbon' } },
    ]);
    const pauses = [{ from: new Date('2026-11-25T10:00:00Z') }];
    expect(timesOf(limited, { pauses }).deadlines).toMatchObject([{ deadline: { state: 'paused', left: { amount: 6, unit: 'days' } } }]);
  });

  it('do not begin before the moment that the rule asks for', () => {
    const instruments = having('xa-xb-assistance-2019', { receiptRule: rule('acknowledged') });
    const { receipt, deadlines } = timesOf(instruments);
    expect([receipt, deadlines]).toEqual([undefined, []]);
  });

  it('follow a transmission treaty that covers the sending, then the instrument, then our setting', () => {
    const { basis } = examineMessage(examination());
    const both = having('medellin-2019', { receiptRule: rule('accepted') });
    expect(receiptRuleFor(basis, both).moment).toBe('accepted');
    expect(receiptRuleFor(basis, examination().instruments).rule).toBe('working-day-roll-over');
    expect(receiptRuleFor(basis, [])).toBe(DEFAULT_RECEIPT_RULE);
    expect(receiptRuleFor(undefined, both)).toBe(DEFAULT_RECEIPT_RULE);
  });
});

describe('the dates of a case', () => {
  it('are those of the request and of what came later', () => {
    const message = request({
      requestType: 'service-of-documents',
      instruments: [],
      wishedDeadline: { date: '2026-12-10' },
      priority: {
        urgency: 'urgent',
        seriousness: 'serious',
        arrestBeforeTrial: true,
        libertyAtStake: true,
        evidenceLossRisk: 'none',
        stage: 'trial',
        hearingOn: '2027-02-01',
        limitationOn: '2030-01-01',
        evidenceLostOn: '2026-12-31',
      },
      particulars: {
        hearingOn: '2027-01-20',
        persons: [
          { kind: 'natural', name: 'Persona Inventada', roles: ['accused'], detainedSince: '2026-10-02' },
          { kind: 'natural', name: 'Otra Inventada', roles: ['accused'], detainedSince: '2026-10-01' },
          { kind: 'legal', name: 'Sociedad Inventada', roles: ['party'] },
        ],
      },
    });
    if (message.kind !== 'request') throw new Error('a request');
    const later = { serviceLeadTimeDays: 30 };
    expect(caseDatesOf(message, later)).toEqual({
      custodySince: '2026-10-01',
      hearingOn: '2027-01-20',
      limitationOn: '2030-01-01',
      evidenceLostOn: '2026-12-31',
      wishedBy: '2026-12-10',
      serviceLeadTimeDays: 30,
    });
    const plain = request({ requestType: 'consultation', instruments: [] });
    if (plain.kind !== 'request') throw new Error('a request');
    expect(caseDatesOf(plain)).toEqual({});
  });
});
