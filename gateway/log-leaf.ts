import { COMMITMENT_LENGTH, encodeLeaf, type LeafType } from '../audit/log/leaf.ts';
import type { LogLeaf } from '../store/contracts/log-rows.ts';
import type { GatewayDependencies } from './dependencies.ts';

/** A leaf for our own log: a fresh salt commits to the digest without showing it (design section 4, log). */
export function logLeaf(type: LeafType, digest: Buffer, dependencies: Pick<GatewayDependencies, 'randomBytes'>): LogLeaf {
  const salt = dependencies.randomBytes(COMMITMENT_LENGTH);
  return { entry: encodeLeaf({ type, salt, digest }), salt, digest };
}

/** A leaf under the salt that the object already travels with: what we logged before a restore and log again. */
export function logLeafWithSalt(type: LeafType, digest: Buffer, salt: Buffer): LogLeaf {
  return { entry: encodeLeaf({ type, salt, digest }), salt, digest };
}
