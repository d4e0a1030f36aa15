import * as z from 'zod';
import { calendarDate, timeZone } from '../common/identifiers.ts';

/** 1 is Monday, 7 is Sunday (ISO 8601). */
const weekday = z.int().min(1).max(7);
/** Local time of day on a clock of 24 hours; `24:00` ends a day. */
const timeOfDay = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/);

/**
 * When an authority works: deadlines in working days, and receipts outside hours, are counted by it. That this machine knows the time zone is
 * checked where it is used: a directory with a zone that is newer than the machine must stay readable.
 */
export const officeHours = z.strictObject({
  timeZone,
  /** A day may have several spans. A day without any is not a working day. */
  workingHours: z
    .array(z.strictObject({ weekday, from: timeOfDay, to: timeOfDay }))
    .min(1)
    .max(28),
  /** Days without work though their weekday has hours, in the authority's own calendar. */
  holidays: z.array(calendarDate).max(1_000),
});
export type OfficeHours = z.infer<typeof officeHours>;
