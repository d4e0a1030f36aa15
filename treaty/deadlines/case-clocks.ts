import { computeDeadline } from './deadline.ts';
import { addDays, daysBetween } from './local-time.ts';
import type { TimeLength } from './preset.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** Dates of a case that press, as messages and the register have them (`YYYY-MM-DD`, at the place where they count). */
export interface CaseDates {
  /** Since when somebody has been held while the request is open. */
  custodySince?: string;
  /** Arrest before the request for extradition, and how long it may last under the instrument. */
  provisionalArrest?: { arrestedOn: string; length: TimeLength };
  /** When the action or the penalty becomes time-barred. */
  limitationOn?: string;
  /** From when a person who came under safe-conduct was free to leave, and how long it then lasts (UNTOC 18(27): 15 consecutive days). */
  safeConduct?: { freeToLeaveFrom: string; length: TimeLength };
  hearingOn?: string;
  /** Days before the hearing by which a document to be served has to be there. */
  serviceLeadTimeDays?: number;
  /** The deadline that the requesting authority wishes. */
  wishedBy?: string;
  evidenceLostOn?: string;
}

export const CASE_CLOCKS = [
  'custody',
  'provisional-arrest',
  'safe-conduct',
  'evidence-loss',
  'service-lead-time',
  'hearing',
  'wished-deadline',
  'limitation',
] as const;
export type CaseClockName = (typeof CASE_CLOCKS)[number];

/** One clock as it stands today. */
export type CaseClock =
  /** It counts up: `days` since then. */
  | { readonly clock: 'custody'; readonly since: string; readonly days: number }
  /** It counts down: `days` are left, 0 on the last day; negative once it has passed. */
  | {
      readonly clock: Exclude<CaseClockName, 'custody'>;
      readonly lastDay: string;
      readonly days: number;
      readonly state: 'running' | 'near' | 'past';
    };

export interface CaseClockInput {
  dates: CaseDates;
  calendar: WorkingCalendar;
  now: Date;
  /** From how many days left on a clock is `near`. */
  nearDays: number;
}

/** The clocks of a case today, in the addressee's time zone; first custody, then by their last day. */
export function caseClocks({ dates, calendar, now, nearDays }: CaseClockInput): CaseClock[] {
  const today = calendar.clock.at(now).date;
  const custody: CaseClock[] =
    dates.custodySince === undefined ? [] : [{ clock: 'custody', since: dates.custodySince, days: daysBetween(dates.custodySince, today) }];
  const running = lastDays(dates, calendar).map(({ clock, lastDay }): Exclude<CaseClock, { clock: 'custody' }> => {
    const days = daysBetween(today, lastDay);
    return { clock, lastDay, days, state: days < 0 ? 'past' : days <= nearDays ? 'near' : 'running' };
  });
  return [
    ...custody,
    ...running.sort((one, other) => one.days - other.days || CASE_CLOCKS.indexOf(one.clock) - CASE_CLOCKS.indexOf(other.clock)),
  ];
}

interface LastDay {
  clock: Exclude<CaseClockName, 'custody'>;
  lastDay: string;
}

function lastDays(dates: CaseDates, calendar: WorkingCalendar): LastDay[] {
  const { provisionalArrest, safeConduct, hearingOn, serviceLeadTimeDays } = dates;
  const days: { clock: LastDay['clock']; lastDay: string | undefined }[] = [
    {
      clock: 'provisional-arrest',
      lastDay: provisionalArrest && lastDayOf(provisionalArrest.arrestedOn, provisionalArrest.length, calendar),
    },
    { clock: 'safe-conduct', lastDay: safeConduct && lastDayOf(safeConduct.freeToLeaveFrom, safeConduct.length, calendar) },
    { clock: 'evidence-loss', lastDay: dates.evidenceLostOn },
    { clock: 'service-lead-time', lastDay: leadTimeDay(hearingOn, serviceLeadTimeDays) },
    { clock: 'hearing', lastDay: hearingOn },
    { clock: 'wished-deadline', lastDay: dates.wishedBy },
    { clock: 'limitation', lastDay: dates.limitationOn },
  ];
  return days.flatMap(({ clock, lastDay }) => (lastDay === undefined ? [] : [{ clock, lastDay }]));
}

/** The last day of a length that starts on a day of the calendar; undefined for a day on which no time limit starts (see computeDeadline). */
function lastDayOf(from: string, length: TimeLength, calendar: WorkingCalendar): string | undefined {
  if (from < '1971-01-01' || from > '9000-01-01') return undefined;
  const limit = { length, endsOnWorkingDay: false, pausesForSupplement: false };
  const deadline = computeDeadline({ limit, start: calendar.clock.startOf(from), calendar });
  return deadline.state === 'running' ? deadline.lastDay : undefined;
}

/** The last day on which a document can come in and leave the days that the addressee asks for. */
export function leadTimeDay(hearingOn: string | undefined, leadTimeDays: number | undefined): string | undefined {
  if (hearingOn === undefined || leadTimeDays === undefined || hearingOn < '1971-01-01') return undefined;
  return addDays(hearingOn, -leadTimeDays);
}
