import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageKey } from '../../store/contracts/records.ts';
import { createGatewayFixture, type GatewayFixture } from '../support/gateway-fixture.ts';
import { contentOf, inventDelivery, streamedContent } from '../support/invented-delivery.ts';
import {
  type Credentials,
  credentialsOf,
  deliveryParts,
  mixedRequest,
  openingHeaders,
  type Part,
  patchHeaders,
  type RawRequest,
  rawRequest,
  signedParts,
} from '../support/peer-client.ts';
import { type PeerServer, startPeerServer } from '../support/peer-server.ts';

let fixture: GatewayFixture;
let server: PeerServer;
let peer: Credentials;

beforeAll(async () => {
  fixture = await createGatewayFixture();
  server = await startPeerServer(fixture, fixture.recipient);
  peer = credentialsOf(fixture.sender);
});
afterAll(async () => {
  await server.stop();
  await fixture.close();
});

const send = (request: RawRequest) => rawRequest(server.port, peer, request);
const invent = (options: Parameters<typeof inventDelivery>[2] = {}) => inventDelivery(fixture.sender, fixture.recipient, options);
const MESSAGES = '/peer/v1/messages';
const EVIDENCE = '/peer/v1/evidence';
const TRANSFERS = '/peer/v1/transfers';

/** Sends the parts of a good delivery after `change`. */
async function sendChanged(change: (parts: Part[]) => Part[]): Promise<{ status: number; code?: string }> {
  return send(mixedRequest(MESSAGES, change(await deliveryParts(await invent()))));
}

