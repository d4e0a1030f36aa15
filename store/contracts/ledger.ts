import type { IndexName } from './indexes.ts';
import type { LogLeaf, LogRows } from './log-rows.ts';
import type { JobChange, Outbox } from './outbox.ts';
import type { TableName, Tables } from './records.ts';

/** A row as read: `version` is what a later change must expect. */
export interface Row<Name extends TableName> {
  key: string;
  version: number;
  value: Tables[Name];
  /** Raw octets that belong to the row (`blobs` and `revocationData` use them). */
  bytes?: Buffer;
}

/**
 * One compare-and-set. `expect` is the version read before (0: the row MUST NOT exist). `value: null` deletes the row; with
 * `expect: 0` it only asserts that there is none. A row's first version is 1; every write adds 1 and replaces the row whole:
 * `bytes` left out are gone. Several changes of one row in one Change apply in their order.
 */
export type RowChange = {
  [Name in TableName]: { table: Name; key: string; expect: number; value: Tables[Name] | null; bytes?: Buffer };
}[TableName];

/** An entry of a feed that peers or clients read by cursor. Positions are assigned by the ledger, in commit order, without gaps that fill later. */
export interface FeedAppend {
  feed: string;
  reference: string;
}

export interface FeedEntry {
  position: number;
  reference: string;
}

/** Everything one step changes: plain data, nothing to call back, nothing to await (design section 5). */
export interface Change {
  rows?: readonly RowChange[];
  leaves?: readonly LogLeaf[];
  jobs?: readonly JobChange[];
  feeds?: readonly FeedAppend[];
}

export interface ListQuery<Name extends TableName> {
  index: IndexName<Name>;
  equals: string;
  /**
   * Exclusive start: the `order` of the last row of the page before, or an order value of one's own making, which then stands
   * for every row that has it.
   */
  after?: string;
  /** 1 to 1000. */
  limit: number;
  descending?: boolean;
}

export interface ListedRow<Name extends TableName> extends Row<Name> {
  /**
   * Cursor for `after`: order value and key, since rows may share an order value and a page may end between them. Opaque; to
   * compare times read the value.
   */
  order: string;
}

/**
 * The one truth of a gateway.
 *
 * commit() MUST be atomic and MUST have reached stable storage (fsync) before it resolves; several changes MAY share one fsync.
 * It MUST fail as a whole with StoreError `version-conflict` when a row's version differs from `expect`, and `lease-lost` when a job
 * change names a lease that is no longer held; in both cases nothing of the change is visible. A reader MUST see everything
 * a resolved commit wrote, and MUST NOT see anything of a change whose commit has not resolved to stable storage.
 *
 * A driver whose database only one process can hold MUST end the leases of jobs and of the sequencer when it is opened: their holders
 * are gone, and a restart goes on at once. Lease numbers and epochs still only grow.
 */
export interface Ledger {
  commit(change: Change): Promise<void>;
  get<Name extends TableName>(table: Name, key: string): Promise<Row<Name> | undefined>;
  list<Name extends TableName>(table: Name, query: ListQuery<Name>): Promise<ListedRow<Name>[]>;
  /** Entries with a position greater than `after`, ascending. */
  readFeed(feed: string, after: number, limit: number): Promise<FeedEntry[]>;
  /** Changes when the feeds were rebuilt or restored, so that a reader's cursor is no longer meaningful. */
  readonly feedEpoch: string;
  readonly outbox: Outbox;
  readonly log: LogRows;
  /**
   * Writes a copy of everything that is committed, as of one moment between the call and its end, into a new file, durably; commits go on
   * meanwhile. The same driver opens the copy. StoreError `store-failure` also when there is such a file already; nothing is left behind
   * then but what was there.
   */
  backup(path: string): Promise<void>;
  /** What rows held before they were changed or deleted stands in no file of the ledger any more when this resolves. Costs a pause. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}
