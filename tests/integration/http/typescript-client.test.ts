import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect as connectPlain, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ValijaClient } from '../../../clients/typescript/client.ts';
import { changesFeed } from '../../../gateway/receipts/feeds.ts';
import { messageKey } from '../../../store/contracts/records.ts';
import { type ClientApiServer, ISSUER, startClientApi } from '../../support/client-api-server.ts';
import { eventually } from '../../support/eventually.ts';
import { RECIPIENT, SENDER } from '../../support/gateway-fixture.ts';
import { inventedLetter } from '../../support/submissions.ts';
import { CLIENT, jwt, pair } from '../../unit/jwt/support.ts';

let api: ClientApiServer;
let letterPdf: Buffer;
let clients: Record<'officer' | 'operator', ValijaClient>;

beforeAll(async () => {
  letterPdf = await inventedLetter();
  const keys = [{ keyId: 'k1', algorithm: 'ES256' as const, publicKey: pair.publicKey }];
  api = await startClientApi({ heartbeatMilliseconds: 100, tokens: { clients: [{ kind: 'system', id: CLIENT, keys }] } });
  clients = { officer: openClient('officer'), operator: openClient('operator') };
});
afterAll(async () => {
  await Promise.all(Object.values(clients ?? {}).map((client) => client.close()));
  await api?.close();
});

const url = (port = api.servers.clientPort) => `https://localhost:${port}`;

function openClient(role: 'officer' | 'operator', port?: number): ValijaClient {
  const { key = '', cert = '', ca } = api.credentials(role);
  return new ValijaClient({ url: url(port), key, certificate: cert, anchors: ca.join('\n'), language: 'en' });
}

const submission = (idempotencyKey: string) => ({
  idempotencyKey,
  request: { recipient: SENDER, lane: 'urgent' as const, subject: 'invented' },
  files: [fileOf('letter', 'carta ñ.pdf', letterPdf), fileOf('annex', 'a.bin', Buffer.alloc(100_000, 7))],
});

function fileOf<Part extends 'letter' | 'annex'>(part: Part, name: string, content: Buffer) {
  return {
    part,
    name,
    mediaType: part === 'letter' ? 'application/pdf' : 'application/octet-stream',
    length: content.length,
    async *open() {
      yield content;
    },
  };
}

