import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listGenerations, readStatement } from '../../../compose/backup/generations.ts';
import { restoreBackup } from '../../../compose/backup/restore.ts';
import { createBackupWriter } from '../../../compose/backup/write-backup.ts';
import type { GatewayConfiguration } from '../../../compose/configuration/gateway-configuration.ts';
import { openDataFolder } from '../../../compose/data-folder.ts';
import type { BackupWriter } from '../../../gateway/contracts/backup.ts';
import { newMessageIdentifier } from '../../../gateway/identifiers.ts';
import { readRestoreMarker } from '../../../gateway/recovery/restore-marker.ts';
import { openFileBlobs } from '../../../store/files/blobs.ts';
import { openSqliteLedger } from '../../../store/sqlite/ledger.ts';
import { createGatewayFixture, type FixtureGateway, type GatewayFixture, RECIPIENT } from '../../support/gateway-fixture.ts';

const LARGE = 150_000;

let fixture: GatewayFixture;
let gateway: FixtureGateway;
let root: string;
let writer: BackupWriter;
let round = 0;

beforeAll(async () => {
  fixture = await createGatewayFixture();
  gateway = fixture.sender;
});

afterAll(() => fixture.close());

beforeEach(() => {
  round += 1;
  root = join(fixture.folder, `backups-${round}`);
  writer = writerOf(gateway);
});

function writerOf({ dependencies }: FixtureGateway): BackupWriter {
  const name = dependencies.authority.split(':').at(-1);
  return createBackupWriter({
    authority: dependencies.authority,
    logOrigin: dependencies.logOrigin,
    ledger: dependencies.ledger,
    blobs: dependencies.blobs,
    logFolder: join(fixture.folder, `${name}-log`),
    openCopy: (path) => openSqliteLedger({ path }),
    signer: () => dependencies.keys.signer('evidence'),
    now: () => dependencies.clock.now(),
    allowedFolders: [fixture.folder],
  });
}

const write = (options: { keep?: number; startedAt?: Date; signal?: AbortSignal } = {}) => {
  const startedAt = options.startedAt ?? new Date();
  const request = { identifier: newMessageIdentifier(startedAt, randomBytes), folder: root, actor: 'operations', startedAt, keep: 14 };
  return writer.write({ ...request, ...options }, { signal: options.signal ?? new AbortController().signal });
};

async function storeBlob(length = LARGE): Promise<{ blobId: string; wrappedKey: string; content: Buffer }> {
  const { blobs, ledger } = gateway.dependencies;
  const wrappedKey = blobs.newWrappedKey();
  const content = randomBytes(length);
  const receipt = await blobs.put({ wrappedKey, messageKey: 'outbound/invented/1', now: new Date() }, content);
  await ledger.commit({ rows: [receipt.row] });
  return { blobId: receipt.blobId, wrappedKey, content };
}

async function dropBlob(blobId: string): Promise<void> {
  const { blobs, ledger } = gateway.dependencies;
  await ledger.commit({ rows: [{ table: 'blobs', key: blobId, expect: 1, value: null }] });
  await blobs.remove(blobId);
}

const configuration = (authority = gateway.identifier): GatewayConfiguration =>
  ({ authority, directory: { path: join(fixture.folder, 'directory.json'), signers: [signer] } }) as unknown as GatewayConfiguration;
let signer = '';
beforeAll(async () => {
  const { parsePemCertificates } = await import('../../../crypto/x509/pem.ts');
  signer = parsePemCertificates(await readFile(fixture.pki.directorySigner.certificate, 'utf8'))[0]?.sha256.toString('hex') ?? '';
});

const target = () => join(fixture.folder, `restored-${round}`);
const restore = (more: { generation?: string; authority?: string } = {}) =>
  restoreBackup({
    configuration: configuration(more.authority),
    from: root,
    to: target(),
    now: new Date(),
    ...(more.generation === undefined ? {} : { generation: more.generation }),
  });

