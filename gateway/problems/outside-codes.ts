/**
 * Codes of the store, the queue and the programs that put a gateway together. The import rule keeps the gateway from importing their
 * errors, so they are listed again here; a test compares the lists with the sources and fails in both directions.
 */

export type StoreCode =
  | 'blob-damaged'
  | 'blob-missing'
  | 'blob-range'
  | 'disk-full'
  | 'epoch-fenced'
  | 'job-exists'
  | 'job-missing'
  | 'key-unwrap-failed'
  | 'lease-lost'
  | 'store-closed'
  | 'store-failure'
  | 'store-locked'
  | 'store-version'
  | 'version-conflict';

export type QueueCode =
  | 'invalid-options'
  | 'lease-expired'
  | 'lease-lost'
  | 'queue-closed'
  | 'redis-failure'
  | 'redis-timeout'
  | 'worker-closed';

export type ConfigurationCode =
  | 'anchors-unreadable'
  | 'configuration-invalid'
  | 'configuration-not-json'
  | 'configuration-too-large'
  | 'configuration-unreadable'
  | 'data-folder-foreign'
  | 'data-folder-newer'
  | 'data-folder-unusable'
  | 'key-set-unreadable'
  | 'instruments-unusable'
  | 'secret-malformed'
  | 'secret-readable-by-others'
  | 'secret-unreadable';

/** Of the client of our own API; every other code it shows is the gateway's. */
export type ApiClientCode = 'download-damaged' | 'gateway-protocol' | 'gateway-unreachable' | 'upload-differs';

export type BackupCode =
  | 'backup-damaged'
  | 'backup-folder-not-allowed'
  | 'backup-folder-not-usable'
  | 'backup-malformed'
  | 'backup-not-ours'
  | 'backup-version'
  | 'restore-target-not-empty';

export type GovernanceCode =
  | 'directory-document-not-accepted'
  | 'directory-draft-differs'
  | 'directory-key-not-usable'
  | 'directory-nothing-to-sign'
  | 'directory-signatures-missing'
  | 'directory-subject-unknown'
  | 'working-copy-exists'
  | 'working-copy-not-usable';

export type OutsideCode = StoreCode | QueueCode | ConfigurationCode | ApiClientCode | BackupCode | GovernanceCode;
