import { BackupError } from './error.ts';
import { isBackupPath, isGenerationName } from './layout.ts';

/** Two million files. */
const MAXIMUM_LENGTH = 256 * 1024 * 1024;
const LINE = /^([0-9a-f]{64}) {2}([!-~]{1,200})$/;

/** Path to SHA-256 (lowercase hexadecimal), in the form that `sha256sum --check` reads; sorted, so that the same files give the same octets. */
export function formatSums(digests: ReadonlyMap<string, string>): Buffer {
  const lines = [...digests].sort(([one], [other]) => (one < other ? -1 : 1)).map(([path, digest]) => `${digest}  ${path}\n`);
  return Buffer.from(lines.join(''), 'ascii');
}

/**
 * Reads the manifest of a generation. Strict: whatever it accepts it would write again octet for octet, and no path leads out of the
 * folder. BackupError `backup-malformed`.
 */
export function parseSums(bytes: Buffer, generation: string): Map<string, string> {
  if (bytes.length > MAXIMUM_LENGTH || !isGenerationName(generation)) throw malformed('it is too long, or of no generation');
  const lines = bytes.toString('latin1').split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw malformed('it does not end with a line');
  const digests = new Map<string, string>();
  let last = '';
  for (const line of lines) {
    const [, digest, path] = LINE.exec(line) ?? [];
    if (digest === undefined || path === undefined || !isBackupPath(path, generation)) throw malformed('a line is not of its form');
    if (path <= last) throw malformed('its lines are not in their order');
    last = path;
    digests.set(path, digest);
  }
  return digests;
}

function malformed(why: string): BackupError {
  return new BackupError('backup-malformed', `SHA256SUMS cannot be read: ${why}`);
}