describe('a backup', () => {
  it('is what sha256sum finds it to be, and says who asked for it and how far the log had come', async () => {
    await storeBlob();
    await gateway.publishLog();
    const { generation, files, octets } = await write();
    const sums = `generations/${generation}/SHA256SUMS`;
    const checked = spawnSync('sha256sum', ['--check', '--strict', '--quiet', sums], { cwd: root, encoding: 'utf8' });
    expect([checked.status, checked.stdout, checked.stderr]).toEqual([0, '', '']);
    const { statement } = await readStatement(root, generation);
    const logSize = await gateway.dependencies.ledger.log.size();
    expect(statement).toMatchObject({ authority: gateway.identifier, actor: 'operations', files, octets, log: { size: logSize } });
    expect((await stat(join(root, 'generations', generation, 'ledger.sqlite'))).mode & 0o077).toBe(0);
    expect(await readdir(join(root, 'generations', generation))).toEqual(['SHA256SUMS', 'backup.json', 'ledger.sqlite']);
  });

  it('copies what is new, and no file a second time', async () => {
    await storeBlob();
    const first = await write();
    const second = await write();
    expect(first.copiedFiles).toBe(first.files);
    expect(second).toMatchObject({ files: first.files, copiedFiles: 1 });
    const { blobId } = await storeBlob();
    const third = await write();
    expect(third).toMatchObject({ files: first.files + 1, copiedFiles: 2 });
    expect(await readdir(join(root, 'blobs', blobId.slice(0, 2)))).toContain(blobId);
  });

  it('has a file that was removed while it was being written', async () => {
    const { blobId } = await storeBlob();
    const { ledger } = gateway.dependencies;
    const parts = gateway.dependencies;
    writer = createBackupWriter({
      authority: parts.authority,
      logOrigin: parts.logOrigin,
      ledger: new Proxy(ledger, {
        get: (of, name) =>
          name === 'backup'
            ? async (path: string) => {
                await ledger.backup(path);
                await dropBlob(blobId);
              }
            : Reflect.get(of, name, of),
      }),
      blobs: parts.blobs,
      logFolder: join(fixture.folder, 'xa-central-log'),
      openCopy: (path) => openSqliteLedger({ path }),
      signer: () => parts.keys.signer('evidence'),
      now: () => new Date(),
      allowedFolders: [fixture.folder],
    });
    const { generation } = await write();
    expect(await readFile(join(root, 'generations', generation, 'SHA256SUMS'), 'utf8')).toContain(blobId);
    await expect(parts.blobs.openAtRest(blobId)).rejects.toMatchObject({ code: 'blob-missing' });
  });

  it('removes old generations with what only they had', async () => {
    const { blobId } = await storeBlob();
    const first = await write({ startedAt: new Date('2026-01-01T00:00:00Z') });
    await dropBlob(blobId);
    await write({ startedAt: new Date('2026-01-02T00:00:00Z') });
    expect(await listGenerations(root)).toHaveLength(2);
    const third = await write({ startedAt: new Date('2026-01-03T00:00:00Z'), keep: 1 });
    expect(await listGenerations(root)).toEqual([third.generation]);
    const files = await readdir(root, { recursive: true });
    expect(files.filter((name) => name.includes(blobId) || name.includes(first.generation))).toEqual([]);
    const checked = spawnSync('sha256sum', ['--check', '--quiet', `generations/${third.generation}/SHA256SUMS`], { cwd: root });
    expect(checked.status).toBe(0);
  });

  it('that was interrupted is no backup, and the next one clears it away', async () => {
    await storeBlob();
    const closing = new AbortController();
    closing.abort(new Error('the gateway stops'));
    await expect(write({ signal: closing.signal })).rejects.toThrow('the gateway stops');
    expect(await listGenerations(root)).toEqual([]);
    await expect(restore()).rejects.toMatchObject({ code: 'backup-folder-not-usable' });
    const { generation } = await write();
    expect(await readdir(join(root, 'generations'))).toEqual([generation]);
    const { blobId } = await storeBlob();
    expect(await gateway.dependencies.blobs.openAtRest(blobId).then(({ close }) => close())).toBeUndefined();
  });

  it.each([
    ['relative', 'backups'],
    ['elsewhere', '/tmp'],
    ['a way out', '<root>/../../etc'],
    ['a neighbour with the same beginning', '<folder>-other'],
  ])('is only written where the configuration allows it: %s', (_name, folder) => {
    const path = folder.replace('<root>', fixture.folder).replace('<folder>', fixture.folder);
    expect(() => writer.requireAllowed(path)).toThrow(
      expect.objectContaining({ code: 'backup-folder-not-allowed', disposition: 'refuse' }),
    );
    expect(() => writer.requireAllowed(join(fixture.folder, 'deep', 'below'))).not.toThrow();
  });

  it('is not mixed with other files, nor with the backups of another authority', async () => {
    await mkdir(root);
    await writeFile(join(root, 'letters.txt'), 'somebody else’s');
    await expect(write()).rejects.toMatchObject({ code: 'backup-folder-not-usable' });
    await rm(root, { recursive: true });
    await write();
    writer = writerOf(fixture.recipient);
    await expect(write()).rejects.toMatchObject({ code: 'backup-folder-not-usable' });
  });
});

