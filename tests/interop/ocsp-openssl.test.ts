import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import type { DevelopmentPkiPaths } from '../../certs-dev/layout.ts';
import { revokeCertificate } from '../../certs-dev/revoke.ts';
import { freePorts } from '../../compose/development/free-ports.ts';
import { startStatusService } from '../../compose/development/start-status-service.ts';
import { CryptoError } from '../../crypto/error.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { buildOcspRequest, parseOcspRequest } from '../../crypto/x509/ocsp-request.ts';
import { parseOcspResponse } from '../../crypto/x509/ocsp-response.ts';
import { verifyOcspResponse } from '../../crypto/x509/ocsp-verify.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { parseRevocationList } from '../../crypto/x509/revocation-list.ts';
import type { OcspServer } from '../../services/ocsp/server.ts';

const ID = 'urn:valija:test:invented';
const NOW = new Date();
const CERTIFICATES = ['seal', 'evidence'] as const;

let folder: string;
let pki: DevelopmentPkiPaths;
let service: OcspServer;
let seal: Certificate;
let revoked: Certificate;
let issuing: Certificate;
let root: Certificate;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-ocsp-'));
  const [port = 0] = await freePorts(1);
  const directory = join(folder, 'pki');
  const authorities = [{ id: ID, name: { es: 'Autoridad inventada' }, country: 'ES' }];
  pki = await generateDevelopmentPki({ directory, authorities, now: NOW, statusAddress: `http://127.0.0.1:${port}` });
  [seal, revoked] = (await Promise.all(CERTIFICATES.map((role) => first(pki.authority(ID).role(role).certificate)))) as [
    Certificate,
    Certificate,
  ];
  [issuing, root] = [await first(pki.issuing.certificate), await first(pki.root.certificate)];
  await revokeCertificate({ directory, serialHex: revoked.serialHex, now: NOW, reason: 'keyCompromise' });
  service = await startStatusService({ directory, host: '127.0.0.1', port, now: () => new Date() });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

async function first(path: string): Promise<Certificate> {
  const [certificate] = parsePemCertificates(await readFile(path, 'utf8'));
  if (certificate === undefined) throw new Error(`${path} is empty`);
  return certificate;
}

