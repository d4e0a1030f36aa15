import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import express from 'express';
import { Registry } from 'prom-client';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ListenerLimits } from '../../../gateway/http/listener.ts';
import { createPeerApi } from '../../../gateway/http/peer-api.ts';
import { type GatewayServers, type GatewayServersOptions, startServers } from '../../../gateway/http/servers.ts';
import { countStored } from '../../support/count-stored.ts';
import { eventually, gate } from '../../support/eventually.ts';
import { createGatewayFixture, type GatewayFixture, RECIPIENT } from '../../support/gateway-fixture.ts';
import { contentOf, inventDelivery, streamedContent } from '../../support/invented-delivery.ts';
import {
  credentialsIn,
  credentialsOf,
  deliveryParts,
  mixedRequest,
  openingHeaders,
  openPeerSocket,
  patchHeaders,
  rawRequest,
} from '../../support/peer-client.ts';
import { publishEndpoint } from '../../support/peer-server.ts';

let fixture: GatewayFixture;
let servers: GatewayServers;
let refusals: { status: number; code: string }[];
let holding: ReturnType<typeof gate>;
let slowRequests: number;

beforeEach(async () => {
  fixture = await createGatewayFixture();
  refusals = [];
  holding = gate();
  slowRequests = 0;
});
afterEach(async () => {
  holding.open();
  await servers.stop({ graceMilliseconds: 0 });
  await fixture.close();
});

function clientRoutes(): express.Router {
  const router = express.Router();
  router.get('/hello', (_request, response) => {
    response.json({ hello: true });
  });
  router.get('/slow', async (_request, response) => {
    slowRequests += 1;
    await holding.opened;
    response.json({ slow: true });
  });
  router.post('/strict', express.json({ limit: '1kb' }), (incoming, response) => {
    response.json(z.strictObject({ a: z.int() }).parse(incoming.body));
  });
  return router;
}

async function start(limits: Partial<ListenerLimits> = {}, changes: Partial<GatewayServersOptions['client']> = {}): Promise<void> {
  const { dependencies, reception, tiles, anchorsPem } = fixture.recipient;
  const credentials = { ...dependencies.keys.tls(), anchors: anchorsPem };
  const address = { host: '127.0.0.1', port: 0, limits };
  const registry = new Registry();
  servers = await startServers({
    client: { ...address, router: clientRoutes(), credentials, ...changes },
    peer: { ...address, api: createPeerApi({ dependencies, reception, tiles }), credentials },
    management: {
      ...address,
      readiness: async () => ({ ready: true, reasons: [] }),
      metrics: async () => ({ contentType: registry.contentType, text: `${await registry.metrics()}valija_up 1\n` }),
    },
    observe: ({ status, code }) => refusals.push({ status, code }),
  });
  await publishEndpoint(fixture, fixture.recipient, servers.peerPort);
}

const system = () => credentialsIn(fixture.pki.authority(RECIPIENT).client('system'), fixture.recipient.anchorsPem);
const peer = () => credentialsOf(fixture.sender);
const manage = async (path: string) => {
  const response = await request(`http://127.0.0.1:${servers.managementPort}${path}`);
  return { status: response.statusCode, type: response.headers['content-type'], text: await response.body.text() };
};

