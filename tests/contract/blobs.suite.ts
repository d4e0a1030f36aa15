import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobReader, Blobs } from '../../store/contracts/blobs.ts';
import { StoreError } from '../../store/error.ts';
import type { BlobsPlace, MakeBlobsPlace } from './blobs-place.ts';
import { contentAt } from './samples.ts';

const KIB_64 = 65_536;
const MIB = 1_048_576;
/** Octets of a blob at rest before its first chunk, and of a whole chunk. */
const HEADER = 32;
const SEALED_CHUNK = KIB_64 + 16;
const SIZES = [0, 1, 1000, KIB_64 - 1, KIB_64, KIB_64 + 1, 2 * KIB_64, MIB - 1, MIB, MIB + 1, 3 * MIB + 17];

/** What every store of encrypted blobs MUST do. */
export function blobsSuite(driver: string, makePlace: MakeBlobsPlace): void {
  describe(`blobs: ${driver}`, () => {
    let place: BlobsPlace;
    let blobs: Blobs;
    let wrappedKey: string;
    const now = new Date('2026-11-20T08:00:00Z');
    const options = () => ({ wrappedKey, messageKey: 'inbound/urn:invented:sender/1', now });

    beforeEach(async () => {
      place = await makePlace();
      blobs = await place.open();
      wrappedKey = blobs.newWrappedKey();
    });

    afterEach(() => place.remove());

    const store = async (content: Buffer): Promise<string> => {
      const receipt = await blobs.put(options(), content);
      place.commit(receipt);
      return receipt.blobId;
    };
    const withReader = async <Result>(blobId: string, use: (reader: BlobReader) => Promise<Result>, key = wrappedKey): Promise<Result> => {
      const reader = await blobs.open({ wrappedKey: key, blobId });
      try {
        return await use(reader);
      } finally {
        await reader.close();
      }
    };
    const readAll = (blobId: string) => withReader(blobId, streamed);

    describe('round trip', () => {
      it.each(SIZES)('of %d octets', async (size) => {
        const content = contentAt(0, size);
        const receipt = await blobs.put(options(), content);
        expect(receipt).toMatchObject({ size, sha256: createHash('sha256').update(content).digest() });
        expect(receipt.row).toMatchObject({
          table: 'blobs',
          key: receipt.blobId,
          expect: 0,
          value: {
            messageKey: options().messageKey,
            size,
            location: size <= KIB_64 ? 'ledger' : 'file',
            createdAt: '2026-11-20T08:00:00.000Z',
          },
        });
        expect(receipt.row.bytes !== undefined).toBe(size <= KIB_64);
        place.commit(receipt);
        expect((await readAll(receipt.blobId)).equals(content)).toBe(true);
        expect(await place.files()).toHaveLength(size <= KIB_64 ? 0 : 1);
      });

      it('of content in any pieces, whose buffers the caller uses again', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 12 }), async (lengths) => {
            const writer = blobs.create(options());
            const buffer = Buffer.alloc(90_000);
            let offset = 0;
            for (const length of lengths) {
              contentAt(offset, length).copy(buffer);
              await writer.write(buffer.subarray(0, length));
              buffer.fill(0);
              offset += length;
            }
            const receipt = await writer.finish();
            place.commit(receipt);
            expect((await readAll(receipt.blobId)).equals(contentAt(0, offset))).toBe(true);
          }),
          { numRuns: 40 },
        );
      });

      it('after opening the store anew', async () => {
        const content = contentAt(0, 300_000);
        const blobId = await store(content);
        blobs = await place.open();
        expect((await readAll(blobId)).equals(content)).toBe(true);
      });

      it('of many written at once', async () => {
        const ids = await Promise.all(Array.from({ length: 24 }, (_, at) => store(contentAt(at, 70_000 + at))));
        expect(new Set(ids).size).toBe(24);
        for (const [at, blobId] of ids.entries()) expect((await readAll(blobId)).equals(contentAt(at, 70_000 + at))).toBe(true);
      });
    });

    describe('random access', () => {
      it.each([0, 500, KIB_64, 2 * MIB + 77])('reads any range of %d octets', async (size) => {
        const content = contentAt(0, size);
        const blobId = await store(content);
        const range = fc.tuple(fc.nat(size), fc.nat(size)).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);
        await withReader(blobId, async (reader) => {
          expect(reader.size).toBe(size);
          await fc.assert(
            fc.asyncProperty(range, async ([start, end]) => {
              expect((await reader.read(start, end - start)).equals(content.subarray(start, end))).toBe(true);
              expect((await streamed(reader, { start, end })).equals(content.subarray(start, end))).toBe(true);
            }),
            { numRuns: 40 },
          );
        });
      });

      it('streams in pieces of at most 1 MiB, and may be left early', async () => {
        const blobId = await store(contentAt(0, 3 * MIB + 5));
        await withReader(blobId, async (reader) => {
          for await (const piece of reader.stream({ start: 10 })) expect(piece.length).toBeLessThanOrEqual(MIB);
          for await (const piece of reader.stream()) {
            expect(piece.length).toBeGreaterThan(0);
            break;
          }
          expect(await reader.read(3 * MIB, 5)).toEqual(contentAt(3 * MIB, 5));
        });
      });

      it.each([
        [-1, 1],
        [0, 101],
        [101, 0],
        [100, 1],
        [0.5, 1],
        [0, Number.NaN],
        [50, -1],
      ])('refuses the range %d, %d of 100', async (offset, length) => {
        const blobId = await store(contentAt(0, 100));
        await withReader(blobId, async (reader) => {
          await expect(reader.read(offset, length)).rejects.toMatchObject({ code: 'blob-range' });
          await expect(streamed(reader, { start: offset, end: offset + length })).rejects.toMatchObject({ code: 'blob-range' });
        });
      });
    });

    describe('at rest', () => {
      it.each([1000, 200_000])('shows nothing of %d octets of plaintext', async (size) => {
        const blobId = await store(Buffer.alloc(size, 'a particular that nobody may read '));
        const octets = await place.atRest(blobId);
        expect(octets.includes('nobody may read')).toBe(false);
        expect(octets.includes(createHash('sha256').update(octets).digest())).toBe(false);
      });

      it('encrypts the same content differently each time', async () => {
        const [one, other] = [await store(contentAt(0, 1000)), await store(contentAt(0, 1000))];
        const ciphertextOf = async (blobId: string) => (await place.atRest(blobId)).subarray(HEADER, -16);
        expect((await ciphertextOf(one)).equals(await ciphertextOf(other))).toBe(false);
      });

      it('does not open with the data key of another message', async () => {
        const blobId = await store(contentAt(0, 1000));
        await expect(withReader(blobId, streamed, blobs.newWrappedKey())).rejects.toMatchObject({ code: 'blob-damaged' });
      });

      it.each([
        ['', 'empty'],
        ['AAAA', 'short'],
        ['@@@@', 'no base64url'],
      ])('does not open with the wrapped key %j (%s)', async (key) => {
        const blobId = await store(contentAt(0, 1000));
        await expect(blobs.open({ wrappedKey: key, blobId })).rejects.toMatchObject({ code: 'key-unwrap-failed', disposition: 'operator' });
      });

      it('does not open with a wrapped key of which one bit was changed', async () => {
        const blobId = await store(contentAt(0, 10));
        await fc.assert(
          fc.asyncProperty(fc.nat(wrappedKey.length - 1), fc.integer({ min: 1, max: 63 }), async (at, step) => {
            const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
            const other = alphabet[(alphabet.indexOf(wrappedKey[at] ?? 'A') + step) % 64];
            const changed = wrappedKey.slice(0, at) + other + wrappedKey.slice(at + 1);
            await expect(blobs.open({ wrappedKey: changed, blobId })).rejects.toMatchObject({ code: 'key-unwrap-failed' });
          }),
          { numRuns: 60 },
        );
      });
    });

    describe('changed at rest', () => {
      const changes: [string, (octets: Buffer, other: Buffer) => Buffer][] = [
        ['emptied', () => Buffer.alloc(0)],
        ['cut in the header', (octets) => octets.subarray(0, 20)],
        ['cut by one octet', (octets) => octets.subarray(0, -1)],
        ['cut by the last chunk', (octets) => octets.subarray(0, HEADER + SEALED_CHUNK)],
        ['cut by a whole chunk in the middle', (octets) => without(octets, HEADER, SEALED_CHUNK)],
        ['longer by one octet', (octets) => Buffer.concat([octets, Buffer.alloc(1)])],
        ['longer by a chunk', (octets) => Buffer.concat([octets, octets.subarray(-SEALED_CHUNK)])],
        ['with two chunks exchanged', (octets) => exchanged(octets, HEADER, SEALED_CHUNK)],
        ['with another blob instead', (_octets, other) => other],
        ['with the header of another blob', (octets, other) => Buffer.concat([other.subarray(0, HEADER), octets.subarray(HEADER)])],
        ['with a chunk of another blob', (octets, other) => spliced(octets, other, HEADER, SEALED_CHUNK)],
        ['with the chunks of another blob', (octets, other) => Buffer.concat([octets.subarray(0, HEADER), other.subarray(HEADER)])],
      ];

      it.each(changes)('%s: refused as damaged', async (_name, change) => {
        const size = 3 * KIB_64 + 1000;
        const [blobId, otherId] = [await store(contentAt(0, size)), await store(contentAt(7, size))];
        const changed = change(Buffer.from(await place.atRest(blobId)), await place.atRest(otherId));
        await place.replaceAtRest(blobId, changed);
        await expect(readAll(blobId)).rejects.toMatchObject({ name: 'StoreError', code: 'blob-damaged', disposition: 'operator' });
      });

      it.each([0, 900, KIB_64, 3 * KIB_64, 2 * KIB_64 + 1])('any bit of a blob of %d octets: refused', async (size) => {
        const blobId = await store(contentAt(0, size));
        const original = Buffer.from(await place.atRest(blobId));
        await fc.assert(
          fc.asyncProperty(fc.oneof(fc.nat(original.length - 1), fc.nat(31)), fc.nat(7), async (at, bit) => {
            const changed = Buffer.from(original);
            changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
            await place.replaceAtRest(blobId, changed);
            const error = await readAll(blobId).catch((thrown: unknown) => thrown);
            expect(error).toBeInstanceOf(StoreError);
            // A higher format version cannot be told from a newer program's.
            expect((error as StoreError).code).toBe(at === 4 && changed.readUInt8(4) > 1 ? 'store-version' : 'blob-damaged');
          }),
          { numRuns: 100 },
        );
        await place.replaceAtRest(blobId, original);
        expect((await readAll(blobId)).equals(contentAt(0, size))).toBe(true);
      });

      it('releases nothing of a chunk whose tag is wrong, but the chunks before it', async () => {
        const blobId = await store(contentAt(0, 3 * MIB));
        const octets = Buffer.from(await place.atRest(blobId));
        octets.writeUInt8(octets.readUInt8(HEADER + 17 * SEALED_CHUNK) ^ 1, HEADER + 17 * SEALED_CHUNK);
        await place.replaceAtRest(blobId, octets);
        await withReader(blobId, async (reader) => {
          expect((await reader.read(0, 17 * KIB_64)).equals(contentAt(0, 17 * KIB_64))).toBe(true);
          await expect(reader.read(17 * KIB_64, 1)).rejects.toMatchObject({ code: 'blob-damaged' });
          await expect(reader.read(17 * KIB_64 - 1, 2)).rejects.toMatchObject({ code: 'blob-damaged' });
          expect((await reader.read(18 * KIB_64, 10)).equals(contentAt(18 * KIB_64, 10))).toBe(true);
        });
      });
    });

    describe('life', () => {
      it('does not know a blob without a row, nor a name that is no id', async () => {
        const receipt = await blobs.put(options(), contentAt(0, 100_000));
        for (const blobId of [receipt.blobId, '00'.repeat(16), '', '../../etc/passwd', `${'0'.repeat(31)}/`]) {
          await expect(blobs.open({ wrappedKey, blobId })).rejects.toMatchObject({ code: 'blob-missing' });
        }
        await expect(blobs.remove('../../etc/passwd')).rejects.toMatchObject({ code: 'blob-missing' });
        await expect(blobs.resume({ ...options(), blobId: '../../etc/passwd' })).rejects.toMatchObject({ code: 'blob-missing' });
      });

      it('leaves nothing of an aborted blob, and takes nothing more', async () => {
        const writer = blobs.create(options());
        await writer.write(contentAt(0, 3 * MIB));
        expect(await place.files()).toHaveLength(1);
        await writer.abort();
        await writer.abort();
        expect(await place.files()).toEqual([]);
        await expect(writer.write(Buffer.alloc(1))).rejects.toMatchObject({ code: 'store-closed' });
        await expect(writer.finish()).rejects.toMatchObject({ code: 'store-closed' });
      });

      it('may be aborted while it writes', async () => {
        const writer = blobs.create(options());
        const writing = writer.write(contentAt(0, 3 * MIB)).catch((error: unknown) => error);
        await writer.abort();
        await writing;
        expect(await place.files()).toEqual([]);
      });

      it('keeps a finished blob from a late abort', async () => {
        const writer = blobs.create(options());
        await writer.write(contentAt(0, 100_000));
        place.commit(await writer.finish());
        await writer.abort();
        expect((await readAll(writer.blobId)).length).toBe(100_000);
      });

      it('removes a blob, and does not mind when it is gone', async () => {
        const blobId = await store(contentAt(0, 100_000));
        await blobs.remove(blobId);
        await blobs.remove(blobId);
        expect(await place.files()).toEqual([]);
        await expect(blobs.open({ wrappedKey, blobId })).rejects.toMatchObject({ code: 'blob-missing' });
      });

      it('sweeps old files without a row, and no others', async () => {
        const kept = await store(contentAt(0, 100_000));
        const forgotten = (await blobs.put(options(), contentAt(0, 100_000))).blobId;
        const transfer = await blobs.createResumable(options());
        await transfer.suspend();
        const abandoned = await blobs.createResumable(options());
        await abandoned.suspend();
        const running = await blobs.createResumable(options());
        expect(await blobs.sweep(new Date(Date.now() - 60_000), new Set())).toBe(0);
        await place.age(new Date('2026-01-01T00:00:00Z'));
        expect(await blobs.sweep(new Date('2026-01-02T00:00:00Z'), new Set([transfer.blobId]))).toBe(2);
        const names = (await place.files()).join();
        expect([kept, transfer.blobId, running.blobId].every((blobId) => names.includes(blobId))).toBe(true);
        expect(names).not.toContain(forgotten);
        expect(names).not.toContain(abandoned.blobId);
        await running.abort();
      });

      it('knows how much space there is', async () => {
        expect(await blobs.freeSpace()).toBeGreaterThan(0);
      });
    });
  });
}

export async function streamed(reader: BlobReader, range?: { start: number; end: number }): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of reader.stream(range)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function without(octets: Buffer, at: number, length: number): Buffer {
  return Buffer.concat([octets.subarray(0, at), octets.subarray(at + length)]);
}

function exchanged(octets: Buffer, at: number, length: number): Buffer {
  const [first, second] = [octets.subarray(at, at + length), octets.subarray(at + length, at + 2 * length)];
  return Buffer.concat([octets.subarray(0, at), second, first, octets.subarray(at + 2 * length)]);
}

function spliced(octets: Buffer, other: Buffer, at: number, length: number): Buffer {
  return Buffer.concat([octets.subarray(0, at), other.subarray(at, at + length), octets.subarray(at + length)]);
}
