import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import type { LedgerPlace } from './ledger-place.ts';

export async function makeSqlitePlace(): Promise<LedgerPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-ledger-'));
  const path = join(folder, 'ledger.db');
  return {
    open: () => openSqliteLedger({ path }),
    octetsAtRest: async () => Buffer.concat(await Promise.all([path, `${path}-wal`].map((file) => readFile(file)))),
    copy: { path: join(folder, 'copy.db'), open: () => openSqliteLedger({ path: join(folder, 'copy.db') }) },
    remove: () => rm(folder, { recursive: true, force: true }),
    writerArguments: [join(import.meta.dirname, 'ledger-writer.ts'), path],
  };
}
