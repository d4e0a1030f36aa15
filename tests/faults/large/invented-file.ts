import { createCipheriv, createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const PIECE = 4 * 1024 ** 2;

/** Writes a file of that length whose octets follow from the seed, and gives its SHA-256. */
export async function writeInventedFile(path: string, { seed, length }: { seed: number; length: number }): Promise<string> {
  const key = createHash('sha256').update(`large/${seed}`).digest();
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const zeros = Buffer.alloc(PIECE);
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  try {
    for (let written = 0; written < length; written += PIECE) {
      const piece = stream.update(zeros.subarray(0, Math.min(PIECE, length - written)));
      hash.update(piece);
      await file.write(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}
