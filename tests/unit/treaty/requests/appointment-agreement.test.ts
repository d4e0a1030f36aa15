import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appointmentAgrees, wallClock } from '../../../../treaty/requests/shared/appointment-agreement.ts';

const BEFORE = { instant: '2027-03-10T15:00:00Z', requesting: { localTime: '2027-03-10T16:00', timeZone: 'Europe/Madrid' } };

describe('the two clocks of an appointment', () => {
  it.each([
    ['2027-03-10T15:00:00Z', 'America/Bogota', '2027-03-10T10:00'],
    ['2027-07-10T15:00:00Z', 'Europe/Madrid', '2027-07-10T17:00'],
    ['2027-01-01T02:30:00Z', 'America/Montevideo', '2026-12-31T23:30'],
    ['2027-01-01T00:00:00Z', 'UTC', '2027-01-01T00:00'],
    ['2027-01-01T00:00:00Z', 'Asia/Kathmandu', '2027-01-01T05:45'],
    ['2027-01-01T00:00:00Z', 'No/Such_Place', undefined],
  ])('%s in %s', (instant, timeZone, localTime) => {
    expect(wallClock(instant, timeZone)).toBe(localTime);
  });

  it('agree, or one of them is wrong: an hour, a day, a time zone', () => {
    const agrees = (localTime: string, timeZone: string) => appointmentAgrees({ ...BEFORE, requested: { localTime, timeZone } });
    expect(agrees('2027-03-10T10:00', 'America/Bogota')).toBe(true);
    expect(agrees('2027-03-10T11:00', 'America/Bogota')).toBe(false);
    expect(agrees('2027-03-11T10:00', 'America/Bogota')).toBe(false);
    expect(agrees('2027-03-10T10:00', 'America/Caracas')).toBe(false);
    expect(agrees('2027-03-10T10:00', 'America/Bogotá')).toBe(false);
    expect(appointmentAgrees({ ...BEFORE, instant: '2027-03-10T15:01:00Z', requested: BEFORE.requesting })).toBe(false);
  });

  it('in UTC the wall shows the instant itself', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
        expect(wallClock(date.toISOString(), 'UTC')).toBe(date.toISOString().slice(0, 16));
      }),
      { numRuns: 200 },
    );
  });
});
