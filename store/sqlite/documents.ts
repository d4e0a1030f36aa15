import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { ListedRow, ListQuery, Row, RowChange } from '../contracts/ledger.ts';
import type { TableName } from '../contracts/records.ts';
import { StoreError } from '../error.ts';
import { bufferOf, numberOf, textOf } from './columns.ts';
import { INDEX_COLUMNS, indexColumns, indexNames, TABLE_NAMES } from './document-tables.ts';

/** Stands between order value and key in a cursor; no date, identifier or token contains it. */
const CURSOR_SEPARATOR = '\u001f';

const MAXIMUM_LIST_LENGTH = 1000;

/** Sorts after every key, in the octet order of UTF-8 that SQLite compares by. */
const AFTER_EVERY_KEY = '\u{10ffff}';

/** A row change turned into column values when it is handed over, so that nothing the caller does afterwards can alter it. */
export interface EncodedRowChange {
  table: TableName;
  key: string;
  expect: number;
  body: string | null;
  columns: SQLInputValue[];
}

interface TableStatements {
  insert: StatementSync;
  update: StatementSync;
  remove: StatementSync;
  get: StatementSync;
  lists: Map<string, { ascending: StatementSync; descending: StatementSync }>;
}

/** The generic rows: one table per record type, compare-and-set by version. */
export class Documents {
  readonly #statements: Map<TableName, TableStatements>;

  constructor(database: DatabaseSync) {
    this.#statements = new Map(TABLE_NAMES.map((table) => [table, prepareTable(database, table)]));
  }

  /** Applies one change inside the open transaction. @throws StoreError `version-conflict` */
  apply(change: EncodedRowChange): void {
    if (!this.#write(change)) {
      throw new StoreError('version-conflict', `A row of ${change.table} is not at version ${change.expect}`);
    }
  }

  get<Name extends TableName>(table: Name, key: string): Row<Name> | undefined {
    const found = this.#of(table).get.get(key);
    return found && rowOf(table, found);
  }

  list<Name extends TableName>(table: Name, query: ListQuery<Name>): ListedRow<Name>[] {
    if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > MAXIMUM_LIST_LENGTH) {
      throw new StoreError('store-failure', `A list holds 1 to ${MAXIMUM_LIST_LENGTH} rows`, { disposition: 'refuse' });
    }
    const list = this.#of(table).lists.get(query.index);
    if (!list) throw new StoreError('store-failure', `${table} has no index ${query.index}`, { disposition: 'refuse' });
    const { order, key } = cursorOf(query.after, query.descending === true);
    const rows = (query.descending ? list.descending : list.ascending).all(query.equals, order, key, query.limit);
    return rows.map((row) => ({ ...rowOf(table, row), order: `${textOf(row.sorted)}${CURSOR_SEPARATOR}${textOf(row.key)}` }));
  }

  #of(table: TableName): TableStatements {
    const statements = this.#statements.get(table);
    if (!statements) throw new StoreError('store-failure', `There is no table ${table}`, { disposition: 'refuse' });
    return statements;
  }

  #write({ table, key, expect, body, columns }: EncodedRowChange): boolean {
    const statements = this.#of(table);
    if (body === null) {
      if (expect === 0) return statements.get.get(key) === undefined;
      return statements.remove.run(key, expect).changes === 1;
    }
    if (expect === 0) return statements.insert.run(key, body, ...columns).changes === 1;
    return statements.update.run(body, ...columns, key, expect).changes === 1;
  }
}

