import { type AlgorithmIdentifier, digestIdentifier, readAlgorithmIdentifier } from '../cms/signed-data-algorithms.ts';
import { DerCursor, type DerNode } from '../der/reader.ts';
import { octetString, sequence } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import { DIGEST_ALGORITHMS, type DigestAlgorithm } from '../suites.ts';

/** MessageImprint (RFC 3161 section 2.4.1) as it stands; the algorithm may be one we do not know. */
export interface MessageImprint {
  readonly algorithm: AlgorithmIdentifier;
  readonly imprint: Buffer;
  readonly raw: Buffer;
}

/** @throws CryptoError one of the `der-` codes */
export function readMessageImprint(node: DerNode): MessageImprint {
  const cursor = new DerCursor(node, 'MessageImprint');
  const algorithm = readAlgorithmIdentifier(cursor.next(0x30, 'hashAlgorithm'));
  const imprint = cursor.next(0x04, 'hashedMessage').content;
  cursor.end();
  return { algorithm, imprint, raw: node.raw };
}

/**
 * The digest of an imprint: on the list of algorithms (SHA-1 is not), without parameters, and of the right length.
 *
 * @throws CryptoError `timestamp-imprint-algorithm`, `timestamp-imprint-length`
 */
export function imprintDigest(imprint: MessageImprint): DigestAlgorithm {
  const row = DIGEST_ALGORITHMS.find((candidate) => candidate.objectIdentifier === imprint.algorithm.identifier);
  if (row === undefined || imprint.algorithm.parameters !== undefined) {
    throw new CryptoError('timestamp-imprint-algorithm', `imprint under ${imprint.algorithm.identifier}, which is not accepted`);
  }
  if (imprint.imprint.length !== row.bytes) {
    throw new CryptoError('timestamp-imprint-length', `${row.name} imprint of ${imprint.imprint.length} bytes`);
  }
  return row.name;
}

/** MessageImprint of a SHA-2 digest, the algorithm told by its length. @throws CryptoError `timestamp-imprint-length` */
export function writeMessageImprint(imprint: Buffer): Buffer {
  const row = DIGEST_ALGORITHMS.find((candidate) => candidate.bytes === imprint.length);
  if (row === undefined) throw new CryptoError('timestamp-imprint-length', `an imprint of ${imprint.length} bytes is no SHA-2 digest`);
  return sequence(digestIdentifier(row.name), octetString(imprint));
}
