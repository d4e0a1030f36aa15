import { constants, type KeyObject, sign, verify } from 'node:crypto';
import { derOfP1363, p1363OfOwnDer } from './ecdsa-form.ts';
import { CryptoError } from './error.ts';
import { isSameKey } from './same-key.ts';
import { type SignatureAlgorithm, type SignatureRow, signatureByName, signatureForKey } from './suites.ts';
import type { Certificate } from './x509/certificate.ts';

export type { SignatureAlgorithm };

/** ECDSA signatures come as a DER SEQUENCE (CMS) or as r and s side by side (JWS); the name means nothing for RSA. */
export type SignatureEncoding = 'der' | 'ieee-p1363';

export interface Signer {
  readonly certificate: Certificate;
  /** Issuing authorities from the certificate upwards, the root left out. */
  readonly chain: readonly Certificate[];
  readonly algorithm: SignatureAlgorithm;
  sign(data: Buffer, encoding: SignatureEncoding): Promise<Buffer>;
}

/**
 * A signer over a private key in memory. Without `algorithm`, a P-256 key signs ES256, P-384 ES384 and RSA PS256.
 *
 * @throws CryptoError `algorithm-key-mismatch` when the key cannot be used with the algorithm, `key-mismatch` when the
 * certificate belongs to another key
 */
export function createSigner(options: {
  privateKey: KeyObject;
  certificate: Certificate;
  chain?: readonly Certificate[];
  algorithm?: SignatureAlgorithm;
}): Signer {
  const { privateKey, certificate } = options;
  if (privateKey.type !== 'private') throw operatorError('key-mismatch', 'the signing key is not a private key');
  const row = options.algorithm === undefined ? signatureForKey(certificate.keyType) : signatureByName(options.algorithm);
  if (!keyFits(row, privateKey)) throw operatorError('algorithm-key-mismatch', `the private key cannot sign ${row.name}`);
  if (!isSameKey(privateKey, certificate.publicKey)) {
    throw operatorError('key-mismatch', 'the certificate belongs to another private key');
  }
  return {
    certificate,
    chain: options.chain ?? [],
    algorithm: row.name,
    sign: (data, encoding) => signWith(row, privateKey, data, encoding),
  };
}

/**
 * Whether `signature` over `data` holds. False also when the key is of another kind than the algorithm wants: an
 * algorithm name from the input never chooses how a key is used. Size of keys and allow-lists are checked by callers.
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
  const row = signatureByName(options.algorithm);
  if (!keyFits(row, options.publicKey)) return false;
  if (row.scheme !== 'ecdsa')
    return verify(row.digest, options.data, rsaInput(row, options.publicKey, options.saltLength), options.signature);
  const signature = options.encoding === 'der' ? options.signature : derOfP1363(options.signature, coordinateLength(row));
  return signature !== undefined && verify(row.digest, options.data, options.publicKey, signature);
}

function keyFits(row: SignatureRow, key: KeyObject): boolean {
  switch (row.keyType) {
    case 'ec-p256':
      return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
    case 'ec-p384':
      return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'secp384r1';
    case 'rsa':
      return key.asymmetricKeyType === 'rsa' || (key.asymmetricKeyType === 'rsa-pss' && row.scheme === 'rsa-pss');
  }
}

async function signWith(row: SignatureRow, privateKey: KeyObject, data: Buffer, encoding: SignatureEncoding): Promise<Buffer> {
  // P-256 takes about 20 microseconds, less than handing it over; P-384 and RSA would hold the event loop and go to the thread pool.
  const signature = row.keyType === 'ec-p256' ? sign(row.digest, data, privateKey) : await signInThreadPool(row, privateKey, data);
  return row.scheme === 'ecdsa' && encoding === 'ieee-p1363' ? p1363OfOwnDer(signature, coordinateLength(row)) : signature;
}

function signInThreadPool(row: SignatureRow, privateKey: KeyObject, data: Buffer): Promise<Buffer> {
  const key = row.scheme === 'ecdsa' ? privateKey : rsaInput(row, privateKey);
  return new Promise((resolve, reject) => {
    sign(row.digest, data, key, (error, signature) => (error === null ? resolve(signature) : reject(error)));
  });
}

function rsaInput(row: SignatureRow, key: KeyObject, saltLength: number = constants.RSA_PSS_SALTLEN_DIGEST) {
  if (row.scheme === 'rsa-pkcs1') return { key, padding: constants.RSA_PKCS1_PADDING };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
}

/** Octets of r and of s. */
function coordinateLength(row: SignatureRow): number {
  return row.keyType === 'ec-p384' ? 48 : 32;
}

function operatorError(code: 'key-mismatch' | 'algorithm-key-mismatch', message: string): CryptoError {
  return new CryptoError(code, message, { disposition: 'operator' });
}
