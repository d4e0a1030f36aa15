import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ApiError } from './error.ts';

/** A file that was written whole. */
export interface SavedFile {
  path: string;
  size: number;
  sha256: string;
}

/**
 * Writes content to `path`, which appears complete or not at all. With `sha256` the content must have that digest.
 * Throws ApiError `download-damaged`, and errors of the file system.
 */
export async function saveContent(content: AsyncIterable<Buffer>, path: string, expected: { sha256?: string } = {}): Promise<SavedFile> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.part`;
  const hash = createHash('sha256');
  let size = 0;
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      for await (const chunk of content) {
        hash.update(chunk);
        size += chunk.length;
        await file.write(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const sha256 = hash.digest('hex');
    if (expected.sha256 !== undefined && expected.sha256 !== sha256) {
      throw new ApiError('download-damaged', 'what arrived is not what the gateway announced', { mayPass: true });
    }
    await rename(unfinished, path);
    return { path, size, sha256 };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
