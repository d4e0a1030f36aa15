import { deepStrictEqual } from 'node:assert';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { GatewayError } from '../../../gateway/error.ts';
import { readMixed, readWhole } from '../../../gateway/http/multipart.ts';

const BOUNDARY = 'b0';
const LIMITS = { maximumParts: 3, maximumLength: 256 * 1024 };

interface ReadPart {
  mediaType: string;
  content: Buffer;
}

const part = (type: string, content: string): string => `--${BOUNDARY}\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`;

const SEEDS = [
  `${part('application/jose+json', '{"payload":""}')}${part('application/json', '{}')}${part('application/cms', '\u0000\u0001')}--${BOUNDARY}--\r\n`,
  `${part('a/b', '')}--${BOUNDARY}--`,
  `${part('a/b', '\r\n--b\r\n--b1--')}${part('a/b', '--')}--${BOUNDARY}--\r\n`,
];

/** The body as a request would bring it, cut into pieces of that length. */
function requestOf(body: Buffer, pieceLength: number): IncomingMessage {
  const pieces: Buffer[] = [];
  for (let offset = 0; offset < body.length; offset += pieceLength) pieces.push(body.subarray(offset, offset + pieceLength));
  const stream = Readable.from(pieces, { objectMode: false, autoDestroy: false });
  return Object.assign(stream, {
    complete: true,
    headers: { 'content-type': `multipart/mixed; boundary=${BOUNDARY}` },
  }) as unknown as IncomingMessage;
}

async function parse(body: Buffer, pieceLength: number): Promise<ReadPart[]> {
  const parts: ReadPart[] = [];
  for await (const { mediaType, content } of readMixed(requestOf(body, pieceLength), LIMITS)) {
    parts.push({ mediaType, content: await readWhole(content, LIMITS.maximumLength) });
  }
  return parts;
}

export const target = {
  name: 'multipart',
  seeds: () => SEEDS.map((seed) => Buffer.from(seed, 'latin1')),
  run: async (input: Buffer) => {
    const parts = await parse(input, 65_536);
    deepStrictEqual(await parse(input, 7), parts, 'the same parts however the octets are cut');
    const written = parts.map(({ mediaType, content }) => [
      Buffer.from(`--${BOUNDARY}\r\nContent-Type: ${mediaType}\r\n\r\n`, 'latin1'),
      content,
      Buffer.from('\r\n'),
    ]);
    const again = Buffer.concat([...written.flat(), Buffer.from(`--${BOUNDARY}--\r\n`)]);
    deepStrictEqual(await parse(again, 65_536), parts, 'survives a round trip');
  },
  acceptable: (error: unknown) =>
    error instanceof GatewayError && (error.code === 'message-form-invalid' || error.code === 'submission-too-large'),
};
