import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serializeTrust, type TrustDocument } from '../../audit/trust.ts';
import type { MessageAnswer } from '../../compose/api-client/answers.ts';
import type { ApiClient } from '../../compose/api-client/client.ts';
import type { SubmittedFile } from '../../compose/api-client/submitted-file.ts';
import { readCertificates } from '../../compose/configuration/anchors.ts';
import { publishDirectory } from '../../compose/development/installation.ts';
import { verifyFile } from '../../compose/verification/verify-file.ts';
import type { DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { valija } from '../support/command-line.ts';
import { eventually } from '../support/eventually.ts';
import { collect, type GatewayProcess, inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

/**
 * Two gateways as processes, busy in both directions. Each in turn loses its folder between two instructions and gets back what a backup
 * had before the last hours of traffic: nothing that the other one holds may be lost, and nothing may be signed or sent twice.
 */
let both: TwoAuthorities;
const clients = new Map<GatewayProcess, ApiClient>();
const LONG = { timeout: 180_000 };

beforeAll(async () => {
  both = await startTwoAuthorities({
    gateway: () => ({
      settings: { pullInterval: '200ms', inlineContentLength: '64KiB' },
      operation: { diskFloor: '64MiB', backupFolders: ['backups'], backOff: { urgent: { first: '200ms', limit: '1s' } } },
    }),
  });
  for (const gateway of [both.xandria, both.borelia]) clients.set(gateway, await gateway.client('officer'));
}, 120_000);

afterAll(async () => {
  await Promise.all([...clients.values()].map((client) => client.close()));
  await both?.close();
}, 60_000);

interface Sent {
  messageId: string;
  from: GatewayProcess;
  to: GatewayProcess;
  files: SubmittedFile[];
  idempotencyKey: string;
}

const clientOf = (gateway: GatewayProcess): ApiClient => clients.get(gateway) as ApiClient;
const homeOf = (gateway: GatewayProcess): string => dirname(gateway.installed.configuration);

const submission = ({ to, files, idempotencyKey }: Omit<Sent, 'messageId' | 'from'>) => ({
  document: { recipient: to.installed.authority.id, lane: 'urgent' as const, subject: 'asunto inventado' },
  files,
  idempotencyKey,
});

/** Some with an annex that goes as a resumable transfer, all with files beside the ledger. */
async function send(from: GatewayProcess, to: GatewayProcess, annex = 70_000): Promise<Sent> {
  const files = await inventedFiles([{ name: 'anexo.bin', content: Buffer.alloc(annex, annex % 251) }]);
  const sent = { from, to, files, idempotencyKey: randomUUID() };
  const { messageId } = await clientOf(from).submit(submission(sent));
  return { ...sent, messageId };
}

async function consigned({ messageId, from, to }: Sent): Promise<void> {
  await eventually(`${messageId} is consigned`, async () =>
    (await states(messageId, [from, to])).every((state) => state === 'consigned' || state === 'handed-over'),
  );
}

const show = (gateway: GatewayProcess, messageId: string): Promise<MessageAnswer | undefined> =>
  clientOf(gateway)
    .show(messageId)
    .catch(() => undefined);

async function states(messageId: string, gateways: GatewayProcess[]): Promise<(string | undefined)[]> {
  return (await Promise.all(gateways.map((gateway) => show(gateway, messageId)))).map((message) => message?.state);
}

async function handOver({ messageId, from, to }: Sent): Promise<void> {
  await clientOf(to).handOver(messageId, (await clientOf(to).show(messageId)).packageDigest ?? '');
  await eventually('both know of the hand-over', async () =>
    (await states(messageId, [from, to])).every((state) => state === 'handed-over'),
  );
}

/** Every receipt about a message, as one side has it: a second one of a kind, or another one, would show. */
async function receipts(gateway: GatewayProcess, messageId: string): Promise<string[]> {
  const { evidence, conflicts } = await clientOf(gateway).show(messageId);
  expect(conflicts).toEqual([]);
  return evidence.map(({ event, evidenceDigest }) => `${event} ${String(evidenceDigest)}`).sort();
}

async function backUp(gateway: GatewayProcess): Promise<void> {
  const client = ['--client', gateway.installed.client('operator')];
  const { code, stderr, stdout } = await valija(['backup', '--to', join(homeOf(gateway), 'backups'), '--json', ...client]);
  expect([code, stderr.trim().length > 0], stderr).toEqual([0, true]);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'done', folder: join(homeOf(gateway), 'backups') });
}

