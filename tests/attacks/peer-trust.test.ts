import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPeerTransport, type PeerTransportOptions } from '../../adapters/transport/peer-transport.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import type { KeyFiles } from '../../certs-dev/layout.ts';
import { issueNext } from '../../certs-dev/renew.ts';
import { revokeCertificate } from '../../certs-dev/revoke.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';

import { certificateRecord, createGatewayFixture, type GatewayFixture, RECIPIENT, SENDER } from '../support/gateway-fixture.ts';
import { type Credentials, credentialsIn, credentialsOf, rawRequest } from '../support/peer-client.ts';
import { type PeerServer, pinOf, publishEndpoint, startPeerServer } from '../support/peer-server.ts';

let fixture: GatewayFixture;
let server: PeerServer;

beforeAll(async () => {
  fixture = await createGatewayFixture();
  server = await startPeerServer(fixture, fixture.recipient);
});
afterAll(async () => {
  await server.stop();
  await fixture.close();
});

const signal = new AbortController().signal;
const pull = { method: 'GET', path: '/peer/v1/messages' };

function recipientRecord(): AuthorityRecord {
  const record = fixture.sender.dependencies.directory.authority(RECIPIENT);
  if (record === undefined) throw new Error('the directory lost the recipient');
  return record;
}

describe('a client of the peer API is let in', () => {
  const ask = (credentials: Credentials) => rawRequest(server.port, credentials, pull);
  const clientOf = (files: KeyFiles) => credentialsIn(files, fixture.sender.anchorsPem);

  it('with the certificate that the directory lists', async () => {
    expect(await ask(credentialsOf(fixture.sender))).toMatchObject({ status: 200 });
  });

  it('not without a certificate', async () => {
    await expect(ask({ ca: fixture.sender.anchorsPem })).rejects.toThrow();
  });

  it('not under an anchor that nobody configured', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'valija-foreign-'));
    const foreign = await generateDevelopmentPki({
      directory: join(folder, 'pki'),
      now: new Date(),
      authorities: [{ id: SENDER, name: { en: 'Invented impostor' }, country: 'XA' }],
    });
    await expect(ask(clientOf(foreign.authority(SENDER).role('tls')))).rejects.toThrow();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['a certificate of the same authority in another role', 'evidence' as const],
    ['one that seals', 'seal' as const],
  ])('not with %s', async (_what, role) => {
    const answer = await ask(clientOf(fixture.pki.authority(SENDER).role(role))).catch(() => ({ status: 0, code: 'refused by TLS' }));
    expect(answer.status === 0 || answer.code === 'peer-unknown').toBe(true);
  });

  it('not with a certificate that the directory does not list, however good its chain', async () => {
    expect(await ask(clientOf(fixture.pki.authority(SENDER).client('system')))).toMatchObject({ status: 403, code: 'peer-unknown' });
    const next = await issueNext({ directory: fixture.pki.directory, id: SENDER, role: 'tls', now: new Date() });
    expect(await ask(clientOf(next))).toMatchObject({ status: 403, code: 'peer-unknown' });
    // Once it is listed, both are let in: current and next.
    const record = await certificateRecord('tls', next.certificate);
    await fixture.changeDirectory((authorities) => authorities.get(SENDER)?.certificates.push(record));
    expect(await ask(clientOf(next))).toMatchObject({ status: 200 });
    expect(await ask(credentialsOf(fixture.sender))).toMatchObject({ status: 200 });
  });

  it('not as itself', async () => {
    expect(await ask(credentialsOf(fixture.recipient))).toMatchObject({ status: 403, code: 'peer-unknown' });
  });

  it('not with a record that is over, not yet in force, or revoked; not even on the connection it had before', async () => {
    const kept = createPeerTransport(fixture.sender.transportOptions);
    const reached = () => kept.pullMessages(recipientRecord(), 0, { signal });
    await reached();
    const change = (edit: (record: AuthorityRecord['certificates'][number]) => void) =>
      fixture.changeDirectory((authorities) => {
        for (const record of authorities.get(SENDER)?.certificates ?? []) if (record.role === 'tls') edit(record);
      });
    const past = new Date(Date.now() - 60_000).toISOString();
    const future = new Date(Date.now() + 60_000).toISOString();
    const good = fixture.sender.dependencies.directory.authority(SENDER)?.certificates.find(({ role }) => role === 'tls');
    for (const damage of [{ notAfter: past }, { notBefore: future }, { revokedAt: past }]) {
      await change((record) => Object.assign(record, damage));
      await expect(reached()).rejects.toMatchObject({ code: 'peer-protocol' });
      expect(await ask(credentialsOf(fixture.sender))).toMatchObject({ status: 403, code: 'peer-unknown' });
      await change((record) => {
        delete record.revokedAt;
        Object.assign(record, { notBefore: good?.notBefore, notAfter: good?.notAfter });
      });
    }
    await reached();
    await kept.close();
  });

  it('not by TLS 1.2', async () => {
    const { key, cert, ca } = credentialsOf(fixture.sender);
    const attempt = new Promise((resolve, reject) => {
      const socket = connect({ host: 'localhost', port: server.port, key, cert, ca: [...ca], maxVersion: 'TLSv1.2' });
      socket.once('secureConnect', resolve).once('error', reject);
    });
    await expect(attempt).rejects.toThrow();
    expect(await opensslSees('-tls1_2')).not.toMatch(/Cipher is TLS|Cipher is ECDHE/);
  });

  it('by TLS 1.3, as openssl sees it', async () => {
    const seen = await opensslSees('-tls1_3');
    expect(seen).toMatch(/New, TLSv1\.3, Cipher is TLS_AES_(256_GCM_SHA384|128_GCM_SHA256)/);
    expect(seen).toMatch(/Verify return code: 0/);
    expect(seen).toContain('HTTP/1.1 200 OK');
  });

  it('with a whole handshake every time: a session cannot be resumed past a certificate', async () => {
    const { key, cert, ca } = credentialsOf(fixture.sender);
    const once = (session?: Buffer) =>
      new Promise<{ session: Buffer; isReused: boolean }>((resolve, reject) => {
        const given = session === undefined ? {} : { session };
        const socket = connect({ host: 'localhost', port: server.port, key, cert, ca: [...ca], ...given });
        socket.once('error', reject);
        socket.once('session', (offered: Buffer) => {
          resolve({ session: offered, isReused: socket.isSessionReused() });
          socket.destroy();
        });
      });
    const first = await once();
    expect(await once(first.session)).toMatchObject({ isReused: false });
  });

  it.each([
    ['SecP256r1MLKEM768', true],
    ['X25519MLKEM768', true],
    ['P-384', true],
    ['P-256', true],
    ['X25519', false],
    ['P-521', false],
  ])('by key agreement in %s: %s', async (ecdhCurve, isTaken) => {
    const { key, cert, ca } = credentialsOf(fixture.sender);
    const attempt = new Promise((resolve) => {
      const socket = connect({ host: 'localhost', port: server.port, key, cert, ca: [...ca], ecdhCurve });
      socket.once('error', () => resolve(false));
      socket.once('secureConnect', () => {
        socket.destroy();
        resolve(true);
      });
    });
    expect(await attempt).toBe(isTaken);
  });
});

