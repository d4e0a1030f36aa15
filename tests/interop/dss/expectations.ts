import type { BaselineLevel } from '../../../crypto/validation/report.ts';
import type { Format } from '../support/own-samples.ts';

/** What DSS has to say about a signature, and about each of its time-stamps. */
interface Expectation {
  readonly signature: string;
  readonly stamp: string;
}

const FORMAT_NAMES: Readonly<Record<Format, string>> = { 'asic-e': 'CAdES', jades: 'JAdES', pades: 'PAdES' };
const STAMPS: Readonly<Record<BaselineLevel, number>> = { 'B-B': 0, 'B-T': 1, 'B-LT': 1, 'B-LTA': 2 };

const OTHER_CONTENT: Expectation = { signature: 'TOTAL_FAILED/HASH_FAILURE', stamp: 'PASSED' };
const NO_SIGNER: Expectation = { signature: 'INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND', stamp: 'PASSED' };

/**
 * By the part that was changed. A signature time-stamp covers the signature value and nothing else, so most changes leave it good; one
 * that is bad proves nothing, and the signature is judged as if it were not there (EN 319 102-1 clause 5.5.4).
 */
const BY_POSITION: Readonly<Record<string, Expectation>> = {
  untouched: { signature: 'TOTAL_PASSED', stamp: 'PASSED' },
  file: OTHER_CONTENT,
  manifest: OTHER_CONTENT,
  content: OTHER_CONTENT,
  payload: OTHER_CONTENT,
  'signed-attributes': OTHER_CONTENT,
  'header-time': OTHER_CONTENT,
  'signature-value': { signature: 'TOTAL_FAILED/SIG_CRYPTO_FAILURE', stamp: 'FAILED/HASH_FAILURE' },
  // The reference to the certificate is signed: another certificate is not the signer's.
  certificate: NO_SIGNER,
  'header-certificate': NO_SIGNER,
  'token-imprint': { signature: 'TOTAL_PASSED', stamp: 'FAILED/HASH_FAILURE' },
  'token-signature': { signature: 'TOTAL_PASSED', stamp: 'FAILED/SIG_CRYPTO_FAILURE' },
};

/** In a JWS, DSS makes no difference between what was signed and the signature over it. */
const OF_A_JWS: Readonly<Record<string, Expectation>> = {
  'signature-value': { signature: 'TOTAL_FAILED/HASH_FAILURE', stamp: 'FAILED/HASH_FAILURE' },
};

/** The verdict that DSS must come to, in the words of `wordsOf`. */
export function expectedWords(format: Format, level: BaselineLevel, position: string): string {
  if (position.endsWith('checksum left')) return 'no verdict: IllegalArgumentException: Unable to extract entries from zip archive';
  const part = position.replace(/ \d+$/, '');
  const expectation = (format === 'jades' ? OF_A_JWS[part] : undefined) ?? BY_POSITION[part];
  if (expectation === undefined) throw new Error(`nobody has said what DSS is to find when ${position} is changed`);
  const stamps = Array.from({ length: STAMPS[level] }, () => expectation.stamp);
  const levelName = `${FORMAT_NAMES[format]}-BASELINE-${level.slice(2)}`;
  return `${expectation.signature} at ${levelName}${stamps.length === 0 ? '' : `, stamps: ${stamps.join(' ')}`}`;
}