describe('POST /peer/v1/messages', () => {
  const at = (parts: Part[], index: number): Part => parts[index] ?? { type: 'missing', content: '' };
  const replaced = (parts: Part[], index: number, part: Partial<Part>): Part[] => parts.with(index, { ...at(parts, index), ...part });

  const CASES: readonly [what: string, change: (parts: Part[]) => Part[], status: number, code: string][] = [
    ['A.1 before the header', (parts) => [at(parts, 1), at(parts, 0), at(parts, 2)], 400, 'message-form-invalid'],
    ['content first', (parts) => [at(parts, 2), at(parts, 0), at(parts, 1)], 400, 'message-form-invalid'],
    ['no header', (parts) => parts.slice(1), 400, 'message-form-invalid'],
    ['no A.1', (parts) => parts.toSpliced(1, 1), 400, 'message-form-invalid'],
    ['no content', (parts) => parts.slice(0, 2), 400, 'message-form-invalid'],
    ['content twice', (parts) => [...parts, at(parts, 2)], 400, 'message-form-invalid'],
    ['a fourth part', (parts) => [...parts, { type: 'text/plain', content: 'x' }], 400, 'message-form-invalid'],
    ['the header as plain JSON', (parts) => replaced(parts, 0, { type: 'application/json' }), 400, 'message-form-invalid'],
    ['content of another type', (parts) => replaced(parts, 2, { type: 'application/octet-stream' }), 400, 'message-form-invalid'],
    ['a header that is not JSON', (parts) => replaced(parts, 0, { content: '{' }), 400, 'json-syntax'],
    [
      'a header with a member twice',
      (parts) => replaced(parts, 0, { content: '{"payload":"","payload":""}' }),
      400,
      'json-duplicate-member',
    ],
    ['an oversize header', (parts) => replaced(parts, 0, { content: `"${'x'.repeat(300_000)}"` }), 413, 'submission-too-large'],
    ['an oversize A.1', (parts) => replaced(parts, 1, { content: `"${'x'.repeat(300_000)}"` }), 413, 'submission-too-large'],
    [
      'A.1 with a further member',
      (parts) => replaced(parts, 1, { content: '{"evidence":"x","salt":"y","more":1}' }),
      400,
      'message-form-invalid',
    ],
    ['A.1 that is a list', (parts) => replaced(parts, 1, { content: '[]' }), 400, 'message-form-invalid'],
    [
      'A.1 with a short salt',
      (parts) => replaced(parts, 1, { content: JSON.stringify({ evidence: 'x', salt: 'ab' }) }),
      400,
      'message-form-invalid',
    ],
    ['content that was changed', (parts) => replaced(parts, 2, { content: randomBytes(10_000) }), 503, 'content-digest-mismatch'],
    ['content that is too short', (parts) => replaced(parts, 2, { content: randomBytes(9_999) }), 422, 'content-length-mismatch'],
    ['content that is too long', (parts) => replaced(parts, 2, { content: randomBytes(10_001) }), 422, 'content-length-mismatch'],
    ['no content at all in its part', (parts) => replaced(parts, 2, { content: '' }), 422, 'content-length-mismatch'],
  ];

  it.each(CASES)('refuses %s', async (_what, change, status, code) => {
    const response = await sendChanged(change);
    expect(response).toMatchObject({ status, code });
  });

  it('leaves neither row nor file behind for what it refused', async () => {
    const delivery = await invent();
    const parts = await deliveryParts(delivery);
    for (const content of [randomBytes(10_000), randomBytes(9_999), randomBytes(200_000)]) {
      await send(mixedRequest(MESSAGES, parts.with(2, { type: 'application/cms', content })));
    }
    const { ledger, blobs } = fixture.recipient.dependencies;
    expect(await ledger.get('messages', messageKey('inbound', delivery.header.sender, delivery.header.messageId))).toBeUndefined();
    expect(await blobs.sweep(new Date(Date.now() + 60_000), new Set())).toBe(0);
  });

  it('refuses a header changed by one octet, whichever it is', async () => {
    const parts = await deliveryParts(await invent());
    const jws = JSON.parse(String(parts[0]?.content)) as Record<string, string>;
    for (const member of ['payload', 'protected', 'signature']) {
      const value = jws[member] ?? '';
      const at = Math.floor(value.length / 2);
      const changed = `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
      const content = JSON.stringify({ ...jws, [member]: changed });
      const response = await send(mixedRequest(MESSAGES, parts.with(0, { type: 'application/jose+json', content })));
      expect(response.status, member).toBeGreaterThanOrEqual(400);
      expect(response.status, member).toBeLessThan(500);
    }
  });

  it('refuses another media type, and a body that is not multipart at all', async () => {
    const headers = { 'content-type': 'application/json' };
    expect(await send({ method: 'POST', path: MESSAGES, headers, body: '{}' })).toMatchObject({ status: 415 });
    expect(await send({ method: 'POST', path: MESSAGES })).toMatchObject({ status: 415 });
  });

  it('refuses a delivery for somebody else, and one that another hop should bring', async () => {
    const foreign = await invent({
      changes: { recipient: 'urn:valija:authority:xc-central', route: [fixture.sender.identifier, 'urn:valija:authority:xc-central'] },
    });
    expect(await send(mixedRequest(MESSAGES, await deliveryParts(foreign)))).toMatchObject({ status: 421, code: 'envelope-not-for-us' });
    const relayed = await invent({
      changes: { route: [fixture.sender.identifier, 'urn:valija:relay:xr-1', fixture.recipient.identifier] },
    });
    expect(await send(mixedRequest(MESSAGES, await deliveryParts(relayed)))).toMatchObject({ status: 403, code: 'peer-not-previous-hop' });
  });

  it('refuses the header of one message with the A.1 of another', async () => {
    const [first, second] = [await deliveryParts(await invent()), await deliveryParts(await invent())];
    const response = await send(mixedRequest(MESSAGES, [at(first, 0), at(second, 1), at(first, 2)]));
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });

  it('refuses content over the limit of one request, whether announced or not, and the sender can read why', async () => {
    const delivery = await invent({ content: streamedContent(8 * 1024 * 1024 + 1) });
    const request = mixedRequest(MESSAGES, await deliveryParts(delivery));
    expect(await send(request)).toMatchObject({ status: 413, code: 'submission-too-large' });
    const chunked = { ...request, headers: { ...request.headers, 'transfer-encoding': 'chunked' } };
    expect(await send(chunked)).toMatchObject({ status: 413, code: 'submission-too-large' });
    // Far beyond the limit: the answer comes before the body ends, and is not lost by a connection that is reset.
    const far = mixedRequest(MESSAGES, [...signedParts(delivery), { type: 'application/cms', content: Buffer.alloc(14 * 1024 * 1024) }]);
    expect(await send(far)).toMatchObject({ status: 413, code: 'submission-too-large' });
  });

  it('answers a repeated delivery in the same octets without reading its content', async () => {
    const delivery = await invent({ content: contentOf(randomBytes(2_000_000)) });
    const request = mixedRequest(MESSAGES, await deliveryParts(delivery));
    const first = await send(request);
    expect(first).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect((await send(request)).body).toEqual(first.body);
    const withoutContent = mixedRequest(MESSAGES, signedParts(delivery));
    expect((await send(withoutContent)).body).toEqual(first.body);
  });
});

describe('transfers', () => {
  const CHUNKED_LENGTH = 9 * 1024 * 1024;

  async function opened(length = CHUNKED_LENGTH) {
    const delivery = await invent({ content: streamedContent(length) });
    const response = await send({ method: 'POST', path: TRANSFERS, headers: openingHeaders(delivery) });
    expect(response).toMatchObject({ status: 201, headers: { 'upload-offset': '0', location: `${TRANSFERS}/${delivery.content.sha256}` } });
    return { delivery, path: `${TRANSFERS}/${delivery.content.sha256}` };
  }

  it('says what it can do', async () => {
    expect(await send({ method: 'OPTIONS', path: TRANSFERS })).toMatchObject({
      status: 204,
      headers: { 'tus-version': '1.0.0', 'tus-resumable': '1.0.0', 'tus-extension': 'creation', 'tus-max-size': String(60 * 1024 ** 3) },
    });
  });

  const BAD_OPENINGS: readonly [what: string, headers: (good: Record<string, string>) => Record<string, string>, status: number][] = [
    ['another version', (good) => ({ ...good, 'tus-resumable': '0.2.2' }), 412],
    ['no version', ({ 'tus-resumable': _, ...good }) => good, 412],
    ['no length', ({ 'upload-length': _, ...good }) => good, 400],
    ['a length to come later', ({ 'upload-length': _, ...good }) => ({ ...good, 'upload-defer-length': '1' }), 400],
    ['a negative length', (good) => ({ ...good, 'upload-length': '-1' }), 400],
    ['a length with a sign', (good) => ({ ...good, 'upload-length': '+9437184' }), 400],
    ['a length in hexadecimal', (good) => ({ ...good, 'upload-length': '0x900000' }), 400],
    ['a length beyond numbers', (good) => ({ ...good, 'upload-length': '9'.repeat(16) }), 400],
    ['another length than the header', (good) => ({ ...good, 'upload-length': '9437183' }), 422],
    ['no metadata', ({ 'upload-metadata': _, ...good }) => good, 400],
    ['two items of metadata', (good) => ({ ...good, 'upload-metadata': `${good['upload-metadata']},name YQ==` }), 400],
    ['metadata that is not base64', (good) => ({ ...good, 'upload-metadata': 'envelope %%%%' }), 400],
    ['an envelope that is not JSON', (good) => ({ ...good, 'upload-metadata': 'envelope YQ==' }), 400],
    ['a method to override the method', (good) => ({ ...good, 'x-http-method-override': 'PATCH' }), 400],
    ['a checksum', (good) => ({ ...good, 'upload-checksum': 'sha1 YQ==' }), 400],
  ];

  it.each(BAD_OPENINGS)('refuses to open with %s', async (_what, headers, status) => {
    const delivery = await invent({ content: streamedContent(CHUNKED_LENGTH) });
    const response = await send({ method: 'POST', path: TRANSFERS, headers: headers(openingHeaders(delivery)) });
    expect(response.status).toBe(status);
    expect(response.code).toBeDefined();
  });

  it('refuses to open with a body, and a header that is longer than all headers may be', async () => {
    const delivery = await invent({ content: streamedContent(CHUNKED_LENGTH) });
    expect(await send({ method: 'POST', path: TRANSFERS, headers: openingHeaders(delivery), body: 'x' })).toMatchObject({ status: 400 });
    const headers = { ...openingHeaders(delivery), 'upload-metadata': `envelope ${'A'.repeat(40_000)}` };
    expect(await send({ method: 'POST', path: TRANSFERS, headers })).toMatchObject({ status: 431 });
  });

  it('refuses a header of another route before anything is stored', async () => {
    const delivery = await invent({
      content: streamedContent(CHUNKED_LENGTH),
      changes: { route: [fixture.sender.identifier, 'urn:valija:relay:xr-1', fixture.recipient.identifier] },
    });
    expect(await send({ method: 'POST', path: TRANSFERS, headers: openingHeaders(delivery) })).toMatchObject({
      code: 'peer-not-previous-hop',
    });
    const headers = { 'tus-resumable': '1.0.0' };
    expect(await send({ method: 'HEAD', path: `${TRANSFERS}/${delivery.content.sha256}`, headers })).toMatchObject({ status: 404 });
  });

  const BAD_PATCHES: readonly [what: string, headers: Record<string, string>, status: number][] = [
    ['an offset ahead', patchHeaders(1), 409],
    ['an offset far ahead', patchHeaders(2 ** 52), 409],
    ['no offset', { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' }, 400],
    ['a negative offset', { ...patchHeaders(0), 'upload-offset': '-1' }, 400],
    ['an offset with zeros before it', { ...patchHeaders(0), 'upload-offset': '00' }, 400],
    ['another media type', { ...patchHeaders(0), 'content-type': 'application/octet-stream' }, 415],
    ['another version', { ...patchHeaders(0), 'tus-resumable': '1.0' }, 412],
    ['a method to override the method', { ...patchHeaders(0), 'x-http-method-override': 'DELETE' }, 400],
  ];

  it.each(BAD_PATCHES)('refuses octets with %s', async (_what, headers, status) => {
    const { path } = await opened();
    expect(await send({ method: 'PATCH', path, headers, body: 'x' })).toMatchObject({ status });
    expect(await send({ method: 'HEAD', path, headers: { 'tus-resumable': '1.0.0' } })).toMatchObject({
      status: 200,
      headers: { 'upload-offset': '0', 'upload-length': String(CHUNKED_LENGTH) },
    });
  });

  it.each([
    ['of somebody else', 'a'.repeat(64)],
    ['with capitals', 'A'.repeat(64)],
    ['that is too short', 'ab'],
    ['that leads elsewhere', '..%2f..%2fmessages'],
    ['with a slash in it', `${'a'.repeat(32)}%2f${'a'.repeat(31)}`],
  ])('knows no transfer %s', async (_what, digest) => {
    const path = `${TRANSFERS}/${digest}`;
    expect(await send({ method: 'HEAD', path, headers: { 'tus-resumable': '1.0.0' } })).toMatchObject({ status: 404 });
    expect(await send({ method: 'PATCH', path, headers: patchHeaders(0), body: 'x' })).toMatchObject({
      status: 404,
      code: 'transfer-unknown',
    });
  });

  it('knows a transfer only to the peer that opened it', async () => {
    const { path } = await opened();
    const self = credentialsOf(fixture.recipient);
    const response = await rawRequest(server.port, self, { method: 'HEAD', path, headers: { 'tus-resumable': '1.0.0' } });
    expect(response.status).toBe(403);
  });

  it('takes no octet more than announced', async () => {
    const { path, delivery } = await opened();
    const [content] = (await deliveryParts(delivery)).slice(2);
    const body = Buffer.concat([Buffer.from(content?.content ?? ''), Buffer.from('x')]);
    expect(await send({ method: 'PATCH', path, headers: patchHeaders(0), body })).toMatchObject({ code: 'content-length-mismatch' });
  });

  it('commits neither what is incomplete nor what is not there, and says which', async () => {
    const { delivery, path } = await opened();
    expect(await send(mixedRequest(`${path}/commit`, signedParts(delivery)))).toMatchObject({ status: 409, code: 'transfer-incomplete' });
    const never = await invent({ content: streamedContent(CHUNKED_LENGTH) });
    const answer = await send(mixedRequest(`${TRANSFERS}/${never.content.sha256}/commit`, signedParts(never)));
    expect(answer).toMatchObject({ status: 404, code: 'transfer-unknown' });
  });

  it('refuses a commit of another transfer, one with content in it, and one without A.1', async () => {
    const { delivery, path } = await opened();
    const other = await opened();
    expect(await send(mixedRequest(`${other.path}/commit`, signedParts(delivery)))).toMatchObject({ code: 'message-form-invalid' });
    const [header, acceptance] = signedParts(delivery);
    const content = { type: 'application/cms', content: 'x' };
    const parts = [header, acceptance, content] as Part[];
    expect(await send(mixedRequest(`${path}/commit`, parts))).toMatchObject({ code: 'message-form-invalid' });
    expect(await send(mixedRequest(`${path}/commit`, [header] as Part[]))).toMatchObject({ code: 'message-form-invalid' });
  });

  it('drops a transfer whose content is another one, so that it can begin anew', async () => {
    const content = { ...streamedContent(CHUNKED_LENGTH), sha256: createHash('sha256').update('another').digest('hex') };
    const delivery = await invent({ content });
    const path = `${TRANSFERS}/${content.sha256}`;
    await send({ method: 'POST', path: TRANSFERS, headers: openingHeaders(delivery) });
    const [, , part] = await deliveryParts(delivery);
    expect(await send({ method: 'PATCH', path, headers: patchHeaders(0), body: Buffer.from(part?.content ?? '') })).toMatchObject({
      status: 204,
      headers: { 'upload-offset': String(CHUNKED_LENGTH) },
    });
    expect(await send(mixedRequest(`${path}/commit`, signedParts(delivery)))).toMatchObject({ code: 'content-digest-mismatch' });
    expect(await send({ method: 'HEAD', path, headers: { 'tus-resumable': '1.0.0' } })).toMatchObject({ status: 404 });
  });
});

const SALT = 'a'.repeat(64);
const PIECE = { evidence: 'x', salt: SALT };

describe('evidence, feeds and log', () => {
  it.each([
    ['another type', { 'content-type': 'text/plain' }, '{}', 415],
    ['no type', {}, '{}', 415],
    ['no JSON', { 'content-type': 'application/json' }, '{', 400],
    ['an empty body', { 'content-type': 'application/json' }, '', 400],
    ['another form', { 'content-type': 'application/json' }, '{"evidence":"x"}', 400],
    ['an oversize body', { 'content-type': 'application/json' }, `{"evidence":"${'x'.repeat(1_100_000)}"}`, 413],
    [
      'one piece that is too long',
      { 'content-type': 'application/json' },
      JSON.stringify({ evidence: 'x'.repeat(400_000), salt: SALT }),
      400,
    ],
    ['no pieces', { 'content-type': 'application/json' }, '{"items":[]}', 400],
    ['more pieces than are taken', { 'content-type': 'application/json' }, JSON.stringify({ items: Array(33).fill(PIECE) }), 400],
    ['a piece among pieces', { 'content-type': 'application/json' }, JSON.stringify({ items: [PIECE], ...PIECE }), 400],
    ['pieces within pieces', { 'content-type': 'application/json' }, JSON.stringify({ items: [{ items: [PIECE] }] }), 413],
    ['deep nesting', { 'content-type': 'application/json' }, `${'['.repeat(50)}${']'.repeat(50)}`, 413],
    ['a prototype', { 'content-type': 'application/json' }, '{"__proto__":{},"evidence":"x","salt":"y"}', 400],
    ['evidence that is no JWS', { 'content-type': 'application/json' }, JSON.stringify({ evidence: 'x', salt: 'a'.repeat(64) }), 400],
  ] as const)('refuses pushed evidence with %s', async (_what, headers, body, status) => {
    const response = await send({ method: 'POST', path: EVIDENCE, headers: { ...headers }, body });
    expect(response.status).toBe(status);
    expect(response.code).toBeDefined();
  });

  it('answers each of several pieces by itself', async () => {
    const { submissionAcceptance } = await invent();
    const body = JSON.stringify({ items: [PIECE, submissionAcceptance, { ...PIECE, evidence: '{}' }] });
    const response = await send({ method: 'POST', path: EVIDENCE, headers: { 'content-type': 'application/json' }, body });
    expect(response.status).toBe(200);
    const { answers } = JSON.parse(String(response.body)) as { answers: { status: number; code?: string }[] };
    expect(answers.map(({ status }) => status)).toEqual([400, 204, 400]);
    for (const { code } of [answers[0], answers[2]] as { code?: string }[]) expect(code).toMatch(/^[a-z-]+$/);
  });

  it('refuses to take A.1 by the lane of evidence that returns', async () => {
    const { header, submissionAcceptance } = await invent();
    const { clock } = fixture.recipient.dependencies;
    expect(Date.parse(header.submissionTime)).toBeLessThanOrEqual(clock.now().getTime());
    // The sender's own words travel forward: this one is acceptable. The same words about a message between others are not.
    const body = JSON.stringify(submissionAcceptance);
    const headers = { 'content-type': 'application/json' };
    expect(await send({ method: 'POST', path: EVIDENCE, headers, body })).toMatchObject({ status: 204 });
    const other = await invent({
      changes: { recipient: 'urn:valija:authority:xc-central', route: [fixture.sender.identifier, 'urn:valija:authority:xc-central'] },
    });
    const foreign = await send({ method: 'POST', path: EVIDENCE, headers, body: JSON.stringify(other.submissionAcceptance) });
    expect(foreign).toMatchObject({ code: 'evidence-not-acceptable' });
  });

  it.each([
    'after=-1',
    'after=1.5',
    'after=x',
    'after=',
    'after=01',
    `after=${'9'.repeat(17)}`,
    'limit=0',
    'limit=201',
    'after=1&after=2',
    'more=1',
    'after[]=1',
  ])('refuses a page by %s', async (query) => {
    for (const feed of ['evidence', 'messages']) {
      expect(await send({ method: 'GET', path: `/peer/v1/${feed}?${query}` })).toMatchObject({ status: 400, code: 'message-form-invalid' });
    }
  });

  it('gives a peer its own feeds alone, page by page', async () => {
    for (let count = 0; count < 3; count += 1) await send(mixedRequest(MESSAGES, await deliveryParts(await invent())));
    const pageAt = async (after: number, limit: number) => {
      const { body } = await send({ method: 'GET', path: `/peer/v1/messages?after=${after}&limit=${limit}` });
      return JSON.parse(body.toString('utf8')) as { items: { position: number }[]; more: boolean };
    };
    const first = await pageAt(0, 2);
    expect(first).toMatchObject({ more: true, items: [{}, {}] });
    const { ledger } = fixture.recipient.dependencies;
    const all = await ledger.readFeed(`messages/${fixture.sender.identifier}`, 0, 1_000);
    const rest = await pageAt(first.items[1]?.position ?? 0, 200);
    expect(rest.more).toBe(false);
    expect([...first.items, ...rest.items].map(({ position }) => position)).toEqual(all.map(({ position }) => position));
    expect(await pageAt(Number.MAX_SAFE_INTEGER, 1)).toMatchObject({ items: [], more: false });
  });

  it('proves what it logged, to a peer that the evidence concerns', async () => {
    const answer = await send(mixedRequest(MESSAGES, await deliveryParts(await invent())));
    const { evidence } = JSON.parse(answer.body.toString('utf8')) as { evidence: string };
    const payload = JSON.parse(Buffer.from((JSON.parse(evidence) as { payload: string }).payload, 'base64url').toString('utf8')) as {
      evidenceIdentifier: string;
    };
    const path = `/peer/v1/evidence/${payload.evidenceIdentifier}/proof`;
    expect((await send({ method: 'GET', path })).status).toBeGreaterThanOrEqual(400);
    await fixture.recipient.publishLog();
    const proof = await send({ method: 'GET', path });
    expect(proof).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' } });
    expect(proof.body.toString('utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    expect(await send({ method: 'GET', path: '/peer/v1/evidence/urn:uuid:nothing/proof' })).toMatchObject({ status: 404 });
  });

  it('shows its log as static resources, and nothing beside them', async () => {
    await fixture.recipient.publishLog();
    const checkpoint = await send({ method: 'GET', path: '/peer/v1/log/checkpoint' });
    expect(checkpoint.body.toString('utf8')).toMatch(/^xb-central\.example\/log\n\d+\n/);
    const size = Number(checkpoint.body.toString('utf8').split('\n')[1]);
    const tile = await send({ method: 'GET', path: `/peer/v1/log/tile/0/000.p/${size}` });
    expect(tile).toMatchObject({ status: 200, headers: { 'content-type': 'application/octet-stream' } });
    expect(tile.body.length).toBe(32 * size);
  });

  it.each([
    'tile/../checkpoint',
    'tile/..%2fcheckpoint',
    'tile/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    'tile/..%2f..%2f..%2fetc%2fpasswd',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/x000/000',
    'tile/0/000%00',
    'tile/7/000',
    'tile/0/999',
    'tile/.staging',
    'tile/',
    '.staging/x',
  ])('has no resource %s', async (path) => {
    const response = await send({ method: 'GET', path: `/peer/v1/log/${path}` });
    expect([400, 404]).toContain(response.status);
    expect(response.body.includes('root:')).toBe(false);
  });
});

describe('every path', () => {
  it.each([
    ['DELETE', `${TRANSFERS}/${'a'.repeat(64)}`, 405],
    ['GET', `${TRANSFERS}/${'a'.repeat(64)}`, 405],
    ['PUT', MESSAGES, 405],
    ['DELETE', EVIDENCE, 405],
    ['POST', '/peer/v1/log/checkpoint', 405],
    ['GET', '/peer/v1/', 404],
    ['GET', '/peer/v1/messages/', 404],
    ['GET', '/PEER/v1/messages', 404],
    ['GET', '/api/v1/messages', 404],
    ['GET', '/peer/v1/%', 404],
    ['GET', '/peer/v1/evidence/%ff/proof', 400],
  ])('answers %s %s with a problem', async (method, path, status) => {
    const response = await send({ method, path });
    expect(response.status).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(response.body.toString('utf8'))).toMatchObject({ status, code: expect.any(String) });
    if (status === 405) expect(response.headers.allow).toBeDefined();
  });

  it('answers in the language asked for and tells nothing of what happened inside', async () => {
    const headers = { 'accept-language': 'pt-BR,pt;q=0.9' };
    const response = await send({ method: 'GET', path: '/peer/v1/nothing', headers });
    expect(response.headers['content-language']).toBe('pt');
    const { ledger } = fixture.recipient.dependencies;
    const read = ledger.readFeed.bind(ledger);
    ledger.readFeed = async () => {
      throw new Error('secret /var/lib/valija/ledger.db');
    };
    const broken = await send({ method: 'GET', path: '/peer/v1/messages' });
    ledger.readFeed = read;
    expect(broken).toMatchObject({ status: 500, code: 'internal' });
    expect(broken.body.toString('utf8')).not.toContain('secret');
    expect(broken.headers).not.toHaveProperty('x-powered-by');
  });
});
