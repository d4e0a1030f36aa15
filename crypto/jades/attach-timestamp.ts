import type { FlattenedJws } from './flattened-jws.ts';
import { withUnsignedProperties } from './signature-timestamp.ts';

/**
 * The same signature with one more signature time-stamp (`sigTst`): baseline B becomes T. A token that is already there is not added
 * again. The token is taken as it is: check it with `crypto/tsp` against `signatureTimestampImprint` before.
 *
 * @throws CryptoError `jades-unsigned-property` when there is no room left
 */
export function attachSignatureTimestamp(jws: FlattenedJws, token: Buffer): FlattenedJws {
  const property = { sigTst: { tstTokens: [{ val: token.toString('base64') }] } };
  return withUnsignedProperties(jws, [...(jws.header?.etsiU ?? []), Buffer.from(JSON.stringify(property), 'utf8').toString('base64url')]);
}
