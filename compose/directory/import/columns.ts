import type { AuthorityProfile } from '../../../treaty/competence/authority-profile.ts';

/** A cell that cannot be understood. */
export class CellError extends Error {
  override readonly name = 'CellError';
}

/** Columns of the record of an authority; docs/directory.md explains each. */
export const RECORD_COLUMNS = [
  'identifier',
  'country',
  'kind',
  'name_es',
  'name_pt',
  'name_fr',
  'name_en',
  'languages',
  'channels',
  'url',
  'pins',
  'relays',
] as const;

/** Columns of its profile; a row with any of them filled has a profile. */
export const PROFILE_COLUMNS = [
  'environment',
  'territories',
  'competences',
  'accepted_languages',
  'signing_officers',
  'time_zone',
  'working_hours',
  'holidays',
  'around_the_clock',
  'interpol_when_urgent',
  'oral_when_urgent',
  'diplomatic_channel_required',
  'service_lead_time_days',
  'refers_to',
  'last_confirmed',
] as const;

export type Column = (typeof RECORD_COLUMNS)[number] | (typeof PROFILE_COLUMNS)[number];
export type Cells = Readonly<Partial<Record<Column, string>>>;

/** Values separated by white space. */
export function words(cell: string): string[] {
  return cell.split(/\s+/).filter((word) => word !== '');
}

/** Values separated by bars, since they may hold spaces, commas and semicolons. */
export function parts(cell: string): string[] {
  return cell
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `untoc:criminal medellin-2019:criminal:extradition,service-of-documents`. */
export function competences(cell: string): AuthorityProfile['competences'] {
  return words(cell).map((word) => {
    const [instrument = '', matter = '', types, ...more] = word.split(':');
    if (more.length > 0) throw new CellError(`${word} has too many colons`);
    return {
      instrument,
      matter: matter as AuthorityProfile['competences'][number]['matter'],
      ...(types === undefined ? {} : { requestTypes: types.split(',') }),
    };
  });
}

/** `1-5 08:30-13:00 14:00-17:30 | 6 09:00-12:00`: weekdays, 1 being Monday, and their spans. */
export function workingHours(cell: string): AuthorityProfile['office']['workingHours'] {
  return parts(cell).flatMap((part) => {
    const [days = '', ...spans] = words(part);
    const [, first, last = first] = /^([1-7])(?:-([1-7]))?$/.exec(days) ?? [];
    if (first === undefined || last === undefined || last < first || spans.length === 0)
      throw new CellError(`${part} is not "1-5 09:00-17:00"`);
    const weekdays = Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
    return weekdays.flatMap((weekday) => spans.map((span) => ({ weekday, ...spanOf(span) })));
  });
}

function spanOf(span: string): { from: string; to: string } {
  const [from, to, ...more] = span.split('-');
  if (from === undefined || to === undefined || more.length > 0) throw new CellError(`${span} is not "09:00-17:00"`);
  return { from, to };
}

/** `Name, functions, +999 1234, mail@example.org | ...`; telephone and address may be left out. */
export function contacts(cell: string): AuthorityProfile['aroundTheClock'] {
  return parts(cell).map(contact);
}

function contact(part: string): AuthorityProfile['aroundTheClock'][number] {
  const [name = '', functions = '', ...reached] = part.split(',').map((each) => each.trim());
  const telephone = reached.find((each) => each.startsWith('+'));
  const email = reached.find((each) => each.includes('@'));
  if (reached.some((each) => each !== telephone && each !== email))
    throw new CellError(`${part} is not "Name, functions, +telephone, e-mail"`);
  return { name, functions, ...(telephone === undefined ? {} : { telephone }), ...(email === undefined ? {} : { email }) };
}

/** `2026-01-01 Name, functions | ...`: from when somebody signs. */
export function signingOfficers(cell: string): AuthorityProfile['signingOfficers'] {
  return parts(cell).map((part) => {
    const [from = '', ...rest] = part.split(' ');
    return { officer: contact(rest.join(' ')), from };
  });
}

/** `yes` or `no`; empty is `no`. */
export function yesOrNo(cell: string): boolean {
  if (cell !== '' && cell !== 'yes' && cell !== 'no') throw new CellError(`${cell} is neither "yes" nor "no"`);
  return cell === 'yes';
}

export function wholeNumber(cell: string): number {
  if (!/^\d{1,6}$/.test(cell)) throw new CellError(`${cell} is no whole number`);
  return Number(cell);
}