/** Passes connections on, and cuts all of them when it is told to. */
async function cuttingProxy(): Promise<{ port: number; cut(): void; close(): void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((incoming) => {
    const outgoing = connectPlain(api.servers.clientPort, '127.0.0.1');
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: () => {
      server.close();
      cut();
    },
  };
}

describe('the TypeScript client', () => {
  it('submits files, lists and shows what it submitted, in the language asked for', async () => {
    const { messageId } = await clients.officer.submitMessage(submission('one'));
    expect(await clients.officer.submitMessage(submission('one'))).toMatchObject({ messageId });
    const page = await clients.officer.listMessages({ state: ['submitted', 'accepted'], unfinished: true, limit: 10 });
    expect(page.messages.map((message) => message.messageId)).toEqual([messageId]);
    const message = await clients.officer.showMessage({ messageId, direction: 'outbound' });
    expect(message).toMatchObject({ subject: 'invented', state: 'submitted', stateText: expect.stringContaining('Stored') });
    expect(message.files.map(({ name, size }) => [name, size])).toEqual([
      ['carta ñ.pdf', letterPdf.length],
      ['a.bin', 100_000],
    ]);
    expect((await clients.officer.listEvidence({ messageId })).evidence).toEqual([]);
  });

  it('tells refusals with their faults, and what cannot be reached', async () => {
    const refused = clients.officer.submitMessage({
      ...submission('two'),
      request: { recipient: 'urn:valija:authority:nobody' },
      files: [],
    });
    await expect(refused).rejects.toMatchObject({
      name: 'ClientError',
      status: 400,
      code: 'submission-invalid',
      advice: expect.any(String),
      faults: expect.arrayContaining([
        expect.objectContaining({ code: 'letter-missing' }),
        expect.objectContaining({ code: 'recipient-unknown' }),
      ]),
    });
    await expect(clients.operator.showMessage({ messageId: '../../x' })).rejects.toMatchObject({ status: 403 });
    await expect(clients.officer.showMessage({ messageId: '../../x' })).rejects.toMatchObject({ status: 404 });
    const nowhere = openClient('officer', 1);
    await expect(nowhere.listMessages()).rejects.toMatchObject({ name: 'ClientError', code: 'gateway-unreachable', status: undefined });
    await nowhere.close();
    expect(await clients.operator.listDeadLetters()).toEqual({ deadLetters: [] });
  });

  it('shows no key in what it throws', async () => {
    const { key = '', cert = '', ca } = api.credentials('officer');
    const broken = new ValijaClient({ url: url(), key, certificate: cert, anchors: 'none', language: 'en' });
    const error: unknown = await broken.listMessages().catch((thrown: unknown) => thrown);
    expect(JSON.stringify([error, String(error), (error as Error).cause ?? null])).not.toContain(key.split('\n')[1]);
    await broken.close();
    expect(ca.length).toBeGreaterThan(0);
  });

  it('brings access tokens instead of a certificate', async () => {
    const anchors = api.credentials('officer').ca.join('\n');
    const asking = new ValijaClient({ url: url(), anchors, language: 'en' });
    const now = Math.floor(Date.now() / 1_000);
    const assertion = jwt({ alg: 'ES256' }, { iss: CLIENT, sub: CLIENT, aud: `${ISSUER}/oauth2/token`, exp: now + 60, jti: `jti-${now}` });
    const { access_token: accessToken } = await asking.issueToken({
      body: {
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      },
    });
    const bearing = new ValijaClient({ url: url(), anchors, language: 'en', accessToken: () => accessToken });
    expect((await bearing.listMessages()).messages).toHaveLength(1);
    await expect(asking.listMessages()).rejects.toMatchObject({ status: 401, code: 'access-token-invalid' });
    await expect(asking.issueToken({ body: { grant_type: 'password' } })).rejects.toMatchObject({
      status: 400,
      code: 'unsupported_grant_type',
    });
    await Promise.all([asking.close(), bearing.close()]);
  });

  it('follows changes through cut connections without missing or repeating any', async () => {
    const proxy = await cuttingProxy();
    const { ledger } = api.fixture.recipient.dependencies;
    const client = openClient('officer', proxy.port);
    const stop = new AbortController();
    const seen: number[] = [];
    const { position: after = 0 } = (await clients.officer.listChanges({ limit: 1_000 })).changes.at(-1) ?? {};
    const following = (async () => {
      for await (const change of client.followChanges({ after, epoch: ledger.feedEpoch, signal: stop.signal })) seen.push(change.position);
    })();
    const write = async (index: number) =>
      ledger.commit({
        feeds: [changesFeed(messageKey('outbound', RECIPIENT, `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`), 'accepted')],
      });
    for (let round = 0; round < 4; round += 1) {
      const before = seen.length;
      for (let index = 0; index < 5; index += 1) await write(round * 10 + index);
      await eventually('they have come', () => seen.length >= before + 5);
      proxy.cut();
      for (let index = 5; index < 10; index += 1) await write(round * 10 + index);
      await eventually('the rest has come', () => seen.length >= before + 10);
    }
    stop.abort();
    await following;
    expect(seen).toEqual((await clients.officer.listChanges({ after, limit: 1_000 })).changes.map(({ position }) => position));
    expect(seen).toHaveLength(40);
    await client.close();
    proxy.close();
  }, 60_000);

  it('ends following when it is refused', async () => {
    const anchors = api.credentials('officer').ca.join('\n');
    const stranger = new ValijaClient({ url: url(), anchors, language: 'en' });
    await expect(stranger.followChanges().next()).rejects.toMatchObject({ status: 401 });
    await stranger.close();
  });
});

it('needs nothing of the rest of the project', () => {
  const source = readFileSync(new URL('../../../clients/typescript/client.ts', import.meta.url), 'utf8');
  expect([...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name).filter((name) => name?.startsWith('../'))).toEqual([]);
});
