import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { CryptoError } from '../../../crypto/error.ts';
import { verifyClientAssertion } from '../../../crypto/jwt/client-assertion.ts';
import { parseKeySet } from '../../../crypto/jwt/key-set.ts';

const NOW = new Date('2026-11-20T12:00:00.000Z');
const SECONDS = NOW.getTime() / 1_000;
const AUDIENCE = 'https://gateway.example/oauth2/token';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const KEYS = [{ keyId: 'k', algorithm: 'ES256' as const, publicKey: createPublicKey(privateKey) }];
const CLAIMS = { iss: 'client', sub: 'client', aud: AUDIENCE, iat: SECONDS, exp: SECONDS + 60, jti: 'x' };

function assertion(header: object): Buffer {
  const input = [header, CLAIMS].map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')).join('.');
  return Buffer.from(
    `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`,
  );
}

/** Key sets begin with a brace; everything else is an assertion. */
export const target = {
  name: 'jwt',
  seeds: () => [
    assertion({ alg: 'ES256', kid: 'k' }),
    assertion({ alg: 'ES256', typ: 'JWT' }),
    Buffer.from(
      JSON.stringify({
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' }, other.publicKey.export({ format: 'jwk' })],
      }),
    ),
  ],
  run: async (input: Buffer) => {
    if (input[0] === 0x7b) {
      for (const { publicKey: key } of parseKeySet(input)) if (key.type !== 'public') throw new Error('a key that is not public');
      return;
    }
    const text = input.toString('latin1');
    await verifyClientAssertion(text, { clientId: 'client', keys: KEYS, audiences: [AUDIENCE], now: NOW });
    // Nobody but the holder of the key makes an assertion that holds: what was signed is what was in the seeds.
    const [, payload = ''] = text.split('.');
    if (Buffer.from(payload, 'base64url').toString('utf8') !== JSON.stringify(CLAIMS)) throw new Error('other claims hold');
  },
  acceptable: (error: unknown) => error instanceof CryptoError && error.code.startsWith('jwt-'),
};
