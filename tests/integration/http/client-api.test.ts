import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientRole } from '../../../certs-dev/layout.ts';
import type { ClientOperation } from '../../../gateway/http/client/operation.ts';
import { CLIENT_OPERATIONS, type OperationId } from '../../../gateway/http/client/operations/table.ts';
import { expectDescribed } from '../../support/described-answers.ts';
import { eventually } from '../../support/eventually.ts';
import { credentialsIn, type RawRequest, type RawResponse, rawRequest } from '../../support/peer-client.ts';
import { collect, type GatewayProcess, inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../../support/two-authorities.ts';

let both: TwoAuthorities;
let messageId: string;
let packageDigest: string;
let backups: string;

/** One request to a running gateway, as that client. */
function send(side: GatewayProcess, role: ClientRole, path: string, request: Partial<RawRequest> = {}): Promise<RawResponse> {
  const { pki } = both.installation;
  const files = pki.authority(side.installed.authority.id).client(role);
  const credentials = credentialsIn(files, [readFileSync(pki.root.certificate, 'utf8')]);
  return rawRequest(Number(new URL(side.installed.api).port), credentials, { method: 'GET', path: `/api/v1${path}`, ...request });
}

const post = (body: unknown): Partial<RawRequest> => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** A form as curl writes it. */
async function form(recipient: string, changes: Record<string, unknown> = {}): Promise<Partial<RawRequest>> {
  const [letter] = await inventedFiles();
  const boundary = 'invented-boundary';
  const part = (head: string, content: Buffer) =>
    Buffer.concat([Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), content, Buffer.from('\r\n')]);
  const document = Buffer.from(JSON.stringify({ recipient, lane: 'urgent', subject: 'asunto inventado', ...changes }));
  return {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'idempotency-key': randomUUID() },
    body: Buffer.concat([
      part('Content-Disposition: form-data; name="request"\r\nContent-Type: application/json', document),
      part(
        'Content-Disposition: form-data; name="letter"; filename="carta.pdf"\r\nContent-Type: application/pdf',
        letter === undefined ? Buffer.alloc(0) : await collect(letter.open()),
      ),
      Buffer.from(`--${boundary}--\r\n`),
    ]),
  };
}

const jsonOf = (response: RawResponse) => JSON.parse(response.body.toString('utf8')) as Record<string, unknown>;

beforeAll(async () => {
  both = await startTwoAuthorities({
    gateway: (authority) => (authority.country === 'XB' ? { operation: { diskFloor: '64MiB', backupFolders: ['backups'] } } : {}),
  });
  const submitted = await send(both.xandria, 'system', '/messages', await form(both.borelia.installed.authority.id));
  expect(expectDescribed('submitMessage', submitted)).toMatchObject({ letterSignatures: [] });
  messageId = String(jsonOf(submitted).messageId);
  expect(submitted.headers.location).toBe(`/api/v1/messages/${messageId}`);
  await eventually('the message is consigned', async () => {
    const shown = await send(both.borelia, 'system', `/messages/${messageId}`);
    if (shown.status !== 200) return false;
    packageDigest = String(jsonOf(shown).packageDigest);
    return jsonOf(shown).state === 'consigned';
  });
  backups = join(both.borelia.installed.configuration, '..', 'backups');
  await mkdir(backups);
}, 180_000);

afterAll(() => both?.close(), 60_000);