/** Killed at whatever instruction it is, its folder gone; then what docs/backup.md says for three in the morning. */
async function destroyAndRestore(gateway: GatewayProcess): Promise<void> {
  await gateway.kill();
  await rm(join(homeOf(gateway), 'data'), { recursive: true, force: true });
  const { code, stderr } = await valija([
    'restore',
    '--from',
    join(homeOf(gateway), 'backups'),
    '--config',
    gateway.installed.configuration,
  ]);
  expect(code, stderr).toBe(0);
  await gateway.start();
  await clientOf(gateway).close();
  clients.set(gateway, await gateway.client('officer'));
}

/** The keys of the logs, as each gateway has told them when it opened its log. */
async function logKeys(gateway: GatewayProcess): Promise<string[]> {
  const lines = (await gateway.log()).split('\n').filter((line) => line.includes('"event":"log-opened"'));
  return [...new Set(lines.map((line) => (JSON.parse(line) as { verifierKey: string }).verifierKey))];
}

/** The directory names every log, the one in force last; returns a trust snapshot that an auditor gets likewise. */
async function nameLogs(): Promise<string> {
  const { folder, pki, directory } = both.installation;
  const document = JSON.parse(await readFile(directory, 'utf8')) as DirectoryDocument;
  for (const gateway of [both.xandria, both.borelia]) {
    const record = document.authorities.find(({ identifier }) => identifier === gateway.installed.authority.id);
    const [notBefore = ''] = record?.noteKeys.map((key) => key.notBefore) ?? [];
    for (const verifierKey of await logKeys(gateway)) {
      if (record?.noteKeys.some((key) => key.verifierKey === verifierKey) === true) continue;
      record?.noteKeys.push({ role: 'log', verifierKey, notBefore });
    }
  }
  document.version += 1;
  await publishDirectory(folder, pki, document, new Date());
  for (const gateway of [both.xandria, both.borelia]) {
    gateway.hangUp();
    const missing = async () =>
      JSON.parse(await (await fetch(`${gateway.installed.management}/health/ready`)).text()) as { notes?: string[] };
    await eventually('the directory is read', async () => (await missing()).notes?.includes('log-not-listed') !== true);
  }
  const roots = (await readCertificates([pki.root.certificate])).map(({ der }) => der.toString('base64'));
  const authorities = document.authorities.map(({ identifier, certificates, noteKeys }) => ({ identifier, certificates, noteKeys }));
  const trust = join(both.folder, 'trust.json');
  await writeFile(trust, serializeTrust({ format: 'valija-trust/1', roots, timestampRoots: roots, authorities }));
  return trust;
}

/** The same with the first log of each authority alone: what an auditor has who got the trust file before anything was restored. */
async function withFirstLogs(trust: string): Promise<string> {
  const document = JSON.parse(await readFile(trust, 'utf8')) as TrustDocument;
  for (const authority of document.authorities) {
    const [first, ...later] = authority.noteKeys.filter(({ role }) => role === 'log');
    authority.noteKeys = authority.noteKeys.filter((key) => key === first || !later.includes(key));
  }
  const path = join(both.folder, 'early-trust.json');
  await writeFile(path, serializeTrust(document));
  return path;
}

async function everyBundlePasses(messages: readonly Sent[]): Promise<void> {
  const trust = await nameLogs();
  const earlyTrust = await withFirstLogs(trust);
  const bundle = join(both.folder, 'bundle.zip');
  for (const { messageId, from, to } of messages) {
    for (const gateway of [from, to]) {
      await eventually(`the bundle of ${messageId} by ${gateway.installed.authority.folder} proves everything`, async () => {
        await writeFile(bundle, await collect((await clientOf(gateway).download(messageId, 'bundle')).body));
        return (await verifyFile({ file: bundle, trust, at: new Date() })).verdict === 'PASSED';
      });
      const { findings } = await verifyFile({ file: bundle, trust: earlyTrust, at: new Date() });
      const ofLogs = findings.filter(({ check, verdict }) => check === 'log-key' || (check === 'log-succession' && verdict === 'PASSED'));
      expect(ofLogs.filter(({ verdict }) => verdict !== 'PASSED')).toEqual([]);
      expect(ofLogs.some(({ check }) => check === 'log-succession')).toBe(true);
    }
  }
}

