import type { FileHandle } from 'node:fs/promises';
import { writeFully } from './disk.ts';

/** Octets written at a time: 64 KiB calls take three times as long. */
const BATCH_LENGTH = 1_048_576;

/** Buffers written to a file in order, gathered into large writes, with one write under way while the next is being prepared. */
export class BatchedFile {
  readonly #open: () => Promise<FileHandle>;
  #handle: FileHandle | undefined;
  #position: number;
  #batch: Buffer[];
  #batchLength: number;
  #underWay: Promise<void> = Promise.resolve();

  /** `open` is called when the first batch is written, which begins with `first`. */
  constructor(open: () => Promise<FileHandle>, position: number, first: Buffer = Buffer.alloc(0)) {
    this.#open = open;
    this.#position = position;
    this.#batch = [first];
    this.#batchLength = first.length;
  }

  /** Resolves when more may be added. */
  async add(buffers: readonly Buffer[]): Promise<void> {
    for (const buffer of buffers) {
      this.#batch.push(buffer);
      this.#batchLength += buffer.length;
    }
    if (this.#batchLength >= BATCH_LENGTH) await this.#startBatch();
  }

  /** Resolves when everything added is in the file, and gives the file. */
  async drain(): Promise<FileHandle> {
    await this.#startBatch();
    await this.#underWay;
    return await this.#opened();
  }

  /** What was added, when nothing has been written to a file yet. */
  unwritten(): Buffer | undefined {
    return this.#handle ? undefined : Buffer.concat(this.#batch, this.#batchLength);
  }

  /** Resolves when no write is under way any more, whatever came of it. */
  async settled(): Promise<void> {
    await this.#underWay.catch(() => undefined);
  }

  /** Closes the file, if it was opened, once it is settled. Never throws. */
  async close(): Promise<void> {
    await this.settled();
    await this.#handle?.close().catch(() => undefined);
  }

  async #startBatch(): Promise<void> {
    await this.#underWay;
    if (this.#batchLength === 0) return;
    const handle = await this.#opened();
    this.#underWay = writeFully(handle, this.#batch, this.#position);
    // The failure is thrown by whoever awaits next; until then it must not count as unhandled.
    this.#underWay.catch(() => undefined);
    this.#position += this.#batchLength;
    this.#batch = [];
    this.#batchLength = 0;
  }

  async #opened(): Promise<FileHandle> {
    this.#handle ??= await this.#open();
    return this.#handle;
  }
}
