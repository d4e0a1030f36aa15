import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderMirror } from '../../adapters/directory/tuf/folder-mirror.ts';
import { createMemoryStore } from '../support/directory-stores.ts';
import { createGovernedDirectory, DAY, type GovernedDirectory, XA_CENTRAL, XB_CENTRAL } from '../support/governed-directory.ts';

let governed: GovernedDirectory;

beforeEach(async () => {
  governed = await createGovernedDirectory();
  await governed.publish(5);
});
afterEach(() => governed.close());

const later = (days: number) => new Date(governed.now.getTime() + days * DAY);

describe('a directory that is held back', () => {
  it('is found out when its timestamp ends, is served during grace, and then no longer', async () => {
    const directory = await governed.open();
    await directory.refresh();
    expect(directory.status()).not.toHaveProperty('lastError');
    governed.now = later(7);
    await expect(directory.refresh()).rejects.toMatchObject({ code: 'directory-expired' });
    governed.now = new Date(governed.now.getTime() + 1);
    expect(directory.status()).toMatchObject({ usable: true, stale: true, lastError: 'directory-expired' });
    expect(directory.authority(XA_CENTRAL)).toBeDefined();
    governed.now = later(30);
    expect(directory.status()).toMatchObject({ usable: false, stale: true });
    await governed.publish(6, { expires: later(7) });
    // The root has a year; a new set makes everything good at once.
    await directory.refresh();
    expect(directory.status()).toMatchObject({ version: 6, usable: true, stale: false });
  });

  it('is found out at once where another mirror has a newer one', async () => {
    const frozen = await mkdtemp(join(tmpdir(), 'valija-frozen-'));
    await cp(governed.folder, frozen, { recursive: true });
    const mirrors = [createFolderMirror(frozen), createFolderMirror(governed.folder)];
    const faults: string[] = [];
    const directory = await governed.open({ mirrors, faults });
    await governed.publish(6);
    await directory.refresh();
    expect(directory.status()).toMatchObject({ version: 6 });
    expect(faults).toEqual([]);
    await directory.refresh();
    expect(faults).toEqual(['directory-rolled-back']);
    expect(directory.status()).not.toHaveProperty('lastError');
    await rm(frozen, { recursive: true });
  });

  it('is no beginning for somebody who has none', async () => {
    governed.now = later(8);
    await expect(governed.open()).rejects.toMatchObject({ code: 'directory-expired' });
  });

  it('does not hold up a start: what was verified before is served, marked', async () => {
    const store = createMemoryStore();
    await governed.open({ store });
    governed.now = later(8);
    await rm(governed.folder, { recursive: true });
    const restarted = await governed.open({ store });
    expect(restarted.status()).toMatchObject({ version: 5, usable: true, stale: true, lastError: 'directory-unreadable' });
    expect(restarted.authority(XB_CENTRAL)).toBeDefined();
  });
});

describe('roles that have expired', () => {
  it.each(['root', 'snapshot', 'targets'])('%s: a new set with it is refused', async (role) => {
    const directory = await governed.open();
    await governed.publish(6, { rootVersion: 2, expiresOf: { [role]: new Date(governed.now.getTime() - 1_000) } });
    await expect(directory.refresh()).rejects.toMatchObject({ code: 'directory-expired' });
    expect(directory.status()).toMatchObject({ version: 5, usable: true, lastError: 'directory-expired' });
  });

  it('the part of one State: the others go on; its authorities are found during grace and then no longer', async () => {
    const directory = await governed.open();
    await governed.publish(6, { expires: later(90), expiresOf: { 'state-xa': later(1) } });
    await directory.refresh();
    expect(directory.status()).not.toHaveProperty('lapsed');
    governed.now = later(2);
    expect(directory.status()).toMatchObject({ version: 6, usable: true, stale: false, lapsed: ['XA'] });
    await governed.publish(7, { expires: later(90), expiresOf: { 'state-xa': later(-1) } });
    await directory.refresh();
    expect(directory.status()).toMatchObject({ version: 7, lapsed: ['XA'] });
    expect(directory.authorities().length).toBe(2);
    governed.now = later(30);
    expect(directory.authority(XA_CENTRAL)).toBeUndefined();
    expect(directory.authorities().map(({ identifier }) => identifier)).toEqual([XB_CENTRAL]);
    await governed.publish(8, { expires: later(90) });
    await directory.refresh();
    expect(directory.authority(XA_CENTRAL)).toBeDefined();
  });
});
