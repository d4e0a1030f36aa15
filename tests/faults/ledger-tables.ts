import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TableName, Tables } from '../../store/contracts/records.ts';

export type TableRows<Name extends TableName> = { key: string; value: Tables[Name] }[];

const READ = ['messages', 'evidence', 'transfers', 'blobs', 'alarms', 'settings'] as const;

/** Whole tables of a ledger whose gateway has stopped, which no index of the contract gives. */
export type LedgerTables = { [Name in (typeof READ)[number]]: TableRows<Name> } & {
  jobs: { id: string; state: string; lastError: string }[];
  /** What SQLite says of its own file: `ok`. */
  integrity: string;
};

export function readLedgerTables(dataFolder: string): LedgerTables {
  const database = new DatabaseSync(join(dataFolder, 'ledger.sqlite'));
  try {
    const tables = READ.map((table) => [
      table,
      database
        .prepare(`SELECT key, body, bytes FROM "${table}"`)
        .all()
        .map(({ key, body, bytes }) => {
          // A signed object stands beside the JSON of its row (store/sqlite/documents.ts).
          const jws = table === 'evidence' && bytes instanceof Uint8Array ? { jws: Buffer.from(bytes).toString('utf8') } : {};
          return { key: String(key), value: { ...JSON.parse(String(body)), ...jws } };
        }),
    ]);
    const jobs = database.prepare('SELECT id, state, last_error FROM jobs').all();
    return {
      ...Object.fromEntries(tables),
      jobs: jobs.map(({ id, state, last_error: lastError }) => ({ id: String(id), state: String(state), lastError: String(lastError) })),
      integrity: String(database.prepare('PRAGMA integrity_check').get()?.integrity_check),
    };
  } finally {
    database.close();
  }
}
