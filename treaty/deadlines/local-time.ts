const DAY = 86_400_000;
/** No zone was ever further from UTC than this, and no change of clocks longer. */
const FARTHEST_OFFSET = 2 * DAY;

/** A day and a time of day as people at a place have them. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  date: string;
  /** `HH:MM`, 24 hours. */
  time: string;
  /** Offset from UTC, `+HH:MM` or `-HH:MM` (with seconds only where a zone has them). */
  offset: string;
}

/** The clock of a time zone: what people there have when it is a given instant, and when a day of theirs begins. */
export interface LocalClock {
  /** Name in the IANA database of the zone that is used: UTC when this machine does not know the one that was asked for. */
  readonly timeZone: string;
  readonly known: boolean;
  at(instant: Date): LocalTime;
  /** The first instant of a day: local midnight, or what comes instead where clocks leap over it. */
  startOf(date: string): Date;
}

/**
 * The clock of a zone, with daylight saving time as this machine's copy of the IANA database has it. An unknown name gives UTC and `known` false:
 * a legal date then is shown as not computed in the addressee's zone, and nothing is refused.
 */
export function localClock(timeZone: string): LocalClock {
  const formatter = formatterOf(timeZone) ?? formatterOf('UTC');
  if (formatter === undefined) throw new RangeError('this machine has no time zones at all');
  const offsetAt = (milliseconds: number) => offsetOf(formatter.formatToParts(milliseconds));
  const dateAt = (milliseconds: number) => new Date(milliseconds + offsetAt(milliseconds)).toISOString().slice(0, 10);
  const known = formatterOf(timeZone) !== undefined;
  return {
    timeZone: known ? timeZone : 'UTC',
    known,
    at: (instant) => {
      const offset = offsetAt(instant.getTime());
      const local = new Date(instant.getTime() + offset).toISOString();
      return { date: local.slice(0, 10), time: local.slice(11, 16), offset: offsetText(offset) };
    },
    startOf: (date) => firstInstantOf(date, dateAt),
  };
}

/** Halving the span around midnight UTC of the day until one millisecond is left: the last that is before the day, and the first that is not. */
function firstInstantOf(date: string, dateAt: (milliseconds: number) => string): Date {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  let before = midnight - FARTHEST_OFFSET;
  let within = midnight + FARTHEST_OFFSET;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dateAt(middle) < date) before = middle;
    else within = middle;
  }
  return new Date(within);
}

function formatterOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Milliseconds east of UTC, from a part such as `GMT-03:00` or `GMT`. */
function offsetOf(parts: readonly Intl.DateTimeFormatPart[]): number {
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes, seconds] = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(name) ?? [];
  if (sign === undefined) return 0;
  const length = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds ?? 0) * 1_000;
  return sign === '-' ? -length : length;
}

function offsetText(offset: number): string {
  const size = Math.abs(offset);
  const digits = new Date(size).toISOString().slice(11, size % 60_000 === 0 ? 16 : 19);
  return `${offset < 0 ? '-' : '+'}${digits}`;
}

/** The day that comes so many days after a day of the calendar (before it, when negative), in nobody's time zone. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Days from one day of the calendar to another; negative when the other comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