describe('the answers of running gateways', () => {
  it('are what the document says, for messages', async () => {
    for (const side of [both.xandria, both.borelia]) {
      const page = expectDescribed('listMessages', await send(side, 'officer', '/messages')) as {
        messages: { messageId: string; conversation?: string }[];
      };
      expect(page.messages.map((message) => message.messageId)).toEqual([messageId]);
      expectDescribed('showMessage', await send(side, 'officer', `/messages/${messageId}`));
      expectDescribed('listEvidence', await send(side, 'system', `/messages/${messageId}/evidence?event=RelayAcceptance`));
      expectDescribed('listChanges', await send(side, 'operator', '/changes'));
      expectDescribed('listDeadLetters', await send(side, 'operator', '/dead-letters'));
      expect(expectDescribed('listContradictions', await send(side, 'operator', '/log/contradictions'))).toEqual({ contradictions: [] });
      expectDescribed('fetchBundle', await send(side, 'officer', `/messages/${messageId}/bundle`));
      expectDescribed('fetchBundle', await send(side, 'officer', `/messages/${messageId}/bundle?content=false`));
      expectDescribed('fetchBundle', await send(side, 'officer', `/messages/${messageId}/bundle?content=no`));
      const { conversation = '' } = page.messages[0] ?? {};
      expectDescribed('fetchConversationBundle', await send(side, 'officer', `/conversations/${conversation}/bundle`));
      expect(expectDescribed('fetchConversationBundle', await send(side, 'officer', '/conversations/none/bundle'))).toMatchObject({
        code: 'not-found',
      });
    }
  });

  it('are what the document says, for content, whole and in parts', async () => {
    const path = `/messages/${messageId}`;
    const whole = await send(both.borelia, 'officer', `${path}/package`);
    expectDescribed('fetchPackage', whole);
    expect(createHash('sha256').update(whole.body).digest('hex')).toBe(packageDigest);
    const part = await send(both.borelia, 'officer', `${path}/package`, { headers: { range: 'bytes=10-19' } });
    expectDescribed('fetchPackage', part);
    expect([part.status, part.body.equals(whole.body.subarray(10, 20))]).toEqual([206, true]);
    const beyond = await send(both.borelia, 'officer', `${path}/package`, { headers: { range: `bytes=${whole.body.length}-` } });
    expectDescribed('fetchPackage', beyond);
    expect(beyond.status).toBe(416);
    expectDescribed('fetchFile', await send(both.borelia, 'officer', `${path}/files/0`));
    expectDescribed('fetchSealed', await send(both.borelia, 'operator', `${path}/sealed`));
    expectDescribed('fetchArchive', await send(both.borelia, 'officer', `${path}/archive`));
  });

  it('are what the document says, for a hand-over, which is the same receipt when it is repeated', async () => {
    const handOver = () => send(both.borelia, 'officer', `/messages/${messageId}/handover`, post({ packageDigest }));
    const first = await handOver();
    expectDescribed('handOverMessage', first);
    expect((await handOver()).body.equals(first.body)).toBe(true);
  });

  it('are what the document says, for auditors', async () => {
    const page = expectDescribed('listOperations', await send(both.borelia, 'auditor', '/operations?action=handover')) as {
      operations: { digest: string; actor: string; messageKey: string }[];
    };
    expect(page.operations).toMatchObject([{ actor: 'borelia-officer', messageKey: expect.stringContaining(messageId) }]);
    const path = `/operations/${page.operations[0]?.digest}/proof`;
    await eventually('the record is in the log', async () => {
      const answer = await send(both.borelia, 'auditor', path);
      expectDescribed('proveOperation', answer);
      return answer.status === 200 && answer.body.toString('utf8').startsWith('c2sp.org/tlog-proof@v1\n');
    });
    expectDescribed('proveOperation', await send(both.borelia, 'operator', `/operations/${'0'.repeat(64)}/proof`));
    const started = expectDescribed('listOperations', await send(both.borelia, 'operator', '/operations?action=started')) as {
      operations: { facts: { configuration: string } }[];
    };
    const file = readFileSync(both.borelia.installed.configuration);
    expect(started.operations.map(({ facts }) => facts.configuration)).toEqual([createHash('sha256').update(file).digest('hex')]);
    expectDescribed('fetchBundle', await send(both.borelia, 'auditor', `/messages/${messageId}/bundle`));
    const whole = await send(both.borelia, 'auditor', `/messages/${messageId}/bundle?content=true`);
    expect(expectDescribed('fetchBundle', whole)).toMatchObject({ code: 'actor-not-allowed' });
  });

  it('are what the document says, for backups', async () => {
    const begun = await send(both.borelia, 'operator', '/backups', post({ folder: backups }));
    const { identifier } = expectDescribed('startBackup', begun) as { identifier: string };
    await eventually('the backup is done', async () => {
      const status = expectDescribed('showBackup', await send(both.borelia, 'operator', `/backups/${identifier}`));
      return (status as { state: string }).state === 'done';
    });
    expect(expectDescribed('startBackup', await send(both.borelia, 'operator', '/backups', post({ folder: '/elsewhere' })))).toMatchObject({
      code: 'backup-folder-not-allowed',
    });
  });

  it('give the description itself, and a page of it that lets nothing in', async () => {
    const described = await send(both.borelia, 'officer', '/openapi.json');
    expect(jsonOf(described)).toEqual(JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')));
    const page = await send(both.borelia, 'officer', '/docs');
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'/);
  });

  it('are problems that the document describes, in the language asked for, with every fault at once', async () => {
    const missing = await send(both.xandria, 'officer', `/messages/${randomUUID()}`, { headers: { 'accept-language': 'pt-BR, en;q=0.5' } });
    expect(expectDescribed('showMessage', missing)).toMatchObject({ code: 'not-found', title: 'Não existe o que foi pedido.' });
    expect(missing.headers['content-language']).toBe('pt');
    const many = await send(both.xandria, 'officer', '/messages?limit=0&lane=slow&since=yesterday&peer=x&unknown=1');
    const { faults } = expectDescribed('listMessages', many) as { faults: { pointer?: string }[] };
    expect([...new Set(faults.map(({ pointer }) => pointer))].sort()).toEqual(['', '/lane', '/limit', '/peer', '/since']);
    const refused = await send(both.xandria, 'system', '/messages', await form('urn:valija:authority:nobody', { lane: 'slow', extra: 1 }));
    expectDescribed('submitMessage', refused);
    const wrong = await send(both.borelia, 'officer', `/messages/${messageId}/handover`, post({ packageDigest: '0'.repeat(64) }));
    expect(expectDescribed('handOverMessage', wrong)).toMatchObject({ code: 'package-digest-mismatch' });
  });
});

describe('an idempotency key', () => {
  it('gets the stored answer for the same content and refuses other content', async () => {
    const request = await form(both.borelia.installed.authority.id);
    const first = await send(both.xandria, 'system', '/messages', request);
    const again = await send(both.xandria, 'system', '/messages', request);
    expect([again.status, again.headers['idempotency-replayed'], jsonOf(again).messageId]).toEqual([202, 'true', jsonOf(first).messageId]);
    const other = await form(both.borelia.installed.authority.id, { subject: 'otro' });
    const refused = await send(both.xandria, 'system', '/messages', { ...other, headers: { ...other.headers, ...request.headers } });
    expect(expectDescribed('submitMessage', refused)).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  });
});

describe('sentences for people', () => {
  it.each([
    ['es', 'pasarela'],
    ['pt', 'gateway destinatário'],
    ['fr', 'passerelle destinataire'],
    ['en', 'recipient’s gateway'],
  ])('are in the language of the caller: %s', async (language, word) => {
    const shown = await send(both.borelia, 'officer', `/messages/${messageId}`, { headers: { 'accept-language': language } });
    const { stateText, evidence } = jsonOf(shown) as {
      stateText: string;
      evidence: { event: string; text: string; reasonTexts: string[] }[];
    };
    expect([shown.headers['content-language'], shown.headers.vary, stateText.length > 20]).toEqual([language, 'Accept-Language', true]);
    expect(evidence.find(({ event }) => event === 'ContentConsignment')?.text).toContain(word);
  });
});

describe('conditional requests', () => {
  it('save what has not changed', async () => {
    for (const path of [
      '/messages',
      `/messages/${messageId}`,
      `/messages/${messageId}/evidence`,
      '/openapi.json',
      `/messages/${messageId}/package`,
    ]) {
      const first = await send(both.borelia, 'officer', path);
      const tag = String(first.headers.etag);
      const same = await send(both.borelia, 'officer', path, { headers: { 'if-none-match': `"other", W/${tag}` } });
      expect([path, same.status, same.body.length]).toEqual([path, 304, 0]);
      const other = await send(both.borelia, 'officer', path, { headers: { 'if-none-match': '"other"' } });
      expect([other.status, other.body.equals(first.body)]).toEqual([200, true]);
    }
  });

  it('go on with a download only where it is the same content', async () => {
    const path = `/messages/${messageId}/package`;
    const { etag } = (await send(both.borelia, 'officer', path)).headers;
    const range = (condition: string) => send(both.borelia, 'officer', path, { headers: { range: 'bytes=5-', 'if-range': condition } });
    expect((await range(String(etag))).status).toBe(206);
    expect((await range('"other"')).status).toBe(200);
    expect((await range('Fri, 20 Nov 2026 00:00:00 GMT')).status).toBe(200);
    expect((await range(`W/${etag}`)).status).toBe(200);
  });

  it('send the part of content that is asked for, one at a time', async () => {
    const path = `/messages/${messageId}/package`;
    const whole = (await send(both.borelia, 'officer', path)).body;
    const size = whole.length;
    const part = async (range: string, method = 'GET') => {
      const { status, headers, body } = await send(both.borelia, 'officer', path, { method, headers: { range } });
      return [status, headers['content-range'], body];
    };
    expect(await part('bytes=10-19')).toEqual([206, `bytes 10-19/${size}`, whole.subarray(10, 20)]);
    expect(await part('bytes=-7')).toEqual([206, `bytes ${size - 7}-${size - 1}/${size}`, whole.subarray(-7)]);
    expect(await part(`bytes=5-${size + 100}`)).toEqual([206, `bytes 5-${size - 1}/${size}`, whole.subarray(5)]);
    expect(await part(`bytes=${size}-`)).toEqual([416, `bytes */${size}`, Buffer.alloc(0)]);
    // Several at once, other units and what is no range: all of it, as RFC 9110 section 14.2 allows.
    for (const range of ['bytes=0-1,5-6', 'lines=1-2', 'bytes=x-y']) expect(await part(range)).toEqual([200, undefined, whole]);
    const head = await send(both.borelia, 'officer', path, { method: 'HEAD', headers: { range: 'bytes=10-19' } });
    expect([head.status, head.headers['content-length'], head.headers['accept-ranges'], head.body.length]).toEqual([
      200,
      String(size),
      'bytes',
      0,
    ]);
  });
});

describe('who may do what', () => {
  const requests: Partial<Record<OperationId, () => Partial<RawRequest>>> = {
    handOverMessage: () => post({ packageDigest }),
    releaseDeadLetter: () => post({ id: 'x' }),
    startBackup: () => post({ folder: '/x' }),
  };
  const guarded = (Object.entries(CLIENT_OPERATIONS) as [OperationId, ClientOperation][]).filter(
    ([, { callers }]) => !callers.includes('anyone'),
  );

  it.each(guarded)(
    '%s is refused to every other kind of client, and to them before anything is looked at',
    async (id, { path, callers, method }) => {
      const filled = path
        .replace('{messageId}', messageId)
        .replace('{index}', '0')
        .replace('{identifier}', randomUUID())
        .replace('{upload}', '00'.repeat(16));
      for (const role of ['system', 'officer', 'operator', 'auditor'] as const) {
        const body = requests[id]?.() ?? (method === 'post' ? await form(both.xandria.installed.authority.id) : {});
        const request = { ...body, method: method.toUpperCase() };
        const { status, code } = await send(both.borelia, role, filled, request);
        const told = method === 'head' ? undefined : 'actor-not-allowed';
        if (callers.includes(role)) expect([id, role, method === 'head' ? status : code]).not.toEqual([id, role, told ?? 403]);
        else expect([id, role, status, code]).toEqual([id, role, 403, told]);
      }
    },
  );
});

describe('hostile parameters', () => {
  const long = 'a'.repeat(5_000);
  const lists = [
    'limit=0',
    'limit=501',
    'limit=-1',
    'limit=1e2',
    'limit=0x10',
    'limit=%201',
    'limit=',
    'limit=1&limit=2',
    'limit=99999999999999999999',
    'direction=',
    'direction=both',
    'direction=inbound&direction=outbound',
    'state=',
    'state=consigned,',
    'state=nothing',
    `state=${'consigned,'.repeat(13)}failed`,
    'unfinished=1',
    'unfinished=TRUE',
    'unfinished=',
    'lane=URGENT',
    'peer=x',
    'peer=urn:valija:authority:',
    `peer=urn:valija:authority:${'a'.repeat(200)}`,
    "conversation='%20OR%201=1",
    `conversation=${'a'.repeat(200)}`,
    'conversation=%00',
    'since=2026',
    'since=2026-02-30T00:00:00Z',
    'since=2026-01-01T00:00:00%2B01:00',
    'until=now',
    'packageDigest=ABC',
    `packageDigest=${'G'.repeat(64)}`,
    'after=%1f',
    'after=..%2f..',
    `after=${long}`,
    'after=AAAA',
    'next=x',
    '__proto__=1',
    'constructor=1',
    'limit[]=1',
    'limit%00=1',
  ];

  it.each(lists)('of a list are refused as a fault: %s', async (query) => {
    const answer = await send(both.borelia, 'officer', `/messages?${query}`);
    expect(expectDescribed('listMessages', answer)).toMatchObject({ status: 400, code: 'message-form-invalid' });
    expect(answer.body.toString()).not.toContain('a'.repeat(100));
  });

  it.each([
    ['listChanges', '/changes?after=-1'],
    ['listChanges', '/changes?after=1.5'],
    ['listChanges', '/changes?after=9007199254740993'],
    ['listChanges', '/changes?wait=26'],
    ['listChanges', '/changes?wait=Infinity'],
    ['listChanges', '/changes?limit=1001'],
    ['listChanges', '/changes?epoch=%0a'],
    ['listDeadLetters', '/dead-letters?limit=0'],
    ['showMessage', '/messages/{id}?direction=sideways'],
    ['showMessage', '/messages/{id}?sender=x'],
    ['listEvidence', '/messages/{id}/evidence?event=Invented'],
    ['fetchPackage', '/messages/{id}/package?range=1'],
  ] as const)('of %s are refused: %s', async (id, path) => {
    const role = id === 'listDeadLetters' ? 'operator' : 'officer';
    const answer = await send(both.borelia, role, path.replace('{id}', messageId));
    expect(expectDescribed(id, answer)).toMatchObject({ status: 400, code: 'message-form-invalid' });
  });

  it.each([
    '/messages/x',
    '/messages/..%2f..',
    `/messages/${'a'.repeat(3_000)}`,
    '/messages/%00',
    '/messages/{id}/files/-1',
    '/messages/{id}/files/1e3',
    '/messages/{id}/files/99999',
    '/backups/x',
    '/messages/',
  ])('in a path lead to nothing: %s', async (path) => {
    const answer = await send(both.borelia, path.startsWith('/backups') ? 'operator' : 'officer', path.replace('{id}', messageId));
    expect(answer).toMatchObject({ status: 404, code: 'not-found' });
  });

  it.each([
    '',
    '{',
    '[]',
    '{"packageDigest":1}',
    '{"packageDigest":"x","more":1}',
    '{"__proto__":{}}',
    'null',
    `{"packageDigest":"${long}${long}${long}${long}"}`,
  ])('in a body are refused: %s', async (body) => {
    const answer = await send(both.borelia, 'officer', `/messages/${messageId}/handover`, { ...post({}), body });
    expect([400, 413]).toContain(answer.status);
  });

  it('name a sent message where only a received one makes sense', async () => {
    const answer = await send(both.borelia, 'officer', `/messages/${messageId}/package?direction=outbound`);
    expect(expectDescribed('fetchPackage', answer)).toMatchObject({ code: 'message-not-inbound' });
  });
});
