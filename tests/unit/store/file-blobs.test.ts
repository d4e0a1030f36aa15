import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Blobs } from '../../../store/contracts/blobs.ts';
import { decodeHeader, encodeHeader, RECOVERY_SLOTS } from '../../../store/files/blob-format.ts';
import { type FileBlobsOptions, openFileBlobs } from '../../../store/files/blobs.ts';
import { diskErrorOf, FolderSync, writeFully } from '../../../store/files/disk.ts';
import { streamed } from '../../contract/blobs.suite.ts';
import { contentAt } from '../../contract/samples.ts';
import { FailingDisk } from './failing-disk.ts';

const MIB = 1_048_576;

describe('blobs in files', () => {
  let folder: string;
  let disk: FailingDisk;
  const key = randomBytes(32);
  const rows = new Map<string, { size: number; location: 'ledger' | 'file'; bytes?: Buffer }>();

  const openBlobs = (more: Partial<FileBlobsOptions> = {}) =>
    openFileBlobs({
      directory: join(folder, 'blobs'),
      keyEncryptionKey: key,
      ledgerLookup: async (blobId) => rows.get(blobId),
      openFile: disk.openFile,
      ...more,
    });
  const files = async () =>
    (await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && entry.name !== 'format')
      .map((entry) => entry.name);
  const options = (blobs: Blobs, wrappedKey = blobs.newWrappedKey()) => ({ wrappedKey, messageKey: 'm', now: new Date(0) });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'valija-file-blobs-'));
    disk = new FailingDisk();
  });

  afterEach(async () => {
    expect(disk.handlesLeftOpen).toBe(0);
    await rm(folder, { recursive: true });
  });

  describe('on a full volume', () => {
    it.each([0, 1, 32, 500_000, MIB, 2_500_000])('with room for %d octets: refused, and nothing left behind', async (room) => {
      const blobs = await openBlobs();
      disk.room = room;
      await expect(blobs.put(options(blobs), contentAt(0, 3 * MIB))).rejects.toMatchObject({ code: 'disk-full', disposition: 'retry' });
      expect(await files()).toEqual([]);
      disk.room = Number.POSITIVE_INFINITY;
      expect((await blobs.put(options(blobs), contentAt(0, 3 * MIB))).size).toBe(3 * MIB);
    });

    it('is what the system says it is', async () => {
      const full = await open('/dev/full', 'r+');
      const error = await writeFully(full, [Buffer.alloc(1000)], 0).catch((thrown: unknown) => thrown);
      await full.close();
      expect(diskErrorOf(error)).toMatchObject({ code: 'disk-full', disposition: 'retry' });
    });

    it('keeps a resumable blob, which goes on when there is room', async () => {
      const blobs = await openBlobs();
      const shared = options(blobs);
      const writer = await blobs.createResumable(shared);
      await writer.write(contentAt(0, MIB));
      await writer.flush();
      disk.room = 700_000;
      const filling = async () => {
        await writer.write(contentAt(MIB, MIB));
        await writer.flush();
      };
      await expect(filling()).rejects.toMatchObject({ code: 'disk-full' });
      disk.room = Number.POSITIVE_INFINITY;
      const again = await blobs.resume({ ...shared, blobId: writer.blobId });
      expect(again.durableOffset).toBe(MIB + 10 * 65_536);
      await again.write(contentAt(again.durableOffset, 100));
      const receipt = await again.finish();
      rows.set(receipt.blobId, { size: receipt.size, location: 'file' });
      const reader = await blobs.open({ wrappedKey: shared.wrappedKey, blobId: receipt.blobId });
      expect((await streamed(reader)).equals(contentAt(0, receipt.size))).toBe(true);
      await reader.close();
    });

    it('does not begin a resumable blob', async () => {
      const blobs = await openBlobs();
      disk.room = 100;
      await expect(blobs.createResumable(options(blobs))).rejects.toMatchObject({ code: 'disk-full' });
      expect(await files()).toEqual([]);
    });
  });

  describe('recoveries of a resumable blob', () => {
    const partial = (blobId: string) => join(folder, 'blobs', blobId.slice(0, 2), `${blobId}.part`);
    const headerOnDisk = async (blobId: string) => decodeHeader(await readFile(partial(blobId)), blobId);

    it('are not used up by suspending in order, nor by asking how far it got', async () => {
      const blobs = await openBlobs();
      const shared = options(blobs);
      let writer = await blobs.createResumable(shared);
      for (let turn = 0; turn < 10; turn++) {
        await writer.write(contentAt(writer.durableOffset, 70_000));
        await writer.suspend();
        await (await blobs.resume({ ...shared, blobId: writer.blobId })).suspend();
        writer = await blobs.resume({ ...shared, blobId: writer.blobId });
      }
      expect(await headerOnDisk(writer.blobId)).toMatchObject({ open: false, durableChunks: 10, recoveries: [] });
      await writer.abort();
    });

    it('count whenever chunks may have been sealed that are not known to be durable', async () => {
      const blobs = await openBlobs();
      const shared = options(blobs);
      const writer = await blobs.createResumable(shared);
      await writer.write(Buffer.alloc(1));
      expect(await headerOnDisk(writer.blobId)).toMatchObject({ open: true, durableChunks: 0 });
      disk.room = 0;
      await writer.write(contentAt(0, 3 * MIB)).catch(() => undefined);
      disk.room = Number.POSITIVE_INFINITY;
      expect(await writer.flush()).toBe(0);
      await writer.suspend();
      await (await blobs.resume({ ...shared, blobId: writer.blobId })).suspend();
      expect(await headerOnDisk(writer.blobId)).toMatchObject({ open: false, recoveries: [0] });
    });

    it('are limited: then the blob must begin anew', async () => {
      const blobs = await openBlobs();
      const shared = options(blobs);
      const writer = await blobs.createResumable(shared);
      await writer.suspend();
      const recoveries = Array.from({ length: RECOVERY_SLOTS }, () => 0);
      await writeFile(partial(writer.blobId), encodeHeader({ ...(await headerOnDisk(writer.blobId)), open: true, recoveries }));
      await expect(blobs.resume({ ...shared, blobId: writer.blobId })).rejects.toMatchObject({
        code: 'blob-missing',
        disposition: 'refuse',
      });
    });

    it('never read what was cut off while the last chunk was being written', async () => {
      const blobs = await openBlobs();
      const shared = options(blobs);
      const writer = await blobs.createResumable(shared);
      await writer.write(contentAt(0, 100_000));
      await writer.suspend();
      await writeFile(partial(writer.blobId), Buffer.concat([await readFile(partial(writer.blobId)), randomBytes(65_552 + 900)]));
      const again = await blobs.resume({ ...shared, blobId: writer.blobId });
      expect(again.durableOffset).toBe(65_536);
      await again.suspend();
      expect(await headerOnDisk(writer.blobId)).toMatchObject({ durableChunks: 1, recoveries: [1] });
      expect((await stat(partial(writer.blobId))).size).toBe(4096 + 65_552);
    });
  });

  describe('on a failing disk', () => {
    it('refuses a blob whose fsync failed, and leaves nothing behind', async () => {
      const blobs = await openBlobs();
      disk.code = 'EIO';
      disk.failSync = true;
      await expect(blobs.put(options(blobs), contentAt(0, 100_000))).rejects.toMatchObject({
        code: 'store-failure',
        disposition: 'operator',
      });
      expect(await files()).toEqual([]);
    });

    it('does not move the durable offset of a resumable blob whose fsync failed', async () => {
      const blobs = await openBlobs();
      const writer = await blobs.createResumable(options(blobs));
      await writer.write(contentAt(0, MIB));
      disk.code = 'EIO';
      disk.failSync = true;
      await expect(writer.flush()).rejects.toMatchObject({ code: 'store-failure' });
      expect(writer.durableOffset).toBe(0);
    });

    it.each([
      ['EMFILE', 'store-failure', 'retry'],
      ['EDQUOT', 'disk-full', 'retry'],
      ['EROFS', 'store-failure', 'operator'],
      ['ENOENT', 'blob-missing', 'operator'],
    ])('tells %s as %s (%s)', (code, expected, disposition) => {
      expect(diskErrorOf(Object.assign(new Error('invented'), { code }))).toMatchObject({ code: expected, disposition });
    });

    it('tells a row whose file is gone', async () => {
      const blobs = await openBlobs();
      const shared = options(blobs);
      const { blobId } = await blobs.put(shared, contentAt(0, 100_000));
      rows.set(blobId, { size: 100_000, location: 'file' });
      await rm(join(folder, 'blobs', blobId.slice(0, 2), blobId));
      await expect(blobs.open({ wrappedKey: shared.wrappedKey, blobId })).rejects.toMatchObject({
        code: 'blob-missing',
        disposition: 'operator',
      });
      rows.set(blobId, { size: 100, location: 'ledger' });
      await expect(blobs.open({ wrappedKey: shared.wrappedKey, blobId })).rejects.toMatchObject({ code: 'blob-missing' });
    });
  });

  describe('durability', () => {
    it('syncs the file and then, after the rename, its folder', async () => {
      const blobs = await openBlobs();
      disk.syncs = 0;
      disk.opens = [];
      const { blobId } = await blobs.put(options(blobs), contentAt(0, 100_000));
      expect(disk.syncs).toBe(2);
      const shard = join(folder, 'blobs', blobId.slice(0, 2));
      expect(disk.opens).toEqual([join(shard, `${blobId}.part`), shard]);
    });

    it('syncs a folder once for all who wait, and again for those who come later', async () => {
      const folderSync = new FolderSync(disk.openFile);
      await Promise.all(Array.from({ length: 10 }, () => folderSync.sync(folder)));
      expect(disk.syncs).toBe(1);
      const first = folderSync.sync(folder);
      await Promise.resolve();
      await Promise.resolve();
      // The first fsync has begun and may miss what happens from now on.
      await Promise.all([first, folderSync.sync(folder), folderSync.sync(folder)]);
      expect(disk.syncs).toBe(3);
    });

    it('tells everybody who waits that the fsync failed, and tries again for the next', async () => {
      const folderSync = new FolderSync(disk.openFile);
      disk.failSync = true;
      const outcomes = await Promise.allSettled([folderSync.sync(folder), folderSync.sync(folder)]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
      disk.failSync = false;
      await folderSync.sync(folder);
    });

    it('puts blobs of the same time into the same folder, and not all into one', async () => {
      const blobs = await openBlobs();
      const shards = Array.from({ length: 600 }, () => blobs.create(options(blobs)).blobId.slice(0, 2));
      expect(new Set(shards).size).toBe(3);
    });
  });

  describe('keys and folders', () => {
    it('keeps its files from other users', async () => {
      const blobs = await openBlobs();
      const { blobId } = await blobs.put(options(blobs), contentAt(0, 100_000));
      const shard = join(folder, 'blobs', blobId.slice(0, 2));
      for (const path of [join(folder, 'blobs'), shard, join(shard, blobId)]) expect((await stat(path)).mode & 0o077).toBe(0);
    });

    it.each([0, 16, 31, 33])('refuses a key-encryption key of %d octets', async (length) => {
      await expect(openBlobs({ keyEncryptionKey: Buffer.alloc(length) })).rejects.toMatchObject({
        code: 'key-unwrap-failed',
        disposition: 'operator',
      });
    });

    it('reads with a former key-encryption key what it wrapped, and wraps with the current one', async () => {
      const former = await openBlobs();
      const shared = options(former);
      const receipt = await former.put(shared, contentAt(0, 1000));
      rows.set(receipt.blobId, { size: 1000, location: 'ledger', ...(receipt.row.bytes && { bytes: receipt.row.bytes }) });
      const current = randomBytes(32);
      const rotated = await openBlobs({ keyEncryptionKey: current, formerKeyEncryptionKeys: [key] });
      const reader = await rotated.open({ wrappedKey: shared.wrappedKey, blobId: receipt.blobId });
      expect(await streamed(reader)).toEqual(contentAt(0, 1000));
      const forgotten = await openBlobs({ keyEncryptionKey: current });
      await expect(forgotten.open({ wrappedKey: shared.wrappedKey, blobId: receipt.blobId })).rejects.toMatchObject({
        code: 'key-unwrap-failed',
      });
      forgotten.create(options(forgotten, rotated.newWrappedKey()));
      expect(() => former.create(options(former, rotated.newWrappedKey()))).toThrow(expect.objectContaining({ code: 'key-unwrap-failed' }));
    });

    it('wraps as RFC 3394 says: the vector of its section 4.6', async () => {
      const vector = {
        keyEncryptionKey: Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex'),
        dataKey: Buffer.from('00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f', 'hex'),
        wrapped: '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21',
      };
      const blobs = await openBlobs({
        keyEncryptionKey: vector.keyEncryptionKey,
        randomBytes: (length) => Buffer.from(vector.dataKey.subarray(0, length)),
      });
      expect(Buffer.from(blobs.newWrappedKey(), 'base64url').subarray(9).toString('hex')).toBe(vector.wrapped);
    });

    it('refuses a folder of a newer program, and opens one it has left half made', async () => {
      await openBlobs();
      const format = join(folder, 'blobs', 'format');
      await rm(format);
      await openBlobs();
      await chmod(format, 0o600);
      await writeFile(format, 'valija-blobs 2\n');
      await expect(openBlobs()).rejects.toMatchObject({ code: 'store-version', disposition: 'operator' });
    });

    it('cannot be opened where a file is in the way', async () => {
      await writeFile(join(folder, 'blobs'), '');
      await expect(openBlobs()).rejects.toMatchObject({ name: 'StoreError', code: 'store-failure' });
      await rm(join(folder, 'blobs'));
    });
  });
});
