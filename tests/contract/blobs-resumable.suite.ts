import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobReceipt, Blobs, ResumableBlobWriter } from '../../store/contracts/blobs.ts';
import { streamed } from './blobs.suite.ts';
import type { BlobsPlace, MakeBlobsPlace } from './blobs-place.ts';
import { contentAt } from './samples.ts';

const KIB_64 = 65_536;
const MIB = 1_048_576;

/** What every store of encrypted blobs MUST do with blobs that are written in several goes. */
export function resumableBlobsSuite(driver: string, makePlace: MakeBlobsPlace): void {
  describe(`resumable blobs: ${driver}`, () => {
    let place: BlobsPlace;
    let blobs: Blobs;
    let wrappedKey: string;
    const options = () => ({ wrappedKey, messageKey: 'inbound/urn:invented:sender/1', now: new Date(0) });
    const resume = (blobId: string) => blobs.resume({ ...options(), blobId });

    beforeEach(async () => {
      place = await makePlace();
      blobs = await place.open();
      wrappedKey = blobs.newWrappedKey();
    });

    afterEach(() => place.remove());

    const expectContent = async (receipt: BlobReceipt, content: Buffer) => {
      expect(receipt).toMatchObject({ size: content.length, sha256: createHash('sha256').update(content).digest() });
      place.commit(receipt);
      const reader = await blobs.open({ wrappedKey, blobId: receipt.blobId });
      expect((await streamed(reader)).equals(content)).toBe(true);
      await reader.close();
    };

    it.each([0, 1, KIB_64, 100_000, 2 * MIB])('are like others when written in one go: %d octets', async (size) => {
      const writer = await blobs.createResumable(options());
      await writer.write(contentAt(0, size));
      await expectContent(await writer.finish(), contentAt(0, size));
    });

    it('know their durable offset: whole chunks, once flushed', async () => {
      const writer = await blobs.createResumable(options());
      expect(writer.durableOffset).toBe(0);
      await writer.write(contentAt(0, 100_000));
      expect(writer.durableOffset).toBe(0);
      expect(await writer.flush()).toBe(KIB_64);
      expect(writer.durableOffset).toBe(KIB_64);
      await writer.suspend();
      await writer.suspend();
      await expect(writer.write(Buffer.alloc(1))).rejects.toMatchObject({ code: 'store-closed' });
    });

    it('tell the CRC-32 of their content, however it came', async () => {
      const writer = await blobs.createResumable(options());
      await writer.write(contentAt(0, 150_000));
      await writer.suspend();
      const inOneProcess = await resume(writer.blobId);
      await inOneProcess.write(contentAt(2 * KIB_64, 100_000));
      await inOneProcess.suspend();
      blobs = await place.open();
      const { durableOffset, blobId } = await resume(writer.blobId).then(async (again) => {
        await again.suspend();
        return again;
      });
      const last = await resume(blobId);
      await last.write(contentAt(durableOffset, 5));
      const receipt = await last.finish();
      expect(receipt.crc32).toBe(crc32(contentAt(0, durableOffset + 5)));
      await expectContent(receipt, contentAt(0, durableOffset + 5));
    });

    it('forget what was written after an offset', async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 400_000 }), fc.boolean(), async (kept, more, flush) => {
          const writer = await blobs.createResumable(options());
          await writer.write(contentAt(0, kept * KIB_64));
          await writer.write(contentAt(7_000_000, more));
          if (flush) await writer.flush();
          await writer.rewind(kept * KIB_64);
          const again = await resume(writer.blobId);
          expect(again.durableOffset).toBe(kept * KIB_64);
          await again.write(contentAt(kept * KIB_64, more + 3));
          await expectContent(await again.finish(), contentAt(0, kept * KIB_64 + more + 3));
        }),
        { numRuns: 25 },
      );
    });

    it('go back to the end of a chunk, and never forward', async () => {
      for (const offset of [1, KIB_64 - 1, 2 * KIB_64, -KIB_64, Number.NaN]) {
        const writer = await blobs.createResumable(options());
        await writer.write(contentAt(0, KIB_64 + 5));
        await expect(writer.rewind(offset)).rejects.toMatchObject({ code: 'blob-range' });
      }
    });

    it('become durable by themselves as they grow', async () => {
      const writer = await blobs.createResumable(options());
      for (let offset = 0; offset < 80 * MIB; offset += MIB) await writer.write(Buffer.alloc(MIB, 1));
      expect(writer.durableOffset).toBeGreaterThan(0);
      await writer.abort();
      expect(await place.files()).toEqual([]);
    });

    it('go on after any suspensions, restarts of the process included', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 6 }),
          fc.boolean(),
          async (lengths, restart) => {
            let writer = await blobs.createResumable(options());
            let offset = 0;
            for (const length of lengths) {
              await writer.write(contentAt(offset, length));
              const written = offset + length;
              await writer.suspend();
              if (restart) blobs = await place.open();
              writer = await resume(writer.blobId);
              expect(writer.durableOffset).toBe(Math.floor(written / KIB_64) * KIB_64);
              offset = writer.durableOffset;
            }
            await writer.write(contentAt(offset, 70_000));
            await expectContent(await writer.finish(), contentAt(0, offset + 70_000));
          },
        ),
        { numRuns: 25 },
      );
    });

    it('go on after the process was killed, at least from the offset it had reported', { timeout: 120_000 }, async () => {
      let blobId: string | undefined;
      for (const reports of [3, 5, 8]) {
        const killed = await killWriter([...place.writerArguments, wrappedKey, ...(blobId === undefined ? [] : [blobId])], reports);
        blobId = killed.blobId;
        const writer = await resume(blobId);
        expect(writer.durableOffset).toBeGreaterThanOrEqual(killed.durableOffset);
        await writer.suspend();
      }
      const writer = await resume(blobId ?? '');
      const { durableOffset } = writer;
      expect(durableOffset).toBeGreaterThan(0);
      await writer.write(contentAt(durableOffset, 1234));
      await expectContent(await writer.finish(), contentAt(0, durableOffset + 1234));
    });

    it('can be written on when they were finished but never committed', async () => {
      const writer = await blobs.createResumable(options());
      await writer.write(contentAt(0, 150_000));
      await writer.finish();
      blobs = await place.open();
      const again = await resume(writer.blobId);
      expect(again.durableOffset).toBe(2 * KIB_64);
      await again.write(contentAt(2 * KIB_64, 150_000 - 2 * KIB_64));
      await expectContent(await again.finish(), contentAt(0, 150_000));
    });

    it('cannot be written on once committed, nor when unknown', async () => {
      const writer = await blobs.createResumable(options());
      await writer.write(contentAt(0, 150_000));
      const receipt = await writer.finish();
      await expectContent(receipt, contentAt(0, 150_000));
      await expect(resume(writer.blobId)).rejects.toMatchObject({ code: 'blob-missing' });
      await expect(resume('00'.repeat(16))).rejects.toMatchObject({ code: 'blob-missing' });
      const reader = await blobs.open({ wrappedKey, blobId: writer.blobId });
      expect((await streamed(reader)).length).toBe(150_000);
      await reader.close();
    });

    it('have one writer at a time', async () => {
      const writer = await blobs.createResumable(options());
      await expect(resume(writer.blobId)).rejects.toMatchObject({ code: 'store-locked', disposition: 'wait' });
      await writer.suspend();
      const outcomes = await Promise.allSettled([resume(writer.blobId), resume(writer.blobId)]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected']);
      await (outcomes[0] as PromiseFulfilledResult<ResumableBlobWriter>).value.abort();
    });

    it('never use a nonce for two contents: a chunk written again after a resumption is sealed differently', async () => {
      const writer = await blobs.createResumable(options());
      await writer.write(contentAt(0, 3 * KIB_64 + 100));
      const receipt = await writer.finish();
      place.commit(receipt);
      const before = Buffer.from(await place.atRest(receipt.blobId));
      place.dropRow(receipt.blobId);
      const again = await resume(receipt.blobId);
      expect(again.durableOffset).toBe(3 * KIB_64);
      await again.write(contentAt(3 * KIB_64, 100));
      const receiptAgain = await again.finish();
      await expectContent(receiptAgain, contentAt(0, 3 * KIB_64 + 100));
      const after = await place.atRest(receipt.blobId);
      expect(after.length).toBe(before.length);
      expect(after.subarray(4096, -116).equals(before.subarray(4096, -116))).toBe(true);
      expect(after.subarray(-116, -16).equals(before.subarray(-116, -16))).toBe(false);
    });

    it('notice at the end that what was written before is not what was written', async () => {
      const writer = await blobs.createResumable(options());
      await writer.write(contentAt(0, 3 * KIB_64));
      const receipt = await writer.finish();
      place.commit(receipt);
      const octets = Buffer.from(await place.atRest(receipt.blobId));
      octets.writeUInt8(octets.readUInt8(5000) ^ 1, 5000);
      await place.replaceAtRest(receipt.blobId, octets);
      place.dropRow(receipt.blobId);
      const again = await resume(receipt.blobId);
      await expect(again.finish()).rejects.toMatchObject({ code: 'blob-damaged' });
    });

    it('refuse any changed bit once committed', async () => {
      const first = await blobs.createResumable(options());
      await first.write(contentAt(0, 100_000));
      await first.suspend();
      const writer = await resume(first.blobId);
      await writer.write(contentAt(KIB_64, 50_000));
      const receipt = await writer.finish();
      place.commit(receipt);
      const original = Buffer.from(await place.atRest(receipt.blobId));
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.nat(original.length - 1), fc.nat(40)), fc.nat(7), async (at, bit) => {
          const changed = Buffer.from(original);
          changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
          await place.replaceAtRest(receipt.blobId, changed);
          const refusal = at === 4 && changed.readUInt8(4) > 1 ? 'store-version' : 'blob-damaged';
          await expect(readAll(receipt.blobId)).rejects.toMatchObject({ code: refusal });
        }),
        { numRuns: 100, examples: [5, 27, 29, 35].map((at): [number, number] => [at, 0]) },
      );
    });

    const readAll = async (blobId: string) => {
      const reader = await blobs.open({ wrappedKey, blobId });
      try {
        return await streamed(reader);
      } finally {
        await reader.close();
      }
    };
  });
}

/** Runs the writer until it has reported some durable offsets, and kills it. */
async function killWriter(nodeArguments: string[], reports: number): Promise<{ blobId: string; durableOffset: number }> {
  const child = spawn(process.execPath, nodeArguments, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === reports + 1) child.kill('SIGKILL');
  }
  const [, signal] = await ended;
  expect(signal).toBe('SIGKILL');
  return { blobId: lines[0] ?? '', durableOffset: Number(lines.at(-1)) };
}
