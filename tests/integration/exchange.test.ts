import { spawnSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageAnswer } from '../../compose/api-client/answers.ts';
import { ApiClient } from '../../compose/api-client/client.ts';
import { openApiClient, readClientConfiguration } from '../../compose/api-client/client-configuration.ts';
import { verifyFile } from '../../compose/verification/verify-file.ts';
import { eventually } from '../support/eventually.ts';
import { collect, inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

let both: TwoAuthorities;
let sender: ApiClient;
let recipient: ApiClient;

beforeAll(async () => {
  both = await startTwoAuthorities();
  sender = await both.xandria.client('system');
  recipient = await both.borelia.client('officer');
}, 120_000);

afterAll(async () => {
  await Promise.all([sender?.close(), recipient?.close()]);
  await both?.close();
}, 60_000);

async function submit(
  options: { idempotencyKey?: string; annexes?: { name: string; content: Buffer }[]; subject?: string } = {},
): Promise<string> {
  const { messageId } = await sender.submit({
    document: { recipient: both.borelia.installed.authority.id, lane: 'urgent', subject: options.subject ?? 'asunto inventado' },
    files: await inventedFiles(options.annexes),
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  return messageId;
}

async function reaches(client: ApiClient, messageId: string, state: string): Promise<MessageAnswer> {
  let message: MessageAnswer | undefined;
  await eventually(`${messageId} is ${state}`, async () => {
    message = await client.show(messageId).catch(() => undefined);
    return message?.state === state;
  });
  return message as MessageAnswer;
}

describe('two authorities', () => {
  it('exchange a request, and every step leaves a receipt with both', async () => {
    const annex = { name: 'anexos/relación.bin', content: randomBytes(300_000) };
    const messageId = await submit({ annexes: [annex] });
    const consigned = await reaches(recipient, messageId, 'consigned');
    expect(consigned).toMatchObject({ direction: 'inbound', subject: 'asunto inventado', terminal: false });
    expect(consigned.files.map(({ name, role }) => [name, role])).toEqual([
      ['carta ficticia.pdf', 'letter'],
      ['anexos/relación.bin', 'annex'],
    ]);
    expect((await collect((await recipient.download(messageId, 'files/1')).body)).equals(annex.content)).toBe(true);

    const first = await recipient.handOver(messageId, consigned.packageDigest ?? '');
    const again = await recipient.handOver(messageId, consigned.packageDigest ?? '');
    expect(again).toEqual(first);

    const sent = await reaches(sender, messageId, 'handed-over');
    const received = await reaches(recipient, messageId, 'handed-over');
    const events = ['SubmissionAcceptance', 'RelayAcceptance', 'ContentConsignment', 'ContentHandover'];
    for (const message of [sent, received]) {
      expect(message.evidence.map(({ event }) => event)).toEqual(events);
      expect(message.terminal).toBe(true);
      expect(message.conflicts).toEqual([]);
    }
    expect(sent.evidence.map(({ evidenceDigest }) => evidenceDigest)).toEqual(
      received.evidence.map(({ evidenceDigest }) => evidenceDigest),
    );
    expect(await sender.receipts(messageId, { event: 'ContentHandover' })).toEqual([sent.evidence.at(-1)]);
    expect(await sender.receipts(messageId)).toHaveLength(events.length);
    await expect(sender.receipts(messageId, { event: 'Invented' })).rejects.toMatchObject({ code: 'message-form-invalid' });
  });

  it('prove it offline: bundle, package, receipt and header hold, and none of them with one byte flipped', async () => {
    const messageId = await submit();
    const consigned = await reaches(recipient, messageId, 'consigned');
    await recipient.handOver(messageId, consigned.packageDigest ?? '');
    const sent = await reaches(sender, messageId, 'handed-over');
    const at = (name: string) => join(both.folder, name);
    const { trust, pki } = both.installation;
    const bundle = at('bundle.zip');
    await eventually('the bundle proves everything', async () => {
      await writeFile(bundle, await collect((await sender.download(messageId, 'bundle')).body));
      return (await verifyFile({ file: bundle, trust, at: new Date() })).verdict === 'PASSED';
    });
    expect((await verifyFile({ file: bundle, at: new Date() })).verdict).toBe('INDETERMINATE');

    const revocationLists = ['root.crl', 'issuing.crl'].map((name) => join(pki.revocationLists, name));
    const verdictOf = async (name: string, bytes: Buffer) => {
      await writeFile(at(name), bytes);
      return (await verifyFile({ file: at(name), trust, revocation: revocationLists, at: new Date() })).verdict;
    };
    const packageBytes = await collect((await recipient.download(messageId, 'package')).body);
    expect(createHash('sha256').update(packageBytes).digest('hex')).toBe(consigned.packageDigest);
    const receipt = Buffer.from(sent.evidence.at(-1)?.evidence ?? '');
    const header = spawnSync('unzip', ['-p', bundle, 'envelopes/*']).stdout;
    for (const [name, bytes] of Object.entries({ 'package.asice': packageBytes, 'receipt.json': receipt, 'header.json': header })) {
      expect([name, await verdictOf(name, bytes)]).toEqual([name, 'PASSED']);
      const flipped = Buffer.from(bytes);
      const middle = Math.floor(flipped.length / 2);
      flipped.writeUInt8(flipped.readUInt8(middle) ^ 1, middle);
      expect([name, await verdictOf(name, flipped)]).toEqual([name, 'FAILED']);
    }
  });

  it('give the sealed content to systems, the same on both sides', async () => {
    const messageId = await submit();
    await reaches(recipient, messageId, 'consigned');
    const other = await both.borelia.client('system');
    const [ours, theirs] = await Promise.all(
      [sender, other].map(async (client) => collect((await client.download(messageId, 'sealed')).body)),
    );
    expect(ours?.equals(theirs ?? Buffer.alloc(0))).toBe(true);
    await expect(recipient.download(messageId, 'sealed')).rejects.toMatchObject({ status: 403, code: 'actor-not-allowed' });
    await other.close();
  });

  it('send large content as a transfer', async () => {
    const content = randomBytes(12 * 1024 * 1024);
    const messageId = await submit({ annexes: [{ name: 'grande.bin', content }] });
    await reaches(recipient, messageId, 'consigned');
    expect((await collect((await recipient.download(messageId, 'files/1')).body)).equals(content)).toBe(true);
  });

  it('tell their own clients of each change of state', async () => {
    const { changes: before } = await sender.changes({ after: 0, wait: 0 });
    const messageId = await submit();
    await reaches(sender, messageId, 'consigned');
    const { changes } = await sender.changes({ after: before.at(-1)?.position ?? 0, wait: 5 });
    expect(changes.filter((change) => change.messageId === messageId).map(({ state }) => state)).toEqual([
      'submitted',
      'accepted',
      'relayed',
      'consigned',
    ]);
  });

  it('go on where they were after a stop and a start', async () => {
    await both.borelia.stop();
    const waiting = await Promise.all([submit(), submit(), submit()]);
    for (const messageId of waiting) await reaches(sender, messageId, 'accepted');
    await both.xandria.stop();
    await Promise.all([both.xandria.start(), both.borelia.start()]);
    for (const messageId of waiting) await reaches(recipient, messageId, 'consigned');
    const stopped = (await both.xandria.log()).split('\n').filter((line) => line.includes('"event":"stopped"'));
    expect(stopped.length).toBe(1);
  }, 120_000);
});

describe('a submission', () => {
  it('with the same key is the same message, and with the same key and another body is refused', async () => {
    const idempotencyKey = randomUUID();
    const files = await inventedFiles();
    const document = { recipient: both.borelia.installed.authority.id, lane: 'urgent', subject: 'una vez' };
    const first = await sender.submit({ document, files, idempotencyKey });
    expect(await sender.submit({ document, files, idempotencyKey })).toEqual(first);
    await expect(sender.submit({ document: { ...document, subject: 'otra vez' }, files, idempotencyKey })).rejects.toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
    });
  });

  it('is refused with every fault, in the language of the caller', async () => {
    const spanish = await openApiClient(await readClientConfiguration(both.xandria.installed.client('system')), 'es');
    const document = { recipient: 'urn:valija:authority:nobody', lane: 'urgent' };
    const [letter] = await inventedFiles();
    const notPdf =
      letter === undefined
        ? []
        : [
            {
              ...letter,
              length: 5,
              open: async function* () {
                yield Buffer.from('hello');
              },
            },
          ];
    await expect(spanish.submit({ document, files: notPdf, idempotencyKey: randomUUID() })).rejects.toMatchObject({
      status: 400,
      code: 'submission-invalid',
      message: expect.stringMatching(/^Los datos enviados/),
      faults: expect.arrayContaining([
        expect.objectContaining({ code: 'recipient-unknown', pointer: '/recipient' }),
        expect.objectContaining({ code: 'letter-not-pdf', pointer: 'part:letter' }),
      ]),
    });
    await spanish.close();
  });
});

describe('the client API', () => {
  it('lets nobody in without a certificate that is configured', async () => {
    const { url, ca } = await gatewayAddress();
    const foreign = both.installation.pki.authority(both.borelia.installed.authority.id).client('system');
    const stranger = new ApiClient({
      url,
      key: await readFile(foreign.key, 'utf8'),
      certificate: await readFile(foreign.certificate, 'utf8'),
      anchors: ca,
      language: 'en',
    });
    await expect(stranger.list({ direction: 'inbound', limit: 1 })).rejects.toMatchObject({ status: 403, code: 'actor-unknown' });
    await stranger.close();
    await expect(withoutCertificate(`${url}/api/v1/messages`, ca)).rejects.toMatchObject({
      code: expect.stringMatching(/SSL|TLS|ECONNRESET/),
    });
  });

  it('keeps the kinds of clients apart', async () => {
    const operator = await both.xandria.client('operator');
    expect(await operator.deadLetters({ limit: 10 })).toEqual([]);
    await expect(operator.releaseDeadLetter('nothing')).rejects.toMatchObject({ status: 404, code: 'not-found' });
    const files = await inventedFiles();
    const document = { recipient: both.borelia.installed.authority.id };
    await expect(operator.submit({ document, files, idempotencyKey: 'k' })).rejects.toMatchObject({
      status: 403,
      code: 'actor-not-allowed',
    });
    await expect(sender.deadLetters({ limit: 10 })).rejects.toMatchObject({ status: 403, code: 'actor-not-allowed' });
    await operator.close();
  });
});

describe('the management interface', () => {
  it('says that the process lives and is ready', async () => {
    const { management } = both.xandria.installed;
    expect(await (await fetch(`${management}/health/live`)).json()).toEqual({ live: true });
    expect(await (await fetch(`${management}/health/ready`)).json()).toEqual({ ready: true, reasons: [] });
  });

  it('counts what happened and names no message', async () => {
    await submit({ subject: 'indiscreto' });
    const text = await (await fetch(`${both.xandria.installed.management}/metrics`)).text();
    for (const name of await documentedMetrics()) expect(text).toContain(`# TYPE ${name} `);
    expect(text).toMatch(/valija_events_total\{event="submitted",code="",lane="urgent"\} [1-9]/);
    expect(text).toMatch(/valija_evidence_accepted_total\{event="ContentConsignment"\} [1-9]/);
    expect(text).toMatch(/valija_http_request_seconds_count\{api="api",route="\/api\/v1\/messages",method="POST",status="202"\} [1-9]/);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('is not told anything of the content by the logs', async () => {
    const logs = (await both.xandria.log()) + (await both.borelia.log());
    expect(logs).not.toMatch(/indiscreto|asunto inventado|carta ficticia|relación|grande\.bin/);
    for (const line of logs.trimEnd().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ process: 'gateway', event: expect.any(String) });
  });
});

async function documentedMetrics(): Promise<string[]> {
  const text = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const names = [...new Set([...text.matchAll(/`(valija_[a-z_]+)`/g)].map(([, name = '']) => name))];
  expect(names.length).toBeGreaterThan(10);
  return names;
}

async function gatewayAddress(): Promise<{ url: string; ca: string }> {
  return { url: both.xandria.installed.api, ca: await readFile(both.installation.pki.root.certificate, 'utf8') };
}

/** A request without a client certificate, with our anchors. */
function withoutCertificate(url: string, ca: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { ca }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
