/**
 * Codes of the adapters' errors. The import rule keeps the gateway from importing adapters, so they are listed again here; a test
 * compares the list with the `error.ts` of each adapter and fails in both directions.
 */

export type DirectoryCode =
  | 'directory-delegation-exceeded'
  | 'directory-expired'
  | 'directory-identifier-repeated'
  | 'directory-inconsistent'
  | 'directory-malformed'
  | 'directory-rolled-back'
  | 'directory-signature-invalid'
  | 'directory-signer-unknown'
  | 'directory-threshold-not-reached'
  | 'directory-too-large'
  | 'directory-unreadable';

export type KeyStoreCode =
  | 'certificate-file-malformed'
  | 'key-file-malformed'
  | 'key-file-missing'
  | 'key-file-readable-by-others'
  | 'key-folder-writable-by-others'
  | 'key-in-two-files'
  | 'key-in-two-roles'
  | 'key-mismatch'
  | 'log-key-changed'
  | 'password-file-malformed'
  | 'pkcs12-algorithm-unsupported'
  | 'pkcs12-altered'
  | 'pkcs12-certificate-missing'
  | 'pkcs12-iterations-excessive'
  | 'pkcs12-key-missing'
  | 'pkcs12-mac-missing'
  | 'pkcs12-malformed'
  | 'pkcs12-password-wrong'
  | 'pkcs12-several-certificates'
  | 'pkcs12-several-keys'
  | 'pkcs12-too-large'
  | 'role-not-allowed';

export type LetterCode = 'letter-thread-lost' | 'letter-thread-timeout';

export type LetterRenderingCode = 'letter-character-missing' | 'letter-not-rendered' | 'letter-too-long' | 'letter-typeface-unusable';

export type RevocationSourceCode =
  | 'answer-older-than-held'
  | 'file-too-large'
  | 'list-download-failed'
  | 'list-of-unexpected-issuer'
  | 'list-older-than-held'
  | 'list-signature-invalid'
  | 'responder-refused'
  | 'responder-unreachable'
  | 'several-lists-in-file';

export type TimestampSourceCode = 'timestamp-not-verified' | 'timestamp-refused' | 'timestamp-unreachable';

export type TransportCode = 'peer-not-trusted' | 'peer-protocol' | 'peer-unreachable' | 'transfer-interrupted';

export type AdapterCode =
  | DirectoryCode
  | KeyStoreCode
  | LetterCode
  | LetterRenderingCode
  | RevocationSourceCode
  | TimestampSourceCode
  | TransportCode;
