import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { CryptoError } from '../error.ts';
import type { TokenKey } from './key-set.ts';

/** Longer ones are read by nobody. */
export const MAXIMUM_JWT_LENGTH = 8 * 1024;

/** Clocks of clients and ours differ by so much, in seconds. */
export const CLOCK_TOLERANCE_SECONDS = 30;

export interface JwtExpectations {
  /** Values of `typ` that are taken; `undefined` stands for none. */
  types: readonly (string | undefined)[];
  issuer: string;
  subject?: string;
  /** Exactly one of these must be the whole audience. */
  audiences: readonly string[];
  now: Date;
}

/**
 * Verifies a signed JWT in its compact form (RFC 7519, RFC 8725): the algorithm is that of the key and never one that the token names
 * alone, the type is one expected, and issuer, subject, audience and both times hold. Throws CryptoError `jwt-malformed`,
 * `jwt-signature-invalid`, `jwt-claims-invalid`, `jwt-expired`.
 */
export async function verifyJwt(
  jwt: string,
  keys: readonly TokenKey[],
  expected: JwtExpectations,
): Promise<JWTPayload & { exp: number; iat?: number }> {
  const key = keyOf(jwt, keys, expected.types);
  try {
    const { payload } = await jwtVerify(jwt, key.publicKey, {
      algorithms: [key.algorithm],
      issuer: expected.issuer,
      audience: [...expected.audiences],
      ...(expected.subject === undefined ? {} : { subject: expected.subject }),
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: expected.now,
    });
    const { exp, iat, aud } = payload;
    const latest = expected.now.getTime() / 1_000 + CLOCK_TOLERANCE_SECONDS;
    if (exp === undefined || (Array.isArray(aud) && aud.length !== 1) || (iat !== undefined && iat > latest)) {
      throw new CryptoError('jwt-claims-invalid', 'a claim of the token does not hold');
    }
    return { ...payload, exp };
  } catch (error) {
    throw asCryptoError(error);
  }
}

/** The one key that may have signed it. */
function keyOf(jwt: string, keys: readonly TokenKey[], types: JwtExpectations['types']): TokenKey {
  const { alg, kid, typ } = headerOf(jwt);
  if (!types.includes(typ?.toLowerCase())) throw new CryptoError('jwt-claims-invalid', 'a token of another type');
  const candidates = keys.filter(({ algorithm, keyId }) => algorithm === alg && (kid === undefined || keyId === kid));
  const [key, ...others] = candidates;
  if (key === undefined || others.length > 0)
    throw new CryptoError('jwt-signature-invalid', 'no key of the signer, or more than one, fits the header');
  return key;
}

function headerOf(jwt: string): { alg?: string; kid?: string; typ?: string } {
  if (jwt.length > MAXIMUM_JWT_LENGTH || !/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(jwt)) {
    throw new CryptoError('jwt-malformed', 'not a signed token in compact form');
  }
  try {
    const { alg, kid, typ } = decodeProtectedHeader(jwt);
    return {
      ...(typeof alg === 'string' ? { alg } : {}),
      ...(typeof kid === 'string' ? { kid } : {}),
      ...(typeof typ === 'string' ? { typ } : {}),
    };
  } catch (cause) {
    throw new CryptoError('jwt-malformed', 'the header of the token cannot be read', { cause });
  }
}

function asCryptoError(error: unknown): CryptoError {
  if (error instanceof CryptoError) return error;
  if (error instanceof errors.JWTExpired) return new CryptoError('jwt-expired', 'the token has expired', { cause: error });
  if (error instanceof errors.JWTClaimValidationFailed)
    return new CryptoError('jwt-claims-invalid', 'a claim of the token does not hold', { cause: error });
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return new CryptoError('jwt-signature-invalid', 'the signature does not verify', { cause: error });
  return new CryptoError('jwt-malformed', 'the token cannot be read', { cause: error });
}
