import { StoreError } from '../error.ts';

/** Primary result codes, https://www.sqlite.org/rescode.html; an extended code holds its primary one in the lowest octet. */
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_FULL = 13;
const SQLITE_TOOBIG = 18;
const SQLITE_CONSTRAINT = 19;
const SQLITE_MISMATCH = 20;
const SQLITE_RANGE = 25;

/** Faults of one change's own data; the connection is as healthy as before. */
const FAULTS_OF_THE_CHANGE = new Set([SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE]);

/**
 * What went wrong, and for whom: `change` concerns one change, `group` everything in the transaction (nothing of it was written),
 * `ledger` means that the state of the disk is not known any more and nothing further may be written.
 */
export type FailureScope = 'change' | 'group' | 'ledger';

/** Decides how far a thrown value reaches. What is not known here is taken as the worst. */
export function failureScope(error: unknown): FailureScope {
  const code = primaryResultCode(error);
  if (code === undefined) return 'change';
  if (FAULTS_OF_THE_CHANGE.has(code)) return 'change';
  return code === SQLITE_FULL ? 'group' : 'ledger';
}

/** The typed error for anything thrown while the database was used. A StoreError stays as it is. */
export function storeErrorOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = primaryResultCode(error);
  if (code === SQLITE_FULL) return new StoreError('disk-full', 'The volume of the ledger is full', { cause: error });
  if (code === SQLITE_BUSY || code === SQLITE_LOCKED) {
    return new StoreError('store-locked', 'Another process holds the ledger', { cause: error, disposition: 'operator' });
  }
  if (failureScope(error) === 'change') {
    return new StoreError('store-failure', 'The ledger cannot hold this change', { cause: error, disposition: 'refuse' });
  }
  return new StoreError('store-failure', 'The ledger failed; it is closed to protect what it holds', {
    cause: error,
    disposition: 'operator',
  });
}

function primaryResultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}
