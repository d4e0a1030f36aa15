import { createPublicKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import * as z from 'zod';
import { CryptoError } from '../error.ts';
import { verifyJwt } from './verify-jwt.ts';

/** Media type of RFC 9068, as it stands in `typ`: another token of ours never passes for an access token. */
const TYPE = 'at+jwt';

/** What an access token says, and how its client was authenticated when it asked for it. */
export interface AccessToken {
  clientId: string;
  method: 'certificate' | 'assertion';
  issuedAt: Date;
  /** SHA-256 of the certificate to which it is bound (RFC 8705 section 3.1), base64url. */
  thumbprint?: string;
}

export interface AccessTokenKey {
  keyId: string;
  /** P-256. */
  privateKey: KeyObject;
}

const claims = z.object({
  sub: z.string(),
  client_id: z.string(),
  iat: z.int(),
  method: z.enum(['certificate', 'assertion']),
  cnf: z.strictObject({ 'x5t#S256': z.string().regex(/^[A-Za-z0-9_-]{43}$/) }).optional(),
});

/** Signs an access token (RFC 9068, ES256) that holds for so many seconds. */
export async function signAccessToken(
  token: AccessToken,
  {
    key,
    issuer,
    audience,
    identifier,
    lifetimeSeconds,
  }: { key: AccessTokenKey; issuer: string; audience: string; identifier: string; lifetimeSeconds: number },
): Promise<string> {
  const issuedAt = Math.floor(token.issuedAt.getTime() / 1_000);
  const bound = token.thumbprint === undefined ? {} : { cnf: { 'x5t#S256': token.thumbprint } };
  return new SignJWT({ client_id: token.clientId, method: token.method, ...bound })
    .setProtectedHeader({ alg: 'ES256', typ: TYPE, kid: key.keyId })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(token.clientId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .setJti(identifier)
    .sign(key.privateKey);
}

/**
 * Verifies an access token of ours. Whether the connection is that of the certificate to which it is bound is for the caller to say.
 * Throws CryptoError as `verifyJwt`.
 */
export async function verifyAccessToken(
  token: string,
  { key, issuer, audience, now }: { key: AccessTokenKey; issuer: string; audience: string; now: Date },
): Promise<AccessToken> {
  const keys = [{ keyId: key.keyId, algorithm: 'ES256' as const, publicKey: createPublicKey(key.privateKey) }];
  const parsed = claims.safeParse(await verifyJwt(token, keys, { types: [TYPE], issuer, audiences: [audience], now }));
  if (!parsed.success || parsed.data.sub !== parsed.data.client_id)
    throw new CryptoError('jwt-claims-invalid', 'not an access token of ours');
  const { client_id: clientId, iat, method, cnf } = parsed.data;
  return { clientId, method, issuedAt: new Date(iat * 1_000), ...(cnf === undefined ? {} : { thumbprint: cnf['x5t#S256'] }) };
}
