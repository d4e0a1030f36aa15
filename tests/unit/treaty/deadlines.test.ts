import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OfficeHours, officeHours } from '../../../treaty/competence/office-hours.ts';
import { caseClocks } from '../../../treaty/deadlines/case-clocks.ts';
import { type CountedLimit, computeDeadline, extended, type Pause } from '../../../treaty/deadlines/deadline.ts';
import { addDays, daysBetween, localClock, weekdayOf } from '../../../treaty/deadlines/local-time.ts';
import { deadlinePreset } from '../../../treaty/deadlines/preset.ts';
import { DEADLINE_PRESETS, knownPreset, presetsFor } from '../../../treaty/deadlines/presets.ts';
import { workingCalendar } from '../../../treaty/deadlines/working-calendar.ts';
import { isConfirmed } from '../../../treaty/instruments/provenance.ts';

const ZONES = [
  'UTC',
  'America/Montevideo',
  'America/Asuncion',
  'America/Havana',
  'Europe/Lisbon',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Pacific/Chatham',
];

const office = (timeZone: string, holidays: string[] = []): OfficeHours =>
  officeHours.parse({
    timeZone,
    workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
    holidays,
  });
const calendarOf = (timeZone: string, holidays: string[] = []) => workingCalendar(office(timeZone, holidays));
const lasting = (amount: number, unit: CountedLimit['length']['unit'], more: Partial<CountedLimit> = {}): CountedLimit => ({
  length: { amount, unit },
  pausesForSupplement: true,
  endsOnWorkingDay: false,
  ...more,
});
const instant = (text: string) => new Date(text);

describe('the clock of a place', () => {
  it.each([
    ['Asia/Kolkata', '2026-11-20T20:00:00Z', { date: '2026-11-21', time: '01:30', offset: '+05:30' }],
    ['America/Montevideo', '2026-11-20T02:59:59Z', { date: '2026-11-19', time: '23:59', offset: '-03:00' }],
    ['Europe/Lisbon', '2026-07-01T12:00:00Z', { date: '2026-07-01', time: '13:00', offset: '+01:00' }],
    ['Europe/Lisbon', '2026-12-01T12:00:00Z', { date: '2026-12-01', time: '12:00', offset: '+00:00' }],
    ['Europe/Paris', '1900-01-01T00:00:00Z', { date: '1900-01-01', time: '00:09', offset: '+00:09:21' }],
  ])('in %s at %s', (zone, at, expected) => {
    expect(localClock(zone).at(instant(at))).toEqual(expected);
  });

  it.each([
    // Clocks that leap over midnight: the day begins at one o'clock.
    ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z', '01:00'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', '01:00'],
    ['Europe/Lisbon', '2026-03-29', '2026-03-29T00:00:00.000Z', '00:00'],
    ['Europe/Madrid', '2026-10-25', '2026-10-24T22:00:00.000Z', '00:00'],
  ])('in %s the day %s begins at %s', (zone, date, expected, time) => {
    const clock = localClock(zone);
    const start = clock.startOf(date);
    expect(start.toISOString()).toBe(expected);
    expect(clock.at(start)).toMatchObject({ date, time });
  });

  it('begins a day that a place never had with the one after it', () => {
    const clock = localClock('Pacific/Apia');
    expect(clock.at(clock.startOf('2011-12-30')).date).toBe('2011-12-31');
  });

  it('is that of UTC where the name of the zone is unknown, and says so', () => {
    for (const name of ['Mars/Olympus', '', '../etc/passwd', '__proto__']) {
      const clock = localClock(name);
      expect([clock.known, clock.timeZone]).toEqual([false, 'UTC']);
      expect(clock.at(instant('2026-11-20T23:30:00Z'))).toEqual({ date: '2026-11-20', time: '23:30', offset: '+00:00' });
    }
  });

  it('begins every day with the first instant of it, in every zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 20_000 }), (zone, days) => {
        const clock = localClock(zone);
        const date = addDays('1990-01-01', days);
        const start = clock.startOf(date);
        expect(clock.at(start).date >= date).toBe(true);
        expect(clock.at(new Date(start.getTime() - 1)).date < date).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('knows the calendar', () => {
    expect([weekdayOf('2026-11-20'), weekdayOf('2026-11-22'), weekdayOf('2026-11-23')]).toEqual([5, 7, 1]);
    expect([addDays('2028-02-28', 1), addDays('2026-01-01', -1)]).toEqual(['2028-02-29', '2025-12-31']);
    expect(daysBetween('2026-11-20', '2027-11-20')).toBe(365);
  });
});

