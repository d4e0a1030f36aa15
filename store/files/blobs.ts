import { randomBytes as systemRandomBytes } from 'node:crypto';
import { type FileHandle, open as openSystemFile, statfs } from 'node:fs/promises';
import type { BlobReader, BlobReceipt, Blobs, BlobWriter, ResumableBlobWriter } from '../contracts/blobs.ts';
import { StoreError } from '../error.ts';
import { BlobFolders } from './blob-folders.ts';
import { type BlobHeader, CHUNK_LENGTH, headerLength, isBlobId } from './blob-format.ts';
import { type BlobBeingWritten, FileBlobWriter, sealSmallBlob } from './blob-writer.ts';
import { ChunkCipher } from './chunk-cipher.ts';
import { BlobKeys, KeyEncryptionKeys } from './data-key.ts';
import { diskErrorOf, isMissing, type OpenFile, readFully } from './disk.ts';
import { FileResumableBlobWriter } from './resumable-writer.ts';
import { beginResumable, continueResumable } from './resumption.ts';
import { SuspendedDigests } from './running-digest.ts';
import { memorySource, openSealedContent } from './sealed-content.ts';

/** Blobs made one after the other share a folder until it has got this many, so that one fsync of the folder serves several. */
const BLOBS_BEFORE_NEXT_SHARD = 256;

/** What the row of a blob says; undefined when there is none. `bytes` are those of the row. */
export type BlobLookup = (blobId: string) => Promise<{ size: number; location: 'ledger' | 'file'; bytes?: Buffer } | undefined>;

export interface FileBlobsOptions {
  /** Made when it does not exist; its parent too. */
  directory: string;
  /** 32 octets; wraps the data keys of the messages. */
  keyEncryptionKey: Buffer;
  /** Keys that wrapped earlier data keys; they only unwrap. */
  formerKeyEncryptionKeys?: readonly Buffer[];
  ledgerLookup: BlobLookup;
  randomBytes?: (length: number) => Buffer;
  /** Told how many octets were just sealed or opened, chunk by chunk: each left buffers behind that somebody may want to collect. */
  onChunk?: (octets: number) => void;
  /** Replaced by tests that need a full or failing disk. */
  openFile?: OpenFile;
}

type NewBlob = { wrappedKey: string; messageKey: string; now: Date };

/**
 * Opens the folder of encrypted blobs.
 *
 * @throws StoreError `key-unwrap-failed` (key not of 32 octets), `store-version` (folder made by a newer program), `disk-full`,
 * `store-failure`.
 */
export async function openFileBlobs(options: FileBlobsOptions): Promise<Blobs> {
  const keys = new KeyEncryptionKeys(options.keyEncryptionKey, options.formerKeyEncryptionKeys ?? []);
  const openFile = options.openFile ?? openSystemFile;
  const folders = await onDisk(() => BlobFolders.open(options.directory, openFile));
  return new FileBlobs({ ...options, openFile, randomBytes: options.randomBytes ?? systemRandomBytes }, keys, folders);
}

class FileBlobs implements Blobs {
  readonly #options: FileBlobsOptions & { openFile: OpenFile; randomBytes: (length: number) => Buffer };
  readonly #keys: KeyEncryptionKeys;
  readonly #blobKeys: BlobKeys;
  readonly #folders: BlobFolders;
  /** Blobs with a writer in this process: one writer each, and no sweep. */
  readonly #beingWritten = new Set<string>();
  readonly #suspendedDigests = new SuspendedDigests();
  /** Removals that wait, while somebody copies what the rows refer to. */
  readonly #heldRemovals = new Set<string>();
  #holders = 0;
  #shard: number;
  #madeInShard = 0;

  constructor(
    options: FileBlobsOptions & { openFile: OpenFile; randomBytes: (length: number) => Buffer },
    keys: KeyEncryptionKeys,
    folders: BlobFolders,
  ) {
    this.#options = options;
    this.#keys = keys;
    this.#blobKeys = new BlobKeys(keys);
    this.#folders = folders;
    this.#shard = options.randomBytes(1).readUInt8(0);
  }

