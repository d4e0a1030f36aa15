import { constants, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { CryptoError } from './error.ts';
import type { Certificate } from './x509/certificate.ts';

/** Signature algorithms by their JWA names (RFC 7518 section 3.1). */
export type SignatureAlgorithm = 'ES256' | 'ES384' | 'PS256' | 'PS384' | 'RS256';

/** ECDSA signatures come as a DER SEQUENCE (CMS) or as r and s side by side (JWS); the name means nothing for RSA. */
export type SignatureEncoding = 'der' | 'ieee-p1363';

export interface Signer {
  readonly certificate: Certificate;
  /** Issuing authorities from the certificate upwards, the root left out. */
  readonly chain: readonly Certificate[];
  readonly algorithm: SignatureAlgorithm;
  sign(data: Buffer, encoding: SignatureEncoding): Promise<Buffer>;
}

export type DigestName = 'sha256' | 'sha384' | 'sha512';

interface AlgorithmRow {
  digest: DigestName;
  keyTypes: readonly string[];
  curve?: string;
  pss: boolean;
  /** P-256 takes about 20 microseconds, less than handing it to the thread pool; the others would hold the event loop. */
  synchronous: boolean;
}

const ALGORITHMS: Readonly<Record<SignatureAlgorithm, AlgorithmRow>> = {
  ES256: { digest: 'sha256', keyTypes: ['ec'], curve: 'prime256v1', pss: false, synchronous: true },
  ES384: { digest: 'sha384', keyTypes: ['ec'], curve: 'secp384r1', pss: false, synchronous: false },
  PS256: { digest: 'sha256', keyTypes: ['rsa', 'rsa-pss'], pss: true, synchronous: false },
  PS384: { digest: 'sha384', keyTypes: ['rsa', 'rsa-pss'], pss: true, synchronous: false },
  RS256: { digest: 'sha256', keyTypes: ['rsa'], pss: false, synchronous: false },
};

/** The digest that belongs to a signature algorithm. */
export function digestOf(algorithm: SignatureAlgorithm): DigestName {
  return ALGORITHMS[algorithm].digest;
}

/**
 * A signer over a private key in memory. Without `algorithm`, a P-256 key signs ES256, P-384 ES384 and RSA PS256.
 *
 * @throws CryptoError `key-unsupported` for another kind of key, `key-mismatch` when key, certificate and algorithm do not belong together
 */
export function createSigner(options: {
  privateKey: KeyObject;
  certificate: Certificate;
  chain?: readonly Certificate[];
  algorithm?: SignatureAlgorithm;
}): Signer {
  const { privateKey, certificate } = options;
  if (privateKey.type !== 'private')
    throw new CryptoError('key-mismatch', 'the signing key is not a private key', { disposition: 'operator' });
  const algorithm = options.algorithm ?? defaultAlgorithm(privateKey);
  if (!keyFits(algorithm, privateKey)) {
    throw new CryptoError('key-mismatch', `the private key cannot sign ${algorithm}`, { disposition: 'operator' });
  }
  if (!createPublicKey(privateKey).equals(certificate.publicKey)) {
    throw new CryptoError('key-mismatch', 'the certificate belongs to another private key', { disposition: 'operator' });
  }
  return {
    certificate,
    chain: options.chain ?? [],
    algorithm,
    sign: (data, encoding) => signWith(algorithm, privateKey, data, encoding),
  };
}

/**
 * Whether `signature` over `data` holds. False also when the key is of another kind than the algorithm wants: an
 * algorithm name from the input never chooses how a key is used.
 */
export function verifySignature(options: {
  algorithm: SignatureAlgorithm;
  publicKey: KeyObject;
  data: Buffer;
  signature: Buffer;
  encoding: SignatureEncoding;
  /** RSA-PSS salt in bytes; by default as long as the digest (RFC 7518 section 3.5). */
  saltLength?: number;
}): boolean {
  if (!keyFits(options.algorithm, options.publicKey)) return false;
  const key = keyInput(options.algorithm, options.publicKey, options.encoding, options.saltLength);
  return verify(digestOf(options.algorithm), options.data, key, options.signature);
}

/** Whether a key, private or public, is of the kind (and curve) that the algorithm wants. */
export function keyFits(algorithm: SignatureAlgorithm, key: KeyObject): boolean {
  const row = ALGORITHMS[algorithm];
  if (!row.keyTypes.includes(key.asymmetricKeyType ?? '')) return false;
  return row.curve === undefined || key.asymmetricKeyDetails?.namedCurve === row.curve;
}

function defaultAlgorithm(key: KeyObject): SignatureAlgorithm {
  const algorithm = (['ES256', 'ES384', 'PS256'] as const).find((candidate) => keyFits(candidate, key));
  if (algorithm === undefined)
    throw new CryptoError('key-unsupported', 'the private key is neither P-256, P-384 nor RSA', { disposition: 'operator' });
  return algorithm;
}

async function signWith(algorithm: SignatureAlgorithm, privateKey: KeyObject, data: Buffer, encoding: SignatureEncoding): Promise<Buffer> {
  const key = keyInput(algorithm, privateKey, encoding);
  const { digest, synchronous } = ALGORITHMS[algorithm];
  if (synchronous) return sign(digest, data, key);
  return new Promise((resolve, reject) => {
    sign(digest, data, key, (error, signature) => (error === null ? resolve(signature) : reject(error)));
  });
}

function keyInput(algorithm: SignatureAlgorithm, key: KeyObject, encoding: SignatureEncoding, saltLength?: number) {
  if (ALGORITHMS[algorithm].curve !== undefined) return { key, dsaEncoding: encoding };
  if (!ALGORITHMS[algorithm].pss) return { key, padding: constants.RSA_PKCS1_PADDING };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: saltLength ?? constants.RSA_PSS_SALTLEN_DIGEST };
}
