/**
 * What a verifier needs beside a signature to judge it years later: certificates, and what was known about their revocation.
 * Each as DER, so that it can be embedded in a signature, written to a bundle or read from either without a second encoding.
 */
export interface ValidationData {
  readonly certificates: readonly Buffer[];
  /** Certificate revocation lists (RFC 5280). */
  readonly revocationLists: readonly Buffer[];
  /** Whole OCSPResponse values (RFC 6960); formats that hold the BasicOCSPResponse alone unwrap and wrap it. */
  readonly ocspResponses: readonly Buffer[];
}
