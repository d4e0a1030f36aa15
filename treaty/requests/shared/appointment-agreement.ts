import type { AppointedTime } from './appointment.ts';

/**
 * Whether the clocks on both walls show the moment that `instant` names, in the time zones given. A time zone that the program does not know
 * agrees with nothing: somebody has to look.
 */
export function appointmentAgrees({ instant, requesting, requested }: AppointedTime): boolean {
  return [requesting, requested].every(({ localTime, timeZone }) => localTime === wallClock(instant, timeZone));
}

/** `YYYY-MM-DDTHH:MM` in a time zone of the IANA database; undefined for a time zone that is not there. */
export function wallClock(instant: string, timeZone: string): string | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    }).formatToParts(new Date(instant));
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
    return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
