import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { ClaimedJob, Job, JobChange, JobKind, JobRow, Outbox } from '../contracts/outbox.ts';
import type { Lane } from '../contracts/records.ts';
import { StoreError } from '../error.ts';
import { numberOf, textOf } from './columns.ts';
import type { CommitGroup } from './commit-group.ts';

const LANES: readonly Lane[] = ['urgent', 'ordinary', 'bulk'];

type Statements = ReturnType<typeof prepareStatements>;

/** Pending work in the ledger's own database, so that it changes in the same transaction as the rows. */
export class SqliteOutbox implements Outbox {
  readonly #statements: Statements;
  readonly #group: CommitGroup;

  constructor(database: DatabaseSync, group: CommitGroup) {
    this.#statements = prepareStatements(database);
    this.#group = group;
  }

  /** Applies one change inside the open transaction. @throws StoreError `job-exists`, `job-missing`, `lease-lost` */
  apply(change: JobChange): void {
    const statements = this.#statements;
    switch (change.operation) {
      case 'add':
        if (!this.#insert(change.job)) throw new StoreError('job-exists', 'A job with this id exists', { disposition: 'refuse' });
        return;
      case 'ensure':
        this.#insert(change.job);
        return;
      case 'complete':
        assertHeld(statements.complete.run(change.id, change.lease));
        return;
      case 'reschedule':
        assertHeld(statements.reschedule.run(change.dueAt, change.error, change.id, change.lease));
        return;
      case 'bury':
        assertHeld(statements.bury.run(change.error, change.id, change.lease));
        return;
      case 'release':
        if (statements.release.run(change.dueAt, change.id).changes === 1) return;
        throw new StoreError('job-missing', 'There is no dead letter with this id', { disposition: 'refuse' });
      case 'cancel':
        statements.cancel.run(change.id);
        return;
    }
  }

  async due({ now, limit, lane }: { now: number; limit: number; lane?: Lane }): Promise<JobRow[]> {
    const lanes = lane === undefined ? LANES : [lane];
    const { dueReady, dueLeased } = this.#statements;
    const found = this.#group.read(() => lanes.flatMap((each) => [...dueReady.all(each, now, limit), ...dueLeased.all(each, now, limit)]));
    return found.map(jobRowOf).sort(byDueTime).slice(0, limit);
  }

  async get(id: string): Promise<JobRow | undefined> {
    const found = this.#group.read(() => this.#statements.get.get(id));
    return found && jobRowOf(found);
  }

  claim(id: string, { now, milliseconds }: { now: number; milliseconds: number }): Promise<ClaimedJob | undefined> {
    return this.#group.run(() => {
      const taken = this.#statements.claim.get(now + milliseconds, id, now, now);
      if (!taken) return undefined;
      this.#statements.countLease.run();
      return { ...jobRowOf(taken), lease: numberOf(taken.lease) };
    });
  }

  renew(id: string, lease: number, leaseUntil: number): Promise<boolean> {
    return this.#group.run(() => this.#statements.renew.run(leaseUntil, id, lease).changes === 1);
  }

  async dead({ after, limit }: { after?: string; limit: number }): Promise<JobRow[]> {
    return this.#group.read(() => this.#statements.dead.all(after ?? '', limit)).map(jobRowOf);
  }

  async counts(now: number) {
    const ready: Record<Lane, number> = { urgent: 0, ordinary: 0, bulk: 0 };
    const leased: Record<Lane, number> = { urgent: 0, ordinary: 0, bulk: 0 };
    let dead = 0;
    for (const row of this.#group.read(() => this.#statements.counts.all())) {
      const number = numberOf(row.number);
      if (row.state === 'dead') dead += number;
      else (row.state === 'ready' ? ready : leased)[row.lane as Lane] = number;
    }
    const [oldest] = await this.due({ now, limit: 1 });
    return oldest ? { ready, leased, dead, oldestDueAt: oldest.dueAt } : { ready, leased, dead };
  }

  #insert(job: Job): boolean {
    const { id, kind, lane, subject, detail = null, peer = null, dueAt, expiresAt = null } = job;
    return this.#statements.insert.run(id, kind, lane, subject, detail, peer, dueAt, expiresAt).changes === 1;
  }
}

