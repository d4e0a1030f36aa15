import type { FileHandle } from 'node:fs/promises';
import type { ResumableBlobReceipt, ResumableBlobWriter } from '../contracts/blobs.ts';
import { StoreError } from '../error.ts';
import { BatchedFile } from './batched-file.ts';
import { type BlobHeader, CHUNK_LENGTH, encodeHeader, headerLength, SEALED_CHUNK_LENGTH } from './blob-format.ts';
import { type BlobBeingWritten, receiptOf, SLICE_LENGTH, writerEnded } from './blob-writer.ts';
import { diskErrorOf, readFully, writeFully } from './disk.ts';
import { cutBack } from './resumption.ts';
import { RunningDigest, type SuspendedDigests } from './running-digest.ts';
import { SealedContent } from './sealed-content.ts';
import { SealingStream } from './sealing-stream.ts';
import { Turns } from './turns.ts';

/** Plaintext written between the starts of two fsyncs when nobody asks for one. */
const FSYNC_INTERVAL = 33_554_432;

/**
 * Writes a blob that survives the process. Its file stays when a step fails and when the writer is suspended; only abort() and the
 * sweep remove it. It is always a file, however small: a crash between finish() and the commit of its row must leave what a
 * resumption needs.
 */
export class FileResumableBlobWriter implements ResumableBlobWriter {
  readonly blobId: string;
  readonly #blob: BlobBeingWritten;
  readonly #handle: FileHandle;
  readonly #sealing: SealingStream;
  readonly #file: BatchedFile;
  readonly #turns = new Turns();
  readonly #suspended: SuspendedDigests;
  /** Of the chunks sealed so far. Undefined when another process wrote some of them: then everything is read again at the end. */
  readonly #digest: RunningDigest | undefined;
  #header: BlobHeader;
  #size: number;
  /** The fsync under way; writing goes on beside it. */
  #syncing: Promise<void> = Promise.resolve();
  #nextSyncAt: number;
  #ended = false;

  /** `handle` is open for reading and writing; chunks before `header.durableChunks` are in it, and nothing follows them. */
  constructor(blob: BlobBeingWritten, handle: FileHandle, header: BlobHeader, suspended: SuspendedDigests) {
    this.blobId = blob.blobId;
    this.#blob = blob;
    this.#suspended = suspended;
    this.#handle = handle;
    this.#header = header;
    this.#size = header.durableChunks * CHUNK_LENGTH;
    this.#nextSyncAt = this.#size + FSYNC_INTERVAL;
    const digest = suspended.take(blob.blobId, header.durableChunks);
    this.#digest = digest;
    this.#sealing = new SealingStream(blob.cipher, header.durableChunks, header.recoveries.length, (piece) => digest?.update(piece));
    this.#file = new BatchedFile(async () => handle, headerLength(true) + header.durableChunks * SEALED_CHUNK_LENGTH);
  }

  get durableOffset(): number {
    return this.#header.durableChunks * CHUNK_LENGTH;
  }

  write(chunk: Buffer): Promise<void> {
    return this.#step(async () => {
      await this.#markOpen();
      for (let offset = 0; offset < chunk.length; offset += SLICE_LENGTH) {
        const slice = chunk.subarray(offset, offset + SLICE_LENGTH);
        this.#size += slice.length;
        await this.#file.add(this.#sealing.push(slice));
        if (this.#size >= this.#nextSyncAt) await this.#startSync();
      }
    });
  }

  async flush(): Promise<number> {
    if (!this.#ended) await this.#step(() => this.#flush());
    return this.durableOffset;
  }

  async suspend(): Promise<void> {
    if (this.#ended) return;
    await this.#step(async () => {
      await this.#flush();
      await this.#markClosed();
      await this.#end();
      if (this.#digest !== undefined) this.#suspended.keep(this.blobId, this.#header.durableChunks, this.#digest);
    });
  }

  rewind(offset: number): Promise<void> {
    return this.#step(async () => {
      const first = offset / CHUNK_LENGTH;
      if (!Number.isSafeInteger(first) || first < 0 || first > this.#sealing.chunks) {
        throw new StoreError('blob-range', 'A blob goes on after a whole number of its chunks', { disposition: 'refuse' });
      }
      await this.#syncing;
      await this.#file.drain();
      await cutBack(this.#handle, this.#header, first);
      await this.#end();
    });
  }

  finish(): Promise<ResumableBlobReceipt> {
    return this.#step(async () => {
      await this.#markOpen();
      await this.#file.add(this.#sealing.end());
      await this.#startSync();
      await this.#syncing;
      await this.#markClosed();
      const { sha256, crc32 } = (this.#digest ?? (await this.#readAgain())).end();
      await this.#handle.sync();
      await this.#blob.folders.publish(this.blobId);
      await this.#end();
      return { ...receiptOf(this.#blob, this.#size, sha256), crc32 };
    });
  }

  async abort(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#turns.take(async () => {
      await this.#close();
      await this.#blob.folders.remove(this.blobId, true).catch(() => undefined);
      this.#blob.onEnd();
    });
  }

  /** Until this is durable nothing is sealed: a recovery then knows that chunks may have been sealed of which nothing is left. */
  async #markOpen(): Promise<void> {
    if (this.#header.open) return;
    await this.#writeHeader({ ...this.#header, open: true });
    await this.#handle.datasync();
  }

  /** Everything is durable. This itself need not be: at worst there is a recovery that was not needed. */
  async #markClosed(): Promise<void> {
    if (this.#header.open) await this.#writeHeader({ ...this.#header, open: false });
  }

  async #flush(): Promise<void> {
    await this.#syncing;
    if (this.#sealing.chunks === this.#header.durableChunks) return;
    await this.#startSync();
    await this.#syncing;
  }

  async #startSync(): Promise<void> {
    await this.#syncing;
    await this.#file.drain();
    this.#nextSyncAt = this.#size + FSYNC_INTERVAL;
    this.#syncing = this.#makeDurable(this.#sealing.chunks);
    // The failure is thrown by the step that awaits the fsync next.
    this.#syncing.catch(() => undefined);
  }

  /** The header may lag behind the chunks, never run ahead of them: it is written after their fsync, and durable with the next one. */
  async #makeDurable(durableChunks: number): Promise<void> {
    await this.#handle.datasync();
    await this.#writeHeader({ ...this.#header, durableChunks });
  }

  async #writeHeader(header: BlobHeader): Promise<void> {
    await writeFully(this.#handle, [encodeHeader(header)], 0);
    this.#header = header;
  }

  async #readAgain(): Promise<RunningDigest> {
    const source = { read: (target: Buffer, position: number) => readFully(this.#handle, target, position), close: async () => undefined };
    const digest = new RunningDigest();
    for await (const piece of new SealedContent(source, this.#header, this.#blob.cipher, this.#size).stream()) digest.update(piece);
    return digest;
  }

  #step<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(async () => {
      if (this.#ended) throw writerEnded();
      try {
        return await work();
      } catch (error) {
        await this.#end();
        throw diskErrorOf(error);
      }
    });
  }

  async #end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#close();
    this.#blob.onEnd();
  }

  async #close(): Promise<void> {
    await this.#syncing.catch(() => undefined);
    await this.#file.settled();
    await this.#handle.close().catch(() => undefined);
  }
}
