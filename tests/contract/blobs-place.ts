import type { BlobReceipt, Blobs } from '../../store/contracts/blobs.ts';

/** Encrypted blobs with the rows that belong to them, as a suite needs them. Each driver's test makes them. */
export interface BlobsPlace {
  /** Opens the store anew, as after a restart; rows committed so far are kept. */
  open(): Promise<Blobs>;
  /** What the ledger would do with a receipt. */
  commit(receipt: BlobReceipt): void;
  dropRow(blobId: string): void;
  /** The octets at rest of a committed blob. */
  atRest(blobId: string): Promise<Buffer>;
  replaceAtRest(blobId: string, octets: Buffer): Promise<void>;
  /** Names of all files of blobs, finished or not. */
  files(): Promise<string[]>;
  /** Makes all files look as if last written then. */
  age(to: Date): Promise<void>;
  /** Arguments with which Node starts `blob-writer-process.ts` on this place in a process of its own. */
  writerArguments: string[];
  remove(): Promise<void>;
}

export type MakeBlobsPlace = () => Promise<BlobsPlace>;
