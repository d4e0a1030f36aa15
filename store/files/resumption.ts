import type { FileHandle } from 'node:fs/promises';
import { StoreError } from '../error.ts';
import {
  type BlobHeader,
  damaged,
  decodeHeader,
  encodeHeader,
  generationOf,
  headerLength,
  RECOVERY_SLOTS,
  SEALED_CHUNK_LENGTH,
} from './blob-format.ts';
import type { ChunkCipher } from './chunk-cipher.ts';
import { readFully, writeFully } from './disk.ts';

/** Starts an empty resumable blob in a new file. */
export async function beginResumable(handle: FileHandle, blobId: string): Promise<BlobHeader> {
  const header: BlobHeader = { blobId, resumable: true, open: false, durableChunks: 0, recoveries: [] };
  await writeFully(handle, [encodeHeader(header)], 0);
  await handle.sync();
  return header;
}

/**
 * Finds where a blob goes on. One that was suspended in order goes on where it ended. One whose writer was cut off goes on after the
 * chunks its header knows to be durable, and those behind them that open; what follows is cut off, and the header counts one recovery
 * more before anything is written again.
 *
 * @throws StoreError `blob-damaged`, or `blob-missing` when it was cut off too often and must begin anew.
 */
export async function continueResumable(handle: FileHandle, blobId: string, cipher: ChunkCipher): Promise<BlobHeader> {
  const octets = Buffer.alloc(headerLength(true));
  const header = decodeHeader(octets.subarray(0, await readFully(handle, octets, 0)), blobId);
  if (!header.resumable) throw damaged('it was not written resumably');
  const { size } = await handle.stat();
  if (!header.open && size === endOfChunk(header.durableChunks)) return header;
  return await cutBack(handle, header, await firstMissingChunk(handle, size, header, cipher));
}

/**
 * Lets a blob end after so many whole chunks, and counts one recovery more, since other chunks may stand in their places afterwards.
 *
 * @throws StoreError `blob-missing` when it was cut off too often and must begin anew.
 */
export async function cutBack(handle: FileHandle, header: BlobHeader, first: number): Promise<BlobHeader> {
  if (header.recoveries.length === RECOVERY_SLOTS) {
    throw new StoreError('blob-missing', 'This blob was cut off too often and must begin anew', { disposition: 'refuse' });
  }
  const recoveries = [...header.recoveries.map((earlier) => Math.min(earlier, first)), first];
  const recovered: BlobHeader = { ...header, open: false, durableChunks: first, recoveries };
  await handle.truncate(endOfChunk(first));
  await writeFully(handle, [encodeHeader(recovered)], 0);
  await handle.sync();
  return recovered;
}

/** Length of a file that ends after so many whole chunks. */
function endOfChunk(chunks: number): number {
  return headerLength(true) + chunks * SEALED_CHUNK_LENGTH;
}

async function firstMissingChunk(handle: FileHandle, size: number, header: BlobHeader, cipher: ChunkCipher): Promise<number> {
  const present = Math.floor((size - headerLength(true)) / SEALED_CHUNK_LENGTH);
  const sealed = Buffer.alloc(SEALED_CHUNK_LENGTH);
  let index = Math.min(header.durableChunks, present);
  while (index < present && (await opens(index))) index++;
  return index;

  async function opens(chunk: number): Promise<boolean> {
    await readFully(handle, sealed, endOfChunk(chunk));
    try {
      cipher.open(sealed, { index: chunk, generation: generationOf(header, chunk), last: false });
      return true;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'blob-damaged') return false;
      throw error;
    }
  }
}
