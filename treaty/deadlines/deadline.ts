import { addDays } from './local-time.ts';
import type { DeadlinePreset, TimeLength } from './preset.ts';
import type { WorkingCalendar } from './working-calendar.ts';

const HOUR = 3_600_000;

/** A time in which a limit does not run: the addressee waits for a supplement (UNTOC 18(16)). Without `to`: it still waits. */
export interface Pause {
  from: Date;
  to?: Date;
}

/** The time limit that is counted, with what it takes from its preset. */
export type CountedLimit = Pick<DeadlinePreset, 'length' | 'endsOnWorkingDay' | 'pausesForSupplement'>;

/** When a time limit ends, in the addressee's time zone; or, while it is paused, what was left of it. */
export type Deadline =
  | {
      readonly state: 'running';
      /** The first instant that is too late. */
      readonly endsAt: Date;
      /** The last day on which the answer is in time, in the addressee's zone. */
      readonly lastDay: string;
      readonly timeZone: string;
    }
  | { readonly state: 'paused'; readonly since: Date; readonly left: TimeLength; readonly timeZone: string };

export interface DeadlineInput {
  limit: CountedLimit;
  start: Date;
  calendar: WorkingCalendar;
  pauses?: readonly Pause[];
}

/**
 * When a time limit ends. Hours run from the instant, nights and holidays included. Days do not count the day on which the limit starts and end with
 * the last moment of their last day at the addressee's; working days count only those. A day touched by a pause does not count, an hour of pause
 * is added. A limit that ended before a pause began stays ended. Throws RangeError for a start before 1970 or after the year 9000.
 */
export function computeDeadline({ limit, start, calendar, pauses = [] }: DeadlineInput): Deadline {
  const year = start.getUTCFullYear();
  if (!(year >= 1970 && year <= 9_000)) throw new RangeError('no time limit starts then');
  const counted = limit.pausesForSupplement ? mergePauses(pauses, start) : [];
  return limit.length.unit === 'hours' ? inHours(limit, start, counted, calendar) : inDays(limit, start, counted, calendar);
}

/** A preset with its one extension added; the preset itself when it has none. */
export function extended(preset: DeadlinePreset): DeadlinePreset {
  const { extension = 0, ...others } = preset;
  return { ...others, length: { ...preset.length, amount: preset.length.amount + extension } };
}

function inHours(limit: CountedLimit, start: Date, pauses: readonly Pause[], calendar: WorkingCalendar): Deadline {
  const { timeZone } = calendar.clock;
  let end = start.getTime() + limit.length.amount * HOUR;
  for (const { from, to } of pauses) {
    if (from.getTime() >= end) break;
    if (to === undefined) {
      const left = Math.ceil((end - from.getTime()) / HOUR);
      return { state: 'paused', since: from, left: { amount: left, unit: 'hours' }, timeZone };
    }
    end += to.getTime() - from.getTime();
  }
  return { state: 'running', endsAt: new Date(end), lastDay: calendar.clock.at(new Date(end - 1)).date, timeZone };
}

function inDays(limit: CountedLimit, start: Date, pauses: readonly Pause[], calendar: WorkingCalendar): Deadline {
  const paused = pauses.map(({ from, to }) => ({
    from,
    firstDay: calendar.clock.at(from).date,
    lastDay: to === undefined ? undefined : calendar.clock.at(to).date,
  }));
  let day = calendar.clock.at(start).date;
  for (let left = limit.length.amount; left > 0; ) {
    day = addDays(day, 1);
    const pause = paused.find(({ firstDay, lastDay }) => firstDay <= day && (lastDay === undefined || day <= lastDay));
    if (pause !== undefined && pause.lastDay === undefined) return stillPaused(pause.from, left, limit, calendar);
    const counts = pause === undefined && (limit.length.unit === 'days' || calendar.isWorkingDay(day));
    if (counts) left -= 1;
    if (pause?.lastDay !== undefined) day = pause.lastDay;
  }
  return endOfDay(limit.endsOnWorkingDay ? calendar.workingDayFrom(day) : day, calendar);
}

function stillPaused(since: Date, amount: number, { length }: CountedLimit, { clock }: WorkingCalendar): Deadline {
  return { state: 'paused', since, left: { amount, unit: length.unit }, timeZone: clock.timeZone };
}

function endOfDay(lastDay: string, { clock }: WorkingCalendar): Deadline {
  return { state: 'running', endsAt: clock.startOf(addDays(lastDay, 1)), lastDay, timeZone: clock.timeZone };
}

/** Pauses in order, those that overlap made one, nothing before the start; a pause that ends before it begins is none. */
function mergePauses(pauses: readonly Pause[], start: Date): Pause[] {
  const merged: Pause[] = [];
  const ordered = pauses
    .filter(({ from, to }) => to === undefined || (to > from && to > start))
    .map(({ from, to }) => ({ from: from < start ? start : from, ...(to === undefined ? {} : { to }) }))
    .sort((one, other) => one.from.getTime() - other.from.getTime());
  for (const pause of ordered) {
    const last = merged.at(-1);
    if (last === undefined || (last.to !== undefined && pause.from > last.to)) merged.push({ ...pause });
    else if (last.to !== undefined && (pause.to === undefined || pause.to > last.to))
      merged[merged.length - 1] = { ...pause, from: last.from };
  }
  return merged;
}
