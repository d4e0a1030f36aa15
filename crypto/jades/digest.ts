import { createHash } from 'node:crypto';
import type { FlattenedJws } from './flattened-jws.ts';

/**
 * SHA-256 of ASCII(protected "." payload "." signature): the identity of a signed object wherever one object names another. It does
 * not change when a time-stamp is added to the unsigned header. Verify first: over text that is not base64url it means nothing.
 */
export function jwsDigest(jws: FlattenedJws): Buffer {
  return createHash('sha256').update(`${jws.protected}.${jws.payload}.${jws.signature}`, 'utf8').digest();
}
