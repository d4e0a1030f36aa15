import { CryptoError } from '../error.ts';
import type { TokenKey } from './key-set.ts';
import { CLOCK_TOLERANCE_SECONDS, verifyJwt } from './verify-jwt.ts';

/** An assertion lives at most this long, so that those already used need not be remembered for long. */
export const MAXIMUM_ASSERTION_SECONDS = 5 * 60;

export interface ClientAssertion {
  /** Chosen by the client, used once. */
  identifier: string;
  expiresAt: Date;
}

/**
 * Verifies a client assertion (RFC 7523 section 3): signed by a key of the client, issued by and about the client, for us alone, with an
 * identifier, and short-lived. Whether it was used before is for the caller to say. Throws CryptoError as `verifyJwt`.
 */
export async function verifyClientAssertion(
  assertion: string,
  { clientId, keys, audiences, now }: { clientId: string; keys: readonly TokenKey[]; audiences: readonly string[]; now: Date },
): Promise<ClientAssertion> {
  const types = [undefined, 'jwt', 'client-authentication+jwt'];
  const { jti, exp } = await verifyJwt(assertion, keys, { types, issuer: clientId, subject: clientId, audiences, now });
  if (typeof jti !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(jti))
    throw new CryptoError('jwt-claims-invalid', 'the assertion has no identifier');
  if (exp > now.getTime() / 1_000 + MAXIMUM_ASSERTION_SECONDS + CLOCK_TOLERANCE_SECONDS) {
    throw new CryptoError('jwt-claims-invalid', 'the assertion lives too long');
  }
  // It is accepted for as long as clocks may differ, and must be remembered for as long.
  return { identifier: jti, expiresAt: new Date((exp + CLOCK_TOLERANCE_SECONDS) * 1_000) };
}
