/**
 * A moment as a clerk reads it, on the clock of the machine: year first and with its zone, so that readers of no language take day and
 * month for one another, nor the hour of one country for that of another. What is no moment stands for itself.
 */
export function localInstant(instant: string | Date): string {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) return String(instant);
  const offset = -moment.getTimezoneOffset();
  const shifted = new Date(moment.getTime() + offset * 60_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)} ${zoneOf(offset)}`;
}

function zoneOf(offset: number): string {
  if (offset === 0) return 'UTC';
  const minutes = Math.abs(offset);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
