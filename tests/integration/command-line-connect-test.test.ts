import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { revokeCertificate } from '../../certs-dev/revoke.ts';
import { BORELIA, XANDRIA } from '../../compose/development/authorities.ts';
import { logOriginOf } from '../../compose/development/directory-document.ts';
import type { Installation } from '../../compose/development/installation.ts';
import { createDevelopmentInstallation } from '../../compose/development/two-authorities.ts';
import { testConnection } from '../../compose/diagnosis/connect-test.ts';
import { valija } from '../support/command-line.ts';
import { eventually } from '../support/eventually.ts';
import {
  identityOf,
  issueIdentity,
  listIdentity,
  type RunningServer,
  rewriteDirectory,
  type ServerIdentity,
  serveBytes,
  serveSecurely,
  writePem,
} from '../support/misbehaving-peer.ts';

let folder: string;
let installation: Installation;
let directory: { document: Buffer; signature: Buffer };
let genuine: ServerIdentity;
let peerPort: number;
const running: RunningServer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-connect-test-'));
  installation = await createDevelopmentInstallation(join(folder, 'installation'));
  genuine = await identityOf(installation, BORELIA.id);
  const document = await readFile(installation.directory);
  directory = { document, signature: await readFile(`${installation.directory}.p7s`) };
  const [, borelia] = (JSON.parse(document.toString()) as { authorities: { endpoints: { url: string }[] }[] }).authorities;
  peerPort = Number(new URL(borelia?.endpoints[0]?.url ?? '').port);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await writeFile(`${installation.directory}.p7s`, directory.signature);
  await writeFile(installation.directory, directory.document);
});

const config = () => installation.gateways[0]?.configuration ?? '';

async function found(timeout = 5_000, peer = 'xb-central') {
  const { findings, passed, healthy } = await testConnection({ configuration: config(), peer, timeout });
  expect(healthy).toBe(findings.length === 0);
  for (const { title, advice } of findings) for (const texts of [title, advice]) expect(new Set(Object.values(texts)).size).toBe(4);
  return {
    codes: findings.map(({ code }) => code),
    details: findings.flatMap(({ details }) => details),
    passed: passed.map(({ check }) => check),
    findings,
  };
}

const CHECKPOINT = `${logOriginOf(BORELIA)}\n1\n${Buffer.alloc(32, 7).toString('base64')}\n\n— invented signature\n`;
const asGateway: RequestListener = (_request, response) => {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8').end(CHECKPOINT);
};
const problem =
  (status: number, code: string): RequestListener =>
  (_request, response) => {
    response
      .writeHead(status, { 'Content-Type': 'application/problem+json' })
      .end(JSON.stringify({ type: `urn:valija:problem:${code}`, code }));
  };

async function serve(identity: ServerIdentity, answer: RequestListener, over = {}): Promise<void> {
  running.push(await serveSecurely(peerPort, identity, answer, over));
}

async function serveRaw(onConnection: (socket: Socket) => void): Promise<void> {
  running.push(await serveBytes(peerPort, onConnection));
}

describe('valija connect-test, with a peer that does everything right', () => {
  it('says which steps were gone', async () => {
    await serve(genuine, asGateway);
    expect(await found()).toMatchObject({
      codes: [],
      passed: ['connected', 'tls-agreed', 'peer-certificate-good', 'clocks-agree', 'answered-as-gateway'],
    });
    await rewriteDirectory(installation, BORELIA.id, ({ endpoints }) => ({
      endpoints: endpoints.map((endpoint) => ({ ...endpoint, url: `https://localhost:${peerPort}/` })),
    }));
    expect((await found()).passed).toContain('name-resolved');
  });

  it('takes the command line, a part of the identifier, and a log that is still empty', async () => {
    await serve(genuine, problem(404, 'not-found'));
    const { code, stdout, stderr } = await valija(['connect-test', 'xb-', '--config', config(), '--language', 'pt']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^Tudo o que foi verificado está em ordem\.\n\n.*\n {2}\+ urn:valija:authority:xb-central 127\.0\.0\.1:\d+: aceita ligações/,
    );
    const report = await valija(['connect-test', XANDRIA.id, '--config', config(), '--json']);
    expect([report.code, JSON.parse(report.stdout)]).toMatchObject([
      1,
      { format: 'valija-diagnosis/1', findings: [{ code: 'peer-not-in-directory', severity: 'fault', details: [BORELIA.id] }] },
    ]);
    expect((await valija(['connect-test', 'xb-', '--config', config(), '--timeout', '0'])).code).toBe(2);
  });
});

