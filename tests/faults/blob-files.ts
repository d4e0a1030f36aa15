import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of blobs in a data folder, finished or not. */
export async function blobFiles(folder: string): Promise<{ blobId: string; path: string }[]> {
  const shards = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const found = await Promise.all(
    shards.map(async ({ name }) => {
      const names = await readdir(join(folder, name));
      return names.map((file) => ({ blobId: file.replace(/\.part$/, ''), path: join(folder, name, file) }));
    }),
  );
  return found.flat();
}
