import { createHash } from 'node:crypto';
import { type RandomAccessReader, streamRange } from '../../crypto/asic/random-access.ts';
import { openFileReader } from './open-file.ts';

/** The digest of everything that the reader holds. */
export async function digestOf(reader: RandomAccessReader, algorithm: string): Promise<Buffer> {
  const hash = createHash(algorithm);
  for await (const chunk of streamRange(reader, 0, reader.size)) hash.update(chunk);
  return hash.digest();
}

/** The digest of a file of any length. */
export async function digestOfFile(path: string, algorithm: string): Promise<Buffer> {
  const reader = await openFileReader(path);
  try {
    return await digestOf(reader, algorithm);
  } finally {
    await reader.close();
  }
}
