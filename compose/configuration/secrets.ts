import { open } from 'node:fs/promises';
import { ConfigurationError } from './error.ts';

const MAXIMUM_LENGTH = 4_096;
const READABLE_BY_OTHERS = 0o077;

/**
 * A key-encryption key: 64 hexadecimal digits (32 octets) in a file that only its owner can read.
 * Throws ConfigurationError `secret-unreadable`, `secret-readable-by-others`, `secret-malformed`.
 */
export async function readKeyEncryptionKey(path: string): Promise<Buffer> {
  const text = await readSecret(path);
  if (!/^[0-9a-fA-F]{64}$/.test(text)) {
    throw new ConfigurationError('secret-malformed', `${path} does not hold 64 hexadecimal digits; make one with: openssl rand -hex 32`);
  }
  return Buffer.from(text, 'hex');
}

/** A password: one line in a file that only its owner can read. Throws the same errors. */
export async function readPassword(path: string): Promise<string> {
  const text = await readSecret(path);
  if (text === '' || /\p{Cc}/u.test(text)) throw new ConfigurationError('secret-malformed', `${path} does not hold one line`);
  return text;
}

async function readSecret(path: string): Promise<string> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new ConfigurationError('secret-unreadable', `${path} cannot be opened`, { cause });
  });
  try {
    // The status of the opened file, not of the path: the path could lead elsewhere a moment later.
    const status = await file.stat();
    if (!status.isFile() || status.size > MAXIMUM_LENGTH) throw new ConfigurationError('secret-malformed', `${path} is no secret of ours`);
    if ((status.mode & READABLE_BY_OTHERS) !== 0) {
      throw new ConfigurationError('secret-readable-by-others', `${path} can be read by others: set its mode to 600`);
    }
    return (await file.readFile('utf8')).replace(/\r?\n$/, '');
  } finally {
    await file.close();
  }
}