describe('a time limit', () => {
  it('in hours runs through the night on which clocks change', () => {
    const deadline = computeDeadline({
      limit: lasting(8, 'hours'),
      start: instant('2026-10-24T22:00:00Z'),
      calendar: calendarOf('Europe/Madrid'),
    });
    expect(deadline).toMatchObject({ state: 'running', endsAt: instant('2026-10-25T06:00:00Z'), lastDay: '2026-10-25' });
  });

  it('in days ends at the end of its last day where the addressee is', () => {
    const start = instant('2026-11-20T01:00:00Z');
    const at = (zone: string) => computeDeadline({ limit: lasting(3, 'days'), start, calendar: calendarOf(zone) });
    expect(at('America/Montevideo')).toEqual({
      state: 'running',
      endsAt: instant('2026-11-23T03:00:00Z'),
      lastDay: '2026-11-22',
      timeZone: 'America/Montevideo',
    });
    expect(at('Asia/Kolkata')).toMatchObject({ endsAt: instant('2026-11-23T18:30:00Z'), lastDay: '2026-11-23' });
  });

  it('in working days leaves out weekends and holidays', () => {
    const start = instant('2026-12-23T15:00:00Z');
    const end = (holidays: string[]) =>
      computeDeadline({ limit: lasting(3, 'working-days'), start, calendar: calendarOf('UTC', holidays) });
    expect(end([])).toMatchObject({ lastDay: '2026-12-28' });
    expect(end(['2026-12-25', '2026-12-28'])).toMatchObject({ lastDay: '2026-12-30' });
  });

  it('moves its end to a working day only where its instrument says so', () => {
    const start = instant('2026-11-20T12:00:00Z');
    const calendar = calendarOf('UTC', ['2026-11-23']);
    const end = (limit: CountedLimit) => computeDeadline({ limit, start, calendar });
    expect(end(lasting(1, 'days'))).toMatchObject({ lastDay: '2026-11-21' });
    expect(end(lasting(1, 'days', { endsOnWorkingDay: true }))).toMatchObject({
      lastDay: '2026-11-24',
      endsAt: instant('2026-11-25T00:00:00Z'),
    });
    expect(end(lasting(24, 'hours', { endsOnWorkingDay: true }))).toMatchObject({ endsAt: instant('2026-11-21T12:00:00Z') });
  });

  it('stands still while a supplement is awaited', () => {
    const start = instant('2026-11-20T12:00:00Z');
    const calendar = calendarOf('UTC');
    const of = (limit: CountedLimit, ...pauses: Pause[]) => computeDeadline({ limit, start, calendar, pauses });
    const pause = { from: instant('2026-11-22T10:00:00Z'), to: instant('2026-11-24T16:00:00Z') };
    expect(of(lasting(10, 'days'), pause)).toMatchObject({ lastDay: '2026-12-03' });
    expect(of(lasting(96, 'hours'), pause)).toMatchObject({ endsAt: instant('2026-11-26T18:00:00Z') });
    expect(of(lasting(10, 'days'), { from: pause.from })).toMatchObject({
      state: 'paused',
      since: pause.from,
      left: { amount: 9, unit: 'days' },
    });
    expect(of(lasting(96, 'hours'), { from: pause.from })).toMatchObject({ state: 'paused', left: { amount: 50, unit: 'hours' } });
    expect(of(lasting(10, 'days', { pausesForSupplement: false }), pause)).toMatchObject({ lastDay: '2026-11-30' });
    expect(of(lasting(1, 'days'), { from: instant('2026-11-25T00:00:00Z') })).toMatchObject({ state: 'running', lastDay: '2026-11-21' });
    expect(of(lasting(1, 'days'), { from: pause.to, to: pause.from })).toMatchObject({ lastDay: '2026-11-21' });
  });

  it('starts at a time that there is', () => {
    for (const start of [instant('1969-12-31T00:00:00Z'), instant('9999-12-31T00:00:00Z'), new Date(Number.NaN)]) {
      expect(() => computeDeadline({ limit: lasting(1, 'days'), start, calendar: calendarOf('UTC') })).toThrow(RangeError);
    }
  });

  it('ends where there is hardly a working day', () => {
    const holidays = Array.from({ length: 1_000 }, (_each, week) => addDays('2026-11-23', 7 * week));
    const calendar = workingCalendar({ timeZone: 'UTC', workingHours: [{ weekday: 1, from: '09:00', to: '10:00' }], holidays });
    const deadline = computeDeadline({ limit: lasting(1, 'working-days'), start: instant('2026-11-20T12:00:00Z'), calendar });
    expect(deadline).toMatchObject({ lastDay: addDays('2026-11-23', 7_000) });
  });

  const anyInput = fc.record({
    zone: fc.constantFrom(...ZONES),
    unit: fc.constantFrom('hours' as const, 'days' as const, 'working-days' as const),
    amount: fc.integer({ min: 1, max: 120 }),
    start: fc.integer({ min: Date.UTC(2020), max: Date.UTC(2030) }),
    pauses: fc.array(fc.record({ after: fc.integer({ min: -1e9, max: 1e10 }), length: fc.integer({ min: 0, max: 1e9 }) }), {
      maxLength: 4,
    }),
    endsOnWorkingDay: fc.boolean(),
  });
  const deadlineOf = ({
    zone,
    unit,
    amount,
    start,
    pauses,
    endsOnWorkingDay,
  }: typeof anyInput extends fc.Arbitrary<infer Value> ? Value : never) =>
    computeDeadline({
      limit: lasting(amount, unit, { endsOnWorkingDay }),
      start: new Date(start),
      calendar: calendarOf(zone, ['2025-01-01', '2026-12-25']),
      pauses: pauses.map(({ after, length }) => ({ from: new Date(start + after), to: new Date(start + after + length) })),
    });
  const endOf = (input: Parameters<typeof deadlineOf>[0]) => {
    const deadline = deadlineOf(input);
    if (deadline.state !== 'running') throw new Error('every pause has ended');
    return deadline;
  };

  it('ends after its start, at the end of the day that it names, and later the longer it is or the longer it stood still', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { endsAt, lastDay } = endOf(input);
        const { clock } = calendarOf(input.zone);
        expect(endsAt.getTime()).toBeGreaterThan(input.start);
        expect(clock.at(new Date(endsAt.getTime() - 1)).date).toBe(lastDay);
        expect(endOf({ ...input, amount: input.amount + 1 }).endsAt.getTime()).toBeGreaterThanOrEqual(endsAt.getTime());
        expect(endOf({ ...input, pauses: [] }).endsAt.getTime()).toBeLessThanOrEqual(endsAt.getTime());
        expect(endOf({ ...input, pauses: [...input.pauses].reverse() })).toEqual(endOf(input));
      }),
      { numRuns: 200 },
    );
  });

  it('in working days is never shorter than in days', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const days = endOf({ ...input, unit: 'days' }).endsAt.getTime();
        expect(endOf({ ...input, unit: 'working-days' }).endsAt.getTime()).toBeGreaterThanOrEqual(days);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the presets', () => {
  it.each(DEADLINE_PRESETS.map((each) => [each.identifier, each] as const))(
    '%s follows the schema, and cites an article only where it was read',
    (_name, each) => {
      expect(deadlinePreset.parse(each)).toEqual(each);
      expect(isConfirmed(each.provenance)).toBe('article' in each);
    },
  );

  it('are those of the texts that were read', () => {
    const lengths = DEADLINE_PRESETS.filter((each) => 'article' in each).map(({ length }) => `${length.amount} ${length.unit}`);
    expect(lengths).toEqual(['10 days', '8 hours', '96 hours', '5 days', '48 hours', '60 days', '8 hours', '3 days', '7 days', '15 days']);
    expect(extended(knownPreset('preservation')).length).toEqual({ amount: 90, unit: 'days' });
    expect(extended(knownPreset('order-answer'))).toEqual(knownPreset('order-answer'));
  });

  it('are chosen by type, urgency and starting point', () => {
    const chosen = (requestType: string, urgency: 'ordinary' | 'emergency') =>
      presetsFor(DEADLINE_PRESETS, { requestType, urgency, startsFrom: 'receipt' }).map(({ identifier }) => identifier);
    expect(chosen('electronic-evidence', 'emergency')).toEqual([
      'order-answer',
      'order-answer-emergency',
      'order-objection-emergency',
      'preservation',
    ]);
    expect(chosen('mutual-legal-assistance', 'ordinary')).toEqual(['information-ordinary']);
  });
});

