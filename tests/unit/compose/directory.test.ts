import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directorySettings } from '../../../compose/configuration/directory-settings.ts';
import { pathFrom } from '../../../compose/configuration/values.ts';
import { ClosingStack } from '../../../compose/gateway/closing-stack.ts';
import { untilRefresh } from '../../../compose/gateway/directory-refresh.ts';
import { createDirectoryStore } from '../../../compose/gateway/directory-store.ts';
import { openDirectory, readDirectoryOnce } from '../../../compose/gateway/open-directory.ts';
import type { Logger } from '../../../compose/process/logger.ts';
import type { Ledger } from '../../../store/contracts/ledger.ts';
import { openSqliteLedger } from '../../../store/sqlite/ledger.ts';
import { createGovernedDirectory, type GovernedDirectory } from '../../support/governed-directory.ts';

describe('settings of the directory', () => {
  const schema = directorySettings(pathFrom('/etc/valija'));
  const signers = ['ab'.repeat(32)];
  const repository = { root: 'root.json', mirrors: [{ url: 'https://directory.example/' }, { folder: 'copy' }] };

  it('are of a signed file, or of a repository with its mirrors', () => {
    expect(schema.parse({ path: 'directory.json', signers })).toEqual({ path: '/etc/valija/directory.json', signers, interval: 60_000 });
    expect(schema.parse({ repository, grace: '5d' })).toEqual({
      repository: {
        root: '/etc/valija/root.json',
        mirrors: [{ url: 'https://directory.example/' }, { folder: '/etc/valija/copy' }],
        timeout: 10_000,
      },
      grace: 432_000_000,
      interval: 60_000,
    });
  });

  it.each([
    ['nothing', {}, ['path', 'signers']],
    ['half a signed file', { path: 'directory.json' }, ['signers']],
    ['both', { path: 'directory.json', signers, repository }, ['repository']],
    ['no mirror', { repository: { ...repository, mirrors: [] } }, ['repository']],
    ['a password in an address', { repository: { ...repository, mirrors: [{ url: 'https://a:b@directory.example' }] } }, ['repository']],
  ])('are refused with %s', (_, value, keys) => {
    expect(schema.safeParse(value).error?.issues.map(({ path }) => path[0])).toEqual(keys);
  });
});

describe('the next look', () => {
  const now = new Date();
  const wait = (left: number, random: number, interval = 60_000) =>
    untilRefresh({ interval, expiresAt: new Date(now.getTime() + left), now, random });

  it('comes after the interval, a fifth more or less', () => {
    expect([wait(86_400_000, 0), wait(86_400_000, 0.5)]).toEqual([48_000, 60_000]);
  });

  it('comes sooner when the end is near, and goes on after it', () => {
    expect(wait(100_000, 0.5)).toBe(10_000);
    expect(wait(10, 0.5)).toBe(1_000);
    expect(wait(-5, 0.5)).toBe(60_000);
  });

  it('is always before the end where there is time, and never at once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2_000, max: 1e9 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 1_000, max: 1e9 }),
        (left, random, interval) => {
          const waited = wait(left, random, interval);
          expect(waited).toBeLessThan(left);
          expect(waited).toBeGreaterThanOrEqual(800);
        },
      ),
    );
  });
});

describe('a governed directory in the ledger', () => {
  let governed: GovernedDirectory;
  let folder: string;
  let ledger: Ledger;
  const quiet = { warn: () => {}, error: () => {} } as unknown as Logger;

  beforeEach(async () => {
    governed = await createGovernedDirectory();
    await governed.publish(5);
    folder = await mkdtemp(join(tmpdir(), 'valija-directory-store-'));
    await writeFile(join(folder, 'root.json'), governed.root);
    ledger = await openSqliteLedger({ path: join(folder, 'ledger.sqlite') });
  });
  afterEach(async () => {
    await ledger.close();
    await rm(folder, { recursive: true });
    await governed.close();
  });

  const settings = () => ({
    repository: { root: join(folder, 'root.json'), mirrors: [{ folder: governed.folder }], timeout: 1_000 },
    interval: 1_000,
  });
  const clock = { now: () => new Date(), status: () => ({ trusted: true as const }), observe: () => {} };
  const floorPath = () => join(folder, 'directory-floor.json');
  async function open() {
    return openDirectory(settings(), { ledger, floorPath: floorPath(), clock, logger: quiet }, new ClosingStack(quiet));
  }

  it('is there after a restart without any mirror, whole', async () => {
    const first = await open();
    await rm(governed.folder, { recursive: true });
    await ledger.close();
    ledger = await openSqliteLedger({ path: join(folder, 'ledger.sqlite') });
    const again = await open();
    expect(again.authorities()).toEqual(first.authorities());
    expect(again.status()).toEqual({ ...first.status(), lastError: 'directory-unreadable' });
  });

  it('keeps the highest version beside the ledger, so that an older ledger does not take it back', async () => {
    const directory = await open();
    const copy = join(folder, 'yesterday.sqlite');
    await ledger.backup(copy);
    await governed.publish(8);
    await directory.refresh();
    await ledger.close();
    ledger = await openSqliteLedger({ path: copy });
    await governed.publish(7);
    expect((await open()).status()).toMatchObject({ version: 5, lastError: 'directory-rolled-back' });
    expect(JSON.parse(await readFile(floorPath(), 'utf8'))).toMatchObject({ version: 8 });
    await governed.publish(8);
    expect((await open()).status()).toMatchObject({ version: 8 });
  });

  it('is read again when what was kept cannot be, and not when somebody else wrote there', async () => {
    const store = createDirectoryStore(ledger, floorPath());
    await open();
    const kept = JSON.parse((await store.load())?.toString('utf8') ?? '');
    await store.save(Buffer.from(JSON.stringify({ ...kept, set: { ...kept.set, files: { 'authorities/XA/x.json': '{}' } } })));
    expect((await open()).status()).toMatchObject({ version: 5 });
    await store.save(Buffer.from('{"format":"else"}'));
    await expect(open()).rejects.toMatchObject({ code: 'directory-malformed' });
    await writeFile(floorPath(), 'else');
    await expect(store.floor()).rejects.toMatchObject({ code: 'directory-malformed' });
  });

  it('can be looked at without keeping anything', async () => {
    expect((await readDirectoryOnce(settings(), clock)).status()).toMatchObject({ version: 5 });
    expect(await createDirectoryStore(ledger, floorPath()).load()).toBeUndefined();
    const elsewhere = { ...settings(), repository: { ...settings().repository, root: join(folder, 'none.json') } };
    await expect(readDirectoryOnce(elsewhere, clock)).rejects.toMatchObject({ code: 'directory-unreadable' });
  });
});
