import type { RowChange } from './ledger.ts';

/** What a finished blob adds to the ledger. Until `row` is committed the blob does not exist for anybody, and a sweep removes its file. */
export interface BlobReceipt {
  blobId: string;
  /** Plaintext length in octets. */
  size: number;
  /** SHA-256 of the plaintext. */
  sha256: Buffer;
  row: RowChange;
}

export interface BlobWriter {
  readonly blobId: string;
  /** Takes the next octets of the plaintext; resolves when more may be written (back-pressure). */
  write(chunk: Buffer): Promise<void>;
  /** Writes the last chunk and makes file and folder entry durable (fsync, rename, folder fsync). */
  finish(): Promise<BlobReceipt>;
  /** Forgets the blob and removes its file. Never throws. */
  abort(): Promise<void>;
}

/** What a finished resumable blob adds: its content may have come in many goes, so that nobody else has seen all of it. */
export interface ResumableBlobReceipt extends BlobReceipt {
  /** CRC-32 of the plaintext (ISO 3309, as in ZIP). */
  crc32: number;
}

/** A writer that survives the process: whole chunks are durable as they come (resumable transfers). */
export interface ResumableBlobWriter extends BlobWriter {
  /** Octets that are durable now: the offset from which a sender goes on. Always a whole number of chunks. */
  readonly durableOffset: number;
  /** Makes the whole chunks written so far durable and returns durableOffset; once the writer has ended, only the latter. */
  flush(): Promise<number>;
  /**
   * Forgets what was written from `offset` on, which is a whole number of chunks and not beyond what was written, and closes the file as
   * suspend() does: a later resume goes on from there.
   */
  rewind(offset: number): Promise<void>;
  finish(): Promise<ResumableBlobReceipt>;
  /** Closes the file and keeps it, for a later resume. Nothing happens when the writer has ended, also by a failure. */
  suspend(): Promise<void>;
}

export interface BlobReader {
  readonly size: number;
  /** Exactly `length` octets at `offset`. StoreError `blob-damaged` when the file was changed, `blob-range` when out of range. */
  read(offset: number, length: number): Promise<Buffer>;
  /** Octets from `start` (inclusive) to `end` (exclusive), in chunks of at most 1 MiB. */
  stream(range?: { start?: number; end?: number }): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/**
 * Content at rest, always encrypted (design section 5): per-message data key wrapped by a key given by path, per-blob subkey
 * HKDF(data key, blob id), fixed chunks, nonce = counter and last-chunk flag. Up to 64 KiB a blob stays in its ledger row.
 */
export interface Blobs {
  /** A fresh data key for a message, wrapped (base64url). */
  newWrappedKey(): string;
  /** For a data key whose wrapped form was destroyed: nothing of it stays in memory either. */
  forgetKey(wrappedKey: string): void;
  create(options: { wrappedKey: string; messageKey: string; now: Date }): BlobWriter;
  /** Convenience for small content held in memory anyway. */
  put(options: { wrappedKey: string; messageKey: string; now: Date }, content: Buffer): Promise<BlobReceipt>;
  createResumable(options: { wrappedKey: string; messageKey: string; now: Date }): Promise<ResumableBlobWriter>;
  /**
   * Goes on with a suspended or interrupted resumable blob, or with a finished one whose row was never committed: drops an unfinished
   * last chunk. StoreError `blob-missing`, also when its row is there; `store-locked` (wait) while another writer has it.
   */
  resume(options: { wrappedKey: string; messageKey: string; blobId: string; now: Date }): Promise<ResumableBlobWriter>;
  open(options: { wrappedKey: string; blobId: string }): Promise<BlobReader>;
  /** Opens a finished blob whose row is not committed yet: only the step that holds its receipt can. */
  openReceipt(options: { wrappedKey: string; receipt: BlobReceipt }): Promise<BlobReader>;
  /** The octets of a blob kept as a file as they are at rest, encrypted: for copies. StoreError `blob-missing`. */
  openAtRest(blobId: string): Promise<{ size: number; stream(): AsyncIterable<Buffer>; close(): Promise<void> }>;
  /**
   * From now on until the function it resolves to has been called, `remove` and `sweep` leave every file of a finished blob where it is:
   * what a copy of the ledger refers to can be copied after it. Removals asked for meanwhile are done then; those that a crash prevents
   * are left to a sweep. Calls add up.
   */
  holdRemovals(): Promise<() => Promise<void>>;
  /** Removes the file of a blob whose row is gone. */
  remove(blobId: string): Promise<void>;
  /** Removes files without a row older than `olderThan`; returns how many. Blobs of running transfers are named in `keep`. */
  sweep(olderThan: Date, keep: ReadonlySet<string>): Promise<number>;
  /** Free octets on the volume. */
  freeSpace(): Promise<number>;
}
