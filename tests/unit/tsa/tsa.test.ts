import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildTimestampRequest } from '../../../crypto/tsp/request.ts';
import { grantedToken, parseTimestampResponse } from '../../../crypto/tsp/response.ts';
import { parseTimestampToken } from '../../../crypto/tsp/token.ts';
import { verifyTimestampResponse } from '../../../crypto/tsp/verify.ts';
import { createPathValidator } from '../../../crypto/x509/path.ts';
import { createTimestampAuthority, type TimestampAuthority } from '../../../services/tsa/authority.ts';
import { createSerialNumbers } from '../../../services/tsa/serial-numbers.ts';
import { startTimestampServer, type TimestampServer } from '../../../services/tsa/server.ts';
import { codeOf, createTestPki, type Identity, openssl, opensslVerdict, STAMPING, type TestPki } from '../cms/support.ts';

let pki: TestPki;
let identity: Identity;
beforeAll(async () => {
  pki = await createTestPki();
  identity = await pki.issue('P-256', 'tsa', STAMPING);
});
afterAll(() => pki.remove());

const POLICY = '1.3.6.1.4.1.99999.1';
const imprint = createHash('sha256').update('invented').digest();
const nonce = randomBytes(16);
const request = buildTimestampRequest({ imprint, nonce });
const serialNumbers = () => createSerialNumbers({ now: Date.now, randomBytes });

function authorityAt(now: () => Date | undefined, onFailure?: (error: unknown) => void): TimestampAuthority {
  const common = { signer: identity.signer(), policy: POLICY, clock: { now }, nextSerialNumber: serialNumbers() };
  return createTimestampAuthority({ ...common, ...(onFailure === undefined ? {} : { onFailure }) });
}

describe('createTimestampAuthority', () => {
  it('refuses a certificate that is not for time-stamping', async () => {
    const signer = (await pki.issue('P-256', 'signer')).signer();
    const options = { signer, policy: POLICY, clock: { now: () => new Date() }, nextSerialNumber: serialNumbers() };
    expect(await codeOf(() => createTimestampAuthority(options))).toBe('timestamp-extended-key-usage');
  });

  it('never lets time run backwards, and stops answering when the clock has jumped', async () => {
    const start = Date.now();
    const times = [start, start - 1500, start - 2500, start + 10];
    const authority = authorityAt(() => new Date(times.shift() ?? Number.NaN));
    const answers: Buffer[] = [];
    for (let turn = 0; turn < 5; turn += 1) answers.push(await authority.respond(request));
    const generationTimes = [0, 1, 3].map((turn) =>
      parseTimestampToken(grantedToken(answers[turn] ?? Buffer.alloc(0))).generationTime.getTime(),
    );
    expect(generationTimes).toEqual([start, start, start + 10]);
    for (const turn of [2, 4]) expect(parseTimestampResponse(answers[turn] ?? Buffer.alloc(0)).failInfo).toBe('timeNotAvailable');
  });

  it('does not stamp outside the validity of its certificate', async () => {
    const failures: unknown[] = [];
    const authority = authorityAt(
      () => new Date(Date.now() + 60 * 86_400_000),
      (error) => failures.push(error),
    );
    expect(parseTimestampResponse(await authority.respond(request)).failInfo).toBe('systemFailure');
    expect(failures).toMatchObject([{ code: 'timestamp-path-invalid', disposition: 'operator' }]);
  });

  it('answers when the source of serial numbers or the clock fails', async () => {
    const authority = authorityAt(() => {
      throw new Error('clock unplugged');
    });
    expect(parseTimestampResponse(await authority.respond(request)).failInfo).toBe('systemFailure');
  });
});

