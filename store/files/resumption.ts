import type { FileHandle } from 'node:fs/promises';
import { StoreError } from '../error.ts';
import {
  type BlobHeader,
  damaged,
  decodeHeader,
  encodeHeader,
  generationOf,
  headerLength,
  RESUMPTION_SLOTS,
  SEALED_CHUNK_LENGTH,
} from './blob-format.ts';
import type { ChunkCipher } from './chunk-cipher.ts';
import { readFully, writeFully } from './disk.ts';

/** Starts an empty resumable blob in a new file. */
export async function beginResumable(handle: FileHandle, blobId: string): Promise<BlobHeader> {
  const header: BlobHeader = { blobId, resumable: true, durableChunks: 0, resumptions: [] };
  await writeFully(handle, [encodeHeader(header)], 0);
  await handle.sync();
  return header;
}

/**
 * Finds where an interrupted blob goes on: after the chunks its header knows to be durable, and those behind them that open. What
 * follows is cut off, and the header counts one resumption more before anything is written behind it.
 *
 * @throws StoreError `blob-damaged`, or `blob-missing` when it was resumed too often and must begin anew.
 */
export async function continueResumable(handle: FileHandle, blobId: string, cipher: ChunkCipher): Promise<BlobHeader> {
  const octets = Buffer.alloc(headerLength(true));
  const header = decodeHeader(octets.subarray(0, await readFully(handle, octets, 0)), blobId);
  if (!header.resumable) throw damaged('it was not written resumably');
  if (header.resumptions.length === RESUMPTION_SLOTS) {
    throw new StoreError('blob-missing', 'This blob was resumed too often and must begin anew', { disposition: 'refuse' });
  }
  const first = await firstMissingChunk(handle, header, cipher);
  const resumptions = [...header.resumptions.map((earlier) => Math.min(earlier, first)), first];
  const continued: BlobHeader = { blobId, resumable: true, durableChunks: first, resumptions };
  await handle.truncate(headerLength(true) + first * SEALED_CHUNK_LENGTH);
  await writeFully(handle, [encodeHeader(continued)], 0);
  await handle.sync();
  return continued;
}

async function firstMissingChunk(handle: FileHandle, header: BlobHeader, cipher: ChunkCipher): Promise<number> {
  const { size } = await handle.stat();
  const present = Math.floor((size - headerLength(true)) / SEALED_CHUNK_LENGTH);
  const sealed = Buffer.alloc(SEALED_CHUNK_LENGTH);
  let index = Math.min(header.durableChunks, present);
  while (index < present && (await opens(index))) index++;
  return index;

  async function opens(chunk: number): Promise<boolean> {
    await readFully(handle, sealed, headerLength(true) + chunk * SEALED_CHUNK_LENGTH);
    try {
      cipher.open(sealed, { index: chunk, generation: generationOf(header, chunk), last: false });
      return true;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'blob-damaged') return false;
      throw error;
    }
  }
}
