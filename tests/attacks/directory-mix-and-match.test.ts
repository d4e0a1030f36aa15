import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createGovernedDirectory,
  type GovernedDirectory,
  inventedAuthority,
  XA_CENTRAL,
  XB_CENTRAL,
} from '../support/governed-directory.ts';
import { documentsOf, tufFiles } from '../support/tuf-repository.ts';

let governed: GovernedDirectory;
let former: Map<string, Buffer>;
let next: Map<string, Buffer>;

/** Two versions, all genuine; the second one has other names. */
beforeEach(async () => {
  governed = await createGovernedDirectory();
  await governed.publish(5);
  const renamed = (identifier: string, country: string) => inventedAuthority(identifier, country, { en: 'Another name' });
  former = tufFiles(governed.content(5));
  next = tufFiles(governed.content(6, { documents: documentsOf([renamed(XA_CENTRAL, 'XA'), renamed(XB_CENTRAL, 'XB')]) }));
});
afterEach(() => governed.close());

function file(files: ReadonlyMap<string, Buffer>, path: string): Buffer {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`${path} is not in the repository`);
  return bytes;
}

async function isRefused(files: Map<string, Buffer>, code: string): Promise<void> {
  const directory = await governed.open();
  await governed.put(files);
  await expect(directory.refresh()).rejects.toMatchObject({ code });
  expect(directory.status()).toMatchObject({ version: 5, usable: true });
  expect(directory.authority(XA_CENTRAL)?.names).toEqual({ en: 'Invented authority' });
  expect(directory.authority(XB_CENTRAL)?.names).toEqual({ en: 'Invented authority' });
}

describe('genuine files of two versions put together are refused whole', () => {
  it.each(['snapshot', 'targets', 'state-xa', 'state-xb'])('%s of before under the name of now', (role) =>
    isRefused(next.set(`metadata/6.${role}.json`, file(former, `metadata/5.${role}.json`)), 'directory-inconsistent'),
  );

  it('the part of one State under the name of another', () =>
    isRefused(next.set('metadata/6.state-xa.json', file(next, 'metadata/6.state-xb.json')), 'directory-inconsistent'));

  it('a document of before under the name of now', async () => {
    const pathOf = (files: ReadonlyMap<string, Buffer>) => [...files.keys()].find((path) => path.endsWith('.xa-central.json')) ?? '';
    await isRefused(next.set(pathOf(next), file(former, pathOf(former))), 'directory-inconsistent');
  });
});

describe('where digests are not named, versions bind the parts all the same', () => {
  it.each(['state-xa', 'targets'])('%s of before under the name of now', async (role) => {
    const bare = (version: number) =>
      tufFiles(
        governed.content(version, {
          change: {
            snapshot: (signed) => {
              const names = ['targets.json', 'state-xa.json', 'state-xb.json'];
              signed.meta = Object.fromEntries(names.map((name) => [name, { version }]));
            },
          },
        }),
      );
    const files = bare(6);
    await governed.put(files);
    expect((await governed.open()).status()).toMatchObject({ version: 6 });
    await governed.publish(5);
    await isRefused(files.set(`metadata/6.${role}.json`, file(former, `metadata/5.${role}.json`)), 'directory-inconsistent');
  });
});

it('nothing of a set is used before all of it is there', async () => {
  const directory = await governed.open();
  const last = [...next.keys()].filter((path) => path.startsWith('targets/')).at(-1) ?? '';
  const missing = new Map(next);
  missing.delete(last);
  await governed.put(missing);
  await expect(directory.refresh()).rejects.toMatchObject({ code: 'directory-unreadable' });
  expect(directory.authorities().map(({ names }) => names.en)).toEqual(['Invented authority', 'Invented authority']);
  await governed.put(next);
  await directory.refresh();
  expect(directory.authorities().map(({ names }) => names.en)).toEqual(['Another name', 'Another name']);
});
