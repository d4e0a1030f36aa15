import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createGovernedDirectory,
  type GovernedDirectory,
  inventedAuthority,
  XA_CENTRAL,
  XB_CENTRAL,
} from '../support/governed-directory.ts';
import { type JsonObject, type TufContent, tufFiles } from '../support/tuf-repository.ts';

let governed: GovernedDirectory;

beforeEach(async () => {
  governed = await createGovernedDirectory();
  await governed.publish(5);
});
afterEach(() => governed.close());

async function isRefused(change: Partial<TufContent>, code = 'directory-delegation-exceeded'): Promise<void> {
  const directory = await governed.open();
  const before = directory.authority(XA_CENTRAL);
  await governed.publish(6, change);
  await expect(directory.refresh()).rejects.toMatchObject({ code });
  expect(directory.status()).toMatchObject({ version: 5, usable: true, lastError: code });
  expect(directory.authority(XA_CENTRAL)).toEqual(before);
}

/** The documents as they are, and one more. */
function beside(path: string, record = inventedAuthority(XA_CENTRAL, 'XA', { en: 'Written by XB' })): TufContent['documents'] {
  return { ...governed.content(6).documents, [path]: JSON.stringify(record) };
}

describe('a State that signs with its own keys cannot speak for another', () => {
  it('by a path of the other State', async () => {
    const documents = beside('authorities/XA/false.json');
    const wanted = { 'authorities/XA/false.json': (governedTargets(documents) as JsonObject)['authorities/XA/false.json'] as JsonObject };
    await isRefused({ documents, change: { 'state-xb': (signed) => Object.assign(signed.targets as object, wanted) } });
  });

  it.each([
    'authorities/XB/../XA/xa-central.json',
    'authorities/XB/deep/xa-central.json',
    'authorities/XB/Xa.json',
    'instruments/untoc.json',
    'x.json',
  ])('by the path %s', async (path) => {
    const body = { length: 2, hashes: { sha256: '0'.repeat(64) } };
    await isRefused({ change: { 'state-xb': (signed) => Object.assign(signed.targets as object, { [path]: body }) } });
  });

  it('by a record in its own part that is about an authority of the other', () =>
    isRefused({ documents: beside('authorities/XB/false.json') }));

  it('by a record in its own part that has the identifier of the other', () =>
    isRefused({ documents: beside('authorities/XB/false.json', inventedAuthority(XA_CENTRAL, 'XB')) }, 'directory-identifier-repeated'));

  it('by delegating on', async () => {
    const delegations = { keys: {}, roles: [] };
    await isRefused({ change: { 'state-xb': (signed) => Object.assign(signed, { delegations }) } });
  });
});

describe('delegations that were tampered with', () => {
  it.each<[string, (role: JsonObject) => void, string]>([
    [
      'a State given the paths of another',
      (role) => Object.assign(role, { paths: ['authorities/XA/*.json'] }),
      'directory-delegation-exceeded',
    ],
    ['a State given the paths of all', (role) => Object.assign(role, { paths: ['authorities/*/*.json'] }), 'directory-delegation-exceeded'],
    [
      'a pattern that takes long to match',
      (role) => Object.assign(role, { paths: [`${'*('.repeat(60)}a`] }),
      'directory-delegation-exceeded',
    ],
    ['several patterns', (role) => Object.assign(role, { paths: ['authorities/XB/*.json', 'instruments/*'] }), 'directory-malformed'],
    ['prefixes of digests instead of paths', (role) => Object.assign(role, { path_hash_prefixes: ['00'] }), 'directory-malformed'],
    ['a role that is no State', (role) => Object.assign(role, { name: 'everybody' }), 'directory-delegation-exceeded'],
    ['a role with the name of another', (role) => Object.assign(role, { name: 'targets' }), 'directory-malformed'],
    ['a role with the name of a property', (role) => Object.assign(role, { name: '__proto__' }), 'directory-malformed'],
  ])('%s', (_, change, code) => {
    const last = (signed: JsonObject) => change(((signed.delegations as JsonObject).roles as JsonObject[])[1] as JsonObject);
    return isRefused({ change: { targets: last } }, code);
  });

  it('all authorities together do not publish for a State', () => {
    const body = { length: 2, hashes: { sha256: '0'.repeat(64) } };
    return isRefused({ change: { targets: (signed) => Object.assign(signed.targets as object, { 'authorities/XA/false.json': body }) } });
  });
});

it('a State that has a delegation and has published nothing yet holds nobody up', async () => {
  const directory = await governed.open();
  const lone = await createGovernedDirectory();
  await lone.publish(1, { change: { snapshot: (signed) => Reflect.deleteProperty(signed.meta as object, 'state-xb.json') } });
  const opened = await lone.open();
  expect(opened.authority(XA_CENTRAL)).toBeDefined();
  expect(opened.authority(XB_CENTRAL)).toBeUndefined();
  expect(directory.authority(XB_CENTRAL)).toBeDefined();
  await lone.close();
});

/** How the role of XA would name these documents. */
function governedTargets(documents: TufContent['documents']): unknown {
  let found: unknown;
  const capture = (signed: JsonObject) => {
    found = structuredClone(signed.targets);
  };
  const content = governed.content(6, { documents, change: { 'state-xa': capture } });
  tufFiles(content);
  return found;
}
