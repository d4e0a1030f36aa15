import { ok } from 'node:assert';
import { readRecords } from '../../../compose/directory/import/read-records.ts';
import { readTable } from '../../../compose/directory/import/read-table.ts';
import { authorityRecord } from '../../../gateway/contracts/directory.ts';

const TABLE = `identifier;country;name_es;languages;working_hours;time_zone;environment;last_confirmed
urn:valija:authority:xa-central;XA;"Autoridad ""inventada""";es pt;1-5 08:30-13:00 14:00-17:30 | 6 09:00-12:00;America/Montevideo;training;2026-11-01
`;
const RECORDS = JSON.stringify([
  {
    ...{ identifier: 'urn:valija:authority:xa-central', country: 'XA', kind: 'central-authority', names: { es: 'Autoridad inventada' } },
    ...{ languages: ['es'], channels: ['ordinary'], certificates: [], noteKeys: [], endpoints: [], relays: [], treaties: [] },
  },
]);

/** Refused with its faults, as the command refuses it. */
class Refused extends Error {}

export const target = {
  name: 'directory-table',
  seeds: () => [Buffer.from(TABLE, 'utf8'), Buffer.from(RECORDS, 'utf8')],
  run: (input: Buffer) => {
    const readings = [readTable(input, []), readRecords(input)];
    for (const { documents, faults } of readings) {
      ok(
        faults.every(({ place }) => /^[1-9]\d*$/.test(place)),
        'a fault has a line',
      );
      for (const document of documents)
        ok('authority' in document && authorityRecord.safeParse(document.authority).success, 'a record is one');
    }
    if (readings.every(({ documents, faults }) => documents.length === 0 || faults.length > 0)) throw new Refused('nothing to import');
  },
  acceptable: (error: unknown) => error instanceof Refused,
};
