import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../error.ts';

/** ASCII "VLJA": tells our database from any other SQLite file. */
const APPLICATION_ID = 0x564c4a41;

/** Version of the tables below; another one adds a step to MIGRATIONS. Tables of documents settle themselves (document-tables.ts). */
export const SCHEMA_VERSION = 1;

/** MIGRATIONS[n] brings a database of version n to n + 1. */
const MIGRATIONS: readonly ((database: DatabaseSync) => void)[] = [createVersion1];

/**
 * Brings the database to SCHEMA_VERSION in one transaction.
 *
 * @throws StoreError `store-version` when the file belongs to another program or to a newer version of this one.
 */
export function migrate(database: DatabaseSync): void {
  const version = pragma(database, 'user_version');
  const applicationId = pragma(database, 'application_id');
  const empty = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables === 0;
  if (!empty && applicationId !== APPLICATION_ID) {
    throw new StoreError('store-version', 'The file is a database of another program', { disposition: 'operator' });
  }
  if (version > SCHEMA_VERSION || version < 0) {
    throw new StoreError('store-version', `The ledger has schema version ${version}; this program knows up to ${SCHEMA_VERSION}`, {
      disposition: 'operator',
    });
  }
  if (version === SCHEMA_VERSION) return;
  database.exec('BEGIN IMMEDIATE');
  for (const step of MIGRATIONS.slice(version)) step(database);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function createVersion1(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE document_tables (name TEXT PRIMARY KEY, indexes TEXT NOT NULL) STRICT;

    CREATE TABLE jobs (
      id TEXT PRIMARY KEY CHECK (instr(id, ':') = 0 AND id <> ''),
      kind TEXT NOT NULL,
      lane TEXT NOT NULL CHECK (lane IN ('urgent', 'ordinary', 'bulk')),
      subject TEXT NOT NULL,
      detail TEXT,
      peer TEXT,
      due_at INTEGER NOT NULL,
      expires_at INTEGER,
      state TEXT NOT NULL CHECK (state IN ('ready', 'leased', 'dead')),
      attempts INTEGER NOT NULL,
      last_error TEXT,
      lease INTEGER,
      lease_until INTEGER,
      CHECK ((state = 'leased') = (lease IS NOT NULL AND lease_until IS NOT NULL))
    ) STRICT;
    CREATE INDEX jobs_by_due ON jobs (state, lane, due_at, id);
    CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';

    CREATE TABLE lease_counter (only INTEGER PRIMARY KEY CHECK (only = 1), last INTEGER NOT NULL) STRICT;
    INSERT INTO lease_counter VALUES (1, 0);

    CREATE TABLE feed_entries (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      feed TEXT NOT NULL,
      reference TEXT NOT NULL
    ) STRICT;
    CREATE INDEX feed_entries_by_feed ON feed_entries (feed, position);

    CREATE TABLE log_pending (
      ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
      entry BLOB NOT NULL CHECK (length(entry) > 32),
      salt BLOB NOT NULL CHECK (length(salt) = 32),
      digest BLOB NOT NULL CHECK (length(digest) = 32)
    ) STRICT;
    CREATE TABLE log_entries (
      "index" INTEGER PRIMARY KEY CHECK ("index" >= 0),
      entry BLOB NOT NULL,
      salt BLOB NOT NULL,
      digest BLOB NOT NULL
    ) STRICT;
    CREATE INDEX log_entries_by_digest ON log_entries (digest);
    CREATE TABLE log_sequencer (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      epoch INTEGER NOT NULL,
      holder TEXT,
      lease_until INTEGER NOT NULL
    ) STRICT;
    INSERT INTO log_sequencer VALUES (1, 0, NULL, 0);
    CREATE TABLE log_published (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      size INTEGER NOT NULL,
      note TEXT NOT NULL,
      epoch INTEGER NOT NULL
    ) STRICT;
  `);
}
