import { createHash, type Hash, hash } from 'node:crypto';
import type { BlobReceipt, BlobWriter } from '../contracts/blobs.ts';
import type { BlobRecord } from '../contracts/records.ts';
import { StoreError } from '../error.ts';
import { BatchedFile } from './batched-file.ts';
import type { BlobFolders } from './blob-folders.ts';
import { CHUNK_LENGTH, encodeHeader, FORMAT_VERSION } from './blob-format.ts';
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

/**
 * Writes a blob in one go. Up to one chunk nothing happens before the end: most blobs are particulars and letters. Nothing is on the disk
 * until there are more octets than a ledger row takes.
 */
export class FileBlobWriter implements BlobWriter {
  readonly blobId: string;
  readonly #blob: BlobBeingWritten;
  readonly #turns = new Turns();
  /** Copies of what was written, while all of it is less than a chunk. */
  #held: Buffer[] | undefined = [];
  #heldLength = 0;
  #file: FileInTheMaking | undefined;
  #ended = false;

  constructor(blob: BlobBeingWritten) {
    this.blobId = blob.blobId;
    this.#blob = blob;
  }

  write(chunk: Buffer): Promise<void> {
    const held = this.#held;
    if (held === undefined || this.#ended) return this.#step(() => this.#take(chunk));
    if (this.#heldLength + chunk.length < CHUNK_LENGTH) {
      held.push(Buffer.from(chunk));
      this.#heldLength += chunk.length;
      return Promise.resolve();
    }
    this.#held = undefined;
    return this.#step(async () => {
      for (const piece of held) await this.#take(piece);
      await this.#take(chunk);
    });
  }

  finish(): Promise<BlobReceipt> {
    const held = this.#held;
    if (held !== undefined && !this.#ended) return this.#finishSmall(held);
    return this.#step(async () => {
      const { size, hash, sealing, batches } = this.#opened();
      await batches.add(sealing.end());
      const bytes = size <= LARGEST_BLOB_IN_LEDGER ? batches.unwritten() : undefined;
      if (!bytes) await this.#publish(batches);
      this.#end();
      return receiptOf(this.#blob, size, hash.digest(), bytes);
    });
  }

  async abort(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#turns.take(() => this.#discard());
  }

  async #finishSmall(held: readonly Buffer[]): Promise<BlobReceipt> {
    this.#end();
    return sealSmallBlob(this.#blob, held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held));
  }

  #opened(): FileInTheMaking {
    this.#file ??= beginFile(this.#blob);
    return this.#file;
  }

  async #take(chunk: Buffer): Promise<void> {
    const file = this.#opened();
    for (let offset = 0; offset < chunk.length; offset += SLICE_LENGTH) {
      const slice = chunk.subarray(offset, offset + SLICE_LENGTH);
      file.hash.update(slice);
      file.size += slice.length;
      await file.batches.add(file.sealing.push(slice));
    }
  }

  async #publish(batches: BatchedFile): Promise<void> {
    const handle = await batches.drain();
    await handle.sync();
    await batches.close();
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
    await this.#file?.batches.close();
    if (this.#file !== undefined) await this.#blob.folders.remove(this.blobId, true).catch(() => undefined);
    this.#blob.onEnd();
  }

  #end(): void {
    this.#ended = true;
    this.#blob.onEnd();
  }
}

/** A blob of a chunk or more, while it is being written. */
interface FileInTheMaking {
  size: number;
  readonly hash: Hash;
  readonly sealing: SealingStream;
  readonly batches: BatchedFile;
}

function beginFile({ blobId, cipher, folders, openFile }: BlobBeingWritten): FileInTheMaking {
  const batches = new BatchedFile(() => openFile(folders.partialPath(blobId), 'wx+', 0o600), 0, headerOf(blobId));
  return { size: 0, hash: createHash('sha256'), sealing: new SealingStream(cipher, 0, 0), batches };
}

/** A blob of less than a chunk in one go: it is kept in its ledger row. */
export function sealSmallBlob(
  blob: Pick<BlobBeingWritten, 'blobId' | 'messageKey' | 'createdAt' | 'cipher'>,
  content: Buffer,
): BlobReceipt {
  const sealed = blob.cipher.seal([content], { index: 0, generation: 0, last: true });
  return receiptOf(blob, content.length, hash('sha256', content, 'buffer'), Buffer.concat([headerOf(blob.blobId), ...sealed]));
}

function headerOf(blobId: string): Buffer {
  return encodeHeader({ blobId, resumable: false, open: false, durableChunks: 0, recoveries: [] });
}

/** What the ledger is told of a finished blob; `bytes` are its sealed octets when the row keeps them. */
export function receiptOf(
  blob: Pick<BlobBeingWritten, 'blobId' | 'messageKey' | 'createdAt'>,
  size: number,
  sha256: Buffer,
  bytes?: Buffer,
): BlobReceipt {
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
