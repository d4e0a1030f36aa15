import { createHash } from 'node:crypto';
import { parseSignedData } from '../cms/signed-data.ts';
import { attribute } from '../cms/signed-data-attributes.ts';
import { addUnsignedAttribute } from '../cms/signed-data-unsigned.ts';
import { OID } from '../der/object-identifiers.ts';
import { CryptoError } from '../error.ts';
import { parseTimestampToken } from '../tsp/token.ts';

/**
 * Makes CAdES B-T of B-B: puts a time-stamp token in the unsigned attributes as signature-time-stamp (EN 319 122-1 section
 * 5.3). The octets that were signed, and every other one, stay as they are. A second token, of another authority, is
 * added beside the first.
 *
 * The token is read and must cover this signature; whether it can be trusted is for `verifyTimestampToken`.
 *
 * @throws CryptoError `timestamp-imprint-mismatch`; what the parsers of both throw; `attribute-duplicate` for a token already there
 */
export function attachSignatureTimestamp(cadesDer: Buffer, tokenDer: Buffer): Buffer {
  const { signature } = parseSignedData(cadesDer).signerInfo;
  const token = parseTimestampToken(tokenDer);
  if (!createHash(token.imprintAlgorithm).update(signature).digest().equals(token.imprint)) {
    throw new CryptoError('timestamp-imprint-mismatch', 'the time-stamp covers another signature');
  }
  return addUnsignedAttribute(cadesDer, attribute(OID.aaSignatureTimeStampToken, tokenDer));
}
