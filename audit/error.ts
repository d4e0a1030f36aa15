/** Why the log, a bundle or a verification refused or failed. */
export type AuditErrorCode =
  | 'bundle-digest-mismatch'
  | 'bundle-incomplete'
  | 'bundle-malformed'
  | 'bundle-too-large'
  | 'bundle-version'
  | 'checkpoint-malformed'
  | 'checkpoint-origin'
  | 'checkpoint-stale'
  | 'consistency-proof-invalid'
  | 'entry-malformed'
  | 'fork-not-proven'
  | 'fork-proof-malformed'
  | 'inclusion-proof-invalid'
  | 'lease-not-held'
  | 'log-behind-checkpoint'
  | 'log-forked'
  | 'log-rows-damaged'
  | 'not-logged'
  | 'not-yet-published'
  | 'note-malformed'
  | 'note-signature-invalid'
  | 'note-unsigned'
  | 'policy-malformed'
  | 'proof-malformed'
  | 'sequencer-stopped'
  | 'succession-malformed'
  | 'tile-conflict'
  | 'tile-malformed'
  | 'tile-missing'
  | 'tree-range'
  | 'trust-malformed'
  | 'verifier-key-malformed'
  | 'witness-request-malformed';

export type AuditDisposition = 'refuse' | 'retry' | 'wait' | 'operator';

/** The error of the audit folder. `operator`: a person must look before anything more is signed. */
export class AuditError extends Error {
  readonly code: AuditErrorCode;
  readonly disposition: AuditDisposition;

  constructor(code: AuditErrorCode, message: string, options: { cause?: unknown; disposition?: AuditDisposition } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AuditError';
    this.code = code;
    this.disposition = options.disposition ?? 'refuse';
  }
}
