import { constants, type KeyObject, verify } from 'node:crypto';
import { OID } from '../der/object-identifiers.ts';
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

const DIGESTS: ReadonlyMap<string, 'sha256' | 'sha384' | 'sha512'> = new Map<string, 'sha256' | 'sha384' | 'sha512'>([
  [OID.sha256, 'sha256'],
  [OID.sha384, 'sha384'],
  [OID.sha512, 'sha512'],
]);

const FIXED: ReadonlyMap<string, IssuerAlgorithm> = new Map<string, IssuerAlgorithm>([
  [OID.ecdsaWithSHA256, { keyType: 'ec', digest: 'sha256', padding: null, saltLength: 0 }],
  [OID.ecdsaWithSHA384, { keyType: 'ec', digest: 'sha384', padding: null, saltLength: 0 }],
  [OID.ecdsaWithSHA512, { keyType: 'ec', digest: 'sha512', padding: null, saltLength: 0 }],
  [OID.sha256WithRSAEncryption, { keyType: 'rsa', digest: 'sha256', padding: 'pkcs1', saltLength: 0 }],
  [OID.sha384WithRSAEncryption, { keyType: 'rsa', digest: 'sha384', padding: 'pkcs1', saltLength: 0 }],
  [OID.sha512WithRSAEncryption, { keyType: 'rsa', digest: 'sha512', padding: 'pkcs1', saltLength: 0 }],
  [OID.ed25519, { keyType: 'ed25519', digest: null, padding: null, saltLength: 0 }],
]);

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
  if (identifier === OID.rsassaPSS) return parameters === undefined ? undefined : pssAlgorithmOf(parameters);
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
  if (name === undefined || maskIdentifier !== OID.mgf1 || maskDigest !== name) return undefined;
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
    const padding = paddingOf(algorithm);
    // The key alone where that says everything: node:crypto takes twice as long over a key in an options object.
    return verify(algorithm.digest, signed.signedDer, padding === undefined ? issuerKey : { key: issuerKey, ...padding }, signed.signature);
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

function paddingOf(algorithm: IssuerAlgorithm): { padding: number; saltLength?: number } | undefined {
  if (algorithm.padding === 'pss') return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength };
  return algorithm.padding === 'pkcs1' ? { padding: constants.RSA_PKCS1_PADDING } : undefined;
}
