import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { type AccessToken, signAccessToken, verifyAccessToken } from '../../../crypto/jwt/access-token.ts';
import { jwt, NOW, SECONDS } from './support.ts';

const ISSUER = 'https://gateway.example:8443';
const AUDIENCE = `${ISSUER}/api/v1`;
const key = { keyId: 'own', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
const signing = { key, issuer: ISSUER, audience: AUDIENCE, identifier: 'x', lifetimeSeconds: 300 };
const token: AccessToken = { clientId: 'registro', method: 'certificate', issuedAt: NOW, thumbprint: 'A'.repeat(43) };
const verify = (text: string, changes: { now?: Date; audience?: string; issuer?: string } = {}) =>
  verifyAccessToken(text, { key, issuer: ISSUER, audience: AUDIENCE, now: NOW, ...changes });

const CLAIMS = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'registro',
  client_id: 'registro',
  iat: SECONDS,
  exp: SECONDS + 300,
  jti: 'x',
  method: 'certificate',
};

describe('an access token', () => {
  it('says who asked for it, how, and to which certificate it is bound', async () => {
    expect(await verify(await signAccessToken(token, signing))).toEqual(token);
    const { thumbprint: _left, ...unbound } = token;
    expect(await verify(await signAccessToken({ ...unbound, method: 'assertion' }, signing))).toEqual({ ...unbound, method: 'assertion' });
  });

  it('is one of RFC 9068 for others', async () => {
    const { protectedHeader, payload } = await jwtVerify(await signAccessToken(token, signing), key.publicKey, { currentDate: NOW });
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: 'own' });
    expect(payload).toEqual({ ...CLAIMS, cnf: { 'x5t#S256': 'A'.repeat(43) } });
  });

  it('holds for its time, and within what clocks may differ', async () => {
    const text = await signAccessToken(token, signing);
    const at = (seconds: number) => verify(text, { now: new Date(NOW.getTime() + seconds * 1_000) });
    expect((await at(329)).clientId).toBe('registro');
    await expect(at(331)).rejects.toMatchObject({ code: 'jwt-expired' });
    await expect(at(-31)).rejects.toMatchObject({ code: 'jwt-claims-invalid' });
  });

  it.each([
    ['another key', jwt({ alg: 'ES256', typ: 'at+jwt', kid: 'own' }, CLAIMS), 'jwt-signature-invalid'],
    ['no type', jwt({ alg: 'ES256', kid: 'own' }, CLAIMS, key.privateKey), 'jwt-claims-invalid'],
    ['the type of an assertion', jwt({ alg: 'ES256', typ: 'JWT', kid: 'own' }, CLAIMS, key.privateKey), 'jwt-claims-invalid'],
    [
      'another audience',
      jwt({ alg: 'ES256', typ: 'at+jwt', kid: 'own' }, { ...CLAIMS, aud: ISSUER }, key.privateKey),
      'jwt-claims-invalid',
    ],
    [
      'another issuer',
      jwt({ alg: 'ES256', typ: 'at+jwt', kid: 'own' }, { ...CLAIMS, iss: 'https://x' }, key.privateKey),
      'jwt-claims-invalid',
    ],
    [
      'two clients',
      jwt({ alg: 'ES256', typ: 'at+jwt', kid: 'own' }, { ...CLAIMS, client_id: 'other' }, key.privateKey),
      'jwt-claims-invalid',
    ],
    [
      'an unknown method',
      jwt({ alg: 'ES256', typ: 'at+jwt', kid: 'own' }, { ...CLAIMS, method: 'password' }, key.privateKey),
      'jwt-claims-invalid',
    ],
    [
      'another kind of confirmation',
      jwt({ alg: 'ES256', typ: 'at+jwt', kid: 'own' }, { ...CLAIMS, cnf: { jkt: 'x' } }, key.privateKey),
      'jwt-claims-invalid',
    ],
    ['no end', jwt({ alg: 'ES256', typ: 'at+jwt', kid: 'own' }, { ...CLAIMS, exp: undefined }, key.privateKey), 'jwt-claims-invalid'],
  ])('is refused with %s', async (_name, text, code) => {
    await expect(verify(text)).rejects.toMatchObject({ code });
  });
});