describe('the three listeners', () => {
  it('serve each its own paths', async () => {
    await start();
    expect(await rawRequest(servers.clientPort, system(), { method: 'GET', path: '/api/v1/hello' })).toMatchObject({ status: 200 });
    expect(await rawRequest(servers.clientPort, system(), { method: 'GET', path: '/peer/v1/messages' })).toMatchObject({ status: 404 });
    expect(await rawRequest(servers.peerPort, peer(), { method: 'GET', path: '/peer/v1/messages' })).toMatchObject({ status: 200 });
    expect(await rawRequest(servers.peerPort, peer(), { method: 'GET', path: '/metrics' })).toMatchObject({ status: 404 });
    expect(await manage('/health/live')).toMatchObject({ status: 200, text: '{"live":true}' });
    expect(await manage('/health/ready')).toMatchObject({ status: 200, text: '{"ready":true,"reasons":[]}' });
    expect(await manage('/metrics')).toMatchObject({
      status: 200,
      type: expect.stringContaining('text/plain'),
      text: expect.stringContaining('valija_up 1'),
    });
    expect(await manage('/api/v1/hello')).toMatchObject({ status: 404, type: 'application/problem+json' });
  });

  it('take clients by TLS 1.2 only where the operator asked for it', async () => {
    const attempt = (port: number) =>
      openPeerSocket(port, { ...system(), maxVersion: 'TLSv1.2' }).then(
        (socket) => {
          const protocol = socket.getProtocol();
          socket.destroy();
          return protocol;
        },
        () => 'refused',
      );
    await start();
    expect(await attempt(servers.clientPort)).toBe('refused');
    await servers.stop({ graceMilliseconds: 0 });
    await start({}, { allowOlderTls: true });
    expect(await attempt(servers.clientPort)).toBe('TLSv1.2');
    expect(await attempt(servers.peerPort)).toBe('refused');
  });

  it('answer a schema, a body and a router that refuse with problems', async () => {
    await start();
    const post = (body: string, type = 'application/json') =>
      rawRequest(servers.clientPort, system(), { method: 'POST', path: '/api/v1/strict', headers: { 'content-type': type }, body });
    const wrong = await post('{"a":"x","b":1}');
    expect(wrong).toMatchObject({ status: 400, code: 'message-form-invalid' });
    const { faults } = JSON.parse(wrong.body.toString('utf8')) as { faults: { pointer: string }[] };
    expect(faults.map(({ pointer }) => pointer)).toContain('/a');
    expect(await post('{')).toMatchObject({ status: 400, code: 'message-form-invalid' });
    expect(await post(`{"a":"${'x'.repeat(2_000)}"}`)).toMatchObject({ status: 413, code: 'submission-too-large' });
    expect(await post('{"a":1}')).toMatchObject({ status: 200 });
    expect(await rawRequest(servers.clientPort, system(), { method: 'GET', path: '/api/v1/%' })).toMatchObject({ status: 404 });
    expect(refusals.map(({ status }) => status)).toEqual([400, 400, 413, 404]);
  });

  it('do not start by halves', async () => {
    await start();
    const { dependencies, reception, tiles, anchorsPem } = fixture.recipient;
    const credentials = { ...dependencies.keys.tls(), anchors: anchorsPem };
    const attempt = startServers({
      client: { host: '127.0.0.1', port: 0, router: clientRoutes(), credentials },
      peer: { host: '127.0.0.1', port: servers.peerPort, api: createPeerApi({ dependencies, reception, tiles }), credentials },
      management: {
        host: '127.0.0.1',
        port: 0,
        readiness: async () => ({ ready: true, reasons: [] }),
        metrics: async () => ({ contentType: 'text/plain', text: '' }),
      },
      observe: () => {},
    });
    await expect(attempt).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('take new credentials for connections to come', async () => {
    await start();
    const { key, certificateChain } = fixture.sender.dependencies.keys.tls();
    servers.renewCredentials({ peer: { key, certificateChain, anchors: fixture.recipient.anchorsPem } });
    const socket = await openPeerSocket(servers.peerPort, peer());
    expect(socket.getPeerX509Certificate()?.subject).toContain('C=XA');
    socket.destroy();
  });
});

describe('slow work of our own', () => {
  it('is waited for, however long the connection is silent meanwhile', async () => {
    await start({ idleTimeout: 150 });
    const waiting = rawRequest(servers.clientPort, system(), { method: 'GET', path: '/api/v1/slow' });
    await eventually('the request is being answered', () => slowRequests === 1);
    await new Promise((resolve) => setTimeout(resolve, 700));
    holding.open();
    expect(await waiting).toMatchObject({ status: 200 });
  });

  it('is not waited for for ever', async () => {
    await start({ answerTimeout: 200 });
    await expect(rawRequest(servers.clientPort, system(), { method: 'GET', path: '/api/v1/slow' })).rejects.toThrow();
  });
});

describe('slow and broken clients', () => {
  it('who never finish their headers are cut off', async () => {
    await start({ headersTimeout: 300 });
    const socket = await openPeerSocket(servers.peerPort, peer());
    const timer = setInterval(() => socket.write('X-Header: 1\r\n'), 50);
    socket.write('GET /peer/v1/messages HTTP/1.1\r\nHost: localhost\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(timer);
  });

  it('who drip a body are cut off, and what they sent is not kept', async () => {
    await start({ idleTimeout: 300 });
    const delivery = await inventDelivery(fixture.sender, fixture.recipient, { content: contentOf(randomBytes(500_000)) });
    const { body, headers } = mixedRequest('/peer/v1/messages', await deliveryParts(delivery));
    const socket = await openPeerSocket(servers.peerPort, peer());
    socket.write(
      `POST /peer/v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${headers?.['content-type']}\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.subarray(0, 100_000));
    const timer = setInterval(() => socket.write('x'), 50);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(timer);
    const { blobs } = fixture.recipient.dependencies;
    await eventually('no file is left', async () => (await blobs.sweep(new Date(Date.now() + 60_000), new Set())) === 0);
  });

  it('who never shake hands are cut off', async () => {
    await start({ handshakeTimeout: 300 });
    const socket = connect(servers.peerPort, '127.0.0.1');
    await new Promise((resolve) => socket.once('close', resolve));
  });

  it.each([
    ['two lengths', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['a length that is none', 'Content-Length: 5x'],
    ['two hosts', 'Host: other'],
    ['a header without name', ': x'],
    ['a bare line feed', 'X: y\nZ: w'],
  ])('who send %s get 400 and no connection', async (_what, header) => {
    await start();
    const socket = await openPeerSocket(servers.peerPort, peer());
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
    });
    socket.write(
      `POST /peer/v1/evidence HTTP/1.1\r\nHost: localhost\r\n${header}\r\n\r\n0\r\n\r\nGET /peer/v1/messages HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once('close', resolve));
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(answer).not.toContain('200 OK');
  });
});

describe('stopping', () => {
  it('says so, lets what is running finish, and takes nothing new', async () => {
    await start();
    const kept = await openPeerSocket(servers.peerPort, peer());
    const running = rawRequest(servers.clientPort, system(), { method: 'GET', path: '/api/v1/slow' });
    expect(await manage('/health/ready')).toMatchObject({ status: 200 });
    await eventually('the request is being answered', () => slowRequests === 1);
    const stopped = servers.stop({ graceMilliseconds: 20_000 });
    expect(await manage('/health/ready')).toMatchObject({ status: 503, text: '{"ready":false,"reasons":["shutting-down"]}' });
    await expect(rawRequest(servers.clientPort, system(), { method: 'GET', path: '/api/v1/hello' })).rejects.toThrow();
    holding.open();
    expect(await running).toMatchObject({ status: 200 });
    await stopped;
    expect(
      kept.destroyed || kept.readableEnded || kept.closed || (await new Promise((resolve) => kept.once('close', () => resolve(true)))),
    ).toBeTruthy();
  });

  it('does not wait for ever', async () => {
    await start();
    const running = rawRequest(servers.clientPort, system(), { method: 'GET', path: '/api/v1/slow' }).catch((error: unknown) => error);
    await eventually('the request is being answered', () => slowRequests === 1);
    await servers.stop({ graceMilliseconds: 50 });
    expect(await running).toBeInstanceOf(Error);
  });

  it('interrupts transfers where they stand', async () => {
    const stored = countStored(fixture.recipient.dependencies.blobs);
    await start();
    const delivery = await inventDelivery(fixture.sender, fixture.recipient, { content: streamedContent(20 * 1024 * 1024) });
    await rawRequest(servers.peerPort, peer(), { method: 'POST', path: '/peer/v1/transfers', headers: openingHeaders(delivery) });
    const socket = await openPeerSocket(servers.peerPort, peer());
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
    });
    const headers = Object.entries({ ...patchHeaders(0), 'content-length': '20971520' }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`PATCH /peer/v1/transfers/${delivery.content.sha256} HTTP/1.1\r\nHost: localhost\r\n${headers.join('')}\r\n`);
    socket.write(randomBytes(3 * 1024 * 1024));
    await eventually('all of it is stored', () => stored.octets() === 3 * 1024 * 1024);
    socket.once('data', () => socket.destroy());
    await servers.stop({ graceMilliseconds: 20_000 });
    expect(answer).toMatch(/^HTTP\/1\.1 503/);
    await start();
    const path = `/peer/v1/transfers/${delivery.content.sha256}`;
    const { headers: state } = await rawRequest(servers.peerPort, peer(), { method: 'HEAD', path, headers: { 'tus-resumable': '1.0.0' } });
    expect(Number(state['upload-offset'])).toBeGreaterThan(1024 * 1024);
  });
});
