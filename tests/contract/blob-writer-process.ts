/**
 * A process that writes a resumable blob until it is killed: `node blob-writer-process.ts <folder> <wrapped key> [blob id]`.
 * Writes the blob id, and then each offset that has become durable.
 */
import { writeSync } from 'node:fs';
import { openFileBlobs } from '../../store/files/blobs.ts';
import { TEST_KEY } from './files-place.ts';
import { contentAt } from './samples.ts';

const PIECE = 100_000;

const [directory = '', wrappedKey = '', blobId] = process.argv.slice(2);
const blobs = await openFileBlobs({ directory, keyEncryptionKey: TEST_KEY, ledgerLookup: async () => undefined });
const options = { wrappedKey, messageKey: 'invented', now: new Date(0) };
const writer = blobId === undefined ? await blobs.createResumable(options) : await blobs.resume({ ...options, blobId });
writeSync(1, `${writer.blobId}\n`);
for (let offset = writer.durableOffset; ; offset += PIECE) {
  await writer.write(contentAt(offset, PIECE));
  if ((offset / PIECE) % 7 < 1) writeSync(1, `${await writer.flush()}\n`);
}