describe('a restored backup', () => {
  it('has rows, content and log, another feed epoch, and knows that it was restored', async () => {
    const { blobId, wrappedKey, content } = await storeBlob();
    const small = await storeBlob(100);
    const { ledger, blobs } = gateway.dependencies;
    await ledger.commit({ rows: [transferRow(blobId)] });
    await gateway.publishLog();
    const startedAt = new Date();
    const { generation } = await write({ startedAt });
    const restored = await restore();
    expect(restored).toMatchObject({ generation, logSize: await ledger.log.size() });
    const folder = await openDataFolder(target());
    const copy = await openSqliteLedger({ path: folder.ledger });
    const copied = await openFileBlobs({
      directory: folder.blobs,
      keyEncryptionKey: Buffer.alloc(32),
      ledgerLookup: async () => undefined,
    });
    try {
      expect(copy.feedEpoch).not.toBe(ledger.feedEpoch);
      expect((await readRestoreMarker(copy))?.marker).toMatchObject({ reason: 'restored', since: startedAt.toISOString() });
      expect(await copy.get('transfers', 'invented/transfer')).toBeUndefined();
      expect(await copy.get('blobs', small.blobId)).toEqual(await ledger.get('blobs', small.blobId));
      const atRest = await copied.openAtRest(blobId);
      expect(atRest.size).toBeGreaterThan(content.length);
      await atRest.close();
      const reader = await blobs.open({ wrappedKey, blobId });
      expect(await reader.read(0, content.length)).toEqual(content);
      await reader.close();
      expect((await copy.log.published())?.note).toBe((await ledger.log.published())?.note);
    } finally {
      await copy.close();
    }
  });

  it('is that of the generation asked for', async () => {
    const first = await write({ startedAt: new Date('2026-01-01T00:00:00Z') });
    await write({ startedAt: new Date('2026-01-02T00:00:00Z') });
    expect(await restore({ generation: first.generation })).toMatchObject({ generation: first.generation });
  });

  it('never goes into a folder with anything in it', async () => {
    await write();
    await mkdir(target());
    await writeFile(join(target(), 'x'), '');
    await expect(restore()).rejects.toMatchObject({ code: 'restore-target-not-empty', disposition: 'operator' });
    expect(await readdir(target())).toEqual(['x']);
  });

  it.each<[string, string, (place: { generation: string; blob: string }) => Promise<void>]>([
    ['a file was altered', 'backup-damaged', ({ blob }) => appendFile(blob, 'x')],
    ['a file is missing', 'backup-damaged', ({ blob }) => rm(blob)],
    ['the ledger was altered', 'backup-damaged', ({ generation }) => appendFile(join(generation, 'ledger.sqlite'), 'x')],
    ['the manifest was altered', 'backup-damaged', ({ generation }) => appendFile(join(generation, 'SHA256SUMS'), 'x')],
    ['the manifest is missing', 'backup-damaged', ({ generation }) => rm(join(generation, 'SHA256SUMS'))],
    ['the statement was altered', 'backup-malformed', ({ generation }) => flip(join(generation, 'backup.json'))],
    ['the statement is missing', 'backup-damaged', ({ generation }) => rm(join(generation, 'backup.json'))],
    [
      'the statement is of another generation',
      'backup-malformed',
      async ({ generation }) => {
        await rename(
          generation,
          generation.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        );
      },
    ],
  ])('is refused whole when %s', async (_name, code, damage) => {
    const { blobId } = await storeBlob();
    const { generation } = await write();
    await damage({ generation: join(root, 'generations', generation), blob: join(root, 'blobs', blobId.slice(0, 2), blobId) });
    await expect(restore()).rejects.toMatchObject({ code });
    expect(await readdir(target()).catch(() => [])).toEqual([]);
  });

  it('is refused when another authority signed it, even under the same root', async () => {
    await write();
    await expect(restore({ authority: RECIPIENT })).rejects.toMatchObject({ code: 'backup-not-ours' });
    await rm(root, { recursive: true });
    const { keys } = fixture.recipient.dependencies;
    const parts = gateway.dependencies;
    writer = createBackupWriter({
      authority: parts.authority,
      logOrigin: parts.logOrigin,
      ledger: parts.ledger,
      blobs: parts.blobs,
      logFolder: join(fixture.folder, 'xa-central-log'),
      openCopy: (path) => openSqliteLedger({ path }),
      signer: () => keys.signer('evidence'),
      now: () => new Date(),
      allowedFolders: [fixture.folder],
    });
    await write();
    await expect(restore()).rejects.toMatchObject({ code: 'backup-not-ours' });
  });
});

function transferRow(blobId: string) {
  const times = { createdAt: '2026-11-20T08:00:00Z', expiresAt: '2026-11-27T08:00:00Z' };
  const value = { peer: 'p', sealedDigest: 's', envelopeDigest: 'e', messageKey: 'm', length: 9, blobId, wrappedKey: 'w', ...times };
  return { table: 'transfers' as const, key: 'invented/transfer', expect: 0, value };
}

/** One octet of the signature becomes another. */
async function flip(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const { signature, ...rest } = JSON.parse(text) as { signature: string };
  await writeFile(path, JSON.stringify({ ...rest, signature: (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1) }));
}
