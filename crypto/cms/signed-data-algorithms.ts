import { OID } from '../der/object-identifiers.ts';
import { DerCursor, type DerNode, objectIdentifierOf, sequenceCursor, smallIntegerOf } from '../der/reader.ts';
import { contextConstructed, integer, nullValue, objectIdentifier, sequence } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import {
  type DigestAlgorithm,
  type DigestRow,
  digestByName,
  digestByObjectIdentifier,
  type SignatureRow,
  signatureByObjectIdentifiers,
} from '../suites.ts';

/** AlgorithmIdentifier (RFC 5280 section 4.1.1.2). A NULL parameter is read as none: both are written for the same algorithms (RFC 5754). */
export interface AlgorithmIdentifier {
  readonly identifier: string;
  readonly parameters?: DerNode;
}

const NULL_TAG = 0x05;

/** Reads an AlgorithmIdentifier, whose tag the caller has checked. @throws CryptoError one of the `der-` codes */
export function readAlgorithmIdentifier(node: DerNode): AlgorithmIdentifier {
  const cursor = new DerCursor(node, 'AlgorithmIdentifier');
  const identifier = objectIdentifierOf(cursor.next(0x06, 'algorithm'));
  const parameters = cursor.peekTag() === undefined ? undefined : cursor.any('parameters');
  cursor.end();
  return parameters === undefined || parameters.tag === NULL_TAG ? { identifier } : { identifier, parameters };
}

export function sameAlgorithm(one: AlgorithmIdentifier, other: AlgorithmIdentifier): boolean {
  if (one.identifier !== other.identifier) return false;
  if (one.parameters === undefined || other.parameters === undefined) return one.parameters === other.parameters;
  return one.parameters.raw.equals(other.parameters.raw);
}

/** The digest meant. @throws CryptoError `algorithm-unknown`, also for parameters where there should be none */
export function digestOfIdentifier(algorithm: AlgorithmIdentifier): DigestRow {
  if (algorithm.parameters !== undefined) throw new CryptoError('algorithm-unknown', 'digest algorithm with parameters');
  return digestByObjectIdentifier(algorithm.identifier);
}

/**
 * The signature algorithm meant by SignerInfo's pair of signatureAlgorithm and digestAlgorithm, with the salt length in bytes
 * when it is RSA-PSS.
 *
 * @throws CryptoError `algorithm-unknown`
 */
export function signatureOfIdentifiers(
  signature: AlgorithmIdentifier,
  digest: AlgorithmIdentifier,
): { row: SignatureRow; saltLength?: number } {
  const digestRow = digestOfIdentifier(digest);
  const row = signatureByObjectIdentifiers(signature.identifier, digest.identifier);
  if (row.scheme === 'rsa-pss') return { row, saltLength: saltLengthOf(signature.parameters, digestRow) };
  if (signature.parameters !== undefined) throw new CryptoError('algorithm-unknown', `${row.name} with parameters`);
  return { row };
}

/**
 * RSASSA-PSS-params (RFC 4055 section 3.1): hash, mask generation over the same hash, and a salt at least as long as the
 * hash. The defaults mean SHA-1, so nothing may be left out but the trailer field.
 */
function saltLengthOf(parameters: DerNode | undefined, digest: DigestRow): number {
  if (parameters === undefined) throw new CryptoError('algorithm-unknown', 'RSASSA-PSS without parameters');
  const { hash, maskGeneration, maskHash, saltLength } = readPssParameters(parameters);
  const sameHash = digestOfIdentifier(hash) === digest && digestOfIdentifier(maskHash) === digest;
  if (!sameHash || maskGeneration !== OID.mgf1 || saltLength < digest.bytes) {
    throw new CryptoError('algorithm-unknown', 'RSASSA-PSS with other hashes than the digest algorithm, or a short salt');
  }
  return saltLength;
}

interface PssParameters {
  hash: AlgorithmIdentifier;
  maskGeneration: string;
  maskHash: AlgorithmIdentifier;
  saltLength: number;
}

function readPssParameters(parameters: DerNode): PssParameters {
  try {
    const cursor = sequenceCursor(parameters, 'RSASSA-PSS-params');
    const hash = readAlgorithmIdentifier(explicit(cursor.next(0xa0, 'hashAlgorithm'), 0x30));
    const mask = new DerCursor(explicit(cursor.next(0xa1, 'maskGenAlgorithm'), 0x30), 'maskGenAlgorithm');
    const saltLength = smallIntegerOf(explicit(cursor.next(0xa2, 'saltLength'), 0x02), 1024);
    cursor.end();
    const maskGeneration = objectIdentifierOf(mask.next(0x06, 'mask generation function'));
    const maskHash = readAlgorithmIdentifier(mask.next(0x30, 'hash of the mask'));
    mask.end();
    return { hash, maskGeneration, maskHash, saltLength };
  } catch (cause) {
    throw new CryptoError('algorithm-unknown', 'RSASSA-PSS parameters that cannot be read', { cause });
  }
}

function explicit(node: DerNode, tag: number): DerNode {
  const cursor = new DerCursor(node, 'explicit tag');
  const inner = cursor.next(tag, 'value');
  cursor.end();
  return inner;
}

/** Digest AlgorithmIdentifier, parameters absent (RFC 5754 section 2). */
export function digestIdentifier(digest: DigestAlgorithm): Buffer {
  return sequence(objectIdentifier(digestByName(digest).objectIdentifier));
}

/** Signature AlgorithmIdentifier as CMS wants it: RFC 5754 section 3.3 (ECDSA), RFC 4056 (RSA-PSS), RFC 5754 section 3.2 (PKCS#1). */
export function signatureIdentifier(row: SignatureRow): Buffer {
  const identifier = objectIdentifier(row.objectIdentifiers[0] ?? '');
  if (row.scheme === 'ecdsa') return sequence(identifier);
  if (row.scheme === 'rsa-pkcs1') return sequence(identifier, nullValue());
  const hash = digestIdentifier(row.digest);
  return sequence(
    identifier,
    sequence(
      contextConstructed(0, hash),
      contextConstructed(1, sequence(objectIdentifier(OID.mgf1), hash)),
      contextConstructed(2, integer(digestByName(row.digest).bytes)),
    ),
  );
}
