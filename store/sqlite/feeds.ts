import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FeedAppend, FeedEntry } from '../contracts/ledger.ts';
import { numberOf, textOf } from './columns.ts';

/** Feeds share one row of positions, which only grows: SQLite never gives an AUTOINCREMENT position twice. */
export class Feeds {
  readonly #append: StatementSync;
  readonly #read: StatementSync;

  constructor(database: DatabaseSync) {
    this.#append = database.prepare('INSERT INTO feed_entries (feed, reference) VALUES (?, ?)');
    this.#read = database.prepare(
      'SELECT position, reference FROM feed_entries WHERE feed = ? AND position > ? ORDER BY position LIMIT ? + 0',
    );
  }

  /** Adds an entry inside the open transaction. */
  append({ feed, reference }: FeedAppend): void {
    this.#append.run(feed, reference);
  }

  read(feed: string, after: number, limit: number): FeedEntry[] {
    return this.#read.all(feed, after, limit).map((row) => ({ position: numberOf(row.position), reference: textOf(row.reference) }));
  }
}
