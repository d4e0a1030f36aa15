import { StoreError } from '../error.ts';
import { failureScope, storeErrorOf } from './sqlite-failure.ts';

/** Everything a group says to its connection. */
export const GROUP_STATEMENTS = ['BEGIN IMMEDIATE', 'SAVEPOINT unit', 'RELEASE unit', 'ROLLBACK TO unit', 'COMMIT', 'ROLLBACK'] as const;

/** The little of a connection that a group needs. */
export interface GroupConnection {
  exec(sql: (typeof GROUP_STATEMENTS)[number]): void;
  readonly isTransaction: boolean;
}

/** More would hold the event loop too long; what is left over goes into the next turn. */
const MAXIMUM_GROUP_SIZE = 512;

interface Waiting {
  run: () => void;
  settle: () => void;
  reject: (error: StoreError) => void;
}

/**
 * Group commit: everything handed over before the event loop reaches its check phase shares one transaction and one fsync.
 *
 * setImmediate is the moment at which every step that was woken by the same turn (by input and output, or by the group before) has
 * handed over its change, and it costs no waiting when there is only one. Each unit of work has a savepoint of its own, so that a
 * conflict undoes that unit alone. The whole group runs in one synchronous function: no reader can come in between.
 */
export class CommitGroup {
  readonly #connection: GroupConnection;
  #waiting: Waiting[] = [];
  #failure: StoreError | undefined;

  constructor(connection: GroupConnection) {
    this.#connection = connection;
  }

  /**
   * Runs `work` in the next group and resolves with its result once that group is on stable storage.
   * Rejects with what `work` threw (as StoreError), or with the failure of the group.
   */
  run<Result>(work: () => Result): Promise<Result> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      let result: Result;
      this.#waiting.push({
        run: () => {
          result = work();
        },
        settle: () => resolve(result),
        reject,
      });
      if (this.#waiting.length === 1) this.#schedule();
    });
  }

  /** Commits what waits now. Called by the event loop, and by close(). */
  flush(): void {
    while (this.#waiting.length > 0) {
      this.#commit(this.#waiting.splice(0, MAXIMUM_GROUP_SIZE));
    }
  }

  /** Reads between groups. @throws StoreError; once the ledger has failed it answers nothing, for it cannot tell the truth any more. */
  read<Result>(work: () => Result): Result {
    this.#assertUsable();
    try {
      return work();
    } catch (error) {
      const failure = storeErrorOf(error);
      if (failureScope(error) === 'ledger') this.stop(failure);
      throw failure;
    }
  }

  /** Refuses everything from now on. */
  stop(failure: StoreError): void {
    this.#failure ??= failure;
  }

  #assertUsable(): void {
    if (this.#failure) throw this.#failure;
  }

  #schedule(): void {
    setImmediate(() => {
      this.#commit(this.#waiting.splice(0, MAXIMUM_GROUP_SIZE));
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #commit(units: Waiting[]): void {
    if (units.length === 0) return;
    try {
      this.#assertUsable();
      const refusals = this.#transaction(units);
      for (const unit of units) {
        const refusal = refusals.get(unit);
        if (refusal) unit.reject(refusal);
        else unit.settle();
      }
    } catch (error) {
      const failure = storeErrorOf(error);
      if (!(error instanceof StoreError) && failureScope(error) !== 'group') this.stop(failure);
      for (const unit of units) unit.reject(failure);
    }
  }

  /** One transaction. Returns the units that failed alone; throws when the whole group failed, with nothing of it left behind. */
  #transaction(units: readonly Waiting[]): Map<Waiting, StoreError> {
    const refusals = new Map<Waiting, StoreError>();
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      for (const unit of units) {
        const refusal = this.#runInSavepoint(unit);
        if (refusal) refusals.set(unit, refusal);
      }
      this.#connection.exec('COMMIT');
      return refusals;
    } catch (error) {
      // SQLite has rolled back by itself after some failures.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  #runInSavepoint(unit: Waiting): StoreError | undefined {
    this.#connection.exec('SAVEPOINT unit');
    try {
      unit.run();
      this.#connection.exec('RELEASE unit');
      return undefined;
    } catch (error) {
      if (failureScope(error) !== 'change' || !this.#connection.isTransaction) throw error;
      this.#connection.exec('ROLLBACK TO unit');
      this.#connection.exec('RELEASE unit');
      return storeErrorOf(error);
    }
  }
}
