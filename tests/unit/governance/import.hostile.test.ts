import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_LIMITS, readCsv } from '../../../compose/directory/import/csv.ts';
import { readRecords } from '../../../compose/directory/import/read-records.ts';
import { readTable } from '../../../compose/directory/import/read-table.ts';
import { demonstrationProfileOfXA } from '../../../treaty/competence/examples/demonstration-profiles.ts';
import { inventedAuthority, XA_CENTRAL, XB_CENTRAL } from '../../support/governed-directory.ts';

const csv = (text: string | Buffer) => readCsv(Buffer.isBuffer(text) ? text : Buffer.from(text, 'utf8'));
const cells = (text: string) => csv(text).rows.map((row) => [row.line, ...row.cells]);

describe('comma-separated values', () => {
  it('are read with the line of each row', () => {
    expect(cells('a,b\r\n"c ""quoted"", and\r\nmore",d\n\n,\n')).toEqual([
      [1, 'a', 'b'],
      [2, 'c "quoted", and\nmore', 'd'],
      [5, '', ''],
    ]);
    expect(cells('\uFEFFa;b\nc,d;e')).toEqual([
      [1, 'a', 'b'],
      [2, 'c,d', 'e'],
    ]);
    expect(cells('')).toEqual([]);
  });

  it.each<[string, string | Buffer, string, string]>([
    ['a quotation mark that nothing closes', 'a,b\n"c,d\n', '2', 'nothing closes'],
    ['something after a closing quotation mark', 'a,b\n"c"d,e', '2', 'after the closing'],
    ['a quotation mark within a cell', 'a,b\nc"d,e', '2', 'within a cell'],
    ['a control character', 'a,b\nc\u0000,d', '2', 'control character'],
    ['an escape that steers a terminal', 'a,b\n\n\u001b[2J,d', '3', 'control character'],
    ['octets that are no UTF-8', Buffer.from([0x61, 0x2c, 0xff]), '1', 'UTF-8'],
    ['too much', Buffer.alloc(CSV_LIMITS.octets + 1, 'a'), '1', 'octets'],
    ['too many rows', 'a\n'.repeat(CSV_LIMITS.rows + 1), String(CSV_LIMITS.rows + 1), 'rows'],
    ['too many cells', `a\n${','.repeat(CSV_LIMITS.columns)}`, '2', 'cells'],
    ['too long a cell', `a\n${'x'.repeat(CSV_LIMITS.cell + 1)}`, '2', 'characters'],
  ])('are refused with %s', (_, text, line, message) => {
    const { faults } = csv(text);
    expect(faults[0]).toEqual({ place: line, message: expect.stringContaining(message) });
  });

  it('tell no more faults than somebody mends at once', () => {
    expect(csv('a"b\n'.repeat(1_000)).faults.length).toBe(100);
  });

  it('come back as they were written, whatever is in a cell', () => {
    const cell = fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/\p{C}/gu, ' '));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join(end);
        // The first row has commas alone, so that they are the separator.
        const read = csv(`x,y,z,u,v,w,${','.repeat(40)}${end}${text}`);
        expect(read.faults).toEqual([]);
        expect(read.rows.slice(1).map((row) => row.cells)).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('never throw, whatever the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const bytes = Buffer.from(octets);
        expect(Array.isArray(readTable(bytes, []).faults)).toBe(true);
        expect(Array.isArray(readRecords(bytes).faults)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

const FULL = {
  identifier: XA_CENTRAL,
  country: 'XA',
  kind: 'central-authority',
  name_es: 'Autoridad inventada',
  languages: 'es pt',
  channels: 'ordinary urgent',
  url: 'https://gateway.invalid',
  pins: '0'.repeat(64),
  environment: 'training',
  competences: 'untoc:criminal medellin-2019:criminal:extradition,service-of-documents',
  accepted_languages: 'es pt',
  signing_officers: '2026-01-01 Alba Inventada, directora inventada',
  time_zone: 'America/Montevideo',
  working_hours: '1-5 08:30-13:00 14:00-17:30',
  holidays: '2026-12-25',
  around_the_clock: 'Guardia inventada, turno, +999 000 0000, guardia@example.org',
  interpol_when_urgent: 'yes',
  last_confirmed: '2026-11-01',
};
const table = (row: Record<string, string>) => Buffer.from(`${Object.keys(row).join(';')}\n${Object.values(row).join(';')}\n`, 'utf8');

describe('a table of authorities', () => {
  it('gives whole records', () => {
    const { documents, faults } = readTable(table(FULL), []);
    expect(faults).toEqual([]);
    expect(documents).toMatchObject([
      {
        place: '2',
        authority: {
          identifier: XA_CENTRAL,
          names: { es: 'Autoridad inventada' },
          certificates: [],
          endpoints: [{ url: 'https://gateway.invalid' }],
          profile: {
            competences: [
              { instrument: 'untoc', matter: 'criminal' },
              { instrument: 'medellin-2019', matter: 'criminal', requestTypes: ['extradition', 'service-of-documents'] },
            ],
            signingOfficers: [{ officer: { name: 'Alba Inventada', functions: 'directora inventada' }, from: '2026-01-01' }],
            office: { timeZone: 'America/Montevideo', holidays: ['2026-12-25'] },
            aroundTheClock: [{ name: 'Guardia inventada', telephone: '+999 000 0000', email: 'guardia@example.org' }],
            urgentRoutes: { interpolAcceptedWhenUrgent: true, oralAcceptedWhenUrgent: false },
          },
        },
      },
    ]);
    expect(
      (documents[0] as { authority: { profile: { office: { workingHours: unknown[] } } } }).authority.profile.office.workingHours.length,
    ).toBe(10);
  });

  it('leaves what it has no column for as it is, keys above all', () => {
    const noteKeys = [{ role: 'log' as const, verifierKey: 'log.invalid+00000000+AA==', notBefore: '2026-01-01T00:00:00Z' }];
    const present = { ...inventedAuthority(XA_CENTRAL, 'XA'), noteKeys, profile: demonstrationProfileOfXA('2026-01-01') };
    const { documents } = readTable(table({ identifier: XA_CENTRAL, name_en: '', name_es: 'Otra', last_confirmed: '2026-11-01' }), [
      present,
    ]);
    expect(documents).toEqual([
      { place: '2', authority: { ...present, names: { es: 'Otra' }, profile: { ...present.profile, lastConfirmed: '2026-11-01' } } },
    ]);
  });

  it.each<[string, Partial<typeof FULL> & Record<string, string>, RegExp]>([
    ['an identifier that is none', { identifier: 'xa-central' }, /^identifier: /],
    ['a State that is none', { country: 'Xandria' }, /^country: /],
    ['a kind that there is not', { kind: 'ministry' }, /^kind: /],
    ['an address without TLS', { url: 'http://gateway.invalid' }, /^endpoints\/0\/url: /],
    ['a matter that there is not', { competences: 'untoc:maritime' }, /^profile\/competences\/0\/matter: /],
    ['a competence with too much in it', { competences: 'untoc:criminal:a:b' }, /too many colons/],
    ['hours that end nowhere', { working_hours: '1-5 09:00' }, /is not "09:00-17:00"/],
    ['weekdays the wrong way round', { working_hours: '5-1 09:00-10:00' }, /is not "1-5/],
    ['an hour that there is not', { working_hours: '1 09:00-25:00' }, /^profile\/office\/workingHours\/0\/to: /],
    ['neither yes nor no', { interpol_when_urgent: 'perhaps' }, /neither "yes" nor "no"/],
    ['a day that there is not', { last_confirmed: '2026-02-30' }, /^profile\/lastConfirmed: /],
    ['a telephone of words', { around_the_clock: 'Guardia, turno, call us' }, /is not "Name, functions/],
    ['no whole number', { service_lead_time_days: '2.5' }, /no whole number/],
    ['a column that there is not', { password: 'x' }, /there is no column "password"/],
    ['a name that steers', { name_es: 'x'.repeat(201) }, /^names\/es: /],
  ])('is refused with %s', (_, change, message) => {
    const { documents, faults } = readTable(table({ ...FULL, ...change }), []);
    expect(documents).toEqual([]);
    expect(faults[0]?.message).toMatch(message);
  });

  it('needs a column of identifiers, and each column once', () => {
    expect(readTable(Buffer.from('country\nXA\n'), []).faults).toEqual([{ place: '1', message: 'the column identifier is missing' }]);
    expect(readTable(Buffer.from('identifier,identifier\na,b\n'), []).faults).toEqual([{ place: '1', message: 'a column stands twice' }]);
  });
});

describe('records in JSON', () => {
  const good = inventedAuthority(XA_CENTRAL, 'XA');
  const wrong = { ...inventedAuthority(XB_CENTRAL, 'XB'), country: 'x', names: { en: 'a { in "a" name' } };

  it.each<[string, (records: unknown[]) => unknown]>([
    ['an array', (records) => records],
    ['a document', (records) => ({ instruments: [{ a: 1 }], authorities: records, more: [{}] })],
  ])('are read from %s, and a fault has the line of its record', (_, wrap) => {
    const text = JSON.stringify(wrap([good, wrong]), null, 1);
    const line = text.split('\n').findIndex((each) => each.includes(XB_CENTRAL));
    const { documents, faults } = readRecords(Buffer.from(text));
    expect(documents.length).toBe(1);
    // The record begins on the line before its first member, counted from 1.
    expect(faults).toEqual([{ place: String(line), message: expect.stringMatching(/^country: /) }]);
  });

  it.each([
    ['no JSON', '{'],
    ['names given twice', '{"authorities":[],"authorities":[]}'],
    ['no array', '{"authorities":{}}'],
    ['nothing of ours', 'null'],
    ['too many records', JSON.stringify(Array.from({ length: 5_001 }, () => 1))],
  ])('are refused as %s', (_, text) => {
    expect(readRecords(Buffer.from(text)).faults).toMatchObject([{ place: '1' }]);
  });
});
