import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the outside test data is: VALIJA_VECTORS, or `../shared/vectors` beside the repository. */
export const VECTORS = process.env.VALIJA_VECTORS ?? resolve(import.meta.dirname, '../../../shared/vectors');

/** True when the folder of all vectors is there. When it is not, says so, because a skipped set must be seen. */
export function haveVectors(set: string): boolean {
  const isThere = existsSync(VECTORS);
  if (!isThere) {
    process.stderr.write(`vectors: ${set} skipped, no folder of outside test data (set VALIJA_VECTORS)\n`);
  }
  return isThere;
}

/** Every file of a set with that ending, by path; throws when there is none: a set that vanished must not pass. */
export function vectorFiles(set: string, ending: string): string[] {
  const folder = join(VECTORS, set);
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [];
  if (files.length === 0) {
    throw new Error(`The set ${set} holds no ${ending} file.`);
  }
  return files;
}
