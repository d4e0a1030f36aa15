import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientApiServer, ISSUER, startClientApi } from '../support/client-api-server.ts';
import { type Credentials, type RawResponse, rawRequest } from '../support/peer-client.ts';
import { CLIENT, jwt, other, pair, unsigned } from '../unit/jwt/support.ts';

const ENDPOINT = `${ISSUER}/oauth2/token`;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let api: ClientApiServer;
let nobody: Credentials;

beforeAll(async () => {
  const keys = [{ keyId: 'k1', algorithm: 'ES256' as const, publicKey: pair.publicKey }];
  api = await startClientApi({ tokens: { clients: [{ kind: 'system', id: CLIENT, keys }] } });
  nobody = { ca: api.credentials('system').ca };
});
afterAll(() => api.close());

const now = () => Math.floor(Date.now() / 1_000);
const claims = (changes: Record<string, unknown> = {}) => ({
  iss: CLIENT,
  sub: CLIENT,
  aud: ENDPOINT,
  iat: now(),
  exp: now() + 60,
  jti: randomUUID(),
  ...changes,
});
const assertion = (changes: Record<string, unknown> = {}) => jwt({ alg: 'ES256', kid: 'k1' }, claims(changes));

function post(
  form: Record<string, string> | string,
  credentials: Credentials = nobody,
  headers: Record<string, string> = {},
): Promise<RawResponse> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  return rawRequest(api.servers.clientPort, credentials, {
    method: 'POST',
    path: '/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
}

const byAssertion = (signed: string, credentials?: Credentials) =>
  post({ grant_type: 'client_credentials', client_assertion_type: ASSERTION_TYPE, client_assertion: signed }, credentials);
const byCertificate = (client: string, credentials: Credentials) =>
  post({ grant_type: 'client_credentials', client_id: client }, credentials);

async function tokenOf(answer: Promise<RawResponse>): Promise<string> {
  const { status, body } = await answer;
  expect([status, body.toString()]).toEqual([200, expect.stringContaining('access_token')]);
  return (JSON.parse(body.toString()) as { access_token: string }).access_token;
}

const list = (token: string | undefined, credentials: Credentials) =>
  rawRequest(api.servers.clientPort, credentials, {
    method: 'GET',
    path: '/api/v1/messages',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

/** The same token with something of it changed, without the key. */
function altered(token: string, header: Record<string, unknown>, changes: Record<string, unknown> = {}): string {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const decode = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
  return unsigned({ ...decode(head), ...header }, { ...decode(payload), ...changes }, signature);
}

describe('access tokens', () => {
  it('let in who has shown a key, without a certificate, and who has shown a certificate', async () => {
    const unbound = await tokenOf(byAssertion(assertion()));
    expect((await list(unbound, nobody)).status).toBe(200);
    const bound = await tokenOf(byCertificate('invented-officer', api.credentials('officer')));
    expect((await list(bound, api.credentials('officer'))).status).toBe(200);
    expect((await list(undefined, api.credentials('operator'))).status).toBe(200);
  });

  it('are had with the issuer as audience as well, in the forms of RFC 6749', async () => {
    const answer = await byAssertion(assertion({ aud: ISSUER }));
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    expect(JSON.parse(answer.body.toString())).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 300 });
    const metadata = await rawRequest(api.servers.clientPort, nobody, { method: 'GET', path: '/.well-known/oauth-authorization-server' });
    expect(JSON.parse(metadata.body.toString())).toMatchObject({ issuer: ISSUER, token_endpoint: ENDPOINT });
  });

  it('are not needed by whoever has a registered certificate, and needed by everybody else', async () => {
    const answer = await list(undefined, nobody);
    expect(answer).toMatchObject({ status: 401, code: 'access-token-invalid', headers: { 'www-authenticate': 'Bearer' } });
  });

  it('that are stolen from a connection with a certificate are worth nothing on another', async () => {
    const bound = await tokenOf(byCertificate('invented-officer', api.credentials('officer')));
    const boundByKey = await tokenOf(byAssertion(assertion(), api.credentials('system')));
    for (const token of [bound, boundByKey]) {
      for (const thief of [nobody, api.credentials('operator')]) {
        expect(await list(token, thief)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
      }
    }
    expect((await list(boundByKey, api.credentials('system'))).status).toBe(200);
  });

  it('that are altered or made up are refused, also over the connection of a registered certificate', async () => {
    const token = await tokenOf(byAssertion(assertion()));
    const forged = [
      altered(token, { alg: 'none' }).replace(/[^.]*$/, ''),
      altered(token, { alg: 'none' }),
      altered(token, { alg: 'HS256' }),
      altered(token, {}, { client_id: 'invented-operator', sub: 'invented-operator' }),
      altered(token, {}, { exp: now() + 1_000_000 }),
      altered(token, {}, { aud: 'https://elsewhere.example' }),
      jwt({ alg: 'ES256', typ: 'at+jwt' }, { ...claims(), client_id: CLIENT, method: 'assertion' }),
      assertion(),
      'x',
      `${token}x`,
      token.slice(0, -2),
    ];
    for (const text of forged) {
      for (const credentials of [nobody, api.credentials('system')]) {
        expect([text.slice(0, 20), (await list(text, credentials)).status]).toEqual([text.slice(0, 20), 401]);
      }
    }
    for (const authorization of ['Basic eDp5', 'Bearer', 'bearer', 'Bearer a b', '']) {
      const answer = await rawRequest(api.servers.clientPort, nobody, {
        method: 'GET',
        path: '/api/v1/messages',
        headers: { authorization },
      });
      expect([authorization, answer.status]).toEqual([authorization, 401]);
    }
  });
});

describe('a client assertion', () => {
  it('that was used is refused, whoever sends it again and however often at once', async () => {
    const once = assertion();
    await tokenOf(byAssertion(once));
    expect(await byAssertion(once)).toMatchObject({ status: 401 });
    const race = assertion();
    const answers = await Promise.all(Array.from({ length: 8 }, () => byAssertion(race)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
  });

  it('that was used is refused when only what is not its identifier has changed', async () => {
    const jti = randomUUID();
    await tokenOf(byAssertion(assertion({ jti })));
    expect(await byAssertion(assertion({ jti, exp: now() + 120 }))).toMatchObject({ status: 401 });
  });

  it('is forgotten only when it would be refused anyhow', async () => {
    const { ledger } = api.fixture.recipient.dependencies;
    const expired = {
      table: 'assertions' as const,
      key: `${CLIENT}/${'0'.repeat(64)}`,
      expect: 0,
      value: { expiresAt: '2020-01-01T00:00:00.000Z' },
    };
    await ledger.commit({ rows: [expired] });
    await tokenOf(byAssertion(assertion()));
    expect(await ledger.get('assertions', expired.key)).toBeUndefined();
    const left = await ledger.list('assertions', { index: 'byExpiry', equals: 'all', limit: 100 });
    expect(left.length).toBeGreaterThan(3);
  });

  it.each([
    ['alg none', () => unsigned({ alg: 'none' }, claims())],
    ['another key', () => jwt({ alg: 'ES256', kid: 'k1' }, claims(), other.privateKey)],
    ['another audience', () => assertion({ aud: 'https://elsewhere.example/oauth2/token' })],
    ['an end that is past', () => assertion({ exp: now() - 60 })],
    ['an end in an hour', () => assertion({ exp: now() + 3_600 })],
    ['no identifier', () => assertion({ jti: undefined })],
    ['another client as its subject', () => assertion({ sub: 'invented-operator', iss: 'invented-operator' })],
    [
      'a client that has certificates alone',
      () => jwt({ alg: 'ES256', kid: 'k1' }, claims({ sub: 'invented-system', iss: 'invented-system' })),
    ],
    ['no claims at all', () => 'a.b.c'],
  ])('with %s gets the same answer as every other that does not hold', async (_name, make) => {
    const { status, body } = await byAssertion(make());
    expect([status, JSON.parse(body.toString())]).toEqual([
      401,
      { error: 'invalid_client', error_description: 'the client is unknown, or does not show that it is that client' },
    ]);
  });
});

describe('the token endpoint', () => {
  it.each([
    ['somebody else’s certificate', () => byCertificate('invented-operator', api.credentials('system')), 401, 'invalid_client'],
    ['no certificate', () => byCertificate('invented-operator', nobody), 401, 'invalid_client'],
    ['an unknown client', () => byCertificate('constructor', api.credentials('system')), 401, 'invalid_client'],
    ['no client', () => post({ grant_type: 'client_credentials' }, api.credentials('system')), 400, 'invalid_request'],
    ['a client by keys alone', () => byCertificate(CLIENT, api.credentials('system')), 401, 'invalid_client'],
    ['a password', () => post({ grant_type: 'client_credentials' }, nobody, { authorization: 'Basic eDp5' }), 400, 'invalid_request'],
    ['another grant', () => post({ grant_type: 'password', username: 'a', password: 'b' }), 400, 'unsupported_grant_type'],
    [
      'a scope',
      () => post({ grant_type: 'client_credentials', client_id: 'invented-system', scope: 'admin' }, api.credentials('system')),
      400,
      'invalid_scope',
    ],
    ['a parameter twice', () => post('grant_type=client_credentials&client_id=a&client_id=b'), 400, 'invalid_request'],
    ['nothing', () => post(''), 400, 'invalid_request'],
    [
      'an assertion without its type',
      () => post({ grant_type: 'client_credentials', client_assertion: assertion() }),
      400,
      'invalid_request',
    ],
    [
      'another type of assertion',
      () => post({ grant_type: 'client_credentials', client_assertion: assertion(), client_assertion_type: 'x' }),
      400,
      'invalid_request',
    ],
    ['an endless form', () => post(`grant_type=${'a'.repeat(20_000)}`), 400, 'invalid_request'],
    ['too many parameters', () => post(Array.from({ length: 40 }, (_, index) => `p${index}=1`).join('&')), 400, 'invalid_request'],
    ['JSON', () => post('{"grant_type":"client_credentials"}', nobody, { 'content-type': 'application/json' }), 400, 'invalid_request'],
    [
      'another character set',
      () => post('grant_type=x', nobody, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-7' }),
      400,
      'invalid_request',
    ],
  ])('refuses %s', async (_name, send, status, error) => {
    const answer = await send();
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([status, { error, error_description: expect.any(String) }]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('answers a certificate that no anchor of ours stands over like none', async () => {
    const { sender } = api.fixture;
    const { key, certificateChain } = sender.dependencies.keys.tls();
    const peer = { key, cert: certificateChain, ca: nobody.ca };
    // Trusted by TLS, since it is a peer's, and nobody's among the clients.
    expect(await byCertificate('invented-system', peer)).toMatchObject({ status: 401 });
    expect(await list(undefined, peer)).toMatchObject({ status: 403, code: 'actor-unknown' });
  });

  it('leaves an entry in the log for every token', async () => {
    const { log } = api.fixture.recipient.dependencies.ledger;
    const before = (await log.pendingCount()) + (await log.size());
    await tokenOf(byAssertion(assertion()));
    await tokenOf(byCertificate('invented-officer', api.credentials('officer')));
    await byAssertion('a.b.c');
    expect((await log.pendingCount()) + (await log.size())).toBe(before + 2);
  });

  it('counts requests by address', async () => {
    const answer = await byAssertion('a.b.c');
    expect(answer.headers.ratelimit).toMatch(/^"client";r=\d+;t=\d+$/);
  });
});
