import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { Change, FeedEntry, Ledger, ListedRow, ListQuery, Row } from '../contracts/ledger.ts';
import type { JobChange } from '../contracts/outbox.ts';
import type { TableName } from '../contracts/records.ts';
import { StoreError } from '../error.ts';
import { CommitGroup, GROUP_STATEMENTS, type GroupConnection } from './commit-group.ts';
import { copyDatabase } from './copy-database.ts';
import { settleDocumentTables } from './document-tables.ts';
import { Documents, encodeRowChange } from './documents.ts';
import { Feeds } from './feeds.ts';
import { SqliteLogRows } from './log-rows.ts';
import { SqliteOutbox } from './outbox.ts';
import { migrate } from './schema.ts';
import { storeErrorOf } from './sqlite-failure.ts';

/** Key of the row of `settings` that holds the feed epoch. */
const FEED_EPOCH_KEY = 'feed-epoch';

export interface SqliteLedgerOptions {
  /** The database file; made when it does not exist. Its folder must exist. */
  path: string;
  /** Replaces the feed epoch kept in the database, for example after a restore. Without it a new database gets a random one. */
  feedEpoch?: string;
  /** Most pages (of 4096 octets) the file may have. For tests of a full disk. */
  maximumPages?: number;
}

/**
 * Opens the embedded ledger. One process holds it; it stays locked until close() or the end of the process.
 *
 * @throws StoreError `store-locked` (another process holds it), `store-version` (made by a newer program, or by another one),
 * `disk-full`, or `store-failure` (damaged, or the path cannot be opened).
 */
export async function openSqliteLedger(options: SqliteLedgerOptions): Promise<Ledger> {
  let database: DatabaseSync | undefined;
  try {
    // SQLite gives the files beside the database (-wal) the permissions of the database.
    closeSync(openSync(options.path, 'a', 0o600));
    database = new DatabaseSync(options.path, { timeout: 0 });
    configure(database, options.maximumPages);
    migrate(database);
    settleDocumentTables(database);
    endFormerLeases(database);
    const ledger = new SqliteLedger(database);
    await ledger.settleFeedEpoch(options.feedEpoch);
    return ledger;
  } catch (error) {
    database?.close();
    if (error instanceof StoreError) throw error;
    const known = storeErrorOf(error);
    if (known.code !== 'store-failure') throw known;
    throw new StoreError('store-failure', 'The ledger cannot be opened', { cause: error, disposition: 'operator' });
  }
}

/**
 * EXCLUSIVE is set before the database is read for the first time: then the index of the write-ahead log lives in our own memory,
 * and a second process is turned away at once. FULL means one fsync of the write-ahead log at each COMMIT. With secure_delete a
 * destroyed key or row is overwritten with zeros. What a savepoint keeps for its rollback stays in memory instead of in a temporary
 * file: two thirds of all writes were to that file. The log is moved into the database every 32 MiB, not every 4: pages that many
 * messages share are then moved once.
 */
