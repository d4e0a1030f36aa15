/** Numbers of the register: prefix of the authority, year of its own calendar, number of the year in at least six digits (`ES-DEMO/2026/000042`). */
export interface RegisterSettings {
  /** Left out: country and name from the identifier of the authority. */
  prefix: string | undefined;
  /** IANA time zone by whose calendar a year begins. */
  timeZone: string;
}

/** What a prefix may look like: it ends up in letters, file names and other people's registers. */
export const REGISTER_PREFIX = /^[A-Z0-9]{1,16}(-[A-Z0-9]{1,16}){0,4}$/;

const DIGITS = 6;

/** The prefix configured, or the last part of the identifier: `urn:valija:authority:xa-central` gives `XA-CENTRAL`. */
export function registerPrefix({ prefix }: RegisterSettings, authority: string): string {
  if (prefix !== undefined) return prefix;
  const last = authority.split(':').at(-1) ?? authority;
  const parts = last.toUpperCase().split(/[^A-Z0-9]+/);
  return parts
    .filter((part) => part !== '')
    .slice(0, 5)
    .map((part) => part.slice(0, 16))
    .join('-');
}

/** The year that an instant lies in, by the calendar of the authority. */
export function registerYear(at: Date, { timeZone }: RegisterSettings): number {
  const year = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', calendar: 'gregory' }).format(at);
  return Number(year);
}

/** Key of the counter of a year. */
export function registerCounterKey(prefix: string, year: number): string {
  return `${prefix}/${year}`;
}

export function formatRegisterNumber(counterKey: string, number: number): string {
  return `${counterKey}/${String(number).padStart(DIGITS, '0')}`;
}
