import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CryptoError } from '../../../crypto/error.ts';
import { verifyClientAssertion } from '../../../crypto/jwt/client-assertion.ts';
import { AUDIENCE, CLIENT, claims, jwt, KEYS, NOW, other, pair, SECONDS, unsigned } from './support.ts';

const HEADER = { alg: 'ES256', kid: 'k1' };
const verify = (assertion: string) => verifyClientAssertion(assertion, { clientId: CLIENT, keys: KEYS, audiences: [AUDIENCE], now: NOW });
const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

function hmac(): string {
  const input = unsigned({ alg: 'HS256', kid: 'k1' }, claims()).slice(0, -1);
  return `${input}.${createHmac('sha256', publicPem).update(input).digest('base64url')}`;
}

function flipped(token: string, part: 0 | 1 | 2): string {
  const parts = token.split('.');
  const text = parts[part] ?? '';
  parts[part] = `${text.slice(0, -3)}${text.at(-3) === 'A' ? 'B' : 'A'}${text.slice(-2)}`;
  return parts.join('.');
}

describe('a client assertion', () => {
  it.each([
    ['as it should be', HEADER, {}],
    ['without the name of the key', { alg: 'ES256' }, {}],
    ['with a type', { ...HEADER, typ: 'JWT' }, {}],
    ['with the type of RFC 7523bis', { ...HEADER, typ: 'client-authentication+jwt' }, {}],
    ['with a list of one audience', HEADER, { aud: [AUDIENCE] }],
    ['without a time of issue', HEADER, { iat: undefined }],
    ['from a clock that is a little ahead', HEADER, { iat: SECONDS + 20, nbf: SECONDS + 20 }],
    ['a moment after its end', HEADER, { exp: SECONDS - 20 }],
  ])('holds %s', async (_name, header, changes) => {
    expect((await verify(jwt(header, claims(changes)))).identifier).toBe('one');
  });

  it('is to be remembered for as long as it would be taken', async () => {
    const { expiresAt } = await verify(jwt(HEADER, claims()));
    expect(expiresAt).toEqual(new Date((SECONDS + 90) * 1_000));
  });

  it.each([
    ['unsigned, with alg none', unsigned({ alg: 'none' }, claims()), 'jwt-malformed'],
    ['with alg none and a signature', unsigned({ alg: 'none', kid: 'k1' }, claims(), 'AAAA'), 'jwt-signature-invalid'],
    ['with alg None', unsigned({ alg: 'None' }, claims(), 'AAAA'), 'jwt-signature-invalid'],
    ['keyed with our public key (HS256)', hmac(), 'jwt-signature-invalid'],
    ['signed by somebody else', jwt(HEADER, claims(), other.privateKey), 'jwt-signature-invalid'],
    ['with the name of another key', jwt({ alg: 'ES256', kid: 'k2' }, claims()), 'jwt-signature-invalid'],
    ['with another algorithm than the key has', jwt({ alg: 'ES384', kid: 'k1' }, claims()), 'jwt-signature-invalid'],
    [
      'with its own key in the header',
      jwt({ alg: 'ES256', kid: 'x', jwk: other.publicKey.export({ format: 'jwk' }) }, claims(), other.privateKey),
      'jwt-signature-invalid',
    ],
    ['with an extension that must be understood', jwt({ ...HEADER, crit: ['x'], x: 1 }, claims()), 'jwt-malformed'],
    ['with one octet of the header changed', flipped(jwt({ ...HEADER, z: 'aaaaaaaa' }, claims()), 0), undefined],
    ['with one octet of the claims changed', flipped(jwt(HEADER, claims({ z: 'aaaaaaaa' })), 1), undefined],
    ['with one octet of the signature changed', flipped(jwt(HEADER, claims()), 2), 'jwt-signature-invalid'],
    ['with a DER signature', unsigned(HEADER, claims(), 'MEUCIQDx'), 'jwt-signature-invalid'],
    ['that is an access token', jwt({ ...HEADER, typ: 'at+jwt' }, claims()), 'jwt-claims-invalid'],
    ['for somebody else', jwt(HEADER, claims({ aud: 'https://elsewhere.example/token' })), 'jwt-claims-invalid'],
    ['for us and somebody else', jwt(HEADER, claims({ aud: [AUDIENCE, 'https://elsewhere.example'] })), 'jwt-claims-invalid'],
    ['for nobody', jwt(HEADER, claims({ aud: undefined })), 'jwt-claims-invalid'],
    ['for an address that begins like ours', jwt(HEADER, claims({ aud: `${AUDIENCE}/more` })), 'jwt-claims-invalid'],
    ['by another issuer', jwt(HEADER, claims({ iss: 'other' })), 'jwt-claims-invalid'],
    ['about another client', jwt(HEADER, claims({ sub: 'other' })), 'jwt-claims-invalid'],
    ['without a subject', jwt(HEADER, claims({ sub: undefined })), 'jwt-claims-invalid'],
    ['that has expired', jwt(HEADER, claims({ exp: SECONDS - 31 })), 'jwt-expired'],
    ['without an end', jwt(HEADER, claims({ exp: undefined })), 'jwt-claims-invalid'],
    ['with an end that is no number', jwt(HEADER, claims({ exp: '2030' })), 'jwt-claims-invalid'],
    ['that lives for an hour', jwt(HEADER, claims({ exp: SECONDS + 3_600 })), 'jwt-claims-invalid'],
    ['that holds only later', jwt(HEADER, claims({ nbf: SECONDS + 31 })), 'jwt-claims-invalid'],
    ['issued in the future', jwt(HEADER, claims({ iat: SECONDS + 31 })), 'jwt-claims-invalid'],
    ['without an identifier', jwt(HEADER, claims({ jti: undefined })), 'jwt-claims-invalid'],
    ['with an identifier that is no text', jwt(HEADER, claims({ jti: 1 })), 'jwt-claims-invalid'],
    ['with an endless identifier', jwt(HEADER, claims({ jti: 'a'.repeat(129) })), 'jwt-claims-invalid'],
    ['with claims that are a list', jwt(HEADER, [1]), 'jwt-malformed'],
    ['in five parts', `${jwt(HEADER, claims())}.a.b`, 'jwt-malformed'],
    ['in two parts', 'a.b', 'jwt-malformed'],
    ['that is empty', '', 'jwt-malformed'],
    ['that is endless', jwt(HEADER, claims({ z: 'a'.repeat(9_000) })), 'jwt-malformed'],
    ['with padding', `${jwt(HEADER, claims())}=`, 'jwt-malformed'],
  ])('is refused %s', async (_name, assertion, code) => {
    await expect(verify(assertion)).rejects.toMatchObject(code === undefined ? { name: 'CryptoError' } : { name: 'CryptoError', code });
  });

  it('never holds when anything of it is changed, and never ends in another error', async () => {
    const good = jwt(HEADER, claims());
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.constantFrom(...'AZaz09-_.=~'), async (at, character) => {
        const changed = `${good.slice(0, at)}${character}${good.slice(at + 1)}`;
        const outcome = await verify(changed).catch((error: unknown) => error);
        // The last character of a signature has bits that no octet uses.
        if (!(outcome instanceof CryptoError))
          expect(Buffer.from(changed.split('.')[2] ?? '', 'base64url')).toEqual(Buffer.from(good.split('.')[2] ?? '', 'base64url'));
      }),
      { numRuns: 300 },
    );
  });
});