describe('the clocks of a case', () => {
  const today = { calendar: calendarOf('America/Montevideo'), now: instant('2026-11-20T12:00:00Z'), nearDays: 7 };

  it('count up for custody and down for everything else, the nearest first', () => {
    const clocks = caseClocks({
      ...today,
      dates: {
        custodySince: '2026-11-01',
        provisionalArrest: { arrestedOn: '2026-11-01', length: { amount: 40, unit: 'days' } },
        limitationOn: '2027-11-20',
        safeConduct: { freeToLeaveFrom: '2026-11-10', length: { amount: 15, unit: 'days' } },
        hearingOn: '2026-12-01',
        serviceLeadTimeDays: 30,
        wishedBy: '2026-11-20',
        evidenceLostOn: '2026-11-19',
      },
    });
    expect(clocks).toEqual([
      { clock: 'custody', since: '2026-11-01', days: 19 },
      { clock: 'service-lead-time', lastDay: '2026-11-01', days: -19, state: 'past' },
      { clock: 'evidence-loss', lastDay: '2026-11-19', days: -1, state: 'past' },
      { clock: 'wished-deadline', lastDay: '2026-11-20', days: 0, state: 'near' },
      { clock: 'safe-conduct', lastDay: '2026-11-25', days: 5, state: 'near' },
      { clock: 'hearing', lastDay: '2026-12-01', days: 11, state: 'running' },
      { clock: 'provisional-arrest', lastDay: '2026-12-11', days: 21, state: 'running' },
      { clock: 'limitation', lastDay: '2027-11-20', days: 365, state: 'running' },
    ]);
  });

  it('are none without dates, and none from a day on which nothing starts', () => {
    expect(caseClocks({ ...today, dates: {} })).toEqual([]);
    const length = { amount: 40, unit: 'days' } as const;
    expect(caseClocks({ ...today, dates: { provisionalArrest: { arrestedOn: '0001-01-01', length } } })).toEqual([]);
    expect(caseClocks({ ...today, dates: { safeConduct: { freeToLeaveFrom: '9999-12-31', length } } })).toEqual([]);
  });
});
