import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readFormData, readMixed, readWhole } from '../../../gateway/http/multipart.ts';
import { eventually } from '../../support/eventually.ts';
import { openSocket, postOctets, type RawServer, startRawServer } from './raw-server.ts';

const MIXED = 'multipart/mixed; boundary=b0';
const LIMITS = { maximumParts: 3, maximumLength: 1024 * 1024 };

interface ReadPart {
  mediaType: string;
  content: Buffer;
}

async function readAll(request: IncomingMessage): Promise<ReadPart[]> {
  const parts: ReadPart[] = [];
  for await (const { mediaType, content } of readMixed(request, LIMITS)) {
    parts.push({ mediaType, content: await readWhole(content, LIMITS.maximumLength) });
  }
  return parts;
}

function mixed(parts: readonly { type: string; content: Buffer }[], boundary = 'b0'): Buffer {
  const pieces = parts.flatMap(({ type, content }, index) => [
    Buffer.from(`${index === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Type: ${type}\r\n\r\n`, 'latin1'),
    content,
  ]);
  return Buffer.concat([...pieces, Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1')]);
}

let server: RawServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function outcomeOf(body: Buffer, contentType = MIXED, pieceLength?: number): Promise<unknown> {
  server ??= await startRawServer(readAll);
  await postOctets(server.port, contentType, body, pieceLength);
  return server.outcomes.at(-1);
}

describe('multipart/mixed', () => {
  it('gives the parts in order, octet for octet', async () => {
    const content = randomBytes(100_000);
    expect(
      await outcomeOf(
        mixed([
          { type: 'application/jose+json', content: Buffer.from('{}') },
          { type: 'application/json', content: Buffer.from('{"a":1}') },
          { type: 'application/cms', content },
        ]),
      ),
    ).toEqual([
      { mediaType: 'application/jose+json', content: Buffer.from('{}') },
      { mediaType: 'application/json', content: Buffer.from('{"a":1}') },
      { mediaType: 'application/cms', content },
    ]);
  });

  it('takes a quoted boundary and content that looks like one', async () => {
    const content = Buffer.from('\r\n--b\r\n--b0x\r\n--', 'latin1');
    expect(await outcomeOf(mixed([{ type: 'a/b', content }], 'b0 c'), 'multipart/mixed; boundary="b0 c"')).toEqual([
      { mediaType: 'a/b', content },
    ]);
  });

  it('gives the same parts however the octets are cut', { timeout: 120_000 }, async () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(contents, fc.integer({ min: 1, max: 40 }), async (arrays, pieceLength) => {
        const parts = arrays.map((array) => ({ type: 'a/b', content: Buffer.from(array) }));
        // A body whose content holds the boundary is another body.
        fc.pre(parts.every(({ content }) => !content.includes('--b0')));
        expect(await outcomeOf(mixed(parts), MIXED, pieceLength)).toEqual(parts.map(({ content }) => ({ mediaType: 'a/b', content })));
      }),
      { numRuns: 60 },
    );
  });

  it('reads no faster than its consumer: a gibibyte never piles up in memory', async () => {
    let isReading = false;
    let received = 0;
    const before = process.memoryUsage().arrayBuffers;
    server = await startRawServer(async (request) => {
      for await (const part of readMixed(request, { maximumParts: 1, maximumLength: 2 ** 31 })) {
        await eventually('the outcome', () => isReading);
        received = process.memoryUsage().arrayBuffers - before;
        return part.mediaType;
      }
      return 'no part';
    });
    const socket = openSocket(server.port);
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${MIXED}\r\nContent-Length: ${2 ** 30}\r\n\r\n--b0\r\nContent-Type: a/b\r\n\r\n`,
    );
    // As much as the system's buffers take, until the socket stays full.
    const chunk = Buffer.alloc(1024 * 1024);
    let written = 0;
    for (let idle = 0; idle < 20 && written < 64 * chunk.length; ) {
      if (socket.writableNeedDrain) {
        idle += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      } else {
        socket.write(chunk);
        written += chunk.length;
        idle = 0;
      }
    }
    expect(written).toBeLessThan(64 * chunk.length);
    isReading = true;
    await eventually('the outcome', () => server?.outcomes.length === 1);
    expect(server.outcomes).toEqual(['a/b']);
    // Our own chunk, and what the streams between the socket and the part hold.
    expect(received).toBeLessThan(16 * 1024 * 1024);
    socket.destroy();
  });

  it('leaves the request usable when the consumer stops early', async () => {
    server = await startRawServer(async (request) => {
      for await (const part of readMixed(request, LIMITS)) return [part.mediaType, request.destroyed];
      return 'no part';
    });
    await postOctets(
      server.port,
      MIXED,
      mixed([
        { type: 'a/b', content: Buffer.from('1') },
        { type: 'a/c', content: randomBytes(200_000) },
      ]),
    );
    expect(server.outcomes).toEqual([['a/b', false]]);
  });

  it('passes over the rest of a part that its consumer left', async () => {
    server = await startRawServer(async (request) => {
      const seen: string[] = [];
      for await (const part of readMixed(request, LIMITS)) seen.push(part.mediaType);
      return seen;
    });
    await postOctets(
      server.port,
      MIXED,
      mixed([
        { type: 'a/b', content: randomBytes(300_000) },
        { type: 'a/c', content: randomBytes(300_000) },
      ]),
    );
    expect(server.outcomes).toEqual([['a/b', 'a/c']]);
  });
});

const FORM = 'multipart/form-data; boundary=b0';

describe('multipart/form-data', () => {
  it('gives fields and files alike, with their names', async () => {
    server = await startRawServer(async (request) => {
      const parts: unknown[] = [];
      for await (const { content, ...part } of readFormData(request, { maximumParts: 4 })) {
        parts.push({ ...part, content: (await readWhole(content, 1000)).toString() });
      }
      return parts;
    });
    const body = [
      '--b0\r\nContent-Disposition: form-data; name="request"\r\nContent-Type: application/json\r\n\r\n{}',
      '--b0\r\nContent-Disposition: form-data; name="letter"; filename="x/carta.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF',
      '--b0--\r\n',
    ].join('\r\n');
    await postOctets(server.port, FORM, Buffer.from(body));
    expect(server.outcomes).toEqual([
      [
        { field: 'request', mediaType: 'application/json', content: '{}' },
        { field: 'letter', fileName: 'x/carta.pdf', mediaType: 'application/pdf', content: '%PDF' },
      ],
    ]);
  });
});
