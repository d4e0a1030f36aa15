import type { OfficeHours } from '../competence/office-hours.ts';
import { addDays, type LocalClock, type LocalTime, localClock, weekdayOf } from './local-time.ts';

/** Holidays are at most 1 000 days, so a working day comes within as many weeks; more would be a calendar that the schema does not allow. */
const FARTHEST_WORKING_DAY = 7_100;

/** The clock of an authority with its working days and hours. */
export interface WorkingCalendar {
  readonly clock: LocalClock;
  isWorkingDay(date: string): boolean;
  /** The day itself when it is a working day, else the first that follows. Throws RangeError when there is none in some 19 years. */
  workingDayFrom(date: string): string;
  /** The first working day after the day. */
  workingDayAfter(date: string): string;
  /** Whether the last working hours of the day are over; true on days without any. */
  isClosed(local: LocalTime): boolean;
}

/** The calendar of an authority's published office hours. */
export function workingCalendar({ timeZone, workingHours, holidays }: OfficeHours): WorkingCalendar {
  const free = new Set(holidays);
  const closing = new Map<number, string>();
  for (const { weekday, to } of workingHours) closing.set(weekday, [closing.get(weekday) ?? '', to].sort().at(-1) ?? to);
  const isWorkingDay = (date: string) => closing.has(weekdayOf(date)) && !free.has(date);
  const workingDayFrom = (date: string) => {
    for (let days = 0; days <= FARTHEST_WORKING_DAY; days += 1) {
      const day = addDays(date, days);
      if (isWorkingDay(day)) return day;
    }
    throw new RangeError('the calendar has no working day');
  };
  return {
    clock: localClock(timeZone),
    isWorkingDay,
    workingDayFrom,
    workingDayAfter: (date) => workingDayFrom(addDays(date, 1)),
    isClosed: ({ date, time }) => !isWorkingDay(date) || time >= (closing.get(weekdayOf(date)) ?? ''),
  };
}
