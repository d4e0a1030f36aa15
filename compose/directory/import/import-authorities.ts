import { readFile } from 'node:fs/promises';
import { type Added, addDocuments, authoritiesOf } from '../add-documents.ts';
import { GovernanceError } from '../error.ts';
import { openWorkingCopy } from '../working-copy.ts';
import { readRecords } from './read-records.ts';
import { readTable } from './read-table.ts';

/**
 * Puts the authorities of a table (CSV) or of JSON records into a working copy: all of them, or, with any fault, none.
 *
 * @throws GovernanceError `directory-document-not-accepted` with every fault and its line
 */
export async function importAuthorities(
  folder: string,
  source: { file: string; format: 'csv' | 'json' },
  validity: { now: Date; milliseconds: number },
): Promise<Added[]> {
  const bytes = await readFile(source.file);
  const copy = await openWorkingCopy(folder);
  const present = authoritiesOf(copy).map(({ authority }) => authority);
  const { documents, faults } = source.format === 'csv' ? readTable(bytes, present) : readRecords(bytes);
  if (faults.length > 0)
    throw new GovernanceError('directory-document-not-accepted', `${source.file}: ${faults.length} faults`, { faults });
  return addDocuments(folder, documents, validity);
}
