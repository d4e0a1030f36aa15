import { type FileHandle, open } from 'node:fs/promises';
import type { OpenFile } from '../../../store/files/disk.ts';

/** A real disk that takes so many octets and no more: the write at the limit is cut short, the next one fails, as a full volume does. */
export class FailingDisk {
  room = Number.POSITIVE_INFINITY;
  code = 'ENOSPC';
  failSync = false;
  syncs = 0;
  opens: string[] = [];
  #open = 0;

  /** Handles opened and not closed again. */
  get handlesLeftOpen(): number {
    return this.#open;
  }

  readonly openFile: OpenFile = async (path, flags, mode) => {
    this.opens.push(path);
    const handle = await open(path, flags, mode);
    this.#open++;
    return this.#watch(handle);
  };

  #watch(handle: FileHandle): FileHandle {
    const overrides: Record<string, unknown> = {
      writev: async (buffers: Buffer[], position: number) => ({
        bytesWritten: await this.#write(handle, Buffer.concat(buffers), position),
      }),
      write: async (buffer: Buffer, offset: number, length: number, position: number) => ({
        bytesWritten: await this.#write(handle, buffer.subarray(offset, offset + length), position),
      }),
      sync: () => this.#sync(() => handle.sync()),
      datasync: () => this.#sync(() => handle.datasync()),
      close: () => {
        this.#open--;
        return handle.close();
      },
    };
    return new Proxy(handle, {
      get: (target, name) => {
        const value = overrides[String(name)] ?? Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  async #write(handle: FileHandle, octets: Buffer, position: number): Promise<number> {
    if (this.room <= 0) throw this.#failure();
    const taken = octets.subarray(0, this.room);
    this.room -= taken.length;
    return (await handle.write(taken, 0, taken.length, position)).bytesWritten;
  }

  async #sync(sync: () => Promise<void>): Promise<void> {
    this.syncs++;
    if (this.failSync) throw this.#failure();
    await sync();
  }

  #failure(): Error {
    return Object.assign(new Error(`${this.code}: invented`), { code: this.code });
  }
}
