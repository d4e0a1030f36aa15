import type { OwnSample } from '../support/own-samples.ts';

/** What pyHanko has to say about a signature, and about the document time-stamp after it. */
interface Expectation {
  readonly signature: string;
  readonly stamp: string;
}

const invalid = (indication: string): Expectation => ({ signature: `INVALID, AdES ${indication}`, stamp: 'INVALID' });
/** Without the document time-stamp nothing proves when the embedded revocation data existed, which clause 5.6 asks for. */
const UNPROVEN: Expectation = { signature: 'VALID, AdES INDETERMINATE/NO_POE', stamp: 'INVALID' };

/** By the part that was changed. A signature time-stamp that does not hold makes the signature invalid for pyHanko. */
const BY_POSITION: Readonly<Record<string, Expectation>> = {
  untouched: { signature: 'VALID, AdES PASSED', stamp: 'VALID' },
  content: invalid('FAILED/HASH_FAILURE'),
  'signed-attributes': invalid('FAILED/HASH_FAILURE'),
  'signature-value': invalid('FAILED/SIG_CRYPTO_FAILURE'),
  'token-imprint': invalid('FAILED/HASH_FAILURE'),
  'token-signature': invalid('FAILED/SIG_CRYPTO_FAILURE'),
  'revocation-list': invalid('INDETERMINATE/CERTIFICATE_CHAIN_GENERAL_FAILURE'),
  'archive-imprint': UNPROVEN,
  'archive-signature': UNPROVEN,
};

/** The verdict that pyHanko must come to, in the words of `wordsOf`. */
export function expectedWords({ archives }: OwnSample, position: string): string {
  // The signature names its certificate by a digest, and that one is nowhere.
  if (position === 'certificate') return 'no verdict: SignatureValidationError';
  const expectation = BY_POSITION[position];
  if (expectation === undefined) throw new Error(`nobody has said what pyHanko is to find when ${position} is changed`);
  return [expectation.signature, ...Array<string>(archives).fill(`document time-stamp ${expectation.stamp}`)].join(', ');
}
