import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFormData, readMixed, readWhole } from '../../../gateway/http/multipart.ts';
import { eventually } from '../../support/eventually.ts';
import { openSocket, postOctets, type RawServer, startRawServer } from './raw-server.ts';

const LIMITS = { maximumParts: 3, maximumLength: 256 * 1024 };
const PART = '--b0\r\nContent-Type: a/b\r\n\r\n1\r\n';

async function readAll(request: IncomingMessage): Promise<string> {
  const parts = (request.headers['content-type'] ?? '').startsWith('multipart/form-data')
    ? readFormData(request, LIMITS)
    : readMixed(request, LIMITS);
  let count = 0;
  for await (const { content } of parts) {
    await readWhole(content, LIMITS.maximumLength);
    count += 1;
  }
  return `${count} parts`;
}

let server: RawServer;

beforeEach(async () => {
  server = await startRawServer(readAll);
});
afterEach(() => server.close());

const MIXED = 'multipart/mixed; boundary=b0';
const FORM = 'multipart/form-data; boundary=b0';

const REFUSED: readonly [what: string, contentType: string, body: string | Buffer, code: string][] = [
  ['another type', 'application/json', '{}', 'message-form-invalid'],
  ['no boundary', 'multipart/mixed', PART, 'message-form-invalid'],
  ['a boundary of 71 characters', `multipart/mixed; boundary=${'b'.repeat(71)}`, PART, 'message-form-invalid'],
  ['a boundary that ends in a space', 'multipart/mixed; boundary="b0 "', PART, 'message-form-invalid'],
  ['a parameter beside the boundary', 'multipart/mixed; boundary=b0; boundary=b1', PART, 'message-form-invalid'],
  ['an empty body', MIXED, '', 'message-form-invalid'],
  ['no boundary in the body', MIXED, 'x'.repeat(5_000), 'message-form-invalid'],
  ['octets before the first boundary', MIXED, `x\r\n${PART}--b0--`, 'message-form-invalid'],
  ['no final boundary', MIXED, PART, 'message-form-invalid'],
  ['half a final boundary', MIXED, `${PART}--b0-`, 'message-form-invalid'],
  ['a part without headers', MIXED, '--b0\r\n\r\n1\r\n--b0--', 'message-form-invalid'],
  ['a part whose headers have no end', MIXED, '--b0\r\nContent-Type: a/b\r\n--b0--', 'message-form-invalid'],
  ['such a part in the middle', MIXED, `${PART}--b0\r\nContent-Type: a/b\r\n${PART}--b0--`, 'message-form-invalid'],
  ['two content types', MIXED, '--b0\r\nContent-Type: a/b\r\nContent-Type: a/b\r\n\r\n1\r\n--b0--', 'message-form-invalid'],
  ['another header', MIXED, '--b0\r\nContent-Type: a/b\r\nX: y\r\n\r\n1\r\n--b0--', 'message-form-invalid'],
  ['another header first', MIXED, '--b0\r\nX: y\r\nContent-Type: a/b\r\n\r\n1\r\n--b0--', 'message-form-invalid'],
  ['too many parts', MIXED, `${PART.repeat(4)}--b0--`, 'message-form-invalid'],
  ['a flood of parts', MIXED, `${PART.repeat(4_000)}--b0--`, 'message-form-invalid'],
  ['a flood of empty parts', MIXED, `${'--b0\r\n'.repeat(20_000)}--b0--`, 'message-form-invalid'],
  ['a flood of headers', MIXED, `--b0\r\n${'X: y\r\n'.repeat(20_000)}\r\n1\r\n--b0--`, 'message-form-invalid'],
  ['a header without end', MIXED, `--b0\r\nContent-Type: ${'a'.repeat(200_000)}`, 'message-form-invalid'],
  ['a header that is cut off', MIXED, `--b0\r\nContent-Type: a/${'b'.repeat(2_000)}\r\n\r\n1\r\n--b0--`, 'message-form-invalid'],
  ['parameters of a content type', MIXED, '--b0\r\nContent-Type: a/b; c=d\r\n\r\n1\r\n--b0--', 'message-form-invalid'],
  ['a body longer than the limit', MIXED, `--b0\r\nContent-Type: a/b\r\n\r\n${'x'.repeat(300_000)}\r\n--b0--`, 'submission-too-large'],
  ['a form without final boundary', FORM, '--b0\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', 'message-form-invalid'],
  ['a form without boundary', 'multipart/form-data', '1', 'message-form-invalid'],
  ['mixed sent as a form', FORM, `${PART}`, 'message-form-invalid'],
  [
    'a form with too many parts',
    FORM,
    `${'--b0\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(5)}--b0--`,
    'message-form-invalid',
  ],
];

describe('multipart, hostile', () => {
  it.each(REFUSED)('refuses %s', async (_what, contentType, body, code) => {
    await postOctets(server.port, contentType, Buffer.isBuffer(body) ? body : Buffer.from(body, 'latin1'));
    expect(server.outcomes).toMatchObject([{ code, disposition: 'refuse' }]);
  });

  it.each(REFUSED.filter(([, , body]) => body.length > 0 && body.length < 500))(
    'refuses %s octet by octet',
    async (_what, contentType, body, code) => {
      await postOctets(server.port, contentType, Buffer.from(body as string, 'latin1'), 1);
      expect(server.outcomes).toMatchObject([{ code }]);
    },
  );

  it('refuses a body over the limit that announces no length, when the limit is reached', async () => {
    const socket = openSocket(server.port);
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${MIXED}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const send = (bytes: Buffer): boolean =>
      socket.write(Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]));
    send(Buffer.from('--b0\r\nContent-Type: a/b\r\n\r\n'));
    for (let index = 0; index < 10; index += 1) send(randomBytes(60_000));
    await eventually('the outcome', () => server.outcomes.length === 1);
    expect(server.outcomes).toMatchObject([{ code: 'submission-too-large' }]);
    socket.destroy();
  });

  it.each([
    ['in the head of the request body', '--b'],
    ['in the headers of a part', '--b0\r\nContent-'],
    ['in the middle of a part', `${PART}--b0\r\nContent-Type: a/c\r\n\r\nhalf`],
    ['after a part', `${PART}--b0`],
  ])('notices a client that goes away %s', async (_where, sent) => {
    for (const contentType of [MIXED, FORM]) {
      const before = server.outcomes.length;
      const socket = openSocket(server.port);
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${contentType}\r\nContent-Length: 100000\r\n\r\n${sent}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      socket.destroy();
      await eventually('the outcome', () => server.outcomes.length === before + 1);
      expect(server.outcomes.at(-1)).toMatchObject({ code: 'message-form-invalid' });
    }
  });

  it('notices a client that went away before anybody read', async () => {
    const late = await startRawServer(async (request) => {
      await new Promise((resolve) => request.once('close', resolve));
      return readAll(request);
    });
    const socket = openSocket(late.port);
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${MIXED}\r\nContent-Length: 1000\r\n\r\n--b0`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    await eventually('the outcome', () => late.outcomes.length === 1);
    expect(late.outcomes).toMatchObject([{ code: 'message-form-invalid' }]);
    await late.close();
  });
});
