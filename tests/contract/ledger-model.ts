import { INDEXES, type IndexDefinition } from '../../store/contracts/indexes.ts';
import type { Change, FeedAppend, RowChange } from '../../store/contracts/ledger.ts';
import type { LogLeaf } from '../../store/contracts/log-rows.ts';
import type { JobChange, JobRow } from '../../store/contracts/outbox.ts';
import type { TableName, Tables } from '../../store/contracts/records.ts';
import type { StoreErrorCode } from '../../store/error.ts';

interface ModelRow {
  table: TableName;
  key: string;
  version: number;
  value: Tables[TableName];
}

interface ModelState {
  rows: Map<string, ModelRow>;
  jobs: Map<string, JobRow & { lease?: number }>;
  feeds: FeedAppend[];
  leaves: LogLeaf[];
}

class Refusal extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode) {
    super(code);
    this.code = code;
  }
}

/** What a ledger must do, written down as plainly as possible: every change works on a copy, which replaces the state when all went well. */
export class LedgerModel {
  #state: ModelState = { rows: new Map(), jobs: new Map(), feeds: [], leaves: [] };
  #lastLease = 0;

  /** The code of the refusal, or undefined. */
  commit(change: Change): StoreErrorCode | undefined {
    // Leaves are never altered, and a clone of a Buffer is no Buffer.
    const draft = { ...structuredClone({ ...this.#state, leaves: [] }), leaves: [...this.#state.leaves] };
    try {
      for (const row of change.rows ?? []) applyRow(draft, row);
      for (const job of change.jobs ?? []) applyJob(draft, job);
      draft.leaves.push(...(change.leaves ?? []));
      draft.feeds.push(...(change.feeds ?? []));
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
    this.#state = draft;
    return undefined;
  }

  /** The number of the lease, in the model's own counting. */
  claim(id: string, now: number, milliseconds: number): number | undefined {
    const job = this.#state.jobs.get(id);
    const free = job && ((job.state === 'ready' && job.dueAt <= now) || (job.state === 'leased' && (job.leaseUntil ?? 0) <= now));
    if (!free) return undefined;
    const lease = ++this.#lastLease;
    this.#state.jobs.set(id, { ...job, state: 'leased', attempts: job.attempts + 1, lease, leaseUntil: now + milliseconds });
    return lease;
  }

  /** What opening the ledger again does: whoever held a lease has ended. */
  endLeases(): void {
    for (const [id, job] of this.#state.jobs) if (job.state === 'leased') this.#state.jobs.set(id, { ...job, leaseUntil: 0 });
  }

  row(table: TableName, key: string): { version: number; value: unknown } | undefined {
    const row = this.#state.rows.get(`${table} ${key}`);
    return row && { version: row.version, value: row.value };
  }

  /** Keys in the order of an index. */
  list(table: TableName, index: string, equals: string): string[] {
    const definition = (INDEXES[table] as Record<string, unknown>)[index] as IndexDefinition<Tables[TableName]>;
    return [...this.#state.rows.values()]
      .filter((row) => row.table === table && definition.equals(row.value) === equals)
      .sort((left, right) => compare(definition.order(left.value), definition.order(right.value)) || compare(left.key, right.key))
      .map((row) => row.key);
  }

  job(id: string): JobRow | undefined {
    const found = this.#state.jobs.get(id);
    if (!found) return undefined;
    const { lease: _lease, ...row } = found;
    return row;
  }

  lease(id: string): number | undefined {
    return this.#state.jobs.get(id)?.lease;
  }

  due(now: number): string[] {
    return [...this.#state.jobs.values()]
      .filter((job) => (job.state === 'ready' && job.dueAt <= now) || (job.state === 'leased' && (job.leaseUntil ?? 0) <= now))
      .sort((left, right) => left.dueAt - right.dueAt || compare(left.id, right.id))
      .map((job) => job.id);
  }

  feed(feed: string): string[] {
    return this.#state.feeds.filter((entry) => entry.feed === feed).map((entry) => entry.reference);
  }

  get leaves(): readonly LogLeaf[] {
    return this.#state.leaves;
  }
}

/** The order of UTF-8 octets, which every driver sorts by. */
function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function applyRow(draft: ModelState, { table, key, expect, value }: RowChange): void {
  const at = `${table} ${key}`;
  if ((draft.rows.get(at)?.version ?? 0) !== expect) throw new Refusal('version-conflict');
  if (value === null) draft.rows.delete(at);
  else draft.rows.set(at, { table, key, version: expect + 1, value: structuredClone(value) });
}

function applyJob(draft: ModelState, change: JobChange): void {
  if (change.operation === 'add' || change.operation === 'ensure') {
    if (!draft.jobs.has(change.job.id)) draft.jobs.set(change.job.id, { ...change.job, state: 'ready', attempts: 0 });
    else if (change.operation === 'add') throw new Refusal('job-exists');
    return;
  }
  const job = draft.jobs.get(change.id);
  if (change.operation === 'cancel') {
    draft.jobs.delete(change.id);
    return;
  }
  if (change.operation === 'release') {
    if (job?.state !== 'dead') throw new Refusal('job-missing');
    draft.jobs.set(change.id, { ...job, state: 'ready', attempts: 0, dueAt: change.dueAt });
    return;
  }
  if (job?.state !== 'leased' || job.lease !== change.lease) throw new Refusal('lease-lost');
  const { lease: _lease, leaseUntil: _leaseUntil, ...rest } = job;
  if (change.operation === 'complete') draft.jobs.delete(change.id);
  else if (change.operation === 'bury') draft.jobs.set(change.id, { ...rest, state: 'dead', lastError: change.error });
  else draft.jobs.set(change.id, { ...rest, state: 'ready', dueAt: change.dueAt, lastError: change.error });
}