/** openssl as a process beside us: it talks to servers of this one. */
async function openssl(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

const trust = (): string[] => ['-CAfile', pki.root.certificate, '-verify_other', pki.issuing.certificate];
const file = (role: (typeof CERTIFICATES)[number]): string => pki.authority(ID).role(role).certificate;

describe('our responder, asked by openssl', () => {
  const ask = (role: (typeof CERTIFICATES)[number], ...more: string[]) =>
    openssl('ocsp', ...more, '-issuer', pki.issuing.certificate, '-cert', file(role), '-url', `${service.url}/ocsp`, ...trust());

  it.each([['-sha1'], ['-sha256'], ['-sha256', '-no_nonce']])('says good and revoked, with %s %s', async (...options) => {
    const good = await ask('seal', ...options);
    expect(good).toMatchObject({ code: 0, output: expect.stringMatching(/Response verify OK[\s\S]*: good/) });
    const other = await ask('evidence', ...options);
    expect(other.output).toMatch(/Response verify OK[\s\S]*: revoked[\s\S]*Reason: keyCompromise[\s\S]*Revocation Time:/);
    if (!options.includes('-no_nonce')) expect(good.output).not.toMatch(/no nonce/i);
  });

  it('answers about the issuing authority for the root, and about nobody else', async () => {
    const fixed = ['-url', `${service.url}/ocsp`, '-CAfile', pki.root.certificate];
    const answer = await openssl('ocsp', '-issuer', pki.root.certificate, '-cert', pki.issuing.certificate, ...fixed);
    expect(answer).toMatchObject({ code: 0, output: expect.stringMatching(/Response verify OK[\s\S]*: good/) });
    const stranger = await openssl('ocsp', '-issuer', file('seal'), '-cert', file('evidence'), ...fixed);
    expect(stranger.output).toMatch(/unauthorized/);
    const unissued = await openssl('ocsp', '-issuer', pki.issuing.certificate, '-serial', '0x4a01', ...fixed, ...trust());
    expect(unissued.output).toMatch(/: unknown/);
  });

  it('knows a revocation as soon as it is made', async () => {
    const role = pki.authority(ID).role('envelope').certificate;
    const askAgain = () => openssl('ocsp', '-issuer', pki.issuing.certificate, '-cert', role, '-url', `${service.url}/ocsp`, ...trust());
    expect((await askAgain()).output).toMatch(/: good/);
    await revokeCertificate({ directory: pki.directory, serialHex: (await first(role)).serialHex, now: new Date(), reason: 'superseded' });
    expect((await askAgain()).output).toMatch(/: revoked[\s\S]*Reason: superseded/);
  });

  it('gives by GET what openssl verifies as well, with headers for caches', async () => {
    const request = join(folder, 'get.req');
    await writeFile(request, buildOcspRequest({ certificate: seal, issuer: issuing }));
    const base64 = (await readFile(request)).toString('base64');
    for (const path of [base64, encodeURIComponent(base64)]) {
      const answer = await fetch(`${service.url}/ocsp/${path}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/ocsp-response');
      expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=\d+, no-transform, must-revalidate$/);
      const response = join(folder, 'get.resp');
      await writeFile(response, Buffer.from(await answer.arrayBuffer()));
      const shown = await openssl('ocsp', '-reqin', request, '-respin', response, '-issuer', pki.issuing.certificate, ...trust());
      expect(shown).toMatchObject({ code: 0, output: expect.stringMatching(/Response verify OK/) });
    }
  });

  it('is refused by openssl with one byte of its answer changed', async () => {
    const answer = await fetch(`${service.url}/ocsp`, {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request' },
      body: new Uint8Array(buildOcspRequest({ certificate: seal, issuer: issuing })),
    });
    const der = Buffer.from(await answer.arrayBuffer());
    const producedAt = der.indexOf(Buffer.from([0x18, 0x0f]));
    der[producedAt + 15] = (der[producedAt + 15] ?? 0) ^ 1;
    const response = join(folder, 'tampered.resp');
    await writeFile(response, der);
    const shown = await openssl('ocsp', '-respin', response, '-issuer', pki.issuing.certificate, '-cert', file('seal'), ...trust());
    expect(shown.output).toMatch(/Response Verify Failure/);
  });

  it('refuses what is no request by the protocol, and by HTTP what is no such request at all', async () => {
    const post = (body: string | Uint8Array<ArrayBuffer>, type = 'application/ocsp-request', path = '/ocsp') =>
      fetch(`${service.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body });
    const refused = await post('nothing of the kind');
    expect(refused.status).toBe(200);
    expect(Buffer.from(await refused.arrayBuffer())).toEqual(Buffer.from('30030a0101', 'hex'));
    expect(Buffer.from(await (await fetch(`${service.url}/ocsp/not*base64`)).arrayBuffer())).toEqual(Buffer.from('30030a0101', 'hex'));
    expect((await post('x', 'text/plain')).status).toBe(415);
    expect((await post(new Uint8Array(17 * 1024))).status).toBe(413);
    expect((await post('x', 'application/ocsp-request', '/elsewhere')).status).toBe(404);
    expect((await fetch(`${service.url}/ocsp`, { method: 'PUT' })).status).toBe(405);
    expect((await fetch(`${service.url}/ocsp/${'A'.repeat(1100)}`)).status).toBe(414);
  });

  it('stands where the certificates say, with the list and the issuer beside it', async () => {
    const { output } = await openssl('x509', '-in', file('seal'), '-noout', '-ocsp_uri');
    expect(output.trim()).toBe(`${service.url}/ocsp`);
    expect(seal.distributionPoints).toEqual([`${service.url}/crl/issuing.crl`]);
    const list = Buffer.from(await (await fetch(seal.distributionPoints[0] ?? '')).arrayBuffer());
    expect(parseRevocationList(list).revocations.has(revoked.serialHex)).toBe(true);
    expect(Buffer.from(await (await fetch(`${service.url}/ca/issuing.crt`)).arrayBuffer())).toEqual(issuing.der);
  });
});

describe('openssl as a responder, read by us', () => {
  const date = (moment: Date): string => moment.toISOString().slice(2, 19).replace(/[-:T]/g, '').concat('Z');

  async function index(): Promise<string> {
    const path = join(folder, 'index.txt');
    const line = (certificate: Certificate, state: string, revocation: string): string =>
      [state, date(certificate.notAfter), revocation, certificate.serialHex.toUpperCase(), 'unknown', '/CN=invented'].join('\t');
    await writeFile(path, `${line(seal, 'V', '')}\n${line(revoked, 'R', `${date(new Date(NOW.getTime() - 60_000))},keyCompromise`)}\n`);
    return path;
  }

  async function signer(kind: 'delegated' | 'issuer'): Promise<string[]> {
    const { key, certificate } = kind === 'delegated' ? pki.responder('issuing') : pki.issuing;
    return ['-index', await index(), '-CA', pki.issuing.certificate, '-rsigner', certificate, '-rkey', key];
  }

  async function reply(kind: 'delegated' | 'issuer', request: Buffer, ...options: string[]): Promise<Buffer> {
    const [asked, answered] = [join(folder, 'asked.req'), join(folder, 'answered.resp')];
    await writeFile(asked, request);
    const { code, output } = await openssl('ocsp', ...(await signer(kind)), '-reqin', asked, '-respout', answered, ...options);
    expect(code, output).toBe(0);
    return readFile(answered);
  }

  const validate = (certificate: Certificate, der: Buffer, aboutIssuing: Buffer) =>
    createPathValidator({ anchors: [root] }).validate({
      certificate,
      intermediates: [issuing],
      at: new Date(),
      revocationLists: [],
      ocspResponses: [der, aboutIssuing].map(parseOcspResponse),
      required: {},
      revocation: 'required',
    });

  it.each([
    ['delegated', 'sha1', ['-nmin', '10']],
    ['delegated', 'sha256', ['-resp_key_id', '-ndays', '1']],
    ['issuer', 'sha256', ['-nmin', '10', '-resp_no_certs']],
    ['issuer', 'sha1', ['-resp_key_id']],
  ] as const)('%s, with identifiers by %s and options %j', async (kind, digest, options) => {
    const now = new Date();
    const nonce = Buffer.alloc(16, 0x5a);
    const aboutIssuing = Buffer.from(
      await (
        await fetch(`${service.url}/ocsp/${buildOcspRequest({ certificate: issuing, issuer: root }).toString('base64')}`)
      ).arrayBuffer(),
    );
    for (const [certificate, status, verdict] of [
      [seal, 'good', 'PASSED'],
      [revoked, 'revoked', 'FAILED'],
    ] as const) {
      const der = await reply(kind, buildOcspRequest({ certificate, issuer: issuing, digest, nonce }), ...options);
      const { answer, response } = verifyOcspResponse({ der, certificate, issuer: issuing, now, nonce, nonceRequired: true });
      expect(answer.status).toBe(status);
      if (status === 'revoked') expect(answer).toMatchObject({ reason: 1, revokedAt: expect.any(Date) });
      expect('keyHash' in response.responderId).toBe((options as readonly string[]).includes('-resp_key_id'));
      expect((await validate(certificate, der, aboutIssuing)).verdict).toBe(verdict);
    }
  });

  it('is refused by us with any byte changed', async () => {
    const der = await reply('delegated', buildOcspRequest({ certificate: seal, issuer: issuing }), '-nmin', '10');
    const now = new Date();
    expect(verifyOcspResponse({ der, certificate: seal, issuer: issuing, now }).answer.status).toBe('good');
    // The certificates that came along are outside the signature; damage there costs the trust or changes nothing.
    const { signedDer } = parseOcspResponse(der);
    const start = der.indexOf(signedDer);
    for (let offset = start; offset < start + signedDer.length; offset += 1) {
      const changed = Buffer.from(der);
      changed[offset] = (changed[offset] ?? 0) ^ 1;
      expect(() => verifyOcspResponse({ der: changed, certificate: seal, issuer: issuing, now })).toThrow(CryptoError);
    }
  });

  it('is asked by requests that are read as those of openssl are', async () => {
    const path = join(folder, 'theirs.req');
    for (const digest of ['sha1', 'sha256'] as const) {
      await openssl('ocsp', `-${digest}`, '-issuer', pki.issuing.certificate, '-cert', file('seal'), '-reqout', path);
      const theirs = await readFile(path);
      const { nonce, certificateIds } = parseOcspRequest(theirs);
      expect(certificateIds).toMatchObject([{ digest, serialHex: seal.serialHex }]);
      expect(buildOcspRequest({ certificate: seal, issuer: issuing, digest, ...(nonce === undefined ? {} : { nonce }) })).toEqual(theirs);
    }
  });

  it('is reached over HTTP', async () => {
    const [port = 0] = await freePorts(1);
    const args = ['ocsp', '-port', String(port), '-nrequest', '1', '-nmin', '5', ...(await signer('delegated'))];
    const child = spawn('openssl', args, { stdio: 'ignore' });
    try {
      const body = new Uint8Array(buildOcspRequest({ certificate: seal, issuer: issuing }));
      const headers = { 'content-type': 'application/ocsp-request' };
      const post = () => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
      let answer: Response | undefined;
      for (let attempt = 0; answer === undefined && attempt < 100; attempt += 1)
        answer = await post().catch(() => sleep(50).then(() => undefined));
      const der = Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer(0));
      expect(verifyOcspResponse({ der, certificate: seal, issuer: issuing, now: new Date() }).answer.status).toBe('good');
    } finally {
      child.kill();
    }
  });
});
