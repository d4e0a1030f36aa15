import { randomBytes, sign } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inquirePaths } from '../../adapters/revocation/inquiring-paths.ts';
import type { ResponderOptions } from '../../adapters/revocation/ocsp-client.ts';
import { type OpenedRevocationSource, openRevocationSource } from '../../adapters/revocation/open-revocation-source.ts';
import { readIssuedState } from '../../certs-dev/certificate-state.ts';
import { readPrivateKey } from '../../certs-dev/files.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import { newKeyPair } from '../../certs-dev/issue.ts';
import type { AuthorityName, DevelopmentPkiPaths } from '../../certs-dev/layout.ts';
import { revokeCertificate } from '../../certs-dev/revoke.ts';
import { createSigner } from '../../crypto/signer.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { createOcspRefusal } from '../../crypto/x509/ocsp-issue.ts';
import { parseOcspRequest } from '../../crypto/x509/ocsp-request.ts';
import { createPathValidator, type PathReport } from '../../crypto/x509/path.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { createOcspResponder, type OcspResponder, type OcspResponderOptions } from '../../services/ocsp/responder.ts';
import { type StatusUpstream, startStatusUpstream } from '../support/status-upstream.ts';

const ID = 'urn:valija:test:invented';
const START = new Date('2026-11-20T10:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const VALIDITY = 4 * HOUR;
const OCSP = { 'content-type': 'application/ocsp-response' };

let folder: string;
let pki: DevelopmentPkiPaths;
let upstream: StatusUpstream;
let now: Date;
let root: Certificate;
let issuing: Certificate;
let seal: Certificate;
let source: OpenedRevocationSource;
const sources: OpenedRevocationSource[] = [];

beforeEach(async () => {
  now = START;
  folder = await mkdtemp(join(tmpdir(), 'valija-ocsp-source-'));
  const authorities = [{ id: ID, name: { es: 'Autoridad inventada' }, country: 'ES' }];
  pki = await generateDevelopmentPki({ directory: join(folder, 'pki'), authorities, now: new Date(START.getTime() - 24 * HOUR) });
  [root, issuing, seal] = [
    await first(pki.root.certificate),
    await first(pki.issuing.certificate),
    await first(pki.authority(ID).role('seal').certificate),
  ];
  upstream = await startStatusUpstream();
  answerBy(await responder());
  source = await open();
});
afterEach(async () => {
  await Promise.all(sources.splice(0).map((opened) => opened.close()));
  await upstream.close();
  await rm(folder, { recursive: true });
});

async function first(path: string): Promise<Certificate> {
  const [certificate] = parsePemCertificates(await readFile(path, 'utf8'));
  if (certificate === undefined) throw new Error(`${path} is empty`);
  return certificate;
}

async function open(responderOptions: Partial<ResponderOptions> = {}, timeout = 5_000): Promise<OpenedRevocationSource> {
  const opened = await openRevocationSource({
    folders: [],
    issuers: [root, issuing],
    now: () => now,
    randomBytes,
    responders: [{ url: `${upstream.url}/ocsp`, issuers: [root, issuing], ...responderOptions }],
    responderTimeoutMilliseconds: timeout,
  });
  sources.push(opened);
  return opened;
}

async function responder(changes: Partial<OcspResponderOptions> = {}): Promise<OcspResponder> {
  const issuers = await Promise.all(
    (['root', 'issuing'] satisfies AuthorityName[]).map(async (name) => {
      const { key, certificate } = pki.responder(name);
      const signer = createSigner({ privateKey: await readPrivateKey(key), certificate: await first(certificate) });
      return {
        certificate: await first(pki[name].certificate),
        signer,
        stateOf: (serialHex: string) => readIssuedState(pki.directory, name, serialHex),
      };
    }),
  );
  return createOcspResponder({ issuers, now: () => now, validityMilliseconds: VALIDITY, ...changes });
}

function answerBy(answering: OcspResponder): void {
  upstream.answerWith(async ({ method, path, body }) => {
    const octets = method === 'POST' ? body : Buffer.from(decodeURIComponent(path.slice('/ocsp/'.length)), 'base64');
    return { headers: OCSP, body: (await answering.respond(octets)).der };
  });
}

const judge = (from = source): Promise<PathReport> =>
  inquirePaths(createPathValidator({ anchors: [root] }), from).validate({
    certificate: seal,
    intermediates: [issuing],
    at: now,
    revocationLists: from.current(),
    required: {},
    revocation: 'required',
  });

const after = (milliseconds: number): void => {
  now = new Date(now.getTime() + milliseconds);
};
const revoke = (reason: 'keyCompromise' | 'superseded' = 'keyCompromise') =>
  revokeCertificate({ directory: pki.directory, serialHex: seal.serialHex, now, reason });

describe('a source with a responder', () => {
  it('asks once about each certificate of a path, and then no more while the answers are young', async () => {
    expect(await judge()).toMatchObject({ verdict: 'PASSED', revocation: 'good' });
    expect(source.status()).toEqual({ lists: 0, responses: 2, staleIssuers: [] });
    const asked = upstream.requests.map(({ body }) => parseOcspRequest(body));
    expect(asked.flatMap(({ certificateIds }) => certificateIds.map(({ serialHex }) => serialHex)).sort()).toEqual(
      [seal.serialHex, issuing.serialHex].sort(),
    );
    expect(asked.map(({ certificateIds, nonce }) => [certificateIds[0]?.digest, nonce?.length])).toEqual([
      ['sha256', 32],
      ['sha256', 32],
    ]);
    const held = source.responses();
    await Promise.all([judge(), judge(), source.refresh()]);
    expect(upstream.requests.length).toBe(2);
    expect(source.responses()).toBe(held);
  });

  it('shares one request between those who ask at once', async () => {
    await Promise.all([judge(), judge(), judge()]);
    expect(upstream.requests.length).toBe(2);
  });

  it('asks again ahead of the end, and learns of a revocation by that', async () => {
    await judge();
    await revoke();
    after(59 * MINUTE);
    await source.refresh();
    expect(await judge()).toMatchObject({ verdict: 'PASSED' });
    after(MINUTE);
    await source.refresh();
    expect(upstream.requests.length).toBe(4);
    expect(await judge()).toMatchObject({ verdict: 'FAILED', code: 'certificate-revoked' });
  });

  it('keeps what it holds in an outage until that is stale, says so, and recovers', async () => {
    await judge();
    upstream.answerWith(() => ({ status: 503 }));
    after(2 * HOUR);
    await source.refresh();
    expect(await judge()).toMatchObject({ verdict: 'PASSED' });
    expect(source.status()).toMatchObject({ responses: 2, lastError: expect.stringMatching(/503/) });
    after(2 * HOUR + 1000);
    expect(await judge()).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown' });
    expect(source.status()).toMatchObject({ responses: 2, staleIssuers: [root.subject, issuing.subject] });
    answerBy(await responder());
    after(10 * MINUTE);
    expect(await judge()).toMatchObject({ verdict: 'PASSED' });
    expect(source.status()).toEqual({ lists: 0, responses: 2, staleIssuers: [] });
  });

  it('does not ask a responder that has just failed with every message', async () => {
    upstream.answerWith(() => ({ status: 500 }));
    expect(await judge()).toMatchObject({ verdict: 'INDETERMINATE' });
    const before = upstream.requests.length;
    for (let attempt = 0; attempt < 5; attempt += 1) await judge();
    expect(upstream.requests.length).toBe(before);
    after(5_000);
    await judge();
    expect(upstream.requests.length).toBe(2 * before);
    // The second wait is longer than the first.
    after(5_000);
    await judge();
    expect(upstream.requests.length).toBe(2 * before);
  });

  it.each([
    ['is silent', () => new Promise<never>(() => {})],
    ['is not there', undefined],
  ])('does not wait for ever for one that %s', async (_what, answer) => {
    const impatient = await open({}, 100);
    if (answer === undefined) await upstream.close();
    else upstream.answerWith(answer);
    expect(await judge(impatient)).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown' });
    expect(impatient.status().lastError).toMatch(/cannot be reached/);
  });

  it('never takes back a revocation, whatever is answered later', async () => {
    await revoke();
    expect(await judge()).toMatchObject({ code: 'certificate-revoked' });
    answerBy(await respondingWith(() => ({ status: 'good' })));
    after(2 * HOUR);
    await source.refresh();
    expect(source.status().responses).toBe(3);
    expect(await judge()).toMatchObject({ code: 'certificate-revoked' });
  });

  it('says unknown where the responder does not know the certificate', async () => {
    answerBy(await respondingWith(() => ({ status: 'unknown' })));
    expect(await judge()).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown' });
  });

  it('works by GET, without a nonce, and with identifiers by SHA-1', async () => {
    expect(await judge(await open({ method: 'get' }))).toMatchObject({ verdict: 'PASSED' });
    expect(upstream.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(await judge(await open({ digest: 'sha1', nonce: 'none' }))).toMatchObject({ verdict: 'PASSED' });
    const [, , request] = upstream.requests;
    expect(parseOcspRequest(request?.body ?? Buffer.alloc(0))).toMatchObject({ certificateIds: [{ digest: 'sha1' }] });
    expect(parseOcspRequest(request?.body ?? Buffer.alloc(0)).nonce).toBeUndefined();
  });

  it('asks about no certificate that the issuer did not sign', async () => {
    const other = await generateDevelopmentPki({
      directory: join(folder, 'other'),
      authorities: [{ id: ID, name: { es: 'Otra autoridad inventada' }, country: 'ES' }],
      now: START,
    });
    const stranger = await first(other.authority(ID).role('seal').certificate);
    expect(stranger.issuer).toBe(seal.issuer);
    await source.inquire([stranger, root]);
    const asked = upstream.requests.flatMap(({ body }) => parseOcspRequest(body).certificateIds.map(({ serialHex }) => serialHex));
    expect(asked).toEqual([issuing.serialHex]);
  });

  async function respondingWith(stateOf: OcspResponderOptions['issuers'][number]['stateOf']): Promise<OcspResponder> {
    const { key, certificate } = pki.responder('issuing');
    const signer = createSigner({ privateKey: await readPrivateKey(key), certificate: await first(certificate) });
    const rooted = await responder();
    const own = await responder({ issuers: [{ certificate: issuing, signer, stateOf }] });
    return {
      async respond(octets) {
        const isAboutIssuing = parseOcspRequest(octets).certificateIds.some(({ serialHex }) => serialHex === issuing.serialHex);
        return (isAboutIssuing ? rooted : own).respond(octets);
      },
    };
  }
});

describe('what a responder must not send', () => {
  const good = async (octets: Buffer, changes: Partial<OcspResponderOptions> = {}): Promise<Buffer> =>
    (await (await responder(changes)).respond(octets)).der;

  it.each<[string, (body: Buffer) => Promise<{ status?: number; headers?: Record<string, string>; body?: Buffer }>, RegExp]>([
    ['another media type', async (body) => ({ headers: { 'content-type': 'text/html' }, body: await good(body) }), /status 200/],
    ['a redirection', async () => ({ status: 302, headers: { location: `${upstream.url}/elsewhere` } }), /status 302/],
    ['too much', async () => ({ headers: OCSP, body: Buffer.alloc(65 * 1024, 0x30) }), /too long/],
    ['no response', async () => ({ headers: OCSP, body: Buffer.from('nothing') }), /OCSP response/],
    ['a refusal', async () => ({ headers: OCSP, body: createOcspRefusal('tryLater') }), /tryLater/],
    [
      'one byte changed',
      async (body) => {
        const der = await good(body);
        const offset = der.indexOf(Buffer.from([0x18, 0x0f])) + 15;
        der[offset] = (der[offset] ?? 0) ^ 1;
        return { headers: OCSP, body: der };
      },
      /signed the response/,
    ],
    [
      'the answer to another request',
      async (body) => {
        const nonce = parseOcspRequest(body).nonce ?? Buffer.alloc(0);
        const other = Buffer.from(body);
        other[other.indexOf(nonce)] = (nonce[0] ?? 0) ^ 1;
        return { headers: OCSP, body: await good(other) };
      },
      /another request/,
    ],
    [
      'an old answer',
      async (body) => ({ headers: OCSP, body: await good(body, { now: () => new Date(START.getTime() - VALIDITY - 6 * MINUTE) }) }),
      /not about this time/,
    ],
    [
      'an answer of the future',
      async (body) => ({ headers: OCSP, body: await good(body, { now: () => new Date(START.getTime() + 6 * MINUTE) }) }),
      /not about this time/,
    ],
  ])('is not taken: %s', async (_what, answer, reason) => {
    upstream.answerWith(({ body }) => answer(body));
    expect(await judge()).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown' });
    expect(source.status()).toMatchObject({ responses: 0, lastError: expect.stringMatching(reason) });
    expect(upstream.requests.every(({ path }) => path === '/ocsp')).toBe(true);
  });

  it('a signature of somebody else, in the name of the responder', async () => {
    const { privateKey } = newKeyPair();
    const named = await first(pki.responder('issuing').certificate);
    const signer = createSigner({ privateKey: await readPrivateKey(pki.responder('issuing').key), certificate: named });
    const forging = { ...signer, sign: async (data: Buffer) => sign('sha256', data, privateKey) };
    const forged = await responder({ issuers: [{ certificate: issuing, signer: forging, stateOf: () => ({ status: 'good' }) }] });
    const honest = await responder();
    upstream.answerWith(async ({ body }) => {
      const { der } = await (parseOcspRequest(body).certificateIds[0]?.serialHex === seal.serialHex ? forged : honest).respond(body);
      return { headers: OCSP, body: der };
    });
    expect(await judge()).toMatchObject({ verdict: 'INDETERMINATE', detail: seal.subject });
    expect(source.status().lastError).toMatch(/signed the response/);
  });

  it('an answer older than the one held', async () => {
    await judge();
    const held = source.responses();
    answerBy(await responder({ now: () => new Date(START.getTime() - HOUR) }));
    after(HOUR);
    await source.refresh();
    expect(source.responses()).toEqual(held);
    expect(source.status().lastError).toMatch(/older than the answer held/);
  });

  it('no nonce where one is required', async () => {
    const strict = await open({ nonce: 'required' });
    expect(await judge(strict)).toMatchObject({ verdict: 'PASSED' });
    const other = await open({ nonce: 'required' });
    const plain = await open({ nonce: 'none' });
    await judge(plain);
    // A responder that answers everybody with what it prepared without a nonce.
    const prepared = new Map(plain.responses().map((response) => [response.answers[0]?.certificateId.serialHex, response.der]));
    upstream.answerWith(({ body }) => ({
      headers: OCSP,
      body: prepared.get(parseOcspRequest(body).certificateIds[0]?.serialHex) ?? Buffer.alloc(0),
    }));
    expect(await judge(other)).toMatchObject({ verdict: 'INDETERMINATE' });
    expect(other.status().lastError).toMatch(/another request/);
    expect(await judge(await open())).toMatchObject({ verdict: 'PASSED' });
  });
});
