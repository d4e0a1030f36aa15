/** Why a store refused or failed. */
export type StoreErrorCode =
  | 'version-conflict'
  | 'lease-lost'
  | 'job-exists'
  | 'job-missing'
  | 'epoch-fenced'
  | 'blob-missing'
  | 'blob-damaged'
  | 'blob-range'
  | 'key-unwrap-failed'
  | 'disk-full'
  | 'store-closed'
  | 'store-locked'
  | 'store-version'
  | 'store-failure';

export type Disposition = 'refuse' | 'retry' | 'wait' | 'operator';

/** The store's error. `version-conflict`: re-read, rebuild, try again. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly disposition: Disposition;

  constructor(code: StoreErrorCode, message: string, options: { cause?: unknown; disposition?: Disposition } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'StoreError';
    this.code = code;
    this.disposition = options.disposition ?? 'retry';
  }
}
