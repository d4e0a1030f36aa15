import { createHash } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What was written, as it was written. */
export interface Written {
  size: number;
  /** Lowercase hexadecimal. */
  sha256: string;
}

/** Writes a file that appears whole and durable or not at all, readable by its owner alone; what is there under that name is replaced. */
export async function writeDurably(path: string, content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Written> {
  await makeFolder(dirname(path));
  const unfinished = `${path}.new`;
  const file = await open(unfinished, 'w', 0o600);
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
      await file.appendFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  return { size, sha256: hash.digest('hex') };
}

/** The octets of a file, and nothing that another process adds to it meanwhile is missed. */
export async function* readFileInChunks(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    yield* file.createReadStream({ autoClose: false, start: 0, highWaterMark: 1024 * 1024 });
  } finally {
    await file.close();
  }
}

export async function digestOfFile(path: string): Promise<Written> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of readFileInChunks(path)) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}
