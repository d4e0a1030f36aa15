import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { TokenKey } from '../../../crypto/jwt/key-set.ts';

export const NOW = new Date('2026-11-20T12:00:00.000Z');
export const SECONDS = NOW.getTime() / 1_000;
export const CLIENT = 'registro-inventado';
export const AUDIENCE = 'https://gateway.example:8443/oauth2/token';

export const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const KEYS: readonly TokenKey[] = [{ keyId: 'k1', algorithm: 'ES256', publicKey: pair.publicKey }];

export const claims = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  iss: CLIENT,
  sub: CLIENT,
  aud: AUDIENCE,
  iat: SECONDS,
  exp: SECONDS + 60,
  jti: 'one',
  ...changes,
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWT, signed by hand so that header and claims can be anything. */
export function jwt(header: Record<string, unknown>, payload: unknown, key: KeyObject = pair.privateKey): string {
  const input = `${encode(header)}.${encode(payload)}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** The same without a signature, or with another one. */
export function unsigned(header: Record<string, unknown>, payload: unknown, signature = ''): string {
  return `${encode(header)}.${encode(payload)}.${signature}`;
}