describe.each([
  ['the one', () => both.borelia, () => both.xandria],
  ['the other', () => both.xandria, () => both.borelia],
] as const)('a gateway that lost everything: %s', (_name, lostOf, otherOf) => {
  it('has after the restore whatever its peer holds, signs and sends nothing twice, and its log never forks', LONG, async () => {
    const [lost, other] = [lostOf(), otherOf()];
    const early = await Promise.all([send(other, lost), send(lost, other)]);
    for (const message of early) await consigned(message);
    const [firstKey] = (await logKeys(lost)).slice(-1);
    await backUp(lost);
    const late = await Promise.all([send(other, lost), send(lost, other), send(other, lost, 200_000), send(lost, other, 300_000)]);
    for (const message of late) await consigned(message);
    for (const message of [early[0], late[0], late[1]]) await handOver(message as Sent);
    const messages = [...early, ...late];
    const stated = await Promise.all(messages.map(({ messageId }) => receipts(other, messageId)));
    const unseen = await send(other, lost);
    await destroyAndRestore(lost);
    for (const [index, { messageId }] of messages.entries()) {
      await eventually(`${messageId} is back with every receipt`, async () => {
        const message = await show(lost, messageId);
        return message !== undefined && message.evidence.length === stated[index]?.length && message.pending.length === 0;
      });
      expect(await receipts(lost, messageId)).toEqual(stated[index]);
      expect(await receipts(other, messageId)).toEqual(stated[index]);
    }
    for (const { messageId, files } of [late[0], late[2]] as Sent[]) {
      await eventually('its files are back', async () => (await clientOf(lost).show(messageId)).files.length === files.length);
      const annex = await collect((await clientOf(lost).download(messageId, 'files/1')).body);
      expect(annex).toEqual(await collect((files[1] as SubmittedFile).open()));
    }
    for (const sent of [early[1], late[1], late[3]] as Sent[]) {
      expect((await clientOf(lost).submit(submission(sent))).messageId).toBe(sent.messageId);
    }
    await consigned(unseen);
    await handOver(late[2] as Sent);
    await handOver(late[3] as Sent);
    const fresh = await send(lost, other);
    await consigned(fresh);
    expect(await logKeys(lost)).toHaveLength((await logKeys(lost)).indexOf(firstKey ?? '') + 2);
    await everyBundlePasses([...messages, unseen, fresh]);
    const { messages: inbox } = await clientOf(other).list({ direction: 'inbound', limit: 100 });
    expect(new Set(inbox.map(({ messageId }) => messageId)).size).toBe(inbox.length);
    expect(inbox.filter(({ sender }) => sender === lost.installed.authority.id).map(({ messageId }) => messageId)).toEqual(
      expect.arrayContaining([early[1], late[1], late[3], fresh].map((message) => message?.messageId)),
    );
  });
});

it('and an officer can hold content, over the command line', async () => {
  const officer = ['--json', '--client', both.xandria.installed.client('officer')];
  const { messageId } = await send(both.borelia, both.xandria);
  await eventually('it is consigned', async () => (await show(both.xandria, messageId))?.state === 'consigned');
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await valija(['hold', ...args, ...officer]);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as { holds?: { messageId: string; reason: string; placedBy: string }[]; messageId?: string };
  };
  expect(await run('place', messageId, '--reason', 'asunto inventado')).toMatchObject({ messageId, direction: 'inbound' });
  expect((await run('list')).holds).toMatchObject([{ messageId, reason: 'asunto inventado', placedBy: 'xandria-officer' }]);
  await run('release', messageId, '--reason', 'concluido', '--direction', 'inbound');
  expect((await run('list')).holds).toEqual([]);
  const again = await valija(['hold', 'release', messageId, '--reason', 'x', ...officer]);
  expect([again.code, JSON.parse(again.stderr)]).toMatchObject([3, { problem: { code: 'not-found' } }]);
}, 60_000);

it('and every message ever sent is there once', async () => {
  for (const gateway of [both.xandria, both.borelia]) {
    const counts = await Promise.all(
      (['inbound', 'outbound'] as const).map(
        async (direction) => (await clientOf(gateway).list({ direction, limit: 100 })).messages.length,
      ),
    );
    expect(counts).toEqual(gateway === both.xandria ? [9, 8] : [8, 9]);
  }
});