describe('valija connect-test, on the way to the peer', () => {
  it('names a peer that nobody knows, or whose address nobody knows', async () => {
    expect(await found(1_000, 'urn:valija:authority:nobody')).toMatchObject({ codes: ['peer-not-in-directory'], details: [BORELIA.id] });
    await rewriteDirectory(installation, BORELIA.id, () => ({ endpoints: [] }));
    expect((await found()).codes).toEqual(['peer-without-endpoint']);
  });

  it('names a host that does not exist', async () => {
    await rewriteDirectory(installation, BORELIA.id, ({ endpoints }) => ({
      endpoints: endpoints.map((endpoint) => ({ ...endpoint, url: 'https://nowhere.invalid:8443' })),
    }));
    expect(await found()).toMatchObject({ codes: ['name-not-resolved'], details: [expect.stringMatching(/^nowhere\.invalid: E/)] });
  });

  it('names a port on which nobody listens', async () => {
    expect(await found()).toMatchObject({ codes: ['connection-refused'], details: [`127.0.0.1 ${peerPort}: ECONNREFUSED`] });
  });

  it('names a machine that does not answer', async () => {
    // A process that takes no connection and whose queue is full: the system drops what comes.
    const program = `require('net').createServer().listen({ port: ${peerPort}, host: '127.0.0.1', backlog: 1 }, () => console.log('x'))`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGSTOP');
    const fillers = Array.from({ length: 8 }, () => connect(peerPort, '127.0.0.1').on('error', () => {}));
    try {
      await eventually('the queue is full', () => fillers.some(({ connecting }) => !connecting));
      expect((await found(1_500)).codes).toEqual(['connection-timeout']);
    } finally {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  it.each([
    ['cuts at once', (socket: Socket) => socket.destroy(), 'tls-cut'],
    ['cuts when we begin', (socket: Socket) => socket.once('data', () => socket.destroy()), 'tls-cut'],
    ['never answers', () => {}, 'tls-timeout'],
    ['speaks SMTP', (socket: Socket) => socket.write('220 mail.invalid ESMTP ready\r\n'), 'not-tls'],
    ['speaks plain HTTP', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'not-tls'],
  ])('names a server that %s', async (_what, onConnection, code) => {
    await serveRaw(onConnection);
    expect((await found(1_500)).codes).toEqual([code]);
  });

  it.each([
    ['knows no TLS 1.3', { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: 'DEFAULT' }, 'tls-version'],
    ['has no group in common', { ecdhCurve: 'X25519' }, 'tls-no-agreement'],
  ])('names a server that %s', async (_what, over, code) => {
    await serve(genuine, asGateway, over);
    expect((await found()).codes).toEqual([code]);
  });
});

describe('valija connect-test, of the certificate of the peer', () => {
  it('names one that the directory does not have', async () => {
    await serve(await issueIdentity(installation), asGateway);
    expect(await found()).toMatchObject({
      codes: ['peer-certificate-not-pinned', 'peer-certificate-not-listed'],
      passed: ['connected', 'tls-agreed'],
    });
  });

  it('names a key that is not pinned', async () => {
    await rewriteDirectory(installation, BORELIA.id, ({ endpoints }) => ({
      endpoints: endpoints.map((endpoint) => ({ ...endpoint, pins: ['00'.repeat(32)] })),
    }));
    await serve(genuine, asGateway);
    expect(await found()).toMatchObject({ codes: ['peer-certificate-not-pinned'], details: [genuine.spkiSha256] });
  });

  it.each([
    ['has expired', { days: { from: -10, to: -1 } }, ['peer-certificate-expired', 'peer-certificate-not-listed']],
    ['is not in force yet', { days: { from: 1, to: 30 } }, ['peer-certificate-not-yet-valid', 'peer-certificate-not-listed']],
    ['is of another server', { names: ['other.invalid'] }, ['peer-certificate-other-name']],
    ['is not one of a server', { usage: 'client' }, ['peer-certificate-no-server']],
  ] as const)('names one that %s', async (_what, wrong, codes) => {
    const identity = await issueIdentity(installation, wrong);
    await listIdentity(installation, BORELIA.id, identity);
    await serve(identity, asGateway);
    expect((await found()).codes).toEqual(codes);
  });

  it('names one of another root, as of somebody in between', async () => {
    const other = await createDevelopmentInstallation(await mkdtemp(join(folder, 'other-')));
    await serve(await identityOf(other, BORELIA.id), asGateway);
    const { codes, details } = await found();
    expect(codes).toEqual(['peer-certificate-without-root', 'peer-certificate-not-pinned', 'peer-certificate-not-listed']);
    expect(details).toContainEqual(expect.stringMatching(/^[A-Z_]+$/));
  });

  it('names one that was revoked, and one of which that cannot be known', async () => {
    const identity = await issueIdentity(installation);
    const { revocationLists, directory: pki } = installation.pki;
    await listIdentity(installation, BORELIA.id, identity);
    await serve(identity, asGateway);
    await rename(revocationLists, `${revocationLists}-away`);
    expect((await found()).codes).toEqual(['peer-certificate-undecided']);
    await rename(`${revocationLists}-away`, revocationLists);
    expect((await found()).codes).toEqual([]);
    const [server] = running.splice(0);
    await server?.stop();
    await revokeCertificate({ directory: pki, now: new Date(), serialHex: genuine.serialHex });
    await serve(genuine, asGateway);
    expect((await found()).codes).toEqual(['peer-certificate-revoked']);
    // The tests below go on with another one.
    genuine = identity;
    await listIdentity(installation, BORELIA.id, identity);
    directory = { document: await readFile(installation.directory), signature: await readFile(`${installation.directory}.p7s`) };
  });
});

describe('valija connect-test, of the answer of the peer', () => {
  it('names a server that does not take our certificate: Node, which hangs up', async () => {
    const other = await createDevelopmentInstallation(await mkdtemp(join(folder, 'strict-')));
    const ca = await readFile(other.pki.root.certificate, 'utf8');
    await serve(genuine, asGateway, { rejectUnauthorized: true, ca });
    expect((await found()).codes).toEqual(['our-certificate-refused']);
  });

  it('names a server that does not take our certificate: OpenSSL, which says so by an alert', async () => {
    const other = await createDevelopmentInstallation(await mkdtemp(join(folder, 'alert-')));
    const key = await writePem(join(folder, 'server.key'), genuine.key);
    const chain = await writePem(join(folder, 'server.crt'), genuine.cert);
    const child = spawn(
      'openssl',
      [
        ...['s_server', '-accept', `127.0.0.1:${peerPort}`, '-tls1_3', '-groups', 'P-256', '-www', '-key', key],
        ...['-cert', chain, '-cert_chain', chain, '-Verify', '3', '-verify_return_error', '-CAfile', other.pki.root.certificate],
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    try {
      await once(child.stdout, 'data');
      const { codes, details } = await found();
      expect(codes).toEqual(['our-certificate-refused']);
      expect(details).toEqual([expect.stringMatching(/ALERT/)]);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });

  it.each([
    ['does not know us', problem(403, 'peer-unknown'), 'our-certificate-unknown'],
    ['cannot work now', problem(503, 'directory-not-usable'), 'peer-not-ready'],
    [
      'is a web site',
      ((_request, response) => response.setHeader('Content-Type', 'text/html').end('<p>It works!')) as RequestListener,
      'answer-not-ours',
    ],
    [
      'is the gateway of somebody else',
      ((_request, response) =>
        response.setHeader('Content-Type', 'text/plain').end(CHECKPOINT.replace('borelia', 'xandria'))) as RequestListener,
      'answer-not-ours',
    ],
    [
      'speaks of problems as others do',
      ((_request, response) =>
        response.writeHead(503, { 'Content-Type': 'application/problem+json' }).end('{"type":"about:blank"}')) as RequestListener,
      'answer-not-ours',
    ],
    ['does not speak HTTP', ((request) => request.socket.end('SSH-2.0-invented\r\n')) as RequestListener, 'answer-not-ours'],
    ['never answers', (() => {}) as RequestListener, 'answer-missing'],
  ])('names a server that %s', async (_what, answer, code) => {
    await serve(genuine, answer);
    expect((await found(2_500)).codes).toEqual([code]);
  });

  it.each([
    [-10, 'warning'],
    [-120, 'fault'],
    [3_600, 'fault'],
  ])('names a clock that is %d seconds off', async (seconds, severity) => {
    await serve(genuine, (request, response) => {
      response.setHeader('Date', new Date(Date.now() + seconds * 1_000).toUTCString());
      asGateway(request, response);
    });
    const { findings } = await found();
    expect(findings).toMatchObject([{ code: 'clocks-differ', severity, details: [expect.stringMatching(/^[+-]?\d+ s$/)] }]);
  });

  it('never shows our key', async () => {
    const key = await readFile(installation.pki.authority(XANDRIA.id).role('tls').key, 'utf8');
    const { stdout, stderr } = await valija(['connect-test', 'xb-', '--config', config(), '--json']);
    for (const line of key.split('\n').slice(1, -2)) expect(stdout + stderr).not.toContain(line);
  });
});
