import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificates } from '../../../compose/configuration/anchors.ts';
import { readKeyEncryptionKey, readPassword } from '../../../compose/configuration/secrets.ts';
import { openDataFolder } from '../../../compose/data-folder.ts';
import { DemonstrationError } from '../../../compose/demo/child-processes.ts';
import { prepareOutFolder } from '../../../compose/demo/out-folder.ts';

let folder: string;
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-compose-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string | Buffer, mode = 0o600): Promise<string> {
  made += 1;
  const path = join(folder, `file-${made}`);
  await writeFile(path, content, { mode });
  await chmod(path, mode);
  return path;
}

describe('secrets', () => {
  it('are read from files of their own', async () => {
    expect(await readKeyEncryptionKey(await file(`${'0a'.repeat(32)}\n`))).toEqual(Buffer.alloc(32, 10));
    expect(await readPassword(await file('correct horse\r\n'))).toBe('correct horse');
  });

  it.each([
    ['too short', 'ab'.repeat(31)],
    ['too long', 'ab'.repeat(33)],
    ['not hexadecimal', 'zz'.repeat(32)],
    ['raw octets', Buffer.alloc(32, 7)],
    ['two lines', `${'ab'.repeat(32)}\n\n`],
    ['empty', ''],
    ['much too long', 'ab'.repeat(5_000)],
  ])('are refused as keys when %s', async (_what, content) => {
    await expect(readKeyEncryptionKey(await file(content))).rejects.toMatchObject({ code: 'secret-malformed', disposition: 'operator' });
  });

  it.each([
    ['empty', ''],
    ['two lines', 'one\ntwo'],
    ['a control character', 'a\u0007b'],
  ])('are refused as passwords when %s', async (_what, content) => {
    await expect(readPassword(await file(content))).rejects.toMatchObject({ code: 'secret-malformed' });
  });

  it('are refused when others can read them, or when they are not there', async () => {
    await expect(readKeyEncryptionKey(await file('ab'.repeat(32), 0o640))).rejects.toMatchObject({ code: 'secret-readable-by-others' });
    await expect(readKeyEncryptionKey(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'secret-unreadable' });
    await expect(readKeyEncryptionKey(folder)).rejects.toMatchObject({ code: 'secret-malformed' });
  });
});

describe('anchors', () => {
  it.each([
    ['nothing', ''],
    ['no certificate', 'hello'],
    ['a damaged one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('are refused when the file holds %s', async (_what, content) => {
    await expect(readCertificates([await file(content)])).rejects.toMatchObject({ code: 'anchors-unreadable' });
  });

  it('are refused when the file is not there', async () => {
    await expect(readCertificates([join(folder, 'nowhere.pem')])).rejects.toMatchObject({ code: 'anchors-unreadable' });
  });
});

describe('the data folder', () => {
  it('is made with its version, for its owner alone, and opened again', async () => {
    const path = join(folder, 'data', 'of', 'gateway');
    const places = await openDataFolder(path);
    expect(places).toEqual({
      ledger: join(path, 'ledger.sqlite'),
      blobs: join(path, 'blobs'),
      log: join(path, 'log'),
      revocation: join(path, 'revocation'),
      directoryFloor: join(path, 'directory-floor.json'),
    });
    expect(await readFile(join(path, 'VERSION'), 'utf8')).toBe('valija-data/1\n');
    expect((await stat(path)).mode & 0o077).toBe(0);
    await writeFile(join(path, 'ledger.sqlite'), '');
    expect(await openDataFolder(path)).toEqual(places);
  });

  it.each([
    ['newer', 'valija-data/2\n', 'data-folder-newer'],
    ['much newer', 'valija-data/10\n', 'data-folder-newer'],
    ['of another program', 'something/1\n', 'data-folder-foreign'],
    ['of no version', '', 'data-folder-foreign'],
    ['of version 0', 'valija-data/0\n', 'data-folder-foreign'],
    ['with more than a version', 'valija-data/1\nmore\n', 'data-folder-foreign'],
  ])('is refused when it is %s', async (what, version, code) => {
    const path = join(folder, `data ${what}`);
    await mkdir(path);
    await writeFile(join(path, 'VERSION'), version);
    await expect(openDataFolder(path)).rejects.toMatchObject({ code, disposition: 'operator' });
  });

  it('is refused when it holds files of somebody else, and they stay', async () => {
    const path = join(folder, 'foreign');
    await mkdir(path);
    await writeFile(join(path, 'thesis.txt'), 'mine');
    await expect(openDataFolder(path)).rejects.toMatchObject({ code: 'data-folder-foreign' });
    expect(await readdir(path)).toEqual(['thesis.txt']);
  });

  it('survives a crash while its version was being written', async () => {
    const path = join(folder, 'crashed');
    await mkdir(path);
    await writeFile(join(path, 'VERSION.new'), 'valija-');
    await openDataFolder(path);
    expect(await readFile(join(path, 'VERSION'), 'utf8')).toBe('valija-data/1\n');
  });

  it('is refused when it is a file', async () => {
    await expect(openDataFolder(await file('x'))).rejects.toMatchObject({ code: 'data-folder-unusable' });
  });
});

describe('the folder of the demonstration', () => {
  const now = new Date('2026-11-20T10:00:00Z');

  it('is a new one when none is named', async () => {
    const path = await prepareOutFolder(undefined, folder, now);
    expect(path).toBe(join(folder, 'demo-out', '2026-11-20T10-00-00-000Z'));
  });

  it('may be used again: what a demonstration left is replaced, the rest stays', async () => {
    const path = join(folder, 'out');
    await prepareOutFolder(path, folder, now);
    await writeFile(join(path, 'package.asice'), 'former');
    await writeFile(join(path, 'mine.txt'), 'mine');
    await prepareOutFolder(path, folder, now);
    expect((await readdir(path)).sort()).toEqual(['demonstration.json', 'mine.txt']);
  });

  it('is refused when it would overwrite a file of somebody else', async () => {
    const path = join(folder, 'taken');
    await mkdir(path);
    await writeFile(join(path, 'README.txt'), 'mine');
    await expect(prepareOutFolder(path, folder, now)).rejects.toBeInstanceOf(DemonstrationError);
    expect(await readFile(join(path, 'README.txt'), 'utf8')).toBe('mine');
  });
});
