import type { AdapterCode } from '../adapter-codes.ts';
import type { OutsideCode } from '../outside-codes.ts';
import type { RowName } from '../rows.ts';

/** The rows of codes of adapters that are not themselves names of rows. */
export const ROW_OF_ADAPTER_CODE: Readonly<Record<Exclude<AdapterCode, RowName>, RowName>> = {
  'directory-delegation-exceeded': 'directory-not-accepted',
  'directory-expired': 'directory-not-usable',
  'directory-identifier-repeated': 'directory-not-accepted',
  'directory-inconsistent': 'directory-not-accepted',
  'directory-malformed': 'directory-not-accepted',
  'directory-rolled-back': 'directory-not-accepted',
  'directory-signature-invalid': 'directory-not-accepted',
  'directory-signer-unknown': 'directory-not-accepted',
  'directory-threshold-not-reached': 'directory-not-accepted',
  'directory-too-large': 'directory-not-accepted',
  'directory-unreadable': 'directory-not-usable',

  'certificate-file-malformed': 'keys-not-usable',
  'key-file-malformed': 'keys-not-usable',
  'key-file-missing': 'keys-not-usable',
  'key-file-readable-by-others': 'keys-not-usable',
  'key-folder-writable-by-others': 'keys-not-usable',
  'key-in-two-files': 'keys-not-usable',
  'key-in-two-roles': 'keys-not-usable',
  'key-mismatch': 'keys-not-usable',
  'log-key-changed': 'keys-not-usable',
  'password-file-malformed': 'keys-not-usable',
  'pkcs12-algorithm-unsupported': 'key-file-not-accepted',
  'pkcs12-altered': 'key-file-not-accepted',
  'pkcs12-certificate-missing': 'key-file-not-accepted',
  'pkcs12-iterations-excessive': 'key-file-not-accepted',
  'pkcs12-key-missing': 'key-file-not-accepted',
  'pkcs12-mac-missing': 'key-file-not-accepted',
  'pkcs12-malformed': 'key-file-not-accepted',
  'pkcs12-several-certificates': 'key-file-not-accepted',
  'pkcs12-several-keys': 'key-file-not-accepted',
  'pkcs12-too-large': 'key-file-not-accepted',
  'role-not-allowed': 'keys-not-usable',

  'letter-thread-lost': 'letter-not-processed',
  'letter-thread-timeout': 'letter-not-processed',

  'answer-older-than-held': 'revocation-list-not-accepted',
  'file-too-large': 'revocation-list-not-accepted',
  'list-download-failed': 'revocation-list-not-accepted',
  'list-of-unexpected-issuer': 'revocation-list-not-accepted',
  'list-older-than-held': 'revocation-list-not-accepted',
  'list-signature-invalid': 'revocation-list-not-accepted',
  'responder-refused': 'revocation-list-not-accepted',
  'responder-unreachable': 'revocation-list-not-accepted',
  'several-lists-in-file': 'revocation-list-not-accepted',

  'timestamp-not-verified': 'timestamp-authority-unavailable',
  'timestamp-refused': 'timestamp-authority-unavailable',
  'timestamp-unreachable': 'timestamp-authority-unavailable',
};

/** The rows of codes of store, queue and configuration that are not themselves names of rows. */
export const ROW_OF_OUTSIDE_CODE: Readonly<Record<Exclude<OutsideCode, RowName>, RowName>> = {
  'blob-damaged': 'storage-damaged',
  'blob-missing': 'storage-damaged',
  'blob-range': 'internal',
  'disk-full': 'storage-full',
  'epoch-fenced': 'overtaken',
  'job-exists': 'overtaken',
  'job-missing': 'not-found',
  'key-unwrap-failed': 'storage-damaged',
  'lease-lost': 'overtaken',
  'store-closed': 'shutting-down',
  'store-failure': 'storage-unavailable',
  'store-locked': 'storage-unavailable',
  'store-version': 'storage-version',
  'version-conflict': 'overtaken',

  'invalid-options': 'configuration-invalid',
  'lease-expired': 'overtaken',
  'queue-closed': 'shutting-down',
  'redis-failure': 'queue-unavailable',
  'redis-timeout': 'queue-unavailable',
  'worker-closed': 'shutting-down',

  'anchors-unreadable': 'configuration-invalid',
  'key-set-unreadable': 'configuration-invalid',
  'configuration-not-json': 'configuration-invalid',
  'configuration-too-large': 'configuration-invalid',
  'configuration-unreadable': 'configuration-invalid',
  'data-folder-foreign': 'storage-unavailable',
  'data-folder-newer': 'storage-version',
  'data-folder-unusable': 'storage-unavailable',
  'secret-malformed': 'configuration-invalid',
  'secret-readable-by-others': 'configuration-invalid',
  'secret-unreadable': 'configuration-invalid',

  'download-damaged': 'gateway-protocol',

  'backup-malformed': 'backup-damaged',
  'backup-version': 'storage-version',
};