/** @throws StoreError `store-failure` (refuse) for a key that has no faithful UTF-8 form, and for a version that cannot exist. */
export function encodeRowChange(change: RowChange): EncodedRowChange {
  const { table, key, expect, value } = change;
  if (key === '' || !key.isWellFormed()) throw new StoreError('store-failure', 'A key must be well-formed text', { disposition: 'refuse' });
  if (!Number.isSafeInteger(expect) || expect < 0) {
    throw new StoreError('store-failure', 'An expected version is a whole number from 0', { disposition: 'refuse' });
  }
  if (value === null) return { table, key, expect, body: null, columns: [] };
  const member = SIGNED_TEXT[table];
  if (member === undefined) {
    return { table, key, expect, body: JSON.stringify(value), columns: [change.bytes ?? null, ...indexColumns(table, value)] };
  }
  const { [member]: text, ...rest } = value as unknown as Record<string, unknown>;
  return { table, key, expect, body: JSON.stringify(rest), columns: [Buffer.from(String(text), 'utf8'), ...indexColumns(table, value)] };
}

/**
 * Members that hold a whole signed object. They stand beside the JSON of their row, as octets: inside it they were most of what was
 * escaped, parsed and thrown away at each reading, for steps that want the summary alone.
 */
const SIGNED_TEXT: Partial<Record<TableName, 'jws'>> = { envelopes: 'jws', evidence: 'jws' };

/**
 * Where a list starts. A cursor of an earlier page names order value and key, since several rows may share an order value; a plain
 * order value stands for all rows that have it.
 */
function cursorOf(after: string | undefined, descending: boolean): { order: string; key: string } {
  if (after === undefined) return descending ? { order: AFTER_EVERY_KEY, key: AFTER_EVERY_KEY } : { order: '', key: '' };
  const separator = after.indexOf(CURSOR_SEPARATOR);
  if (separator !== -1) return { order: after.slice(0, separator), key: after.slice(separator + 1) };
  return { order: after, key: descending ? '' : AFTER_EVERY_KEY };
}

function prepareTable(database: DatabaseSync, table: TableName): TableStatements {
  const columns = ['body', 'bytes', ...INDEX_COLUMNS];
  const placeholders = columns.map(() => '?').join(', ');
  return {
    insert: database.prepare(
      `INSERT INTO "${table}" (key, version, ${columns.join(', ')}) VALUES (?, 1, ${placeholders}) ON CONFLICT (key) DO NOTHING`,
    ),
    update: database.prepare(
      `UPDATE "${table}" SET version = version + 1, ${columns.map((column) => `${column} = ?`).join(', ')} WHERE key = ? AND version = ?`,
    ),
    remove: database.prepare(`DELETE FROM "${table}" WHERE key = ? AND version = ?`),
    get: database.prepare(`SELECT key, version, body, bytes FROM "${table}" WHERE key = ?`),
    lists: new Map(
      indexNames(table).map((name, at) => [
        name,
        { ascending: prepareList(database, table, at + 1, '>', 'ASC'), descending: prepareList(database, table, at + 1, '<', 'DESC') },
      ]),
    ),
  };
}

function prepareList(
  database: DatabaseSync,
  table: TableName,
  slot: number,
  comparison: '<' | '>',
  direction: 'ASC' | 'DESC',
): StatementSync {
  // SQLite plans by the number behind a bare LIMIT ?, and so plans anew at every call: twice the time of the query. A sum it leaves alone.
  return database.prepare(
    `SELECT key, version, body, bytes, order_${slot} AS sorted FROM "${table}"
     WHERE equals_${slot} = ? AND (order_${slot}, key) ${comparison} (?, ?)
     ORDER BY order_${slot} ${direction}, key ${direction} LIMIT ? + 0`,
  );
}

function rowOf<Name extends TableName>(table: Name, found: Record<string, SQLOutputValue>): Row<Name> {
  const row: Row<Name> = { key: textOf(found.key), version: numberOf(found.version), value: JSON.parse(textOf(found.body)) };
  if (found.bytes === null) return row;
  const member = SIGNED_TEXT[table];
  if (member === undefined) row.bytes = bufferOf(found.bytes);
  else (row.value as unknown as Record<string, unknown>)[member] = bufferOf(found.bytes).toString('utf8');
  return row;
}
