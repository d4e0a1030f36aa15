import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import type { BundleIndex } from './index-document.ts';
import { BUNDLE_INDEX, parseIndex } from './index-document.ts';
import { type BundleLimits, type ListedFiles, openListedFiles } from './listed-files.ts';

export type { BundleLimits };

/** The package has no limit of its own: it is never read as a whole. */
export const DEFAULT_BUNDLE_LIMITS: BundleLimits = {
  maximumSize: 61 * 1024 ** 3,
  maximumEntries: 10_000,
  maximumFileSize: 64 * 1024 * 1024,
};

export interface Bundle extends ListedFiles {
  index: BundleIndex;
}

/**
 * Opens a proof bundle: layout and index are read and hold together, files are read when asked for. The index must list exactly
 * the files that are there. AuditError `bundle-malformed`, `bundle-too-large`, `bundle-version`, `bundle-incomplete`.
 */
export async function readBundle(reader: RandomAccessReader, limits: Partial<BundleLimits> = {}): Promise<Bundle> {
  return openListedFiles(reader, { index: BUNDLE_INDEX, parse: parseIndex }, { ...DEFAULT_BUNDLE_LIMITS, ...limits });
}
