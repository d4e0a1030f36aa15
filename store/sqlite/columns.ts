import type { SQLOutputValue } from 'node:sqlite';
import { StoreError } from '../error.ts';

type Column = SQLOutputValue | undefined;

/** A text column. @throws StoreError `store-failure` when the database holds something else there. */
export function textOf(column: Column): string {
  if (typeof column !== 'string') throw unexpected('text');
  return column;
}

/** An integer column. @throws StoreError `store-failure` */
export function numberOf(column: Column): number {
  if (typeof column !== 'number') throw unexpected('an integer');
  return column;
}

/** A BLOB column, without copying. @throws StoreError `store-failure` */
export function bufferOf(column: Column): Buffer {
  if (!(column instanceof Uint8Array)) throw unexpected('octets');
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}

function unexpected(wanted: string): StoreError {
  return new StoreError('store-failure', `The ledger does not hold ${wanted} where it should`, { disposition: 'operator' });
}
