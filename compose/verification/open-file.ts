import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';

/** A file that cannot be read as one: told to people like the errors of the file system, by its path and a code of theirs. */
class UnusableFileError extends Error {
  override readonly name = 'UnusableFileError';
  readonly code: 'EISDIR' | 'ENOTSUP' | 'EFBIG';
  readonly path: string;

  constructor(code: UnusableFileError['code'], path: string) {
    super(`${path}: ${code}`);
    this.code = code;
    this.path = path;
  }
}

export type OpenedFile = RandomAccessReader & { close(): Promise<void> };

/**
 * A file that can be read anywhere, without being held in memory. Throws errors of the file system; EISDIR for a folder and ENOTSUP
 * for a pipe, a device or a socket, which have no size and may never end.
 */
export async function openFileReader(path: string): Promise<OpenedFile> {
  const file = await openRegularFile(path);
  const { size } = await file.stat();
  return { ...fileReader(file, size), close: () => file.close() };
}

/** The octets of a small file. Throws as `openFileReader`, and EFBIG when it is longer. */
export async function readInputFile(path: string, maximumLength: number): Promise<Buffer> {
  const file = await openRegularFile(path);
  try {
    const { size } = await file.stat();
    if (size > maximumLength) throw new UnusableFileError('EFBIG', path);
    return await fileReader(file, size).read(0, size);
  } finally {
    await file.close();
  }
}

/** Reads from an open file; fewer octets than asked for where it has become shorter. */
export function fileReader(file: FileHandle, size: number): RandomAccessReader {
  return {
    size,
    async read(offset, length) {
      const buffer = Buffer.alloc(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await file.read(buffer, done, length - done, offset + done);
        if (bytesRead === 0) return buffer.subarray(0, done);
        done += bytesRead;
      }
      return buffer;
    },
  };
}

/** Opening a pipe would wait for a writer, for ever if none comes: hence without waiting, and then a look at what it is. */
async function openRegularFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const status = await file.stat();
  if (status.isFile()) return file;
  await file.close();
  throw new UnusableFileError(status.isDirectory() ? 'EISDIR' : 'ENOTSUP', path);
}
