import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serializeForkProof } from '../../audit/log/fork-proof.ts';
import type { FoundFork } from '../../audit/verify/compare-logs.ts';
import type { BundlesAudit } from './bundles-report.ts';

/**
 * Writes both notes of each fork as they were signed, and the proof for whoever has only the key of the log. Named after the notes, so that
 * the same fork found again is the same files. Without forks nothing is written. Throws errors of the file system.
 */
export async function writeForks(forks: readonly FoundFork[], folder: string): Promise<BundlesAudit['forks']> {
  if (forks.length > 0) await mkdir(folder, { recursive: true });
  const written: BundlesAudit['forks'] = [];
  for (const { authority, origin, notes, proof } of forks) {
    const name = createHash('sha256').update(notes.join('\n')).digest('hex').slice(0, 16);
    const files = [
      [`${name}.first.note`, notes[0]],
      [`${name}.second.note`, notes[1]],
      ...(proof === undefined ? [] : [[`${name}.fork.json`, serializeForkProof(proof)] as const]),
    ] as const;
    const paths = files.map(([file]) => join(folder, file));
    for (const [position, [, content]] of files.entries()) await writeFile(paths[position] ?? folder, content);
    written.push({ authority, origin, files: paths });
  }
  return written;
}