const COLUMNS = 'id, kind, lane, subject, detail, peer, due_at, expires_at, state, attempts, last_error, lease, lease_until';

function prepareStatements(database: DatabaseSync) {
  const prepare = (sql: string): StatementSync => database.prepare(sql);
  return {
    insert: prepare(
      `INSERT INTO jobs (id, kind, lane, subject, detail, peer, due_at, expires_at, state, attempts)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'ready', 0) ON CONFLICT (id) DO NOTHING`,
    ),
    complete: prepare(`DELETE FROM jobs WHERE id = ? AND lease = ?`),
    reschedule: prepare(
      `UPDATE jobs SET state = 'ready', due_at = ?, last_error = ?, lease = NULL, lease_until = NULL WHERE id = ? AND lease = ?`,
    ),
    bury: prepare(`UPDATE jobs SET state = 'dead', last_error = ?, lease = NULL, lease_until = NULL WHERE id = ? AND lease = ?`),
    release: prepare(`UPDATE jobs SET state = 'ready', due_at = ?, attempts = 0 WHERE id = ? AND state = 'dead'`),
    cancel: prepare(`DELETE FROM jobs WHERE id = ?`),
    // The number comes from a counter that is never set back, so that a lease of a job deleted and added again is still an old one.
    claim: prepare(
      `UPDATE jobs SET state = 'leased', attempts = attempts + 1, lease_until = ?, lease = (SELECT last + 1 FROM lease_counter)
       WHERE id = ? AND ((state = 'ready' AND due_at <= ?) OR (state = 'leased' AND lease_until <= ?)) RETURNING ${COLUMNS}`,
    ),
    countLease: prepare(`UPDATE lease_counter SET last = last + 1`),
    renew: prepare(`UPDATE jobs SET lease_until = ? WHERE id = ? AND lease = ?`),
    get: prepare(`SELECT ${COLUMNS} FROM jobs WHERE id = ?`),
    dueReady: prepare(`SELECT ${COLUMNS} FROM jobs WHERE state = 'ready' AND lane = ? AND due_at <= ? ORDER BY due_at, id LIMIT ? + 0`),
    dueLeased: prepare(
      `SELECT ${COLUMNS} FROM jobs WHERE state = 'leased' AND lane = ? AND lease_until <= ? ORDER BY due_at, id LIMIT ? + 0`,
    ),
    dead: prepare(`SELECT ${COLUMNS} FROM jobs WHERE state = 'dead' AND id > ? ORDER BY id LIMIT ? + 0`),
    counts: prepare(`SELECT state, lane, count(*) AS number FROM jobs GROUP BY state, lane`),
  };
}

function assertHeld(result: { changes: number | bigint }): void {
  if (result.changes !== 1) throw new StoreError('lease-lost', 'The lease of this job is held no longer', { disposition: 'refuse' });
}

function byDueTime(left: JobRow, right: JobRow): number {
  return left.dueAt - right.dueAt || Buffer.compare(Buffer.from(left.id), Buffer.from(right.id));
}

function jobRowOf(found: Record<string, SQLOutputValue>): JobRow {
  return {
    id: textOf(found.id),
    kind: textOf(found.kind) as JobKind,
    lane: textOf(found.lane) as Lane,
    subject: textOf(found.subject),
    ...(found.detail !== null && { detail: textOf(found.detail) }),
    ...(found.peer !== null && { peer: textOf(found.peer) }),
    dueAt: numberOf(found.due_at),
    ...(found.expires_at !== null && { expiresAt: numberOf(found.expires_at) }),
    state: textOf(found.state) as JobRow['state'],
    attempts: numberOf(found.attempts),
    ...(found.last_error !== null && { lastError: textOf(found.last_error) }),
    ...(found.lease_until !== null && { leaseUntil: numberOf(found.lease_until) }),
  };
}
