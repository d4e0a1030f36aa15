import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPeerTransport } from '../../adapters/transport/peer-transport.ts';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';
import type { PeerTransport } from '../../gateway/contracts/peer-transport.ts';
import { peerTlsProfile } from '../../gateway/contracts/tls-profile.ts';
import { createGatewayFixture, type GatewayFixture } from '../support/gateway-fixture.ts';
import { type InventedDelivery, inventDelivery, streamedContent } from '../support/invented-delivery.ts';
import { pinOf } from '../support/peer-server.ts';

/** A peer with the right certificate that answers whatever it likes. */
let fixture: GatewayFixture;
let server: Server;
let transport: PeerTransport;
let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {};

beforeAll(async () => {
  fixture = await createGatewayFixture();
  const { key, certificateChain } = fixture.recipient.dependencies.keys.tls();
  server = createServer({ ...peerTlsProfile(), key, cert: certificateChain }, (request, response) => {
    request.resume();
    request.on('end', () => answer(request, response));
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(() => transport.close());
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await fixture.close();
});

function peer(): AuthorityRecord {
  const record = fixture.sender.dependencies.directory.authority(fixture.recipient.identifier);
  if (record === undefined) throw new Error('the directory lost the recipient');
  return {
    ...record,
    endpoints: [{ url: `https://localhost:${(server.address() as AddressInfo).port}/`, pins: [pinOf(fixture.recipient)] }],
  };
}

function open(timeouts = { connect: 5_000, answer: 5_000 }): PeerTransport {
  transport = createPeerTransport({ ...fixture.sender.transportOptions, timeouts, maximumInterruptions: 2, resumeDelayMilliseconds: 1 });
  return transport;
}

const json =
  (body: string, status = 200, headers: Record<string, string> = {}) =>
  (_request: IncomingMessage, response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

async function deliver(delivery?: InventedDelivery, signal = new AbortController().signal): Promise<unknown> {
  const given = delivery ?? (await inventDelivery(fixture.sender, fixture.recipient));
  return open().deliver(peer(), given, { signal });
}

const GOOD = JSON.stringify({ evidence: 'x', salt: 'a'.repeat(64) });

describe('answers to a delivery', () => {
  const REFUSED: readonly [what: string, answer: typeof answer, code: string][] = [
    ['no JSON', json('<html>'), 'peer-protocol'],
    ['an empty body', json(''), 'peer-protocol'],
    ['a list', json('[]'), 'peer-protocol'],
    ['a member too many', json(GOOD.replace('}', ',"more":1}')), 'peer-protocol'],
    ['a member twice', json(GOOD.replace('}', ',"salt":"b"}')), 'peer-protocol'],
    ['no salt', json('{"evidence":"x"}'), 'peer-protocol'],
    ['a salt in capitals', json(JSON.stringify({ evidence: 'x', salt: 'A'.repeat(64) })), 'peer-protocol'],
    ['evidence that is an object', json(JSON.stringify({ evidence: {}, salt: 'a'.repeat(64) })), 'peer-protocol'],
    ['a byte order mark', json(`\ufeff${GOOD}`), 'peer-protocol'],
    ['too much', json(JSON.stringify({ evidence: 'x'.repeat(400_000), salt: 'a'.repeat(64) })), 'peer-protocol'],
    ['another media type', json(GOOD, 200, { 'content-type': 'text/plain' }), 'peer-protocol'],
    ['no content at all', (_request, response) => response.writeHead(204).end(), 'peer-protocol'],
    ['a redirection', json('', 302, { location: 'https://elsewhere.invalid/' }), 'peer-protocol'],
    ['an unexpected success', json(GOOD, 201), 'peer-protocol'],
    [
      'half an answer',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write(GOOD);
        setTimeout(() => response.destroy(), 20);
      },
      'peer-unreachable',
    ],
    ['no answer but a closed connection', (_request, response) => response.destroy(), 'peer-unreachable'],
    ['what is not HTTP', (request) => request.socket.end('SSH-2.0-invented\r\n'), 'peer-protocol'],
    [
      'headers without end',
      (request) => {
        request.socket.write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => request.socket.write(`X-${'x'.repeat(1000)}: 1\r\n`), 1);
        request.socket.once('close', () => clearInterval(timer));
      },
      'peer-unreachable',
    ],
  ];

  it.each(REFUSED)('of %s are refused', async (_what, hostile, code) => {
    answer = hostile;
    await expect(deliver()).rejects.toMatchObject({ name: 'TransportError', code, disposition: 'retry' });
  });

  it('that never come are not waited for', async () => {
    answer = () => {};
    const given = await inventDelivery(fixture.sender, fixture.recipient);
    const waiting = open({ connect: 5_000, answer: 300 }).deliver(peer(), given, { signal: new AbortController().signal });
    await expect(waiting).rejects.toMatchObject({ code: 'peer-unreachable' });
  });

  it('that are awaited can be given up', async () => {
    const abort = new AbortController();
    answer = () => abort.abort();
    await expect(deliver(undefined, abort.signal)).rejects.toMatchObject({ code: 'peer-unreachable' });
  });

  it.each([
    [
      'a problem of ours',
      json('{"type":"urn:valija:problem:x","code":"too-busy","status":503}', 503, {
        'content-type': 'application/problem+json',
        'retry-after': '7',
      }),
      { status: 503, type: 'urn:valija:problem:x', code: 'too-busy', retryAfterMilliseconds: 7_000 },
    ],
    [
      'a problem without code',
      json('{"type":"https://example.invalid/p"}', 400, { 'content-type': 'application/problem+json; charset=utf-8' }),
      { status: 400, type: 'https://example.invalid/p' },
    ],
    ['an error page', json('<html>', 502, { 'content-type': 'text/html' }), { status: 502, type: 'about:blank' }],
    ['a problem that cannot be read', json('{', 500, { 'content-type': 'application/problem+json' }), { status: 500, type: 'about:blank' }],
    [
      'a wait that is none',
      json('{}', 503, { 'content-type': 'application/problem+json', 'retry-after': 'Fri, 20 Nov 2026 09:28:58 GMT' }),
      { status: 503, type: 'about:blank' },
    ],
    [
      'a wait for ever',
      json('{}', 503, { 'content-type': 'application/problem+json', 'retry-after': '999999999' }),
      { status: 503, type: 'about:blank', retryAfterMilliseconds: 86_400_000 },
    ],
  ])('may be %s', async (_what, given, expected) => {
    answer = given;
    expect(await deliver()).toEqual({ kind: 'problem', ...expected });
  });

  it('are believed to be in progress when they say so', async () => {
    answer = (_request, response) => response.writeHead(202, { 'retry-after': '3' }).end();
    expect(await deliver()).toEqual({ kind: 'in-progress', retryAfterMilliseconds: 3_000 });
  });
});

describe('answers to a transfer', () => {
  const content = streamedContent(9 * 1024 * 1024);
  const unknown = (response: ServerResponse) =>
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"type":"x","code":"transfer-unknown"}');

  /** A peer that asks for the transfer, and then names these offsets. */
  const naming = (opened: string, patched: string) => (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.endsWith('/commit')) unknown(response);
    else if (request.method === 'POST') response.writeHead(201, { 'upload-offset': opened }).end();
    else response.writeHead(request.method === 'HEAD' ? 200 : 204, { 'upload-offset': patched }).end();
  };

  it.each([
    ['an offset beyond the end', naming('9437185', '0'), 'peer-protocol'],
    ['an offset that is no number', naming('x', '0'), 'peer-protocol'],
    ['a negative offset', naming('-1', '0'), 'peer-protocol'],
    ['no offset', naming('', '0'), 'peer-protocol'],
    ['an offset beyond the end after octets', naming('0', '9999999999'), 'peer-protocol'],
    ['the same offset for ever', naming('0', '0'), 'transfer-interrupted'],
  ])('with %s do not keep it busy for ever', async (_what, hostile, code) => {
    answer = hostile;
    const delivery = await inventDelivery(fixture.sender, fixture.recipient, { content });
    await expect(deliver(delivery)).rejects.toMatchObject({ name: 'TransportError', code });
  });

  it('that refuse to open it are handed on', async () => {
    answer = (request, response) =>
      request.url?.endsWith('/commit')
        ? unknown(response)
        : response.writeHead(507, { 'content-type': 'application/problem+json' }).end('{"type":"x","code":"storage-full"}');
    const delivery = await inventDelivery(fixture.sender, fixture.recipient, { content });
    expect(await deliver(delivery)).toMatchObject({ kind: 'problem', status: 507, code: 'storage-full' });
  });
});

