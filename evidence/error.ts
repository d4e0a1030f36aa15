/** Why evidence, a header or a record was refused, or could not be built. Reasons in the signature itself are CryptoError codes. */
export type EvidenceErrorCode =
  | 'envelope-deadlines-inconsistent'
  | 'envelope-malformed'
  | 'envelope-route-inconsistent'
  | 'envelope-time-inconsistent'
  | 'evidence-arrival-not-allowed'
  | 'evidence-certificate-mismatch'
  | 'evidence-content-mismatch'
  | 'evidence-critical-extension-unknown'
  | 'evidence-hop-not-allowed'
  | 'evidence-issuer-not-allowed'
  | 'evidence-malformed'
  | 'evidence-message-mismatch'
  | 'evidence-reason-not-allowed'
  | 'evidence-time-inconsistent'
  | 'identifier-malformed'
  | 'resealed-malformed';

/** What the caller should do: `refuse` the input for good, or call an `operator` when what we were about to sign is wrong. */
export type EvidenceErrorDisposition = 'refuse' | 'retry' | 'wait' | 'operator';

export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  readonly code: EvidenceErrorCode;
  readonly disposition: EvidenceErrorDisposition;

  constructor(code: EvidenceErrorCode, message: string, options: { cause?: unknown; disposition?: EvidenceErrorDisposition } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.disposition = options.disposition ?? 'refuse';
  }
}
