import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../../store/error.ts';
import { CommitGroup, type GroupConnection } from '../../../store/sqlite/commit-group.ts';

/** A real database that counts COMMITs, and fails where a test says so. */
class WatchedConnection implements GroupConnection {
  readonly database = new DatabaseSync(':memory:');
  commits = 0;
  failNext: { statement: string; errcode: number } | undefined;

  exec(sql: string): void {
    if (sql === this.failNext?.statement) {
      const { errcode } = this.failNext;
      this.failNext = undefined;
      throw Object.assign(new Error('invented failure'), { code: 'ERR_SQLITE_ERROR', errcode });
    }
    if (sql === 'COMMIT') this.commits++;
    this.database.exec(sql);
  }

  get isTransaction(): boolean {
    return this.database.isTransaction;
  }
}

const SQLITE_IOERR_FSYNC = 1034;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;

describe('CommitGroup', () => {
  let connection: WatchedConnection;
  let group: CommitGroup;

  beforeEach(() => {
    connection = new WatchedConnection();
    connection.database.exec('CREATE TABLE numbers (number INTEGER PRIMARY KEY) STRICT');
    group = new CommitGroup(connection);
  });

  afterEach(() => connection.database.close());

  const add = (number: number) => group.run(() => connection.database.prepare('INSERT INTO numbers VALUES (?)').run(number));
  const numbers = () =>
    connection.database
      .prepare('SELECT number FROM numbers')
      .all()
      .map((row) => row.number);

  it('shares one COMMIT between 32 steps that wait for one another in no way, turn after turn', async () => {
    await Promise.all(
      Array.from({ length: 32 }, async (_, step) => {
        for (let turn = 0; turn < 10; turn++) await add(step * 10 + turn);
      }),
    );
    expect(numbers()).toHaveLength(320);
    expect(connection.commits).toBe(10);
  });

  it('returns what the work returned, after the COMMIT', async () => {
    const result = group.run(() => 'done').then((value) => ({ value, commits: connection.commits }));
    expect(connection.commits).toBe(0);
    expect(await result).toEqual({ value: 'done', commits: 1 });
  });

  it('splits a crowd, so that the event loop is not held for ever', async () => {
    await Promise.all(Array.from({ length: 1200 }, (_, number) => add(number)));
    expect(connection.commits).toBe(3);
    expect(numbers()).toHaveLength(1200);
  });

  it.each([
    [
      'a typed refusal',
      () => {
        throw new StoreError('version-conflict', 'invented');
      },
      'version-conflict',
    ],
    [
      'a programming error',
      () => {
        throw new TypeError('invented');
      },
      'store-failure',
    ],
  ])('undoes one unit after %s', async (_name, fault, code) => {
    const failing = group.run(() => {
      connection.database.exec('INSERT INTO numbers VALUES (2)');
      fault();
    });
    const outcomes = await Promise.allSettled([add(1), failing, add(3)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(failing).rejects.toMatchObject({ name: 'StoreError', code });
    expect(numbers()).toEqual([1, 3]);
  });

  it.each([
    ['COMMIT', SQLITE_IOERR_FSYNC],
    ['BEGIN IMMEDIATE', SQLITE_IOERR_FSYNC],
    ['RELEASE unit', SQLITE_CORRUPT],
  ])('refuses the group and everything later when %s fails with %d', async (statement, errcode) => {
    connection.failNext = { statement, errcode };
    const outcomes = await Promise.allSettled([add(1), add(2)]);
    expect(outcomes).toMatchObject([1, 2].map(() => ({ reason: { code: 'store-failure', disposition: 'operator' } })));
    await expect(add(3)).rejects.toMatchObject({ code: 'store-failure' });
    expect(() => group.read(numbers)).toThrow(StoreError);
    expect(numbers()).toEqual([]);
  });

  it('refuses the group alone when the volume is full', async () => {
    connection.failNext = { statement: 'COMMIT', errcode: SQLITE_FULL };
    const outcomes = await Promise.allSettled([add(1), add(2)]);
    expect(outcomes).toMatchObject([1, 2].map(() => ({ reason: { code: 'disk-full', disposition: 'retry' } })));
    await add(3);
    expect(group.read(numbers)).toEqual([3]);
  });

  it('refuses what waits when it is stopped', async () => {
    const waiting = add(1);
    group.stop(new StoreError('store-closed', 'invented'));
    await expect(waiting).rejects.toMatchObject({ code: 'store-closed' });
    await expect(add(2)).rejects.toMatchObject({ code: 'store-closed' });
  });
});
