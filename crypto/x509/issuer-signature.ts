import { constants, type KeyObject, verify } from 'node:crypto';
import { DerCursor, type DerNode, objectIdentifierOf, smallIntegerOf } from '../der/reader.ts';

/** How an issuer signed a certificate or a revocation list; `undefined` stands for an algorithm that is not accepted. */
export interface IssuerAlgorithm {
  readonly keyType: 'ec' | 'rsa' | 'ed25519';
  /** Digest by its OpenSSL name; `null` for Ed25519, which digests by itself. */
  readonly digest: 'sha256' | 'sha384' | 'sha512' | null;
  readonly padding: 'pss' | 'pkcs1' | null;
  /** Octets of salt, for PSS only. */
  readonly saltLength: number;
}

/** The parts of a certificate or revocation list that its issuer's signature covers, as they were received. */
export interface IssuerSigned {
  readonly signedDer: Buffer;
  readonly signature: Buffer;
  readonly issuerAlgorithm: IssuerAlgorithm | undefined;
}

const DIGESTS: ReadonlyMap<string, 'sha256' | 'sha384' | 'sha512'> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256' as const],
  ['2.16.840.1.101.3.4.2.2', 'sha384' as const],
  ['2.16.840.1.101.3.4.2.3', 'sha512' as const],
]);

const FIXED: ReadonlyMap<string, IssuerAlgorithm> = new Map<string, IssuerAlgorithm>([
  ['1.2.840.10045.4.3.2', { keyType: 'ec', digest: 'sha256', padding: null, saltLength: 0 }],
  ['1.2.840.10045.4.3.3', { keyType: 'ec', digest: 'sha384', padding: null, saltLength: 0 }],
  ['1.2.840.10045.4.3.4', { keyType: 'ec', digest: 'sha512', padding: null, saltLength: 0 }],
  ['1.2.840.113549.1.1.11', { keyType: 'rsa', digest: 'sha256', padding: 'pkcs1', saltLength: 0 }],
  ['1.2.840.113549.1.1.12', { keyType: 'rsa', digest: 'sha384', padding: 'pkcs1', saltLength: 0 }],
  ['1.2.840.113549.1.1.13', { keyType: 'rsa', digest: 'sha512', padding: 'pkcs1', saltLength: 0 }],
  ['1.3.101.112', { keyType: 'ed25519', digest: null, padding: null, saltLength: 0 }],
]);

const RSASSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';

/**
 * Reads the AlgorithmIdentifier of an issuer's signature (RFC 5280 section 4.1.1.2, RFC 4055, RFC 5758, RFC 8410).
 *
 * @returns undefined when the algorithm is unknown or uses a digest weaker than SHA-256: such an object can be shown, never trusted
 * @throws CryptoError of the DER reader when the structure is malformed
 */
export function issuerAlgorithmOf(node: DerNode): IssuerAlgorithm | undefined {
  const cursor = new DerCursor(node, 'signature algorithm');
  const identifier = objectIdentifierOf(cursor.next(0x06, 'algorithm identifier'));
  const tag = cursor.peekTag();
  const parameters = tag === undefined ? undefined : cursor.any('algorithm parameters');
  cursor.end();
  if (identifier === RSASSA_PSS) return parameters === undefined ? undefined : pssAlgorithmOf(parameters);
  const fixed = FIXED.get(identifier);
  // RSA carries NULL; the others must carry no parameters at all, as parameters could name another curve or digest.
  if (fixed === undefined || (parameters !== undefined) !== (fixed.keyType === 'rsa')) return undefined;
  if (parameters !== undefined && (parameters.tag !== 0x05 || parameters.content.length > 0)) return undefined;
  return fixed;
}

/** RFC 4055 section 3.1: the digest of the message and of the mask must be the same, and both present, as the default is SHA-1. */
function pssAlgorithmOf(parameters: DerNode): IssuerAlgorithm | undefined {
  if (parameters.tag !== 0x30) return undefined;
  const cursor = new DerCursor(parameters, 'PSS parameters');
  const digest = cursor.optional(0xa0);
  const mask = cursor.optional(0xa1);
  const salt = cursor.optional(0xa2);
  const trailer = cursor.optional(0xa3);
  cursor.end();
  if (digest === undefined || mask === undefined || trailer !== undefined) return undefined;
  const name = digestOf(inside(digest, 0x30));
  const maskCursor = new DerCursor(inside(mask, 0x30), 'mask algorithm');
  const maskIdentifier = objectIdentifierOf(maskCursor.next(0x06, 'mask identifier'));
  const maskDigest = digestOf(maskCursor.next(0x30, 'mask digest'));
  maskCursor.end();
  if (name === undefined || maskIdentifier !== MGF1 || maskDigest !== name) return undefined;
  return { keyType: 'rsa', digest: name, padding: 'pss', saltLength: salt === undefined ? 20 : smallIntegerOf(inside(salt, 0x02), 64) };
}

function inside(wrapper: DerNode, tag: number): DerNode {
  const cursor = new DerCursor(wrapper, 'PSS parameter');
  const value = cursor.next(tag, 'PSS parameter value');
  cursor.end();
  return value;
}

function digestOf(algorithm: DerNode): 'sha256' | 'sha384' | 'sha512' | undefined {
  const cursor = new DerCursor(algorithm, 'digest algorithm');
  const identifier = objectIdentifierOf(cursor.next(0x06, 'digest identifier'));
  cursor.optional(0x05);
  cursor.end();
  return DIGESTS.get(identifier);
}

/**
 * Whether `issuerKey` made the signature over the received bytes. False, never an exception, for an algorithm that is not
 * accepted or does not fit the key.
 */
export function verifyIssuerSignature(signed: IssuerSigned, issuerKey: KeyObject): boolean {
  const algorithm = signed.issuerAlgorithm;
  if (algorithm === undefined || !fits(issuerKey, algorithm)) return false;
  try {
    return verify(algorithm.digest, signed.signedDer, { key: issuerKey, dsaEncoding: 'der', ...paddingOf(algorithm) }, signed.signature);
  } catch {
    // OpenSSL reports some malformed signatures by an error instead of a refusal.
    return false;
  }
}

function fits(key: KeyObject, algorithm: IssuerAlgorithm): boolean {
  const type = key.asymmetricKeyType;
  if (algorithm.keyType === 'rsa') return type === 'rsa' || (type === 'rsa-pss' && algorithm.padding === 'pss');
  return type === algorithm.keyType;
}

function paddingOf(algorithm: IssuerAlgorithm): { padding?: number; saltLength?: number } {
  if (algorithm.padding === 'pss') return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength };
  return algorithm.padding === 'pkcs1' ? { padding: constants.RSA_PKCS1_PADDING } : {};
}
