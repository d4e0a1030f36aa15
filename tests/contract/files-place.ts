import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileBlobs } from '../../store/files/blobs.ts';
import type { BlobsPlace } from './blobs-place.ts';

/** Invented key-encryption key of the tests. */
export const TEST_KEY = Buffer.alloc(32, 0x4b);

export async function makeFilesPlace(): Promise<BlobsPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-blobs-'));
  const directory = join(folder, 'blobs');
  const rows = new Map<string, { size: number; location: 'ledger' | 'file'; bytes?: Buffer }>();
  const path = (blobId: string) => join(directory, blobId.slice(0, 2), blobId);
  const files = async () =>
    (await readdir(directory, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && entry.name !== 'format')
      .map((entry) => join(entry.parentPath, entry.name));
  return {
    open: () => openFileBlobs({ directory, keyEncryptionKey: TEST_KEY, ledgerLookup: async (blobId) => rows.get(blobId) }),
    commit({ blobId, row }) {
      if (row.table !== 'blobs' || row.value === null) throw new Error('not the row of a blob');
      rows.set(blobId, { ...row.value, ...(row.bytes && { bytes: row.bytes }) });
    },
    dropRow: (blobId) => void rows.delete(blobId),
    atRest: async (blobId) => rows.get(blobId)?.bytes ?? (await readFile(path(blobId))),
    async replaceAtRest(blobId, octets) {
      const row = rows.get(blobId);
      if (row?.bytes) rows.set(blobId, { ...row, bytes: octets });
      else await writeFile(path(blobId), octets);
    },
    files: async () => (await files()).map((file) => file.slice(directory.length + 4)),
    age: async (to) => {
      for (const file of await files()) await utimes(file, to, to);
    },
    writerArguments: [join(import.meta.dirname, 'blob-writer-process.ts'), directory],
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
