import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { LogEntryRow, LogLeaf, LogRows, PublishedCheckpoint } from '../contracts/log-rows.ts';
import { StoreError } from '../error.ts';
import { bufferOf, numberOf, textOf } from './columns.ts';
import type { CommitGroup } from './commit-group.ts';

type Statements = ReturnType<typeof prepareStatements>;

/** The rows behind the transparency log, in the ledger's own database. */
export class SqliteLogRows implements LogRows {
  readonly #statements: Statements;
  readonly #group: CommitGroup;

  constructor(database: DatabaseSync, group: CommitGroup) {
    this.#statements = prepareStatements(database);
    this.#group = group;
  }

  /** Inserts a waiting leaf inside the open transaction. */
  append(leaf: LogLeaf): void {
    this.#statements.append.run(leaf.entry, leaf.salt, leaf.digest);
  }

  acquire(holder: string, now: number, milliseconds: number): Promise<{ epoch: number } | undefined> {
    return this.#group.run(() => {
      const taken = this.#statements.acquire.get({ holder, now, until: now + milliseconds });
      return taken && { epoch: numberOf(taken.epoch) };
    });
  }

  sequence(epoch: number, limit: number): Promise<{ firstIndex: number; count: number }> {
    return this.#group.run(() => {
      this.#assertEpoch(epoch);
      const firstIndex = this.#size();
      const count = Number(this.#statements.sequence.run(firstIndex, limit).changes);
      this.#statements.dropSequenced.run(limit);
      return { firstIndex, count };
    });
  }

  async pendingCount(): Promise<number> {
    return this.#group.read(() => numberOf(this.#statements.pendingCount.get()?.number));
  }

  async size(): Promise<number> {
    return this.#group.read(() => this.#size());
  }

  async entries(from: number, to: number): Promise<LogEntryRow[]> {
    return this.#group.read(() => this.#statements.entries.all(from, to)).map(entryOf);
  }

  async findByDigest(digest: Buffer): Promise<LogEntryRow | undefined> {
    const found = this.#group.read(() => this.#statements.findByDigest.get(digest));
    return found && entryOf(found);
  }

  async published(): Promise<PublishedCheckpoint | undefined> {
    return this.#group.read(() => this.#published());
  }

  publish({ size, note, epoch }: PublishedCheckpoint, expectedSize: number): Promise<void> {
    return this.#group.run(() => {
      this.#assertEpoch(epoch);
      const publishedSize = this.#published()?.size ?? 0;
      if (publishedSize !== expectedSize) {
        throw new StoreError('version-conflict', `The published checkpoint has size ${publishedSize}, not ${expectedSize}`);
      }
      // A log never shrinks, and a checkpoint never promises what has no row.
      if (size < publishedSize || size > this.#size()) {
        throw new StoreError('version-conflict', `A checkpoint of size ${size} does not fit the log`, { disposition: 'refuse' });
      }
      this.#statements.publish.run(size, note, epoch);
    });
  }

  #assertEpoch(epoch: number): void {
    if (numberOf(this.#statements.epoch.get()?.epoch) === epoch) return;
    throw new StoreError('epoch-fenced', `Epoch ${epoch} of the log is not the current one`, { disposition: 'refuse' });
  }

  #size(): number {
    return numberOf(this.#statements.size.get()?.size);
  }

  #published(): PublishedCheckpoint | undefined {
    const found = this.#statements.published.get();
    return found && { size: numberOf(found.size), note: textOf(found.note), epoch: numberOf(found.epoch) };
  }
}

function prepareStatements(database: DatabaseSync) {
  const prepare = (sql: string): StatementSync => database.prepare(sql);
  return {
    append: prepare(`INSERT INTO log_pending (entry, salt, digest) VALUES (?, ?, ?)`),
    // The same holder keeps its epoch; a new one gets the next, and only once the lease before it has run out.
    acquire: prepare(
      `UPDATE log_sequencer SET epoch = iif(holder IS :holder, epoch, epoch + 1), holder = :holder, lease_until = :until
       WHERE holder IS :holder OR lease_until <= :now RETURNING epoch`,
    ),
    epoch: prepare(`SELECT epoch FROM log_sequencer`),
    sequence: prepare(
      `INSERT INTO log_entries ("index", entry, salt, digest)
       SELECT ? + row_number() OVER (ORDER BY ordinal) - 1, entry, salt, digest FROM log_pending ORDER BY ordinal LIMIT ? + 0`,
    ),
    dropSequenced: prepare(`DELETE FROM log_pending WHERE ordinal IN (SELECT ordinal FROM log_pending ORDER BY ordinal LIMIT ? + 0)`),
    pendingCount: prepare(`SELECT count(*) AS number FROM log_pending`),
    size: prepare(`SELECT coalesce(max("index") + 1, 0) AS size FROM log_entries`),
    entries: prepare(`SELECT "index", entry, salt, digest FROM log_entries WHERE "index" >= ? AND "index" < ? ORDER BY "index"`),
    findByDigest: prepare(`SELECT "index", entry, salt, digest FROM log_entries WHERE digest = ? ORDER BY "index" LIMIT 1`),
    published: prepare(`SELECT size, note, epoch FROM log_published`),
    publish: prepare(
      `INSERT INTO log_published (only, size, note, epoch) VALUES (1, ?, ?, ?)
       ON CONFLICT (only) DO UPDATE SET size = excluded.size, note = excluded.note, epoch = excluded.epoch`,
    ),
  };
}

function entryOf(found: Record<string, SQLOutputValue>): LogEntryRow {
  return { index: numberOf(found.index), entry: bufferOf(found.entry), salt: bufferOf(found.salt), digest: bufferOf(found.digest) };
}
