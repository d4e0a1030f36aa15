import { StoreError } from '../error.ts';

/**
 * A blob at rest, version 1. All numbers are big-endian.
 *
 *   offset  octets
 *        0       4  ASCII "VLJB"
 *        4       1  format version: 1
 *        5       1  1 while a writer may have written more than this header says (resumable), otherwise 0
 *        6       2  slots: 1016 when the blob was written resumably, otherwise 0
 *        8      16  blob id
 *       24       4  whole chunks known to be durable (resumable), otherwise 0
 *       28       2  slots in use
 *       30       2  zero
 *       32   4 * slots  for each recovery: the index of its first chunk; unused slots are zero
 *            then the chunks: 65 536 octets of ciphertext and 16 of tag each, the last one shorter
 *
 * The plaintext is cut into as many whole chunks as fit, and one last chunk with the remainder of 0 to 65 535 octets. A whole chunk
 * is therefore never the last one, and a writer need not know whether more will follow.
 *
 * Chunk encryption is AES-256-GCM under a key of this blob alone. Nonce = counter (11 octets: five zero, two for the number of
 * recoveries before this chunk, four for the chunk's index) and one octet, 1 for the last chunk and 0 for others: as in the STREAM
 * construction, chunks cannot be dropped, added, reordered or moved to another blob. When a writer was
 * cut off, a chunk may be written a second time, perhaps with other content; counting these recoveries keeps its nonce from being
 * used twice.
 */
export const FORMAT_VERSION = 1;
export const CHUNK_LENGTH = 65_536;
export const TAG_LENGTH = 16;
export const SEALED_CHUNK_LENGTH = CHUNK_LENGTH + TAG_LENGTH;
/** Chunks that are read or written together: 1 MiB of plaintext. */
export const BATCH_CHUNKS = 16;
/** Makes the header of a resumable blob one page of 4096 octets, which a disk writes whole. */
export const RECOVERY_SLOTS = 1016;

const MAGIC = Buffer.from('VLJB', 'ascii');
const FIXED_HEADER_LENGTH = 32;
const BLOB_ID_LENGTH = 16;
const BLOB_ID_PATTERN = /^[0-9a-f]{32}$/;

export interface BlobHeader {
  blobId: string;
  resumable: boolean;
  /** More may have been written than `durableChunks` says. */
  open: boolean;
  durableChunks: number;
  /** First chunk of each recovery, ascending. */
  recoveries: readonly number[];
}

/** True for the name of a blob: 16 octets in lowercase hexadecimal. Anything else must never become part of a path. */
export function isBlobId(text: string): boolean {
  return BLOB_ID_PATTERN.test(text);
}

export function headerLength(resumable: boolean): number {
  return FIXED_HEADER_LENGTH + (resumable ? 4 * RECOVERY_SLOTS : 0);
}

export function encodeHeader({ blobId, resumable, open, durableChunks, recoveries }: BlobHeader): Buffer {
  const header = Buffer.alloc(headerLength(resumable));
  MAGIC.copy(header);
  header.writeUInt8(FORMAT_VERSION, 4);
  header.writeUInt8(open ? 1 : 0, 5);
  header.writeUInt16BE(resumable ? RECOVERY_SLOTS : 0, 6);
  header.write(blobId, 8, BLOB_ID_LENGTH, 'hex');
  header.writeUInt32BE(durableChunks, 24);
  header.writeUInt16BE(recoveries.length, 28);
  recoveries.forEach((first, slot) => {
    header.writeUInt32BE(first, FIXED_HEADER_LENGTH + 4 * slot);
  });
  return header;
}

/**
 * Reads the header of a blob from the start of its octets. The header holds no secret and no tag: whatever in it matters to a chunk
 * makes that chunk's tag fail, and all else has one accepted form.
 *
 * @throws StoreError `blob-damaged`; `store-version` when a newer program wrote it.
 */
export function decodeHeader(octets: Buffer, blobId: string): BlobHeader {
  if (octets.length < FIXED_HEADER_LENGTH || !octets.subarray(0, 4).equals(MAGIC)) throw damaged('it does not begin as a blob');
  const version = octets.readUInt8(4);
  if (version > FORMAT_VERSION) {
    throw new StoreError('store-version', `A blob has format version ${version}`, { disposition: 'operator' });
  }
  const resumable = octets.readUInt16BE(6) === RECOVERY_SLOTS;
  if (octets.length < headerLength(resumable)) throw damaged('its header is cut off');
  const used = octets.readUInt16BE(28);
  if (used > (resumable ? RECOVERY_SLOTS : 0)) throw damaged('its header names too many recoveries');
  if (octets.readUInt8(5) !== 0 && !resumable) throw damaged('its header is not the one written');
  const recoveries = Array.from({ length: used }, (_, slot) => octets.readUInt32BE(FIXED_HEADER_LENGTH + 4 * slot));
  const open = octets.readUInt8(5) === 1;
  const header = { blobId, resumable, open, durableChunks: octets.readUInt32BE(24), recoveries };
  if (recoveries.some((first, slot) => first < (recoveries[slot - 1] ?? 0))) throw damaged('its recoveries are out of order');
  if (!encodeHeader(header).equals(octets.subarray(0, headerLength(resumable)))) throw damaged('its header is not the one written');
  return header;
}

/** Whole chunks of a plaintext of `size` octets; one last chunk follows them. */
export function wholeChunks(size: number): number {
  return Math.floor(size / CHUNK_LENGTH);
}

/** Length in octets of a blob at rest. */
export function sealedLength(size: number, resumable: boolean): number {
  return headerLength(resumable) + size + (wholeChunks(size) + 1) * TAG_LENGTH;
}

/** How many recoveries came before the chunk was written. */
export function generationOf(header: BlobHeader, index: number): number {
  let generation = header.recoveries.length;
  while (generation > 0 && (header.recoveries[generation - 1] ?? 0) > index) generation--;
  return generation;
}

export function damaged(what: string, cause?: unknown): StoreError {
  return new StoreError('blob-damaged', `A blob was changed: ${what}`, { cause, disposition: 'operator' });
}
