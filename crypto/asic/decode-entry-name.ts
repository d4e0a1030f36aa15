import type { Entry } from 'yauzl';
import { CryptoError } from '../error.ts';

/** Info-ZIP's second name for an entry: readers disagree on which of the two counts. */
const UNICODE_PATH_EXTRA_ID = 0x7075;

/**
 * The name of an entry: UTF-8, whether flagged or not (EN 319 162-1 annex A.1 wants UTF-8; some writers forget the flag).
 * Throws `container-name-unsafe`.
 */
export function decodeEntryName(entry: Entry): string {
  if (entry.extraFields.some(({ id }) => id === UNICODE_PATH_EXTRA_ID)) {
    throw new CryptoError('container-name-unsafe', 'an entry has two names');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(entry.fileNameRaw);
  } catch (cause) {
    throw new CryptoError('container-name-unsafe', 'an entry name is not UTF-8', { cause });
  }
}
