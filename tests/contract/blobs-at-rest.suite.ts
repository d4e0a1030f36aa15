import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Blobs } from '../../store/contracts/blobs.ts';
import type { BlobsPlace, MakeBlobsPlace } from './blobs-place.ts';
import { contentAt } from './samples.ts';

const LARGE = 200_000;

/** What every store of encrypted blobs MUST do for whoever copies it while it is in use. */
export function blobsAtRestSuite(driver: string, makePlace: MakeBlobsPlace): void {
  describe(`blobs that are copied: ${driver}`, () => {
    let place: BlobsPlace;
    let blobs: Blobs;
    const now = new Date('2026-11-20T08:00:00Z');

    beforeEach(async () => {
      place = await makePlace();
      blobs = await place.open();
    });

    afterEach(() => place.remove());

    const store = async (seed: number): Promise<string> => {
      const options = { wrappedKey: blobs.newWrappedKey(), messageKey: 'inbound/urn:invented:sender/1', now };
      const receipt = await blobs.put(options, contentAt(seed, LARGE));
      place.commit(receipt);
      return receipt.blobId;
    };

    const read = async (blobId: string): Promise<Buffer> => {
      const opened = await blobs.openAtRest(blobId);
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of opened.stream()) chunks.push(chunk);
      } finally {
        await opened.close();
      }
      expect(Buffer.concat(chunks).length).toBe(opened.size);
      return Buffer.concat(chunks);
    };

    it('are read as they are at rest, encrypted', async () => {
      const blobId = await store(1);
      const octets = await read(blobId);
      expect(octets).toEqual(await place.atRest(blobId));
      expect(octets.includes(contentAt(1, 64))).toBe(false);
    });

    it.each(['0'.repeat(32), '../../etc/passwd', ''])('are missing where there is none: %j', async (blobId) => {
      await expect(blobs.openAtRest(blobId)).rejects.toMatchObject({ code: 'blob-missing' });
    });

    it('stay while somebody holds them, and go when the last one lets go', async () => {
      const blobId = await store(2);
      const before = createHash('sha256')
        .update(await read(blobId))
        .digest('hex');
      const first = await blobs.holdRemovals();
      const second = await blobs.holdRemovals();
      place.dropRow(blobId);
      await blobs.remove(blobId);
      await place.age(new Date('2020-01-01T00:00:00Z'));
      expect(await blobs.sweep(now, new Set())).toBe(0);
      await first();
      await first();
      expect(
        createHash('sha256')
          .update(await read(blobId))
          .digest('hex'),
      ).toBe(before);
      await second();
      expect(await place.files()).toEqual([]);
    });

    it('are swept after a crash that came while they were held', async () => {
      const blobId = await store(3);
      await blobs.holdRemovals();
      place.dropRow(blobId);
      await blobs.remove(blobId);
      blobs = await place.open();
      await place.age(new Date('2020-01-01T00:00:00Z'));
      expect(await blobs.sweep(now, new Set())).toBe(1);
      expect(await place.files()).toEqual([]);
    });
  });
}
