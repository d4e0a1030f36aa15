import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { CryptoError } from '../error.ts';
import { parseStrictJson } from '../json/parse-strict-json.ts';

/** Algorithms of tokens: those of the table that a JWT library of any language has. */
export type TokenAlgorithm = 'ES256' | 'ES384' | 'PS256';

export interface TokenKey {
  keyId?: string;
  algorithm: TokenAlgorithm;
  publicKey: KeyObject;
}

const MAXIMUM_LENGTH = 64 * 1024;
const MAXIMUM_KEYS = 16;
const MINIMUM_RSA_BITS = 3_000;

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43,86}$/);
const common = {
  kid: z.string().min(1).max(128).optional(),
  use: z.literal('sig').optional(),
  key_ops: z.tuple([z.literal('verify')]).optional(),
  x5t: z.string().max(128).optional(),
  'x5t#S256': z.string().max(128).optional(),
  x5c: z.array(z.string().max(16_384)).max(8).optional(),
};

/** Strict: a set with a private member has leaked a key, and one with a symmetric key cannot tell who signed. */
const keySet = z.strictObject({
  keys: z
    .array(
      z.discriminatedUnion('kty', [
        z.strictObject({
          ...common,
          kty: z.literal('EC'),
          crv: z.enum(['P-256', 'P-384']),
          x: coordinate,
          y: coordinate,
          alg: z.enum(['ES256', 'ES384']).optional(),
        }),
        z.strictObject({
          ...common,
          kty: z.literal('RSA'),
          n: z.string().regex(/^[A-Za-z0-9_-]{500,1400}$/),
          e: z.string().regex(/^[A-Za-z0-9_-]{1,8}$/),
          alg: z.literal('PS256').optional(),
        }),
      ]),
    )
    .min(1)
    .max(MAXIMUM_KEYS),
});

/** The public keys of a JWK set (RFC 7517). Throws CryptoError `jwt-key-set-malformed`. */
export function parseKeySet(bytes: Buffer): TokenKey[] {
  try {
    const { keys } = keySet.parse(parseStrictJson(bytes, { maximumBytes: MAXIMUM_LENGTH }));
    const ids = keys.flatMap(({ kid }) => (kid === undefined ? [] : [kid]));
    if (new Set(ids).size !== ids.length) throw new TypeError('two keys have the same identifier');
    return keys.map(({ kid, alg, ...jwk }) => {
      const algorithm = jwk.kty === 'RSA' ? 'PS256' : jwk.crv === 'P-256' ? 'ES256' : 'ES384';
      if (alg !== undefined && alg !== algorithm) throw new TypeError('the algorithm does not fit the key');
      const publicKey = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
      if (jwk.kty === 'RSA' && (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) < MINIMUM_RSA_BITS)
        throw new TypeError('RSA key too short');
      return { algorithm, publicKey, ...(kid === undefined ? {} : { keyId: kid }) };
    });
  } catch (cause) {
    throw new CryptoError('jwt-key-set-malformed', 'not a set of public signing keys (RFC 7517)', { cause });
  }
}
