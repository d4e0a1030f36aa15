import { createHash } from 'node:crypto';
import type { BlobReceipt, BlobWriter } from '../contracts/blobs.ts';
import type { BlobRecord } from '../contracts/records.ts';
import { StoreError } from '../error.ts';
import { BatchedFile } from './batched-file.ts';
import type { BlobFolders } from './blob-folders.ts';
import { encodeHeader, FORMAT_VERSION } from './blob-format.ts';
import type { ChunkCipher } from './chunk-cipher.ts';
import { diskErrorOf, type OpenFile } from './disk.ts';
import { SealingStream } from './sealing-stream.ts';
import { Turns } from './turns.ts';

/** Up to this plaintext length a blob is kept in its ledger row. */
export const LARGEST_BLOB_IN_LEDGER = 65_536;

/** Plaintext taken at a time; between two of them other work gets its turn. */
export const SLICE_LENGTH = 1_048_576;

/** What a writer needs to know of its blob and its surroundings. */
export interface BlobBeingWritten {
  blobId: string;
  messageKey: string;
  createdAt: Date;
  cipher: ChunkCipher;
  folders: BlobFolders;
  openFile: OpenFile;
  /** Called once, when the writer is done with the file in whatever way. */
  onEnd: () => void;
}

/** Writes a blob in one go. Nothing is on the disk until there are more octets than a ledger row takes. */
export class FileBlobWriter implements BlobWriter {
  readonly blobId: string;
  readonly #blob: BlobBeingWritten;
  readonly #hash = createHash('sha256');
  readonly #sealing: SealingStream;
  readonly #file: BatchedFile;
  readonly #turns = new Turns();
  #size = 0;
  #ended = false;

  constructor(blob: BlobBeingWritten) {
    this.blobId = blob.blobId;
    this.#blob = blob;
    this.#sealing = new SealingStream(blob.cipher, 0, 0);
    const header = encodeHeader({ blobId: blob.blobId, resumable: false, open: false, durableChunks: 0, recoveries: [] });
    this.#file = new BatchedFile(() => blob.openFile(blob.folders.partialPath(blob.blobId), 'wx+', 0o600), 0, header);
  }

  write(chunk: Buffer): Promise<void> {
    return this.#step(async () => {
      for (let offset = 0; offset < chunk.length; offset += SLICE_LENGTH) {
        const slice = chunk.subarray(offset, offset + SLICE_LENGTH);
        this.#hash.update(slice);
        this.#size += slice.length;
        await this.#file.add(this.#sealing.push(slice));
      }
    });
  }

  finish(): Promise<BlobReceipt> {
    return this.#step(async () => {
      const last = this.#sealing.end();
      await this.#file.add(last);
      const bytes = this.#size <= LARGEST_BLOB_IN_LEDGER ? this.#file.unwritten() : undefined;
      if (!bytes) await this.#publish();
      this.#end();
      return receiptOf(this.#blob, this.#size, this.#hash.digest(), bytes);
    });
  }

  async abort(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#turns.take(() => this.#discard());
  }

  async #publish(): Promise<void> {
    const handle = await this.#file.drain();
    await handle.sync();
    await this.#file.close();
    await this.#blob.folders.publish(this.blobId);
  }

  /** Runs a step; when it fails the blob is gone and nothing of it stays on the disk. */
  #step<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(async () => {
      if (this.#ended) throw writerEnded();
      try {
        return await work();
      } catch (error) {
        this.#ended = true;
        await this.#discard();
        throw diskErrorOf(error);
      }
    });
  }

  async #discard(): Promise<void> {
    await this.#file.close();
    await this.#blob.folders.remove(this.blobId, true).catch(() => undefined);
    this.#blob.onEnd();
  }

  #end(): void {
    this.#ended = true;
    this.#blob.onEnd();
  }
}

/** What the ledger is told of a finished blob; `bytes` are its sealed octets when the row keeps them. */
export function receiptOf(blob: BlobBeingWritten, size: number, sha256: Buffer, bytes?: Buffer): BlobReceipt {
  const value: BlobRecord = {
    messageKey: blob.messageKey,
    size,
    formatVersion: FORMAT_VERSION,
    location: bytes ? 'ledger' : 'file',
    createdAt: blob.createdAt.toISOString(),
  };
  return { blobId: blob.blobId, size, sha256, row: { table: 'blobs', key: blob.blobId, expect: 0, value, ...(bytes && { bytes }) } };
}

export function writerEnded(): StoreError {
  return new StoreError('store-closed', 'This blob is being written no longer', { disposition: 'refuse' });
}
