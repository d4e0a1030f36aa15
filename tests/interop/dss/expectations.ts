import type { BaselineLevel } from '../../../crypto/validation/report.ts';
import type { Format, OwnSample } from '../support/own-samples.ts';

/** What DSS has to say about a signature, its signature time-stamp and its archive time-stamp. */
export interface Expectation {
  readonly signature: string;
  readonly stamp: string;
  readonly archive: string;
  /** The level that DSS still sees, where that is not the one we claim. */
  readonly level?: BaselineLevel;
}

type Expectations = Readonly<Record<string, Expectation>>;

const FORMAT_NAMES: Readonly<Record<Format, string>> = { 'asic-e': 'CAdES', cades: 'CAdES', jades: 'JAdES', pades: 'PAdES' };
const BAD_HASH = 'FAILED/HASH_FAILURE';
const BAD_SIGNATURE = 'FAILED/SIG_CRYPTO_FAILURE';
const NO_CHAIN_DATA = 'INDETERMINATE/CERTIFICATE_CHAIN_GENERAL_FAILURE';

const OTHER_CONTENT: Expectation = { signature: `TOTAL_${BAD_HASH}`, stamp: 'PASSED', archive: BAD_HASH };
const NO_SIGNER: Expectation = {
  signature: 'INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND',
  stamp: 'PASSED',
  archive: BAD_HASH,
  level: 'B-T',
};
const BAD_ARCHIVE: Expectation = { signature: 'TOTAL_PASSED', stamp: 'PASSED', archive: BAD_HASH };

/**
 * By the part that was changed. A signature time-stamp covers the signature value and nothing else, so most changes leave it good; one
 * that is bad proves nothing, and the signature is judged as if it were not there (EN 319 102-1 clause 5.5.4). An archive time-stamp
 * covers everything.
 */
const BY_POSITION: Expectations = {
  untouched: { signature: 'TOTAL_PASSED', stamp: 'PASSED', archive: 'PASSED' },
  file: OTHER_CONTENT,
  manifest: OTHER_CONTENT,
  content: OTHER_CONTENT,
  payload: OTHER_CONTENT,
  'signed-attributes': OTHER_CONTENT,
  'header-time': OTHER_CONTENT,
  'signature-value': { signature: `TOTAL_${BAD_SIGNATURE}`, stamp: BAD_HASH, archive: BAD_HASH },
  // The reference to the certificate is signed: another certificate is not the signer's.
  certificate: NO_SIGNER,
  'header-certificate': NO_SIGNER,
  // The only list that says anything about the certificates of signer and time-stamp authority.
  'revocation-list': { signature: NO_CHAIN_DATA, stamp: NO_CHAIN_DATA, archive: BAD_HASH, level: 'B-T' },
  'token-imprint': { signature: 'TOTAL_PASSED', stamp: BAD_HASH, archive: BAD_HASH },
  'token-signature': { signature: 'TOTAL_PASSED', stamp: BAD_SIGNATURE, archive: BAD_HASH },
  'archive-manifest': BAD_ARCHIVE,
  'archive-imprint': BAD_ARCHIVE,
  'archive-signature': { signature: 'TOTAL_PASSED', stamp: 'PASSED', archive: BAD_SIGNATURE },
};

/**
 * An archive time-stamp in a CAdES signature covers a list of digests. DSS warns of a digest for which there is nothing any more and lets
 * the time-stamp stand; EN 319 122-1 clause 5.5.2 does not, and neither do we.
 */
const WITH_HASH_INDEX: Expectations = {
  certificate: { ...NO_SIGNER, archive: 'PASSED' },
  'revocation-list': { signature: NO_CHAIN_DATA, stamp: NO_CHAIN_DATA, archive: NO_CHAIN_DATA, level: 'B-T' },
  'token-imprint': { signature: 'TOTAL_PASSED', stamp: BAD_HASH, archive: 'PASSED' },
  'token-signature': { signature: 'TOTAL_PASSED', stamp: BAD_SIGNATURE, archive: 'PASSED' },
};

/** In a JWS, DSS makes no difference between what was signed and the signature over it. */
const OF_A_JWS: Expectations = {
  'signature-value': { signature: `TOTAL_${BAD_HASH}`, stamp: BAD_HASH, archive: BAD_HASH },
};

/** The document security store of a PDF has the signer's certificate a second time, unchanged. */
const WITH_STORE: Expectations = {
  certificate: { ...NO_SIGNER, signature: 'INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND' },
};

/** The verdict that DSS must come to, in the words of `wordsOf`. */
export function expectedWords({ format, level, archives }: OwnSample, position: string): string {
  if (position.endsWith('checksum left')) return 'no verdict: IllegalArgumentException: Unable to extract entries from zip archive';
  const part = position.replace(/ \d+$/, '');
  const expectation = exceptionsOf(format, level)[part] ?? BY_POSITION[part];
  if (expectation === undefined) throw new Error(`nobody has said what DSS is to find when ${position} is changed`);
  const seen = level === 'B-B' ? level : (expectation.level ?? level);
  return dssWords({ format, level, archives }, seen, expectation);
}

/** A verdict in the words of `wordsOf`; `seen` is the level that DSS names. */
export function dssWords(
  { format, level, archives }: Pick<OwnSample, 'format' | 'level' | 'archives'>,
  seen: BaselineLevel,
  { signature, stamp, archive }: Expectation,
): string {
  const stamps = [...(level === 'B-B' ? [] : [stamp]), ...Array<string>(archives).fill(archive)];
  return `${signature} at ${FORMAT_NAMES[format]}-BASELINE-${seen.slice(2)}${stamps.length === 0 ? '' : `, stamps: ${stamps.join(' ')}`}`;
}

function exceptionsOf(format: Format, level: BaselineLevel): Expectations {
  if (format === 'jades') return OF_A_JWS;
  if (level !== 'B-LT' && level !== 'B-LTA') return {};
  if (format === 'pades') return WITH_STORE;
  return format === 'cades' ? WITH_HASH_INDEX : {};
}