  newWrappedKey(): string {
    const dataKey = this.#options.randomBytes(32);
    const wrapped = this.#keys.wrap(dataKey);
    dataKey.fill(0);
    return wrapped;
  }

  forgetKey(wrappedKey: string): void {
    this.#blobKeys.forget(wrappedKey);
  }

  create(options: NewBlob): BlobWriter {
    return new FileBlobWriter(this.#begin(this.#newBlobId(), options));
  }

  async put(options: NewBlob, content: Buffer): Promise<BlobReceipt> {
    if (content.length < CHUNK_LENGTH) {
      const blobId = this.#newBlobId();
      const { wrappedKey, messageKey, now } = options;
      return sealSmallBlob({ blobId, messageKey, createdAt: now, cipher: this.#cipher(wrappedKey, blobId) }, content);
    }
    const writer = this.create(options);
    await writer.write(content);
    return await writer.finish();
  }

  async createResumable(options: NewBlob): Promise<ResumableBlobWriter> {
    const blob = this.#begin(this.#newBlobId(), options);
    return await this.#handOver(blob, 'wx+', async (handle) => {
      const header = await beginResumable(handle, blob.blobId);
      await this.#folders.makeNamesDurable(blob.blobId);
      return header;
    });
  }

  async resume(options: NewBlob & { blobId: string }): Promise<ResumableBlobWriter> {
    const { blobId } = options;
    if (!isBlobId(blobId)) throw new StoreError('blob-missing', 'This is not the id of a blob', { disposition: 'refuse' });
    if (this.#beingWritten.has(blobId)) {
      throw new StoreError('store-locked', 'This blob is being written by another transfer', { disposition: 'wait' });
    }
    const blob = this.#begin(blobId, options);
    return await this.#handOver(blob, 'r+', (handle) => continueResumable(handle, blobId, blob.cipher));
  }

  async open({ wrappedKey, blobId }: { wrappedKey: string; blobId: string }): Promise<BlobReader> {
    const row = await this.#options.ledgerLookup(blobId);
    if (!row || !isBlobId(blobId)) throw new StoreError('blob-missing', 'There is no row for this blob', { disposition: 'operator' });
    return await this.#openRow(row, wrappedKey, blobId);
  }

  async openReceipt({ wrappedKey, receipt }: { wrappedKey: string; receipt: BlobReceipt }): Promise<BlobReader> {
    const { row, blobId } = receipt;
    if (row.table !== 'blobs' || row.value === null) throw new StoreError('blob-missing', 'This receipt is not of a blob');
    const { size, location } = row.value;
    return await this.#openRow({ size, location, ...(row.bytes === undefined ? {} : { bytes: row.bytes }) }, wrappedKey, blobId);
  }

  async #openRow(row: NonNullable<Awaited<ReturnType<BlobLookup>>>, wrappedKey: string, blobId: string): Promise<BlobReader> {
    const cipher = this.#cipher(wrappedKey, blobId);
    if (row.location === 'file') return await onDisk(() => this.#openFromFile(blobId, row.size, cipher));
    if (!row.bytes) throw new StoreError('blob-missing', 'The row of this blob has lost its octets', { disposition: 'operator' });
    return openSealedContent(memorySource(row.bytes), row.bytes, row.bytes.length, { blobId, size: row.size, cipher });
  }

  async openAtRest(blobId: string): Promise<{ size: number; stream(): AsyncIterable<Buffer>; close(): Promise<void> }> {
    return await onDisk(async () => {
      const handle = await this.#options.openFile(this.#folders.path(blobId), 'r');
      const { size } = await handle.stat();
      return { size, stream: () => handle.createReadStream({ autoClose: false, start: 0 }), close: () => handle.close() };
    });
  }

  async holdRemovals(): Promise<() => Promise<void>> {
    this.#holders++;
    let held = true;
    return async () => {
      if (!held) return;
      held = false;
      this.#holders--;
      if (this.#holders > 0) return;
      const waiting = [...this.#heldRemovals];
      this.#heldRemovals.clear();
      for (const blobId of waiting) await this.remove(blobId);
    };
  }

  async remove(blobId: string): Promise<void> {
    if (this.#holders > 0) {
      this.#heldRemovals.add(blobId);
      return;
    }
    await onDisk(async () => {
      await this.#folders.remove(blobId, false);
      await this.#folders.remove(blobId, true);
      await this.#folders.makeNamesDurable(blobId);
    });
  }

  async sweep(olderThan: Date, keep: ReadonlySet<string>): Promise<number> {
    return await onDisk(async () => {
      let removed = 0;
      for await (const { blobId, partial, changedAt } of this.#folders.files()) {
        if (changedAt >= olderThan || keep.has(blobId) || this.#beingWritten.has(blobId)) continue;
        if ((await this.#options.ledgerLookup(blobId)) !== undefined) continue;
        if (this.#holders > 0) continue;
        await this.#folders.remove(blobId, partial);
        removed++;
      }
      return removed;
    });
  }

  async freeSpace(): Promise<number> {
    const { bavail, bsize } = await onDisk(() => statfs(this.#options.directory));
    return bavail * bsize;
  }

  #newBlobId(): string {
    if (this.#madeInShard === BLOBS_BEFORE_NEXT_SHARD) {
      this.#madeInShard = 0;
      this.#shard = (this.#shard + 1) % 256;
    }
    this.#madeInShard++;
    return Buffer.concat([Buffer.of(this.#shard), this.#options.randomBytes(15)]).toString('hex');
  }

  #cipher(wrappedKey: string, blobId: string): ChunkCipher {
    return new ChunkCipher(this.#blobKeys.keyOf(wrappedKey, blobId), blobId, this.#options.onChunk);
  }

  #begin(blobId: string, { wrappedKey, messageKey, now }: NewBlob): BlobBeingWritten {
    const cipher = this.#cipher(wrappedKey, blobId);
    this.#beingWritten.add(blobId);
    const onEnd = () => {
      this.#beingWritten.delete(blobId);
    };
    return { blobId, messageKey, createdAt: now, cipher, folders: this.#folders, openFile: this.#options.openFile, onEnd };
  }

  /** Opens the partial file, prepares it, and gives it to a writer; closes it again when that fails. */
  async #handOver(blob: BlobBeingWritten, flags: 'r+' | 'wx+', prepare: (handle: FileHandle) => Promise<BlobHeader>) {
    let handle: FileHandle | undefined;
    try {
      handle =
        flags === 'r+'
          ? await this.#openPartial(blob.blobId)
          : await this.#options.openFile(this.#folders.partialPath(blob.blobId), flags, 0o600);
      return new FileResumableBlobWriter(blob, handle, await prepare(handle), this.#suspendedDigests);
    } catch (error) {
      await handle?.close().catch(() => undefined);
      if (flags === 'wx+') await this.#folders.remove(blob.blobId, true).catch(() => undefined);
      blob.onEnd();
      throw diskErrorOf(error);
    }
  }

  /** The partial file, or a finished one whose row was never committed because the process ended in between. */
  async #openPartial(blobId: string): Promise<FileHandle> {
    const path = this.#folders.partialPath(blobId);
    try {
      return await this.#options.openFile(path, 'r+');
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    if (await this.#options.ledgerLookup(blobId)) {
      throw new StoreError('blob-missing', 'This blob is complete and cannot be written on', { disposition: 'refuse' });
    }
    await this.#folders.withdraw(blobId);
    return await this.#options.openFile(path, 'r+');
  }

  async #openFromFile(blobId: string, size: number, cipher: ChunkCipher): Promise<BlobReader> {
    const handle = await this.#options.openFile(this.#folders.path(blobId), 'r');
    try {
      const start = Buffer.alloc(headerLength(true));
      const length = await readFully(handle, start, 0);
      const source = { read: (target: Buffer, at: number) => onDisk(() => readFully(handle, target, at)), close: () => handle.close() };
      return openSealedContent(source, start.subarray(0, length), (await handle.stat()).size, { blobId, size, cipher });
    } catch (error) {
      await handle.close();
      throw error;
    }
  }
}

async function onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw diskErrorOf(error);
  }
}
