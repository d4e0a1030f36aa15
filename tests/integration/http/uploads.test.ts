import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationId } from '../../../gateway/http/client/operations/table.ts';
import { type ClientApiServer, startClientApi } from '../../support/client-api-server.ts';
import { expectDescribed } from '../../support/described-answers.ts';
import { SENDER } from '../../support/gateway-fixture.ts';
import { openPeerSocket, type RawRequest, type RawResponse, rawRequest } from '../../support/peer-client.ts';
import { inventedLetter } from '../../support/submissions.ts';

const CHUNK = 65_536;
const QUOTA = { uploads: 4, uploadOctets: 3_000_000, messageLength: 1_000_000 };
const TUS = { 'tus-resumable': '1.0.0' };
const PATCH = { ...TUS, 'content-type': 'application/offset+octet-stream' };

let server: ClientApiServer;
beforeAll(async () => {
  server = await startClientApi({ quotaOf: () => QUOTA });
}, 60_000);
afterAll(() => server.close());

/** One request, whose answer must be one that the document describes. */
async function call(id: OperationId, path: string, request: Partial<RawRequest>): Promise<RawResponse> {
  const response = await server.send('system', path, request);
  expectDescribed(id, response);
  return response;
}

const open = (length: number, headers: Record<string, string> = {}) =>
  call('openUpload', '/uploads', { method: 'POST', headers: { ...TUS, 'upload-length': String(length), ...headers } });
const patch = (path: string, offset: number, body: Buffer, headers: Record<string, string> = {}) =>
  call('continueUpload', path, { method: 'PATCH', headers: { ...PATCH, 'upload-offset': String(offset), ...headers }, body });
const head = (path: string) => call('uploadOffset', path, { method: 'HEAD', headers: TUS });
const drop = (path: string) => call('dropUpload', path, { method: 'DELETE', headers: TUS });
const jsonOf = (response: RawResponse) => JSON.parse(response.body.toString('utf8')) as Record<string, unknown>;

/** `/uploads/...` of a new upload. */
async function opened(length: number): Promise<string> {
  const { status, headers } = await open(length);
  expect([status, headers['tus-resumable'], headers['upload-offset']]).toEqual([201, '1.0.0', '0']);
  expect(headers.location).toMatch(/^\/api\/v1\/uploads\/[0-9a-f]{32}$/);
  expect(Date.parse(String(headers['upload-expires']))).toBeGreaterThan(Date.now());
  return String(headers.location).slice('/api/v1'.length);
}

