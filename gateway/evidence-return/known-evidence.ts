import { CryptoError } from '../../crypto/error.ts';
import { jwsDigest } from '../../crypto/jades/digest.ts';
import { MAXIMUM_JWS_LENGTH, parseJws } from '../../crypto/jades/flattened-jws.ts';
import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';

/**
 * Whether this very text, with this very salt, is what we keep: it was verified before it was stored, and verifying it again would teach us
 * nothing. Nothing is taken from the text but where to look for it. False for everything else, also for what cannot be read.
 */
export async function isKeptAsItIs(
  dependencies: Pick<GatewayDependencies, 'ledger'>,
  { evidence, salt }: TravellingEvidence,
): Promise<boolean> {
  const digest = digestOf(evidence);
  if (digest === undefined) return false;
  const rows = await dependencies.ledger.list('evidence', { index: 'byDigest', equals: digest, limit: 1 });
  return rows.some(({ value }) => value.jws === evidence && value.salt === salt);
}

function digestOf(evidence: string): string | undefined {
  if (evidence.length > MAXIMUM_JWS_LENGTH) return undefined;
  try {
    return jwsDigest(parseJws(Buffer.from(evidence, 'utf8'))).toString('hex');
  } catch (error) {
    // What is wrong with it is told by whoever verifies it.
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}
