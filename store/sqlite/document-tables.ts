import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { INDEXES, type IndexDefinition } from '../contracts/indexes.ts';
import type { TableName, Tables } from '../contracts/records.ts';
import { StoreError } from '../error.ts';
import { textOf } from './columns.ts';

export const TABLE_NAMES = Object.keys(INDEXES) as TableName[];

/** Every table has columns for as many indexes as a table may use, so that another index needs other contents, not other columns. */
const INDEX_SLOTS = [1, 2, 3] as const;

export const INDEX_COLUMNS = INDEX_SLOTS.flatMap((slot) => [`equals_${slot}`, `order_${slot}`]);

const ROWS_INDEXED_AT_ONCE = 500;

type AnyIndex = IndexDefinition<Tables[TableName]>;

/** Names of a table's indexes; the first uses slot 1, and so on. */
export function indexNames(table: TableName): string[] {
  return Object.keys(INDEXES[table]);
}

/** Values of INDEX_COLUMNS for a row; an index without an `equals` value does not hold the row. */
export function indexColumns(table: TableName, value: Tables[TableName]): SQLInputValue[] {
  const indexes = definitionsOf(table);
  return INDEX_SLOTS.flatMap((slot) => {
    const index = indexes[slot - 1];
    const equals = index?.equals(value);
    return index === undefined || equals === undefined ? [null, null] : [equals, index.order(value)];
  });
}

/** Makes the tables that are missing, and computes anew the indexes of those whose definition in records.ts is not the one they were made by. */
export function settleDocumentTables(database: DatabaseSync): void {
  const known = new Map(
    database
      .prepare('SELECT name, indexes FROM document_tables')
      .all()
      .map((row) => [row.name, row.indexes]),
  );
  const outdated = TABLE_NAMES.filter((table) => known.get(table) !== fingerprintOf(table));
  if (outdated.length === 0) return;
  database.exec('BEGIN IMMEDIATE');
  for (const table of outdated) {
    database.exec(createTable(table));
    indexAllRows(database, table);
    database.prepare('INSERT OR REPLACE INTO document_tables (name, indexes) VALUES (?, ?)').run(table, fingerprintOf(table));
  }
  database.exec('COMMIT');
}

function definitionsOf(table: TableName): AnyIndex[] {
  // A table's definitions are only ever called with rows of that table.
  const definitions = Object.values(INDEXES[table]) as unknown as AnyIndex[];
  if (definitions.length > INDEX_SLOTS.length) {
    throw new StoreError('store-failure', `${table} has more than ${INDEX_SLOTS.length} indexes`, { disposition: 'operator' });
  }
  return definitions;
}

/** Changes when an index is added, removed, moved or written otherwise. */
function fingerprintOf(table: TableName): string {
  const sources = Object.entries(INDEXES[table]).map(([name, { equals, order }]: [string, IndexDefinition<never>]) => [
    name,
    `${equals}`,
    `${order}`,
  ]);
  return createHash('sha256').update(JSON.stringify(sources)).digest('hex');
}

function createTable(table: TableName): string {
  const columns = INDEX_COLUMNS.map((column) => `${column} TEXT`).join(', ');
  const indexes = INDEX_SLOTS.map(
    (slot) =>
      `CREATE INDEX IF NOT EXISTS "${table}_${slot}" ON "${table}" (equals_${slot}, order_${slot}, key) WHERE equals_${slot} IS NOT NULL;`,
  );
  return `
    CREATE TABLE IF NOT EXISTS "${table}" (key TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL, bytes BLOB, ${columns}) STRICT;
    ${indexes.join('\n')}`;
}

function indexAllRows(database: DatabaseSync, table: TableName): void {
  const read = database.prepare(`SELECT key, body FROM "${table}" WHERE key > ? ORDER BY key LIMIT ${ROWS_INDEXED_AT_ONCE}`);
  const write = database.prepare(`UPDATE "${table}" SET ${INDEX_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE key = ?`);
  for (let last = ''; ; ) {
    const rows = read.all(last);
    for (const row of rows) write.run(...indexColumns(table, JSON.parse(textOf(row.body))), textOf(row.key));
    const final = rows.at(-1);
    if (!final) return;
    last = textOf(final.key);
  }
}