describe('uploads over HTTP', () => {
  it('speak tus 1.0: creation, HEAD, PATCH, checksum, expiry, termination', async () => {
    const { headers } = await call('describeUploads', '/uploads', { method: 'OPTIONS' });
    expect(headers['tus-extension']).toBe('creation,expiration,checksum,termination');
    expect(headers['tus-max-size']).toBe(String(QUOTA.messageLength));
    const content = randomBytes(300_000);
    const path = await opened(content.length);
    const first = await patch(path, 0, content.subarray(0, 200_000));
    expect([first.status, first.headers['upload-offset']]).toEqual([204, String(3 * CHUNK)]);
    expect((await head(path)).headers).toMatchObject({ 'upload-offset': String(3 * CHUNK), 'upload-length': '300000' });
    const rest = content.subarray(3 * CHUNK);
    for (const algorithm of ['sha1', 'sha256']) {
      const wrong = createHash(algorithm).update('something else').digest('base64');
      const refused = await patch(path, 3 * CHUNK, rest, { 'upload-checksum': `${algorithm} ${wrong}` });
      expect([refused.status, refused.code]).toEqual([460, 'upload-checksum-mismatch']);
      expect((await head(path)).headers['upload-offset']).toBe(String(3 * CHUNK));
    }
    const right = createHash('sha256').update(rest).digest('base64');
    const last = await patch(path, 3 * CHUNK, rest, { 'upload-checksum': `sha256 ${right}` });
    expect([last.status, last.headers['upload-offset']]).toEqual([204, '300000']);
    const shown = jsonOf(await call('showUpload', path, {}));
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(shown).toMatchObject({ length: 300_000, offset: 300_000, sha256 });
    expect(jsonOf(await call('listUploads', '/uploads', {}))).toEqual({ uploads: [shown] });
    expect((await drop(path)).status).toBe(204);
    expect((await drop(path)).code).toBe('upload-unknown');
    expect((await head(path)).status).toBe(404);
  });

  it('keep what came when the connection breaks in the middle', async () => {
    const content = randomBytes(900_000);
    const path = await opened(content.length);
    const socket = await openPeerSocket(server.servers.clientPort, server.credentials('system'));
    socket.write(
      [`PATCH /api/v1${path} HTTP/1.1`, 'Host: localhost', 'Tus-Resumable: 1.0.0', 'Content-Type: application/offset+octet-stream']
        .concat(['Upload-Offset: 0', `Content-Length: ${content.length}`, '', ''])
        .join('\r\n'),
    );
    await new Promise((resolve) => socket.write(content.subarray(0, 700_000), resolve));
    socket.destroy();
    // The later request interrupts the earlier one where that has not noticed.
    const offset = Number((await head(path)).headers['upload-offset']);
    expect(offset % CHUNK).toBe(0);
    const { headers } = await patch(path, offset, content.subarray(offset));
    expect(headers['upload-offset']).toBe('900000');
    expect(jsonOf(await call('showUpload', path, {})).sha256).toBe(createHash('sha256').update(content).digest('hex'));
    await drop(path);
  });

  it.each([
    ['another version', { 'tus-resumable': '0.2.2' }, 412],
    ['a method in a header', { 'x-http-method-override': 'DELETE' }, 400],
    ['another media type', { 'content-type': 'application/octet-stream' }, 415],
    ['no offset', { 'upload-offset': '' }, 400],
    ['an offset that is no number', { 'upload-offset': '0x10' }, 400],
    ['another offset', { 'upload-offset': '65536' }, 409],
    ['a checksum of another kind', { 'upload-checksum': 'md5 AAAAAAAAAAAAAAAAAAAAAA==' }, 400],
    ['a checksum that is too short', { 'upload-checksum': 'sha256 AAAA' }, 400],
  ])('refuse a PATCH with %s', async (_name, headers, status) => {
    const path = await opened(100_000);
    const request = { method: 'PATCH', headers: { ...PATCH, 'upload-offset': '0', ...headers }, body: randomBytes(100_000) };
    expect((await server.send('system', path, request)).status).toBe(status);
    expect((await head(path)).headers['upload-offset']).toBe('0');
    await drop(path);
  });

  it('refuse what a client may not have, with the status of the reason', async () => {
    const refused = async (length: number, headers = {}) => {
      const { status, code, headers: answered } = await open(length, headers);
      return [status, code, answered['retry-after'] !== undefined];
    };
    expect(await refused(QUOTA.messageLength + 1)).toEqual([413, 'submission-too-large', false]);
    expect((await open(-1)).status).toBe(400);
    const paths = [];
    for (let count = 0; count < QUOTA.uploads; count += 1) paths.push(await opened(1_000));
    expect(await refused(1_000)).toEqual([429, 'upload-quota-exceeded', true]);
    for (const path of paths) await drop(path);
    const { blobs } = server.fixture.recipient.dependencies;
    const { freeSpace } = blobs;
    Object.assign(blobs, { freeSpace: async () => server.fixture.recipient.dependencies.settings.diskReserve });
    try {
      expect(await refused(QUOTA.messageLength)).toEqual([507, 'storage-full', true]);
    } finally {
      Object.assign(blobs, { freeSpace });
    }
    expect((await open(1_000, { 'idempotency-key': 'again' })).status).toBe(201);
    const again = await open(1_000, { 'idempotency-key': 'again' });
    expect(again.status).toBe(201);
    expect(await refused(2_000, { 'idempotency-key': 'again' })).toEqual([422, 'idempotency-key-reused', false]);
    await drop(String(again.headers.location).slice('/api/v1'.length));
    expect(jsonOf(await call('listUploads', '/uploads', {}))).toEqual({ uploads: [] });
  });

  it('are for systems and officers, each with its own', async () => {
    const path = await opened(1_000);
    expect((await server.send('officer', path, {})).code).toBe('upload-unknown');
    expect((await server.send('auditor', '/uploads', {})).code).toBe('actor-not-allowed');
    await drop(path);
  });

  it('become files of a submission without parts', async () => {
    const letter = await inventedLetter();
    const path = await opened(letter.length);
    await patch(path, 0, letter);
    const files = [{ upload: path.split('/').at(-1), role: 'letter', name: 'carta.pdf', mediaType: 'application/pdf' }];
    const document = JSON.stringify({ recipient: SENDER, files });
    const form = Buffer.from(
      `--b\r\nContent-Disposition: form-data; name="request"\r\nContent-Type: application/json\r\n\r\n${document}\r\n--b--\r\n`,
    );
    const request = {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b', 'idempotency-key': 'by-upload' },
      body: form,
    };
    const submitted = await call('submitMessage', '/messages', request);
    expect(submitted.status).toBe(202);
    const again = await call('submitMessage', '/messages', request);
    expect([again.headers['idempotency-replayed'], jsonOf(again).messageId]).toEqual(['true', jsonOf(submitted).messageId]);
    const other = await call('submitMessage', '/messages', { ...request, headers: { ...request.headers, 'idempotency-key': 'another' } });
    expect([other.status, other.code]).toEqual([404, 'upload-unknown']);
  });

  it('refuse a submission whose length is announced and cannot fit, before its first octet', async () => {
    const credentials = server.credentials('system');
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'idempotency-key': 'large', 'content-length': '9000000' };
    const { status, code } = await rawRequest(server.servers.clientPort, credentials, {
      method: 'POST',
      path: '/api/v1/messages',
      headers,
      body: Buffer.alloc(9_000_000),
    });
    expect([status, code]).toEqual([413, 'submission-too-large']);
  });
});
