import { parseSignedData } from '../cms/signed-data.ts';
import { digestOfIdentifier } from '../cms/signed-data-algorithms.ts';
import type { DigestAlgorithm } from '../suites.ts';

/**
 * The digest that a signature claims to use, read before anything is verified: it tells a caller that streams its content
 * which digest to compute.
 *
 * @throws CryptoError what `parseSignedData` throws; `algorithm-unknown`
 */
export function cadesDigestAlgorithm(der: Buffer): DigestAlgorithm {
  return digestOfIdentifier(parseSignedData(der).signerInfo.digestAlgorithm).name;
}