describe('createSerialNumbers', () => {
  it('gives numbers of one length, below the 160 bits of RFC 3161, never twice', () => {
    const next = serialNumbers();
    const numbers = Array.from({ length: 2000 }, next);
    expect(new Set(numbers).size).toBe(2000);
    expect(new Set(numbers.map((number) => number.toString(2).length))).toEqual(new Set([129]));
  });

  it('differs between two starts at the same millisecond, and by time alone with the same random bits', () => {
    const at = (now: number, random: () => Buffer) => createSerialNumbers({ now: () => now, randomBytes: random })();
    expect(at(5, () => randomBytes(10))).not.toBe(at(5, () => randomBytes(10)));
    expect(at(5, () => Buffer.alloc(10))).not.toBe(at(6, () => Buffer.alloc(10)));
  });
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

function post(url: string, body: Buffer, options: { method?: string; type?: string; ca?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': options.type ?? 'application/timestamp-query' };
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const outgoing = send(url, { method: options.method ?? 'POST', headers, agent: false, ca: options.ca }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

describe('the time-stamp server', () => {
  const servers: TimestampServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function start(tls?: { certificate: string; privateKey: string }, authority = authorityAt(() => new Date())): Promise<string> {
    const server = await startTimestampServer({ authority, host: '127.0.0.1', port: 0, ...(tls === undefined ? {} : { tls }) });
    servers.push(server);
    return server.url;
  }

  it('answers a query with a reply that we and openssl accept', async () => {
    const { status, headers, body } = await post(await start(), request);
    expect([status, headers['content-type']]).toEqual([200, 'application/timestamp-reply']);
    const pathValidator = createPathValidator({ anchors: [pki.root] });
    const verified = await verifyTimestampResponse({ response: body, imprint, nonce, pathValidator, revocationLists: [], now: new Date() });
    expect(verified.accuracyMilliseconds).toBe(1000);
    const files = ['-queryfile', await pki.write('q.tsq', request), '-in', await pki.write('r.tsr', body)];
    expect(await opensslVerdict('ts', '-verify', ...files, '-CAfile', pki.rootFile)).toMatchObject({ accepted: true });
  });

  it('answers many at once, each with a serial number of its own', async () => {
    const url = await start();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(url, request)));
    const serials = answers.map(({ body }) => parseTimestampToken(grantedToken(body)).serialHex);
    expect(new Set(serials).size).toBe(50);
  });

  it('answers over TLS when it is given a certificate', async () => {
    const server = await pki.issue('P-256', 'server', ['subjectAltName=IP:127.0.0.1']);
    const tls = { certificate: await readFile(server.certificateFile, 'utf8'), privateKey: await readFile(server.keyFile, 'utf8') };
    const { status } = await post(await start(tls), request, { ca: await readFile(pki.rootFile, 'utf8') });
    expect(status).toBe(200);
  });

  it.each<[string, { path?: string; method?: string; type?: string; body?: Buffer }, number, string | undefined]>([
    ['GET', { method: 'GET', body: Buffer.alloc(0) }, 405, undefined],
    ['PUT', { method: 'PUT' }, 405, undefined],
    ['another path', { path: 'status' }, 404, undefined],
    ['another media type', { type: 'application/json' }, 415, undefined],
    ['a reply in place of a query', { type: 'application/timestamp-reply' }, 415, undefined],
    ['a body of 17 KiB', { body: Buffer.alloc(17 * 1024) }, 413, 'badRequest'],
    ['an empty body', { body: Buffer.alloc(0) }, 200, 'badRequest'],
    ['bytes that are no request', { body: Buffer.from('hello') }, 200, 'badRequest'],
    ['a media type with parameter and capitals', { type: 'Application/Timestamp-Query; charset=binary' }, 200, undefined],
  ])('%s', async (_, { path = '', method, type, body = request }, status, failInfo) => {
    const url = `${await start()}${path}`;
    const answer = await post(url, body, { ...(method === undefined ? {} : { method }), ...(type === undefined ? {} : { type }) });
    expect(answer.status).toBe(status);
    const readable = answer.headers['content-type'] === 'application/timestamp-reply';
    expect(readable ? parseTimestampResponse(answer.body).failInfo : undefined).toBe(failInfo);
  });

  it('stops reading a chunked body past the cap', async () => {
    const url = new URL(await start());
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => undefined);
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    socket.write(
      `POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/timestamp-query\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${chunk}`,
    );
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString('latin1')).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it('closes gracefully: what was accepted is answered, then nothing listens', async () => {
    let release: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    const authority = authorityAt(() => new Date());
    let entered: () => void = () => undefined;
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const slow = {
      ...authority,
      respond: async (bytes: Buffer) => {
        entered();
        await waiting;
        return authority.respond(bytes);
      },
    };
    const url = await start(undefined, slow);
    const answer = post(url, request);
    await inside;
    const closed = Promise.all(servers.splice(0).map((server) => server.close()));
    release();
    expect(parseTimestampResponse((await answer).body).status).toBe('granted');
    await closed;
    await expect(post(url, request)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('is what openssl ts -query and any HTTP client need', async () => {
    const query = pki.file('cli.tsq');
    await openssl('ts', '-query', '-digest', imprint.toString('hex'), '-sha256', '-cert', '-out', query);
    const { body } = await post(await start(), await readFile(query));
    const files = ['-queryfile', query, '-in', await pki.write('cli.tsr', body), '-CAfile', pki.rootFile];
    expect(await opensslVerdict('ts', '-verify', ...files)).toMatchObject({ accepted: true });
  });
});
