/** A date as PDF writes it (ISO 32000-1 section 7.9.4), to the second and in UTC. */
export function writePdfDate(date: Date): string {
  return `D:${date
    .toISOString()
    .replace(/\.\d+/, '')
    .replace(/[-:TZ]/g, '')}Z`;
}

const DATE = /^D:(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(Z)(?:00'?(?:00'?)?)?|([+-])(\d\d)'?(?:(\d\d)'?)?)?)?)?)?)?)?$/;

/** Reads a date; one that states no offset is taken as UTC. Undefined for what is no date. */
export function parsePdfDate(text: string): Date | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [
    ,
    year = '',
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    ,
    sign,
    offsetHours = '00',
    offsetMinutes = '00',
  ] = match;
  const local = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Date takes 31 April for 1 May; a date that does not come out as written is none.
  if (Number.isNaN(local.getTime()) || local.toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return undefined;
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return new Date(local.getTime() + (sign === '+' ? -offset : offset));
}
