import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CryptoError } from '../../../crypto/error.ts';
import { parseKeySet } from '../../../crypto/jwt/key-set.ts';

const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const set = (...keys: unknown[]) => Buffer.from(JSON.stringify({ keys }));
const good = jwkOf(p256.publicKey);

describe('a key set', () => {
  it('has the keys of a client with their algorithms', () => {
    const keys = parseKeySet(
      set({ ...good, kid: 'a', use: 'sig', alg: 'ES256' }, { ...jwkOf(p384.publicKey), key_ops: ['verify'] }, jwkOf(rsa.publicKey)),
    );
    expect(keys.map(({ keyId, algorithm }) => [keyId, algorithm])).toEqual([
      ['a', 'ES256'],
      [undefined, 'ES384'],
      [undefined, 'PS256'],
    ]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no JSON', Buffer.from('{')],
    ['no keys', set()],
    ['seventeen keys', set(...Array(17).fill(good))],
    ['a private key', set(jwkOf(p256.privateKey))],
    ['a private RSA key', set(jwkOf(rsa.privateKey))],
    ['a symmetric key', set({ kty: 'oct', k: 'AAAA' })],
    ['a short RSA key', set(jwkOf(shortRsa.publicKey))],
    ['a key of another kind', set(jwkOf(ed25519.publicKey))],
    ['a key for something else', set({ ...good, use: 'enc' })],
    ['an algorithm that does not fit', set({ ...good, alg: 'ES384' })],
    ['an unknown algorithm', set({ ...good, alg: 'RS256' })],
    ['a point that is not on the curve', set({ ...good, x: good.y, y: good.x })],
    ['a coordinate that is too short', set({ ...good, x: 'AAAA' })],
    ['two keys of one name', set({ ...good, kid: 'a' }, { ...jwkOf(p384.publicKey), kid: 'a' })],
    ['a repeated member', Buffer.from('{"keys":[],"keys":[]}')],
    ['a member that nobody knows', Buffer.from(JSON.stringify({ keys: [good], more: 1 }))],
    ['too much', Buffer.alloc(70_000, 32)],
  ])('is refused with %s', (_name, bytes) => {
    expect(() => parseKeySet(bytes)).toThrowError(expect.objectContaining({ name: 'CryptoError', code: 'jwt-key-set-malformed' }));
  });

  it('never ends in another error', () => {
    const text = JSON.stringify({ keys: [good] });
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), (at, inserted) => {
        try {
          parseKeySet(Buffer.from(`${text.slice(0, at)}${inserted}${text.slice(at + 1)}`));
        } catch (error) {
          expect(error).toBeInstanceOf(CryptoError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
