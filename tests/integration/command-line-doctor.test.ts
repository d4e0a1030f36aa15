import { createPrivateKey } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { revokeCertificate } from '../../certs-dev/revoke.ts';
import { readCertificates } from '../../compose/configuration/anchors.ts';
import { BORELIA, XANDRIA } from '../../compose/development/authorities.ts';
import { freePorts } from '../../compose/development/free-ports.ts';
import { publishDirectory } from '../../compose/development/installation.ts';
import { examine } from '../../compose/diagnosis/doctor.ts';
import { parseMetrics } from '../../compose/diagnosis/examine-running.ts';
import { createSigner } from '../../crypto/signer.ts';
import { createTimestampResponse } from '../../crypto/tsp/authority.ts';
import type { DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { valija } from '../support/command-line.ts';
import { issueIdentity, listIdentity, rewriteDirectory } from '../support/misbehaving-peer.ts';
import { startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

let both: TwoAuthorities;
let home: string;
let genuine: { content: Record<string, unknown>; directory: Buffer; signature: Buffer };
const closing: (() => unknown)[] = [];
const told: string[] = [];

beforeAll(async () => {
  both = await startTwoAuthorities();
  home = join(both.installation.folder, 'xandria');
  const { directory } = both.installation;
  genuine = {
    content: JSON.parse(await readFile(both.xandria.installed.configuration, 'utf8')) as Record<string, unknown>,
    directory: await readFile(directory),
    signature: await readFile(`${directory}.p7s`),
  };
}, 120_000);
afterAll(() => both?.close(), 60_000);
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await writeFile(`${both.installation.directory}.p7s`, genuine.signature);
  await writeFile(both.installation.directory, genuine.directory);
});

const nested = (name: string) => genuine.content[name] as Record<string, unknown>;

/** What the doctor finds with something else in the configuration. */
async function found(over: Record<string, unknown> = {}, options: { running?: boolean; peers?: boolean } = {}) {
  const configuration = join(home, 'examined.json');
  await writeFile(configuration, JSON.stringify({ ...genuine.content, ...over }), { mode: 0o600 });
  const report = await examine({ configuration, running: options.running ?? false, peers: options.peers ?? false, timeout: 5_000 });
  told.push(JSON.stringify(report));
  const { findings } = report;
  return {
    findings,
    codes: findings.map(({ code }) => code),
    at: (code: string) => findings.filter((finding) => finding.code === code).map(({ subject, details }) => [subject, ...details]),
  };
}

