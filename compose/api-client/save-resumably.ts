import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ClientError } from '../../clients/typescript/error.ts';
import type { ReceivedContent } from '../../clients/typescript/transport.ts';
import { Endurance } from '../../clients/typescript/upload.ts';
import { ApiError } from './error.ts';
import type { SavedFile } from './save.ts';

/** From which octet on content is asked for, and of what content: its SHA-256 is its strong ETag. */
export interface Continuation {
  range: string;
  ifRange: string;
}

export interface Saving {
  /** Asks for the content, whole or from where it was cut. Throws ClientError. */
  fetch: (continuation: Partial<Continuation>) => Promise<ReceivedContent>;
  path: string;
  /** SHA-256 of the content, lowercase hexadecimal. */
  sha256: string;
  /** Octets that are in the file, and of how many where that is known. */
  onProgress: (octets: number, total: number | undefined) => void;
}

const RANGE_NOT_SATISFIABLE = 416;
const PARTIAL = 206;
const READ_LENGTH = 1024 ** 2;

/**
 * Writes content of a known digest to `path`, which appears complete or not at all. What has come stays in `<path>.part` when the connection
 * breaks or the program is ended, and the next call goes on from there. Throws ApiError `download-damaged` (the part is gone then), ClientError,
 * and errors of the file system.
 */
export async function saveResumably(saving: Saving): Promise<SavedFile> {
  const { path, sha256 } = saving;
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  const file = await open(part, 'a+', 0o600);
  try {
    const written = await fill(file, saving);
    await file.sync();
    if (written.hash.digest('hex') !== sha256) {
      await rm(part, { force: true });
      throw new ApiError('download-damaged', 'what arrived is not what the gateway announced', { mayPass: true });
    }
    await rename(part, path);
    return { path, size: written.octets, sha256 };
  } catch (error) {
    if ((await file.stat()).size === 0) await rm(part, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

interface Written {
  hash: Hash;
  octets: number;
}

/** Appends until everything is there, from connection to connection. */
async function fill(file: FileHandle, { fetch, sha256, onProgress }: Saving): Promise<Written> {
  const endurance = new Endurance();
  let written = await readWhatIsThere(file);
  for (;;) {
    try {
      const before = written.octets;
      const content = await fetch(before === 0 ? {} : { range: `bytes=${before}-`, ifRange: `"${sha256}"` });
      if (content.status !== PARTIAL && before > 0) written = await empty(file);
      const total = content.length === undefined ? undefined : written.octets + content.length;
      for await (const chunk of received(content.body)) {
        await writeAll(file, chunk);
        written.hash.update(chunk);
        written.octets += chunk.length;
        endurance.renew();
        onProgress(written.octets, total);
      }
      if (total !== undefined && written.octets < total) throw interrupted();
      return written;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      // All of it was there already, or more than all: the digest tells.
      if (error.status === RANGE_NOT_SATISFIABLE) return written;
      if (error.status !== undefined && error.retryAfter === undefined) throw error;
      await endurance.wait(error);
    }
  }
}

async function readWhatIsThere(file: FileHandle): Promise<Written> {
  const hash = createHash('sha256');
  const { size } = await file.stat();
  const buffer = Buffer.allocUnsafe(READ_LENGTH);
  let octets = 0;
  while (octets < size) {
    const { bytesRead } = await file.read(buffer, 0, READ_LENGTH, octets);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    octets += bytesRead;
  }
  return { hash, octets };
}

async function empty(file: FileHandle): Promise<Written> {
  await file.truncate(0);
  return { hash: createHash('sha256'), octets: 0 };
}

/** Whatever ends a connection is one thing here: an interruption. */
async function* received(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch(() => {
        throw interrupted();
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

function interrupted(): ClientError {
  return new ClientError('gateway-unreachable', 'the connection to the gateway was cut');
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let offset = 0; offset < chunk.length; ) {
    offset += (await file.write(chunk, offset, chunk.length - offset)).bytesWritten;
  }
}
