import { CryptoError } from '../error.ts';
import type { FlattenedJws } from './flattened-jws.ts';
import { withUnsignedProperties } from './signature-timestamp.ts';

/**
 * Joins the time-stamps of two copies of one signature: the first copy's in their order, then those only the second has.
 *
 * @throws CryptoError `jws-structure` when the two are not the same signature, `jades-unsigned-property` when they are too many
 */
export function mergeSignatureTimestamps(jws: FlattenedJws, other: FlattenedJws): FlattenedJws {
  if (jws.protected !== other.protected || jws.payload !== other.payload || jws.signature !== other.signature) {
    throw new CryptoError('jws-structure', 'time-stamps of different signatures cannot be joined');
  }
  return withUnsignedProperties(jws, [...(jws.header?.etsiU ?? []), ...(other.header?.etsiU ?? [])]);
}