async function serve(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

describe('valija doctor, with a gateway that is well', () => {
  it('finds nothing, and says what it looked at', async () => {
    const { code, stdout, stderr } = await valija(['doctor', '--config', both.xandria.installed.configuration, '--language', 'es']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Todo lo comprobado está en orden\.\n\nLo que es correcto\n/);
    expect(stdout).toContain(`${BORELIA.id} 127.0.0.1:`);
    const json = await valija(['doctor', '--config', both.borelia.installed.configuration, '--json']);
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([
      0,
      { format: 'valija-diagnosis/1', command: 'doctor', healthy: true, findings: [] },
    ]);
    const passed = (JSON.parse(json.stdout) as { passed: { check: string }[] }).passed.map(({ check }) => check);
    for (const check of [
      'files-private',
      'directory-good',
      'revocation-fresh',
      'timestamp-good',
      'clocks-agree',
      'answered-as-gateway',
      'gateway-ready',
      'work-done',
      'log-published',
    ])
      expect(passed).toContain(check);
    told.push(stdout, json.stdout);
  });
});

describe('valija doctor, of files', () => {
  it('names what is wrong with the configuration, with its place', async () => {
    const { findings } = await found({ colour: 'blue' });
    expect(findings).toMatchObject([{ code: 'configuration-invalid', severity: 'fault', details: ['colour: unknown key'] }]);
    const { code, stdout } = await valija(['doctor', '--config', join(home, 'nowhere.json'), '--language', 'pt']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Há algo que não funciona\.\n\nx [^[]*\[configuration-unreadable\]/);
  });

  it('names secrets and folders that others can get at', async () => {
    const secret = join(home, 'open.hex');
    await cp(join(home, 'key-encryption-key.hex'), secret);
    await chmod(secret, 0o644);
    const data = join(home, 'open-data');
    await mkdir(data, { recursive: true });
    await chmod(data, 0o755);
    const keys = { ...nested('keys'), keyEncryptionKey: secret };
    const report = await found({ keys, dataFolder: data });
    expect(report.codes).toEqual(['secret-readable-by-others', 'open-to-others']);
    expect(report.findings.map(({ severity }) => severity)).toEqual(['fault', 'warning']);
    await chmod(data, 0o777);
    expect((await found({ dataFolder: data })).findings).toMatchObject([{ code: 'open-to-others', severity: 'fault', details: ['777'] }]);
  });

  it('names keys that cannot be used, and looks at the rest all the same', async () => {
    const { codes } = await found({
      keys: { ...nested('keys'), folder: 'nowhere' },
      timestamp: { ...nested('timestamp'), url: 'http://127.0.0.1:1/' },
    });
    expect(codes).toEqual(['key-file-missing', 'timestamp-failing']);
  });

  it('names a disk that is full or will be', async () => {
    const { bavail, bsize } = await statfs(home);
    const floor = (octets: number) => ({ operation: { ...nested('operation'), diskFloor: `${Math.floor(octets / 1024 ** 2)}MiB` } });
    expect((await found(floor(bavail * bsize * 4))).codes).toEqual(['storage-full']);
    expect((await found(floor(bavail * bsize * 0.7))).codes).toEqual(['disk-filling']);
  });
});

describe('valija doctor, of certificates and the directory', () => {
  /** A folder with our keys, and another key and certificate of TLS in the directory. */
  async function withOwnTls(days: { from: number; to: number }) {
    const identity = await issueIdentity(both.installation, { days });
    const folder = join(home, `keys-${days.from}-${days.to}`);
    await cp(both.installation.pki.authority(XANDRIA.id).keys, folder, { recursive: true });
    await writeFile(join(folder, 'tls.key.pem'), identity.key, { mode: 0o600 });
    await writeFile(join(folder, 'tls.crt.pem'), identity.cert);
    await listIdentity(both.installation, XANDRIA.id, identity);
    return found({ keys: { ...nested('keys'), folder } });
  }

  it('names our own that have ended, will soon, or have not begun', async () => {
    const soon = await withOwnTls({ from: -90, to: 10 });
    expect([soon.codes, soon.at('certificate-near-end')]).toEqual([
      ['certificate-near-end'],
      [['keys tls', expect.stringMatching(/^20\d\d-/)]],
    ]);
    expect((await withOwnTls({ from: -90, to: -1 })).at('certificate-past-end')).toEqual([['keys tls', expect.anything()]]);
    expect((await withOwnTls({ from: 1, to: 90 })).at('certificate-before-begin')).toEqual([['keys tls', expect.anything()]]);
    // Short-lived ones are not complained of from their first day on.
    expect((await withOwnTls({ from: -1, to: 6 })).codes).toEqual([]);
  });

  it('names those of peers', async () => {
    await rewriteDirectory(both.installation, BORELIA.id, ({ certificates }) => ({
      certificates: certificates.flatMap((record) => {
        if (record.role === 'seal') return [];
        return [record.role === 'tls' ? { ...record, notAfter: new Date(Date.now() + 5 * 86_400_000).toISOString() } : record];
      }),
    }));
    const report = await found();
    expect(report.at('role-without-certificate')).toEqual([[`${BORELIA.id} seal`]]);
    expect(report.at('certificate-near-end')).toEqual([[`${BORELIA.id} tls`, expect.anything()]]);
  });

  it('names keys of ours that the directory lacks, or pins otherwise', async () => {
    await rewriteDirectory(both.installation, XANDRIA.id, ({ certificates, endpoints }) => ({
      certificates: certificates.filter(({ role }) => role !== 'envelope'),
      noteKeys: [],
      endpoints: endpoints.map((endpoint) => ({ ...endpoint, pins: ['00'.repeat(32)] })),
    }));
    expect((await found()).at('own-key-not-listed').map(([subject]) => subject)).toEqual([
      'keys envelope',
      expect.stringMatching(/^keys tls https:/),
      'keys log',
    ]);
  });

  async function expiring(milliseconds: number): Promise<string[]> {
    const { folder, pki } = both.installation;
    const document = { ...(JSON.parse(genuine.directory.toString()) as DirectoryDocument), version: 7 };
    const expiresAt = new Date(Date.now() + milliseconds).toISOString();
    await publishDirectory(folder, pki, { ...document, expiresAt }, new Date());
    return (await found()).codes;
  }

  it('names a directory that has expired, will soon, or is not the one signed', async () => {
    expect(await expiring(3 * 86_400_000)).toEqual(['directory-near-end']);
    expect(await expiring(-1_000)).toEqual(['directory-past-end']);
    expect(await expiring(-40 * 86_400_000)).toEqual(['directory-not-usable']);
    await writeFile(both.installation.directory, Buffer.concat([genuine.directory, Buffer.from(' ')]));
    expect((await found()).codes).toEqual(['directory-signature-invalid']);
  });
});

describe('valija doctor, of what a gateway relies on', () => {
  it('names issuing authorities whose lists are missing, and what follows', async () => {
    const empty = join(home, 'no-lists');
    await mkdir(empty, { recursive: true });
    const report = await found({ revocation: { ...nested('revocation'), folders: [empty] } });
    expect(report.at('revocation-stale').length).toBeGreaterThan(0);
    expect(report.at('certificate-not-sound').map(([subject, code]) => [subject, code])).toContainEqual([
      'keys seal',
      'revocation-unknown',
    ]);
  });

  it('names a source that fails', async () => {
    const [port = 1] = await freePorts(1);
    const issuers = [both.installation.pki.issuing.certificate];
    const report = await found({
      revocation: { ...nested('revocation'), responders: [{ url: `http://127.0.0.1:${port}/ocsp`, issuers }] },
    });
    expect([report.codes, report.at('revocation-failing')[0]]).toEqual([
      ['revocation-failing'],
      ['revocation', expect.stringContaining(`${port}`)],
    ]);
  });

  it('names a time-stamp authority that is away, refuses, or keeps another time', async () => {
    const [port = 1] = await freePorts(1);
    const at = (url: string) => found({ timestamp: { ...nested('timestamp'), url } });
    expect((await at(`http://127.0.0.1:${port}/`)).findings).toMatchObject([
      { code: 'timestamp-failing', details: ['timestamp-unreachable', 'ECONNREFUSED'] },
    ]);
    expect((await at(await serve((_request, response) => response.writeHead(500).end()))).findings).toMatchObject([
      { code: 'timestamp-failing', details: ['timestamp-refused'] },
    ]);
    const late = await at(await serve(timestampsAt(-10_000)));
    expect([late.codes, late.findings[0]?.severity]).toEqual([['clock-off'], 'warning']);
    const wrong = await at(await serve(timestampsAt(3_600_000)));
    expect([wrong.codes, wrong.findings[0]?.severity, wrong.findings[0]?.details]).toEqual([
      ['clock-off'],
      'fault',
      [expect.stringMatching(/^\+3(599|600)\.\d s$/)],
    ]);
  });

  it('names a peer that cannot be reached', async () => {
    await rewriteDirectory(both.installation, BORELIA.id, ({ endpoints }) => ({
      endpoints: endpoints.map((endpoint) => ({ ...endpoint, url: 'https://nowhere.invalid' })),
    }));
    expect((await found({}, { peers: true })).codes).toEqual(['name-not-resolved']);
    expect((await found({}, { peers: false })).codes).toEqual([]);
  });
});

/** Time-stamps of the authority of the installation, whose clock is that much off. */
function timestampsAt(offset: number): RequestListener {
  return async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { key, certificate: path } = both.installation.pki.timestamp;
    const [certificate, ...chain] = await readCertificates([path]);
    if (certificate === undefined) throw new Error('no certificate');
    const signer = createSigner({ privateKey: createPrivateKey(await readFile(key)), certificate, chain });
    const answer = await createTimestampResponse({
      request: Buffer.concat(chunks),
      signer,
      policy: (nested('timestamp').policies as string[])[0] ?? '',
      serialNumber: 1n,
      now: new Date(Date.now() + offset),
      accuracyMilliseconds: 1_000,
    });
    response.setHeader('Content-Type', 'application/timestamp-reply').end(answer);
  };
}

describe('valija doctor, of a gateway that runs', () => {
  /** A gateway that says this of itself. */
  async function saying(ready: object, metrics: Record<string, number> = {}) {
    const base = await serve((request, response) => {
      if (request.url === '/health/ready') response.setHeader('Content-Type', 'application/json').end(JSON.stringify(ready));
      else
        response.end(
          Object.entries(metrics)
            .map(([name, value]) => `# HELP ${name} x\n${name} ${value}\n`)
            .join(''),
        );
    });
    const port = Number(new URL(base).port);
    return found({ listeners: { ...nested('listeners'), management: { host: '0.0.0.0', port } } }, { running: true });
  }

  it('names one that does not run, unless it is not meant to', async () => {
    const [port = 1] = await freePorts(1);
    const listeners = { ...nested('listeners'), management: { host: '127.0.0.1', port } };
    expect((await found({ listeners }, { running: true })).codes).toEqual(['gateway-not-running']);
    expect((await found({ listeners }, { running: false })).codes).toEqual([]);
    expect((await saying({ something: 'else' })).codes).toEqual(['gateway-not-running']);
  });

  it('tells what the gateway says is missing, in words', async () => {
    const reasons = ['ledger-not-open', 'clock-not-trusted', 'queue-not-healthy', 'log-halted', 'of-a-later-version'];
    const report = await saying({ ready: false, reasons, notes: ['log-not-witnessed'] });
    expect(report.codes).toEqual([...reasons, 'log-not-witnessed']);
    expect(new Set(report.findings.map(({ title }) => title.es)).size).toBe(6);
    expect(report.findings.at(-1)?.severity).toBe('warning');
  });

  it('tells of work, alarms, the log and backups', async () => {
    const now = Date.now() / 1_000;
    const wrong = {
      valija_dead_letters: 2,
      valija_oldest_due_seconds: 1_000,
      valija_open_alarms: 1,
      valija_log_contradictions: 1,
      valija_last_backup_timestamp_seconds: now - 30 * 86_400,
      valija_log_size: 10,
      valija_log_published: 9,
    };
    expect((await saying({ ready: true, reasons: [] }, wrong)).codes).toEqual([
      ...['dead-letters', 'work-overdue', 'log-contradicted', 'log-behind', 'open-alarms', 'backup-old'],
    ]);
    const right = {
      valija_log_size: 10,
      valija_log_published: 10,
      valija_last_backup_timestamp_seconds: now - 86_400,
      valija_oldest_due_seconds: 2,
    };
    expect((await saying({ ready: true, reasons: [] }, right)).codes).toEqual([]);
  });

  it('lists what waits for a person, forks and contradictions before the rest, with what to do', async () => {
    const since = '2026-11-20T03:00:00.000Z';
    const alarms = [
      { code: 'keys-not-renewed', count: 1, since },
      { code: 'evidence-conflict', peer: BORELIA.id, count: 2, since },
      { code: 'peer-log-forked', peer: BORELIA.id, count: 1, since },
    ];
    const report = await saying({ ready: true, reasons: [], alarms }, { valija_open_alarms: 4, valija_log_contradictions: 1 });
    expect(report.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'fault evidence-conflict',
      'fault peer-log-forked',
      'fault log-contradicted',
      'warning keys-not-renewed',
      'warning open-alarms',
    ]);
    expect(report.at('evidence-conflict')).toEqual([[BORELIA.id, expect.any(String), '2 x']]);
    const [, fork, kept] = report.findings;
    expect([fork?.advice.en, kept?.advice.en]).toEqual([expect.any(String), expect.stringContaining('valija log contradictions --out')]);
  });

  it('reads metrics without labels, and nothing else', () => {
    expect([...parseMetrics('# HELP a b\na 1\nb{c="d"} 2\nc 1.5e+3\nd NaN\n  e 1\n')]).toEqual([
      ['a', 1],
      ['c', 1_500],
    ]);
  });
});

describe('valija doctor', () => {
  it('names one of our certificates that was revoked', async () => {
    const [certificate] = await readCertificates([both.installation.pki.authority(XANDRIA.id).role('evidence').certificate]);
    const directory = both.installation.pki.directory;
    await revokeCertificate({ directory, now: new Date(), serialHex: certificate?.serialHex ?? '' });
    expect((await found()).at('certificate-not-sound').map(([subject, code]) => [subject, code])).toEqual([
      ['keys evidence', 'certificate-revoked'],
    ]);
  });

  it('never shows a secret', async () => {
    const { pki } = both.installation;
    const files = [
      join(home, 'key-encryption-key.hex'),
      ...(['seal', 'tls', 'encryption'] as const).map((role) => pki.authority(XANDRIA.id).role(role).key),
    ];
    const secrets = (await Promise.all(files.map((path) => readFile(path, 'utf8')))).flatMap((text) =>
      text.split('\n').filter((line) => line.length > 20 && !line.startsWith('-')),
    );
    expect(secrets.length).toBeGreaterThan(6);
    expect(told.length).toBeGreaterThan(10);
    for (const secret of secrets) expect(told.filter((text) => text.includes(secret))).toEqual([]);
    await rm(join(home, 'examined.json'));
  });
});
