import type { FlattenedJws } from '../../crypto/jades/flattened-jws.ts';
import type { ListedRow } from '../../store/contracts/ledger.ts';
import type { GatewayDependencies } from '../dependencies.ts';

/** More generations than a message can reach before its deadline. */
const MAXIMUM_GENERATIONS = 200;

/** The signed headers of a message, oldest generation first. */
export function readEnvelopes(dependencies: Pick<GatewayDependencies, 'ledger'>, messageKey: string): Promise<ListedRow<'envelopes'>[]> {
  return dependencies.ledger.list('envelopes', { index: 'byMessage', equals: messageKey, limit: MAXIMUM_GENERATIONS });
}

/** `envelopeDigest` to digest of the sealed content, for every header of ours. */
export function sealedDigests(envelopes: readonly ListedRow<'envelopes'>[]): Map<string, string> {
  return new Map(envelopes.map((row) => [row.key, row.value.sealedDigest]));
}

/** A stored JWS: it was verified before it was stored. */
export function storedJws(text: string): FlattenedJws {
  return JSON.parse(text) as FlattenedJws;
}
