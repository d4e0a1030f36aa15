import { type AuthorityRecord, authorityRecord } from '../../../gateway/contracts/directory.ts';
import type { AuthorityProfile } from '../../../treaty/competence/authority-profile.ts';
import type { NewDocument } from '../add-documents.ts';
import type { GovernanceFault } from '../error.ts';
import {
  CellError,
  type Cells,
  type Column,
  competences,
  contacts,
  PROFILE_COLUMNS,
  parts,
  RECORD_COLUMNS,
  signingOfficers,
  wholeNumber,
  words,
  workingHours,
  yesOrNo,
} from './columns.ts';
import { type CsvRow, readCsv } from './csv.ts';

export interface ReadRecords {
  documents: readonly NewDocument[];
  faults: readonly GovernanceFault[];
}

const COLUMNS: ReadonlySet<string> = new Set([...RECORD_COLUMNS, ...PROFILE_COLUMNS]);

/**
 * Reads authorities from a table whose first row names the columns. An authority that the directory has keeps what the table has no column for,
 * its keys and certificates above all; an empty cell of a column that is there empties it. Every fault is told with its line.
 */
export function readTable(bytes: Buffer, present: readonly AuthorityRecord[]): ReadRecords {
  const { rows, faults } = readCsv(bytes);
  if (faults.length > 0) return { documents: [], faults };
  const [header, ...body] = rows;
  const columns = (header?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const wrong = headerFaults(columns);
  if (wrong.length > 0) return { documents: [], faults: wrong };
  const known = new Map(present.map((record) => [record.identifier, record]));
  const read = body.map((row) => readRow(row, columns, known));
  return {
    documents: read.flatMap(({ document }) => (document === undefined ? [] : [document])),
    faults: read.flatMap((each) => each.faults),
  };
}

function headerFaults(columns: readonly string[]): GovernanceFault[] {
  const fault = (message: string) => ({ place: '1', message });
  const unknown = columns.filter((column) => !COLUMNS.has(column));
  return [
    ...unknown.map((column) => fault(`there is no column ${JSON.stringify(column)}`)),
    ...(new Set(columns).size === columns.length ? [] : [fault('a column stands twice')]),
    ...(columns.includes('identifier') ? [] : [fault('the column identifier is missing')]),
  ];
}

function readRow(
  { line, cells }: CsvRow,
  columns: readonly string[],
  known: ReadonlyMap<string, AuthorityRecord>,
): { document?: NewDocument; faults: GovernanceFault[] } {
  const place = String(line);
  if (cells.length !== columns.length)
    return { faults: [{ place, message: `${cells.length} cells where there are ${columns.length} columns` }] };
  const values = Object.fromEntries(columns.map((column, index) => [column, (cells[index] ?? '').trim()])) as Cells;
  try {
    const parsed = authorityRecord.safeParse(recordOf(values, known.get(values.identifier ?? '')));
    if (parsed.success) return { document: { place, authority: parsed.data }, faults: [] };
    return { faults: parsed.error.issues.map(({ path, message }) => ({ place, message: `${path.join('/')}: ${message}` })) };
  } catch (error) {
    if (error instanceof CellError) return { faults: [{ place, message: error.message }] };
    throw error;
  }
}

/** The record of a row over what is known of the authority. What a cell cannot tell is left for the schema to refuse. */
function recordOf(cells: Cells, former: AuthorityRecord | undefined): unknown {
  const base = former ?? EMPTY;
  const urls = cells.url === undefined ? undefined : words(cells.url);
  const profile = profileOf(cells, former?.profile);
  return {
    ...base,
    identifier: cells.identifier,
    country: cells.country ?? base.country,
    kind: given(cells.kind) ?? base.kind,
    names: namesOf(cells, base.names),
    languages: cells.languages === undefined ? base.languages : words(cells.languages),
    channels: cells.channels === undefined ? base.channels : words(cells.channels),
    endpoints: urls === undefined ? base.endpoints : urls.map((url) => ({ url, pins: words(cells.pins ?? '') })),
    relays: cells.relays === undefined ? base.relays : words(cells.relays),
    ...(profile === undefined ? {} : { profile }),
  };
}

const EMPTY: Omit<AuthorityRecord, 'identifier'> = {
  country: '',
  kind: 'central-authority',
  names: {},
  languages: [],
  channels: [],
  certificates: [],
  noteKeys: [],
  endpoints: [],
  relays: [],
  treaties: [],
};

function given(cell: string | undefined): string | undefined {
  return cell === '' ? undefined : cell;
}

function namesOf(cells: Cells, former: AuthorityRecord['names']): Record<string, string> {
  const names = { ...former };
  for (const language of ['es', 'pt', 'fr', 'en'] as const) {
    const cell = cells[`name_${language}`];
    if (cell === '') delete names[language];
    else if (cell !== undefined) names[language] = cell;
  }
  return names;
}

/** Columns that say how something of the profile is read. */
const PROFILE_READERS: Readonly<Partial<Record<Column, (cell: string) => Partial<AuthorityProfile>>>> = {
  environment: (cell) => ({ environment: cell as AuthorityProfile['environment'] }),
  territories: (cell) => ({ territories: parts(cell) }),
  competences: (cell) => ({ competences: competences(cell) }),
  accepted_languages: (cell) => ({ acceptedLanguages: cell === '' ? [] : [{ languages: words(cell) }] }),
  signing_officers: (cell) => ({ signingOfficers: signingOfficers(cell) }),
  around_the_clock: (cell) => ({ aroundTheClock: contacts(cell) }),
  refers_to: (cell) => ({ refersTo: words(cell) }),
  last_confirmed: (cell) => ({ lastConfirmed: cell }),
};

function profileOf(cells: Cells, former: AuthorityProfile | undefined): unknown {
  const isTold = PROFILE_COLUMNS.some((column) => (cells[column] ?? '') !== '');
  if (!isTold) return former;
  const read = Object.entries(PROFILE_READERS).map(([column, reader]) => {
    const cell = cells[column as Column];
    return cell === undefined || reader === undefined ? {} : reader(cell);
  });
  const base = former ?? EMPTY_PROFILE;
  const lead = given(cells.service_lead_time_days);
  return {
    ...base,
    ...Object.assign({}, ...read),
    office: officeOf(cells, base.office),
    urgentRoutes: urgentRoutesOf(cells, base.urgentRoutes),
    ...(lead === undefined ? {} : { serviceLeadTimeDays: wholeNumber(lead) }),
  };
}

const EMPTY_PROFILE: Omit<AuthorityProfile, 'lastConfirmed' | 'environment'> = {
  territories: [],
  competences: [],
  acceptedLanguages: [],
  signingOfficers: [],
  office: { timeZone: '', workingHours: [], holidays: [] },
  aroundTheClock: [],
  urgentRoutes: { interpolAcceptedWhenUrgent: false, oralAcceptedWhenUrgent: false, diplomaticChannelRequired: false },
  dataClasses: ['general', 'operational', 'personal'],
  refersTo: [],
};

function officeOf(cells: Cells, former: AuthorityProfile['office']): AuthorityProfile['office'] {
  return {
    timeZone: cells.time_zone ?? former.timeZone,
    workingHours: cells.working_hours === undefined ? former.workingHours : workingHours(cells.working_hours),
    holidays: cells.holidays === undefined ? former.holidays : words(cells.holidays),
  };
}

function urgentRoutesOf(cells: Cells, former: AuthorityProfile['urgentRoutes']): AuthorityProfile['urgentRoutes'] {
  const read = (column: Column, kept: boolean) => (cells[column] === undefined ? kept : yesOrNo(cells[column] ?? ''));
  return {
    interpolAcceptedWhenUrgent: read('interpol_when_urgent', former.interpolAcceptedWhenUrgent),
    oralAcceptedWhenUrgent: read('oral_when_urgent', former.oralAcceptedWhenUrgent),
    diplomaticChannelRequired: read('diplomatic_channel_required', former.diplomaticChannelRequired),
  };
}
