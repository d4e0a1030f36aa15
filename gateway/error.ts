import type { LegalFinding } from '../treaty/finding.ts';

/** What the gateway itself refuses or reports. Every code has a row in `gateway/problems/table.ts`. */
export type GatewayErrorCode =
  // submission
  | 'submission-invalid'
  | 'submission-too-large'
  | 'idempotency-key-missing'
  | 'idempotency-key-reused'
  | 'recipient-unknown'
  | 'recipient-without-endpoint'
  | 'recipient-without-certificate'
  | 'recipient-is-self'
  | 'recipient-other-environment'
  | 'letter-missing'
  | 'letter-not-pdf'
  | 'letter-encrypted'
  | 'letter-damaged'
  | 'letter-too-large'
  | 'letter-not-signable'
  | 'letter-signing-forbidden'
  | 'file-name-invalid'
  | 'file-name-repeated'
  | 'file-count-exceeded'
  | 'deadline-order'
  | 'deadline-out-of-range'
  | 'storage-full'
  // typed messages
  | 'legal-message-invalid'
  | 'legal-rule-stops'
  | 'override-not-allowed'
  // uploads of clients
  | 'upload-unknown'
  | 'upload-incomplete'
  | 'upload-quota-exceeded'
  | 'upload-checksum-mismatch'
  | 'upload-step-too-small'
  // access
  | 'actor-unknown'
  | 'actor-not-allowed'
  | 'not-found'
  | 'conflict'
  | 'message-not-opened'
  | 'message-not-inbound'
  | 'package-digest-mismatch'
  | 'content-purged'
  | 'too-busy'
  | 'too-early'
  | 'rate-limited'
  | 'access-token-invalid'
  // envelope and route
  | 'peer-unknown'
  | 'peer-not-previous-hop'
  | 'envelope-signer-not-authorised'
  | 'envelope-not-for-us'
  | 'envelope-expired'
  | 'envelope-deadline-too-far'
  | 'envelope-suite-unknown'
  | 'envelope-recipient-key-unknown'
  | 'submission-acceptance-mismatch'
  | 'content-length-mismatch'
  | 'content-digest-mismatch'
  | 'transfer-unknown'
  | 'transfer-incomplete'
  | 'message-id-reused'
  | 'message-form-invalid'
  // evidence
  | 'evidence-signer-not-authorised'
  | 'evidence-not-acceptable'
  | 'evidence-id-reused'
  | 'evidence-mismatch'
  | 'evidence-orphans-exceeded'
  // opening
  | 'package-header-mismatch'
  | 'package-other-environment'
  | 'package-not-intact'
  | 'package-seal-invalid'
  | 'package-commitment-mismatch'
  | 'package-signer-not-authorised'
  | 'package-timestamp-missing'
  | 'package-request-invalid'
  | 'signer-revoked'
  | 'signer-certificate-invalid'
  | 'revocation-unknown'
  // operation
  | 'clock-not-trusted'
  | 'peer-not-heard'
  | 'peer-refused'
  | 'witness-refused'
  | 'directory-not-usable'
  | 'own-certificate-missing'
  | 'deadline-passed'
  | 'relay-deadline-passed'
  | 'shutting-down'
  | 'internal';

export type Disposition = 'refuse' | 'retry' | 'wait' | 'operator';

/** One fault of an input; several are reported at once. `pointer` is an RFC 6901 JSON pointer or the name of a part. */
export interface Fault {
  code: GatewayErrorCode;
  pointer?: string;
  /** Machine-made detail without content: a number, a limit, an expected form. */
  detail?: string;
  /** What a legal rule found. */
  finding?: LegalFinding;
}

/** The gateway's error: `refuse` never changes by repetition, `retry` and `wait` may, `operator` needs a person. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode;
  readonly disposition: Disposition;
  readonly faults: readonly Fault[];

  constructor(
    code: GatewayErrorCode,
    message: string,
    options: { cause?: unknown; disposition?: Disposition; faults?: readonly Fault[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.disposition = options.disposition ?? 'refuse';
    this.faults = options.faults ?? [];
  }
}

/** The disposition any error of ours carries; an unknown error is worth a retry and a look. */
export function dispositionOf(error: unknown): Disposition {
  const disposition = (error as { disposition?: unknown } | null)?.disposition;
  return disposition === 'refuse' || disposition === 'wait' || disposition === 'operator' ? disposition : 'retry';
}

/** The string code any error of ours carries, for rows and metrics; never its message, which may quote input. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[a-z0-9-]{1,64}$/.test(code) ? code : 'internal';
}