function configure(database: DatabaseSync, maximumPages: number | undefined): void {
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA cache_size = -32768;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA wal_autocheckpoint = 8192;
    PRAGMA temp_store = MEMORY;
    BEGIN IMMEDIATE;
    COMMIT;
  `);
  if (maximumPages !== undefined) database.exec(`PRAGMA max_page_count = ${maximumPages}`);
  const mode = database.prepare('PRAGMA journal_mode').get()?.journal_mode;
  if (mode !== 'wal') throw new StoreError('store-failure', 'This volume cannot keep a write-ahead log', { disposition: 'operator' });
}

/**
 * The lock is exclusive: whoever held a lease on a job or on the log has ended. Their leases run out now instead of in half a minute,
 * so that a restart goes on at once. Fencing numbers and epochs stay, as they only grow.
 */
function endFormerLeases(database: DatabaseSync): void {
  database.exec(`
    UPDATE jobs SET lease_until = 0 WHERE state = 'leased';
    UPDATE log_sequencer SET lease_until = 0;
  `);
}

/** What the caller does with its objects afterwards must not reach the commit. */
function copyOf(change: JobChange): JobChange {
  return 'job' in change ? { ...change, job: { ...change.job } } : { ...change };
}

/** The few statements around every unit of work, compiled once instead of at each use. */
function groupConnection(database: DatabaseSync): GroupConnection {
  const statements = new Map(GROUP_STATEMENTS.map((sql) => [sql, database.prepare(sql)]));
  return {
    exec: (sql) => {
      statements.get(sql)?.run();
    },
    get isTransaction() {
      return database.isTransaction;
    },
  };
}

class SqliteLedger implements Ledger {
  readonly outbox: SqliteOutbox;
  readonly log: SqliteLogRows;
  readonly #database: DatabaseSync;
  readonly #group: CommitGroup;
  readonly #documents: Documents;
  readonly #feeds: Feeds;
  #feedEpoch = '';

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#group = new CommitGroup(groupConnection(database));
    this.#documents = new Documents(database);
    this.#feeds = new Feeds(database);
    this.outbox = new SqliteOutbox(database, this.#group);
    this.log = new SqliteLogRows(database, this.#group);
  }

  get feedEpoch(): string {
    return this.#feedEpoch;
  }

  async commit(change: Change): Promise<void> {
    const rows = (change.rows ?? []).map(encodeRowChange);
    const jobs = (change.jobs ?? []).map(copyOf);
    const leaves = [...(change.leaves ?? [])];
    const feeds = (change.feeds ?? []).map((entry) => ({ ...entry }));
    await this.#group.run(() => {
      for (const row of rows) this.#documents.apply(row);
      for (const job of jobs) this.outbox.apply(job);
      for (const leaf of leaves) this.log.append(leaf);
      for (const entry of feeds) this.#feeds.append(entry);
    });
  }

  async get<Name extends TableName>(table: Name, key: string): Promise<Row<Name> | undefined> {
    return this.#group.read(() => this.#documents.get(table, key));
  }

  async list<Name extends TableName>(table: Name, query: ListQuery<Name>): Promise<ListedRow<Name>[]> {
    return this.#group.read(() => this.#documents.list(table, query));
  }

  async readFeed(feed: string, after: number, limit: number): Promise<FeedEntry[]> {
    return this.#group.read(() => this.#feeds.read(feed, after, limit));
  }

  async scrub(): Promise<void> {
    // secure_delete has overwritten it in the database; the write-ahead log still has the pages as they were.
    this.#group.read(() => this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  }

  async backup(path: string): Promise<void> {
    this.#group.read(() => undefined);
    const made = await open(path, 'wx', 0o600).catch((cause: unknown) => {
      throw new StoreError('store-failure', 'the copy of the ledger needs a new file', { cause, disposition: 'operator' });
    });
    await made.close();
    try {
      // Over the connection of the ledger itself, which alone holds the lock: what is committed meanwhile reaches the copy as well.
      await copyDatabase(this.#database, path);
      await syncFile(path);
    } catch (error) {
      await unlink(path).catch(() => undefined);
      throw storeErrorOf(error);
    }
  }

  /** Reads the epoch, makes one for a new database, or replaces it. */
  async settleFeedEpoch(wanted: string | undefined): Promise<void> {
    const stored = await this.get('settings', FEED_EPOCH_KEY);
    const value = wanted ?? stored?.value.value ?? randomBytes(16).toString('hex');
    if (value !== stored?.value.value) {
      await this.commit({ rows: [{ table: 'settings', key: FEED_EPOCH_KEY, expect: stored?.version ?? 0, value: { value } }] });
    }
    this.#feedEpoch = value;
  }

  /** Commits what was handed over, moves the write-ahead log into the database, and lets go of the lock. */
  async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    this.#group.flush();
    this.#group.stop(new StoreError('store-closed', 'The ledger is closed'));
    this.#database.close();
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
