import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClientError } from '../../../clients/typescript/error.ts';
import type { SentOctets } from '../../../clients/typescript/transport.ts';
import { bringFile, type ReadableFile, type UploadOperations } from '../../../clients/typescript/upload.ts';

const CHUNK = 1_000;

/** What becomes of one request: so many octets count, then it fails in this way. */
interface Accident {
  octets: number;
  how: 'ends' | 'reset' | 'busy' | 'conflict';
}

/** A gateway that keeps whole chunks and meets with accidents, one request after the other. */
function unreliableGateway(length: number, accidents: Accident[]) {
  let kept = Buffer.alloc(0);
  let dropped = false;
  const fail = (how: Accident['how']): never => {
    if (how === 'busy') throw new ClientError('too-busy', 'x', { status: 503, retryAfter: 0 });
    if (how === 'conflict') throw new ClientError('conflict', 'x', { status: 409 });
    throw new ClientError('gateway-unreachable', 'x');
  };
  const operations: UploadOperations = {
    open: async () => ({ status: 201, headers: { location: '/api/v1/uploads/abc' } }),
    offset: async () => kept.length,
    show: async (upload) => ({
      ...{ upload, length, offset: kept.length, createdAt: '', expiresAt: '' },
      ...(kept.length === length ? { sha256: createHash('sha256').update(kept).digest('hex') } : {}),
    }),
    append: async (_upload, offset, body) => {
      const { octets, how } = accidents.shift() ?? { octets: Number.POSITIVE_INFINITY, how: 'ends' as const };
      if (offset !== kept.length) fail('conflict');
      kept = Buffer.concat([kept, await someOf(body, octets, how)]);
      if (kept.length < length) kept = kept.subarray(0, Math.floor(kept.length / CHUNK) * CHUNK);
      if (how !== 'ends') fail(how);
    },
    drop: async () => {
      dropped = true;
    },
  };
  return { operations, isDropped: () => dropped };
}

/** As undici reads a body: a stream that is destroyed with the error of the socket. */
async function someOf(body: SentOctets, octets: number, how: Accident['how']): Promise<Buffer> {
  const stream = Readable.from(body.open(), { objectMode: false });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= octets) break;
  }
  if (how !== 'ends')
    stream.on('error', () => {}).destroy(Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET', syscall: 'write' }));
  return Buffer.concat(chunks).subarray(0, octets);
}

function fileOf(content: Buffer, piece = 700): ReadableFile {
  return {
    length: content.length,
    async *open(start) {
      for (let at = start; at < content.length; at += piece) yield content.subarray(at, at + piece);
    },
  };
}

describe('bringing a file', () => {
  it('ends with the file, whatever happens to its requests', async () => {
    const accident = fc.record({
      octets: fc.integer({ min: 0, max: 9_000 }),
      how: fc.constantFrom('ends', 'reset', 'busy', 'conflict'),
    }) as fc.Arbitrary<Accident>;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8_000 }), fc.array(accident, { maxLength: 2 }), async (length, accidents) => {
        const content = randomBytes(length);
        const { operations, isDropped } = unreliableGateway(length, [...accidents]);
        const told: number[] = [];
        const { sha256 } = await bringFile(operations, fileOf(content), { onProgress: (octets) => told.push(octets) });
        expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
        expect([told.at(-1), isDropped()]).toEqual([length, false]);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('finds out that the file was changed meanwhile, and removes what came', async () => {
    const content = randomBytes(5_000);
    const { operations, isDropped } = unreliableGateway(5_000, [{ octets: 2_500, how: 'reset' }]);
    let opened = 0;
    const changing: ReadableFile = {
      length: 5_000,
      open: (start) => {
        opened += 1;
        return fileOf(opened === 1 ? content : Buffer.alloc(5_000, 7)).open(start);
      },
    };
    await expect(bringFile(operations, changing)).rejects.toMatchObject({ code: 'upload-differs' });
    expect(isDropped()).toBe(true);
  });

  it.each([
    ['shorter', 4_000],
    ['longer', 6_000],
  ])('gives up at once when the file is %s than it was', async (_name, length) => {
    const { operations } = unreliableGateway(5_000, []);
    const file = { ...fileOf(randomBytes(length)), length: 5_000 };
    await expect(bringFile(operations, file)).rejects.toMatchObject({ code: 'upload-differs' });
  });

  it('throws what reading the file throws, and does not try again', async () => {
    const { operations } = unreliableGateway(5_000, []);
    const unreadable: ReadableFile = {
      length: 5_000,
      async *open() {
        yield Buffer.alloc(10);
        throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' });
      },
    };
    await expect(bringFile(operations, unreadable)).rejects.toMatchObject({ code: 'EIO' });
  });

  it('gives up when its patience is over, and on what does not pass', async () => {
    const away = {
      ...unreliableGateway(10, []).operations,
      offset: async () => Promise.reject(new ClientError('gateway-unreachable', 'x')),
    };
    await expect(bringFile(away, fileOf(randomBytes(10)), { patience: 300 })).rejects.toMatchObject({ code: 'gateway-unreachable' });
    const full = { ...away, open: async () => Promise.reject(new ClientError('submission-too-large', 'x', { status: 413 })) };
    await expect(bringFile(full, fileOf(randomBytes(10)))).rejects.toMatchObject({ code: 'submission-too-large' });
  });
});
