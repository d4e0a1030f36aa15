import type { FileHandle } from 'node:fs/promises';
import { StoreError } from '../error.ts';

/** How files and folders are opened. Replaced by tests that need a full or a failing disk. */
export type OpenFile = (path: string, flags: 'r' | 'r+' | 'wx+', mode?: number) => Promise<FileHandle>;

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT']);
const EXHAUSTED_FOR_NOW = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN']);

/** The typed error for anything thrown by the file system. A StoreError stays as it is. */
export function diskErrorOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = systemCodeOf(error);
  if (code === 'ENOENT') return new StoreError('blob-missing', 'There is no file for this blob', { cause: error, disposition: 'operator' });
  if (NO_SPACE.has(code)) return new StoreError('disk-full', 'The volume of the blobs is full', { cause: error });
  const disposition = EXHAUSTED_FOR_NOW.has(code) ? 'retry' : 'operator';
  return new StoreError('store-failure', 'The volume of the blobs failed', { cause: error, disposition });
}

export function isMissing(error: unknown): boolean {
  return systemCodeOf(error) === 'ENOENT';
}

/** Writes all of `buffers` at `position`; a disk that is filling up takes a part and fails only at the next call. */
export async function writeFully(handle: FileHandle, buffers: Buffer[], position: number): Promise<void> {
  const total = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  let { bytesWritten: done } = await handle.writev(buffers, position);
  if (done === total) return;
  const all = Buffer.concat(buffers, total);
  while (done < total) {
    done += (await handle.write(all, done, total - done, position + done)).bytesWritten;
  }
}

/** Fills `target` from `position`; returns how many octets there were before the end of the file. */
export async function readFully(handle: FileHandle, target: Buffer, position: number): Promise<number> {
  let done = 0;
  while (done < target.length) {
    const { bytesRead } = await handle.read(target, done, target.length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

/** Makes renames and removals in a folder durable. Callers that come while an fsync runs share the next one. */
export class FolderSync {
  readonly #openFile: OpenFile;
  readonly #running = new Map<string, Promise<void>>();
  readonly #next = new Map<string, Promise<void>>();

  constructor(openFile: OpenFile) {
    this.#openFile = openFile;
  }

  sync(folder: string): Promise<void> {
    const waiting = this.#next.get(folder);
    if (waiting) return waiting;
    const before = this.#running.get(folder) ?? Promise.resolve();
    const next = before.then(
      () => this.#start(folder),
      () => this.#start(folder),
    );
    this.#next.set(folder, next);
    return next;
  }

  #start(folder: string): Promise<void> {
    this.#next.delete(folder);
    const running = this.#fsync(folder).finally(() => {
      if (this.#running.get(folder) === running) this.#running.delete(folder);
    });
    this.#running.set(folder, running);
    return running;
  }

  async #fsync(folder: string): Promise<void> {
    const handle = await this.#openFile(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
