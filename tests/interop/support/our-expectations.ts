import type { BaselineLevel } from '../../../crypto/validation/report.ts';
import type { Format, OwnSample } from './own-samples.ts';

/** What we have to say about a signature, its signature time-stamp and its archive time-stamp. */
interface Expectation {
  readonly signature: string;
  /** Left out: the level that the file had; null when the signature itself does not hold. */
  readonly level?: BaselineLevel | null;
  /** Time-stamps as far as there are any at the level the file had; none are judged when the signature does not hold. */
  readonly stamp?: string;
  readonly archive?: string;
}

type Expectations = Readonly<Record<string, Expectation>>;

const BAD_HASH = 'FAILED/HASH_FAILURE';
const BAD_SIGNATURE = 'FAILED/SIG_CRYPTO_FAILURE';
const LATER = 'INDETERMINATE/TRY_LATER';

const broken = (signature: string): Expectation => ({ signature, level: null });
const OTHER_CONTENT = broken(BAD_HASH);
const NO_SIGNER = broken('INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND');
const BAD_ARCHIVE: Expectation = { signature: 'PASSED', level: 'B-LT', archive: BAD_HASH };

/** By the part that was changed. Only what is proven counts for the level. */
const BY_POSITION: Expectations = {
  untouched: { signature: 'PASSED' },
  manifest: OTHER_CONTENT,
  content: OTHER_CONTENT,
  'signed-attributes': OTHER_CONTENT,
  'signature-value': broken(BAD_SIGNATURE),
  certificate: NO_SIGNER,
  'revocation-list': { signature: LATER, level: 'B-LT', stamp: LATER, archive: BAD_HASH },
  'token-imprint': { signature: 'PASSED', level: 'B-B', stamp: BAD_HASH, archive: BAD_HASH },
  'token-signature': { signature: 'PASSED', level: 'B-B', stamp: BAD_SIGNATURE, archive: BAD_HASH },
  'archive-imprint': BAD_ARCHIVE,
  'archive-signature': { ...BAD_ARCHIVE, archive: BAD_SIGNATURE },
};

/** A JWS has no digest of what was signed in it: either the signature holds over everything or it does not. */
const OF_A_JWS: Expectations = {
  payload: broken(BAD_SIGNATURE),
  'header-time': broken(BAD_SIGNATURE),
  'header-certificate': NO_SIGNER,
};

/** A file of a container: the manifest, which is what was signed and stamped, is whole. */
const IN_A_CONTAINER: Expectations = { file: { signature: BAD_HASH } };

/** An archive manifest lists files, and a listed file that was changed is a failure of the container. Its time-stamp is over the manifest. */
const ARCHIVED: Expectations = {
  ...IN_A_CONTAINER,
  'file, checksum left': { signature: BAD_HASH, level: 'B-LT', archive: '' },
  'revocation-list': { signature: BAD_HASH, stamp: LATER, archive: LATER },
  'token-imprint': { signature: BAD_HASH, level: 'B-LT', stamp: BAD_HASH },
  'token-signature': { signature: BAD_HASH, level: 'B-LT', stamp: BAD_SIGNATURE },
  'archive-manifest': { signature: BAD_HASH, level: 'B-LT', archive: BAD_HASH },
};

/** The verdict that we must come to, in the words of `ourWords`. */
export function ourExpectedWords({ format, level, archives }: Pick<OwnSample, 'format' | 'level' | 'archives'>, position: string): string {
  const part = position.replace(/ \d+/, '');
  const exceptions = exceptionsOf(format, level);
  const expectation = exceptions[part] ?? exceptions[part.replace(', checksum left', '')] ?? BY_POSITION[part];
  if (expectation === undefined) throw new Error(`nobody has said what we are to find when ${position} is changed`);
  const { signature, level: seen = level, stamp = 'PASSED', archive = 'PASSED' } = expectation;
  if (seen === null) return `${signature} at no level`;
  const stamps = [...(level === 'B-B' ? [] : [stamp]), ...(archive === '' ? [] : Array<string>(archives).fill(archive))];
  return `${signature} at ${seen}${stamps.length === 0 ? '' : `, stamps: ${stamps.join(' ')}`}`;
}

function exceptionsOf(format: Format, level: BaselineLevel): Expectations {
  if (format === 'jades') return OF_A_JWS;
  if (format === 'asic-e') return level === 'B-LTA' ? ARCHIVED : IN_A_CONTAINER;
  return {};
}
