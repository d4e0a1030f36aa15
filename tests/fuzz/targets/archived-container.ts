import { deepStrictEqual } from 'node:assert';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { archiveContainer } from '../../../crypto/asic/archive-container.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { readContainer } from '../../../crypto/asic/read-container.ts';
import { writeContainer } from '../../../crypto/asic/write-container.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { validationDataOf } from '../../../crypto/validation/collect-validation-data.ts';
import { validateContainer } from '../../../crypto/validation/validate-container.ts';
import { othersContainer } from '../../support/others-container.ts';
import { contextAt, firstAuthority, listAt, secondAuthority, stampWith, year } from '../../unit/validation/support.ts';

const LIMITS = { strict: false, maximumEntrySize: 1024 * 1024, maximumTotalSize: 4 * 1024 * 1024, maximumEntries: 100 };

/** The archive at that time: what is needed to judge it goes in, and a time-stamp over everything. */
async function archivedAt(container: Buffer, time: Date, authority: typeof firstAuthority): Promise<Buffer> {
  const read = await readContainer(bufferReader(container), LIMITS);
  const validation = await validateContainer({ container: read, ...contextAt(time, [listAt(time)]) });
  const copy = await archiveContainer({
    container: read,
    validationData: validationDataOf(validation),
    timestamp: stampWith(authority, time),
  });
  return buffer(Readable.from(writeContainer(copy.plan, copy.open)));
}

const once = await archivedAt(await othersContainer(), year(2026, 2), firstAuthority);
const twice = await archivedAt(once, year(2029), secondAuthority);
const context = contextAt(year(2029, 6), [listAt(year(2029, 5))]);

async function partsOf(octets: Buffer) {
  const container = await readContainer(bufferReader(octets), LIMITS);
  const { indication, container: verification } = await validateContainer({ container, ...context });
  return { indication, parts: verification.parts.map(({ name, sha256 }) => `${name} ${sha256.toString('hex')}`) };
}

const { parts: signed } = await partsOf(twice);

/** Containers with archive manifests: whatever still passes has the very files that were signed. */
export const target = {
  name: 'archived-container',
  seeds: () => [once, twice],
  run: async (input: Buffer) => {
    const { indication, parts } = await partsOf(input);
    if (indication === 'PASSED') deepStrictEqual(parts, signed, 'nothing passes but what was signed');
  },
  acceptable: (error: unknown) => error instanceof CryptoError && error.code.startsWith('container-'),
};
