import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../support/directory-stores.ts';
import { createGovernedDirectory, DAY, type GovernedDirectory, XA_CENTRAL } from '../support/governed-directory.ts';
import { makeTufKey, makeTufKeys, tufFiles } from '../support/tuf-repository.ts';

let governed: GovernedDirectory;

beforeEach(async () => {
  governed = await createGovernedDirectory();
  await governed.publish(5);
});
afterEach(() => governed.close());

const REFUSED = { code: 'directory-rolled-back', disposition: 'operator' };

describe('an older directory, genuinely signed, is refused and the newer one stays', () => {
  it.each([
    ['all of it', { version: 4 }],
    ['its timestamp alone', { version: 5, versionsOf: { timestamp: 4 } }],
    ['its snapshot, under a newer timestamp', { version: 6, versionsOf: { snapshot: 4 } }],
    ['the part of a State, under a newer snapshot', { version: 6, versionsOf: { 'state-xa': 4 } }],
    ['the part of all States, under a newer snapshot', { version: 6, versionsOf: { targets: 4 } }],
  ])('%s', async (_, { version, ...change }) => {
    const directory = await governed.open();
    await governed.publish(version, change);
    await expect(directory.refresh()).rejects.toMatchObject(REFUSED);
    expect(directory.status()).toMatchObject({ version: 5, usable: true, stale: false, lastError: 'directory-rolled-back' });
    expect(directory.authority(XA_CENTRAL)).toBeDefined();
  });

  it('the part of a State left out of the snapshot', async () => {
    const directory = await governed.open();
    await governed.publish(6, {
      change: { snapshot: (signed) => Reflect.deleteProperty(signed.meta as object, 'state-xb.json') },
    });
    await expect(directory.refresh()).rejects.toMatchObject(REFUSED);
  });

  it('after a restart, with what the process before has kept', async () => {
    const store = createMemoryStore();
    await governed.open({ store });
    await governed.publish(4);
    const faults: string[] = [];
    const restarted = await governed.open({ store, faults });
    expect(faults).toEqual(['directory-rolled-back']);
    expect(restarted.status()).toMatchObject({ version: 5, lastError: 'directory-rolled-back' });
  });

  it('after the ledger was put back from a copy of yesterday, and after it was lost', async () => {
    const store = createMemoryStore();
    await governed.open({ store });
    const yesterday = store.state;
    await governed.publish(8);
    await governed.open({ store });
    await governed.publish(7);
    for (const state of [yesterday, undefined]) {
      store.state = state;
      const opening = governed.open({ store });
      if (state === undefined) await expect(opening).rejects.toMatchObject(REFUSED);
      else expect((await opening).status()).toMatchObject({ version: 5, lastError: 'directory-rolled-back' });
    }
    await governed.publish(9);
    expect((await governed.open({ store })).status()).toMatchObject({ version: 9 });
  });
});

describe('roots', () => {
  it('go up one by one: one that skips a version, or says another than its name, is refused', async () => {
    const directory = await governed.open();
    const next = tufFiles(governed.content(6, { rootVersion: 3 }));
    const files = tufFiles(governed.content(6));
    await governed.put(files.set('metadata/2.root.json', next.get('metadata/3.root.json') ?? Buffer.alloc(0)));
    await expect(directory.refresh()).rejects.toMatchObject(REFUSED);
    expect(directory.status().version).toBe(5);
  });

  it('that were followed are kept over a restart even while the rest is withheld', async () => {
    const store = createMemoryStore();
    await governed.open({ store });
    const keys = { ...governed.keys, timestamp: [makeTufKey()] };
    const rotated = tufFiles(governed.content(6, { keys, rootVersion: 2 }));
    const onlyRoot = tufFiles(governed.content(6));
    await governed.put(onlyRoot.set('metadata/2.root.json', rotated.get('metadata/2.root.json') ?? Buffer.alloc(0)));
    const restarted = await governed.open({ store });
    // The former key of the timestamp is worth nothing any more, in this process and in the next.
    expect(restarted.status()).toMatchObject({ version: 5, lastError: 'directory-signer-unknown' });
    await governed.publish(6);
    expect((await governed.open({ store })).status()).toMatchObject({ version: 5, lastError: 'directory-signer-unknown' });
    await governed.put(rotated);
    expect((await governed.open({ store })).status()).toMatchObject({ version: 6 });
  });
});

it('a stolen key that signed versions far ahead blocks nothing for ever: a root that replaces it begins anew', async () => {
  const store = createMemoryStore();
  const directory = await governed.open({ store });
  await governed.publish(2_000_000_000);
  await directory.refresh();
  expect(directory.status().version).toBe(2_000_000_000);
  await governed.publish(6);
  await expect(directory.refresh()).rejects.toMatchObject(REFUSED);
  const fresh = makeTufKeys([]);
  const keys = { ...governed.keys, timestamp: fresh.timestamp, snapshot: fresh.snapshot };
  await governed.put(tufFiles(governed.content(7, { keys, rootVersion: 2, expires: new Date(governed.now.getTime() + 7 * DAY) })));
  await directory.refresh();
  expect(directory.status()).toMatchObject({ version: 7, usable: true });
  expect((await governed.open({ store })).status().version).toBe(7);
});