describe('answers to a pull', () => {
  const item = { evidence: 'x', salt: 'a'.repeat(64) };
  const page = (items: unknown[], more: boolean, epoch: unknown = 'e') => json(JSON.stringify({ epoch, items, more }));

  it.each([
    [
      'positions that repeat',
      page(
        [
          { position: 6, item },
          { position: 6, item },
        ],
        false,
      ),
      'peer-protocol',
    ],
    [
      'positions that go back',
      page(
        [
          { position: 7, item },
          { position: 6, item },
        ],
        false,
      ),
      'peer-protocol',
    ],
    ['positions from before', page([{ position: 5, item }], false), 'peer-protocol'],
    ['an empty page that promises more', page([], true), 'peer-protocol'],
    ['no epoch', page([], false, ''), 'peer-protocol'],
    ['a position that is no number', page([{ position: '6', item }], false), 'peer-protocol'],
    ['an item of another form', page([{ position: 6, item: {} }], false), 'peer-protocol'],
    [
      'endless items',
      page(
        Array.from({ length: 1_001 }, (_, index) => ({ position: index + 6, item })),
        false,
      ),
      'peer-protocol',
    ],
    [
      'a page without end',
      (_request: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const piece = randomBytes(65_536).toString('hex');
        const timer = setInterval(() => response.write(piece), 1);
        response.once('close', () => clearInterval(timer));
      },
      'peer-protocol',
    ],
    ['a refusal', json('{}', 403, { 'content-type': 'application/problem+json' }), 'peer-protocol'],
    ['an outage', json('{}', 503, { 'content-type': 'application/problem+json' }), 'peer-unreachable'],
  ])('with %s are refused', async (_what, hostile, code) => {
    answer = hostile as typeof answer;
    const given = open().pullEvidence(peer(), 5, { signal: new AbortController().signal });
    await expect(given).rejects.toMatchObject({ name: 'TransportError', code });
  });

  it('from an address with a path of its own are read there', async () => {
    let path = '';
    answer = (request, response) => {
      path = request.url ?? '';
      page([], false)(request, response);
    };
    const record = peer();
    const endpoints = record.endpoints.map((endpoint) => ({ ...endpoint, url: `${endpoint.url}gateway/b/` }));
    await open().pullMessages({ ...record, endpoints }, 17, { signal: new AbortController().signal });
    expect(path).toBe('/gateway/b/peer/v1/messages?after=17&limit=100');
  });

  it('tell no time that is not a date, and never more than one voice', async () => {
    const { clock } = fixture.sender.dependencies;
    for (const date of ['tomorrow', 'Fri, 32 Nov 2026 09:28:58 GMT', '2026-11-20T09:28:58Z', 'Thu, 01 Jan 1970 00:00:00 GMT']) {
      answer = (request, response) => {
        response.sendDate = false;
        response.setHeader('date', date);
        page([], false)(request, response);
      };
      await open().pullMessages(peer(), 0, { signal: new AbortController().signal });
      await transport.close();
    }
    // One peer alone that says another time suspends nothing (guarded clock).
    expect(clock.status().trusted).toBe(true);
    open();
  });
});