/** What `openssl s_client` prints of a request with the sender's certificate; openssl 3.0 has no hybrid groups. */
function opensslSees(version: string): Promise<string> {
  const files = fixture.pki.authority(SENDER).role('tls');
  const options = [
    '-cert',
    files.certificate,
    '-cert_chain',
    files.certificate,
    '-key',
    files.key,
    '-CAfile',
    fixture.pki.root.certificate,
    '-ign_eof',
    version,
  ];
  return new Promise((resolve) => {
    const client = execFile(
      'openssl',
      ['s_client', '-connect', `localhost:${server.port}`, ...options],
      { timeout: 20_000 },
      (_error, stdout) => resolve(stdout),
    );
    client.stdin?.on('error', () => {});
    client.stdin?.end('GET /peer/v1/messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  });
}

describe('a gateway trusts the peer it calls', () => {
  let transportOptions: PeerTransportOptions;

  beforeEach(async () => {
    transportOptions = fixture.sender.transportOptions;
    await publishEndpoint(fixture, fixture.recipient, server.port);
  });

  async function reach(peer = recipientRecord(), changes: Partial<PeerTransportOptions> = {}): Promise<unknown> {
    const transport = createPeerTransport({ ...transportOptions, ...changes });
    return transport.pullMessages(peer, 0, { signal }).finally(() => transport.close());
  }

  /** A TLS server with these credentials, which would answer anybody. */
  async function impostor(files: KeyFiles): Promise<{ port: number; close: () => Promise<void> }> {
    const listener = createServer(
      { key: await readFile(files.key), cert: await readFile(files.certificate), minVersion: 'TLSv1.3' },
      (_request, response) => response.setHeader('content-type', 'application/json').end('{"epoch":"x","items":[],"more":false}'),
    );
    listener.listen(0, '127.0.0.1');
    await new Promise((resolve) => listener.once('listening', resolve));
    return {
      port: (listener.address() as AddressInfo).port,
      close: async () => {
        listener.closeAllConnections();
        await new Promise((resolve) => listener.close(resolve));
      },
    };
  }

  it('when everything agrees', async () => {
    await expect(reach()).resolves.toMatchObject({ more: expect.any(Boolean) });
    // Also by address, which the certificate names too.
    const byAddress = { ...recipientRecord(), endpoints: [{ url: `https://127.0.0.1:${server.port}`, pins: [pinOf(fixture.recipient)] }] };
    await expect(reach(byAddress)).resolves.toBeDefined();
  });

  it('not when the pins are of other keys', async () => {
    const peer = { ...recipientRecord(), endpoints: [{ url: `https://localhost:${server.port}`, pins: ['0'.repeat(64), 'f'.repeat(64)] }] };
    await expect(reach(peer)).rejects.toMatchObject({ name: 'TransportError', code: 'peer-not-trusted', disposition: 'retry' });
  });

  it('when one of the pins is of its key: current or next', async () => {
    const peer = {
      ...recipientRecord(),
      endpoints: [{ url: `https://localhost:${server.port}`, pins: ['0'.repeat(64), pinOf(fixture.recipient)] }],
    };
    await expect(reach(peer)).resolves.toBeDefined();
  });

  it.each([
    ['is over', { notAfter: new Date(Date.now() - 60_000).toISOString() }],
    ['is not yet in force', { notBefore: new Date(Date.now() + 60_000).toISOString() }],
    ['was revoked', { revokedAt: new Date(Date.now() - 60_000).toISOString() }],
  ])('not when its record in the directory %s', async (_what, damage) => {
    const peer = structuredClone(recipientRecord());
    for (const record of peer.certificates) if (record.role === 'tls') Object.assign(record, damage);
    await expect(reach(peer)).rejects.toMatchObject({ code: 'peer-not-trusted' });
  });

  it('not when the directory lists no TLS certificate of it', async () => {
    const peer = structuredClone(recipientRecord());
    peer.certificates = peer.certificates.filter(({ role }) => role !== 'tls');
    await expect(reach(peer)).rejects.toMatchObject({ code: 'peer-not-trusted' });
  });

  it('not when its certificate does not lead to our anchor', async () => {
    const [foreign] = parsePemCertificates(await readFile(fixture.pki.timestamp.certificate, 'utf8'));
    const anchorsPem = [
      `-----BEGIN CERTIFICATE-----\n${foreign?.der
        .toString('base64')
        .match(/.{1,64}/g)
        ?.join('\n')}\n-----END CERTIFICATE-----\n`,
    ];
    await expect(reach(recipientRecord(), { anchorsPem })).rejects.toMatchObject({ code: 'peer-not-trusted' });
  });

  it('not when the host has another name', async () => {
    // Another loopback address is the same machine, but the certificate does not name it.
    const other = await startPeerServer(fixture, fixture.recipient, { host: '127.0.0.2' });
    const peer = { ...recipientRecord(), endpoints: [{ url: `https://127.0.0.2:${other.port}`, pins: [pinOf(fixture.recipient)] }] };
    await expect(reach(peer)).rejects.toMatchObject({ code: 'peer-not-trusted' });
    await other.stop();
  });

  it('not when somebody listed shows a certificate that is not one of a server', async () => {
    const files = fixture.pki.authority(RECIPIENT).client('system');
    const impostorServer = await impostor(files);
    const record = await certificateRecord('tls', files.certificate);
    const [certificate] = parsePemCertificates(await readFile(files.certificate, 'utf8'));
    const peer: AuthorityRecord = {
      ...recipientRecord(),
      certificates: [record],
      endpoints: [{ url: `https://localhost:${impostorServer.port}`, pins: [certificate?.spkiSha256.toString('hex') ?? ''] }],
    };
    await expect(reach(peer)).rejects.toMatchObject({ code: 'peer-not-trusted' });
    await impostorServer.close();
  });

  it('not when another authority of the same anchor answers in its place', async () => {
    const files = fixture.pki.authority(SENDER).role('tls');
    const impostorServer = await impostor(files);
    const peer = {
      ...recipientRecord(),
      endpoints: [{ url: `https://localhost:${impostorServer.port}`, pins: [pinOf(fixture.sender), pinOf(fixture.recipient)] }],
    };
    await expect(reach(peer)).rejects.toMatchObject({ code: 'peer-not-trusted' });
    await impostorServer.close();
  });

  it('not when it speaks TLS 1.2 alone', async () => {
    const { key, certificateChain } = fixture.recipient.dependencies.keys.tls();
    const old = createServer({ key, cert: certificateChain, maxVersion: 'TLSv1.2' }, (_request, response) => response.end());
    old.listen(0, '127.0.0.1');
    await new Promise((resolve) => old.once('listening', resolve));
    const port = (old.address() as AddressInfo).port;
    const peer = { ...recipientRecord(), endpoints: [{ url: `https://localhost:${port}`, pins: [pinOf(fixture.recipient)] }] };
    await expect(reach(peer)).rejects.toMatchObject({ code: 'peer-unreachable' });
    old.closeAllConnections();
    await new Promise((resolve) => old.close(resolve));
  });

  it('at the first endpoint that can be reached and trusted, and says when one was refused', async () => {
    const bad = { url: 'https://localhost:1', pins: [pinOf(fixture.recipient)] };
    const good = { url: `https://localhost:${server.port}`, pins: [pinOf(fixture.recipient)] };
    const mistrusted = { ...good, pins: ['0'.repeat(64)] };
    await expect(reach({ ...recipientRecord(), endpoints: [bad, mistrusted, good] })).resolves.toBeDefined();
    await expect(reach({ ...recipientRecord(), endpoints: [mistrusted, bad] })).rejects.toMatchObject({ code: 'peer-not-trusted' });
    await expect(reach({ ...recipientRecord(), endpoints: [bad] })).rejects.toMatchObject({ code: 'peer-unreachable' });
    await expect(reach({ ...recipientRecord(), endpoints: [] })).rejects.toMatchObject({ code: 'peer-unreachable' });
  });

  it('and never shows a private key, whatever goes wrong', async () => {
    const { key } = fixture.sender.dependencies.keys.tls();
    const body = key.split('\n').find((line) => line.length === 64 && !line.startsWith('-'));
    expect(body).toBeDefined();
    const failures = [
      await reach({ ...recipientRecord(), endpoints: [{ url: 'https://localhost:1', pins: ['0'.repeat(64)] }] }).catch(
        (error: unknown) => error,
      ),
      await reach({ ...recipientRecord(), endpoints: [{ url: `https://localhost:${server.port}`, pins: ['0'.repeat(64)] }] }).catch(
        (error: unknown) => error,
      ),
    ];
    for (const failure of failures) {
      expect(failure).toMatchObject({ name: 'TransportError' });
      expect(inspect(failure, { depth: 20, showHidden: true })).not.toContain(body);
    }
    // What the transport holds cannot be printed by accident either.
    const transport = createPeerTransport(transportOptions);
    await transport.pullMessages(recipientRecord(), 0, { signal });
    expect(inspect(transport, { depth: 20, showHidden: true })).not.toContain(body);
    await transport.close();
  });

  // Last, because a revocation cannot be taken back.
  it('not when its certificate has been revoked, nor lets it in as a client', async () => {
    const [certificate] = parsePemCertificates(fixture.recipient.dependencies.keys.tls().certificateChain);
    const kept = createPeerTransport(transportOptions);
    await kept.pullMessages(recipientRecord(), 0, { signal });
    const senderServer = await startPeerServer(fixture, fixture.sender);
    expect(await rawRequest(senderServer.port, credentialsOf(fixture.recipient), pull)).toMatchObject({ status: 200 });
    await revokeCertificate({ directory: fixture.pki.directory, now: new Date(), serialHex: certificate?.serialHex ?? '' });
    await fixture.refresh();
    await expect(reach()).rejects.toMatchObject({ code: 'peer-not-trusted' });
    // Also on connections that were made before.
    await expect(kept.pullMessages(recipientRecord(), 0, { signal })).rejects.toMatchObject({ code: 'peer-not-trusted' });
    await kept.close();
    expect(await rawRequest(senderServer.port, credentialsOf(fixture.recipient), pull)).toMatchObject({
      status: 403,
      code: 'peer-unknown',
    });
    await senderServer.stop();
  });
});
