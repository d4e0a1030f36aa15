import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGovernedDirectory, type GovernedDirectory, inventedAuthority, XA_CENTRAL } from '../support/governed-directory.ts';
import { documentsOf, type JsonObject, makeTufKey, type TufContent, type TufKey, tufFiles } from '../support/tuf-repository.ts';

let governed: GovernedDirectory;

beforeEach(async () => {
  governed = await createGovernedDirectory();
  await governed.publish(5);
});
afterEach(() => governed.close());

/** What a thief would like: the authority of XA with another address. */
function forged(): TufContent['documents'] {
  const record = { ...inventedAuthority(XA_CENTRAL, 'XA'), endpoints: [{ url: 'https://thief.invalid', pins: ['1'.repeat(64)] }] };
  return documentsOf([record]);
}

async function isRefused(change: Partial<TufContent>, code: string): Promise<void> {
  const directory = await governed.open();
  await governed.publish(6, { documents: forged(), ...change });
  await expect(directory.refresh()).rejects.toMatchObject({ code });
  expect(directory.status()).toMatchObject({ version: 5, usable: true, lastError: code });
  expect(directory.authority(XA_CENTRAL)?.endpoints[0]?.url).toBe('https://gateway.invalid:8443');
}

const one = (keys: readonly TufKey[] | undefined) => keys?.slice(0, 1) ?? [];

describe('one stolen key is not enough, even with those that sign every day', () => {
  it('of a State', () => isRefused({ signers: { 'state-xa': one(governed.keys.states.XA) } }, 'directory-threshold-not-reached'));

  it('of all authorities together', () =>
    isRefused({ signers: { targets: one(governed.keys.targets) } }, 'directory-threshold-not-reached'));

  it('of the root, which would replace all the others', async () => {
    const thief = makeTufKey();
    const keys = { ...governed.keys, targets: [thief], root: [governed.keys.root[0] as TufKey] };
    await isRefused({ keys, rootVersion: 2 }, 'directory-threshold-not-reached');
  });

  it('of a State, used for another State', () =>
    isRefused({ signers: { 'state-xa': governed.keys.states.XB ?? [] } }, 'directory-signer-unknown'));

  it('of a role, used for another role', () => isRefused({ signers: { targets: governed.keys.snapshot } }, 'directory-signer-unknown'));

  it('that signs twice, under two identifiers of its own making', async () => {
    const [stolen] = governed.keys.states.XA as [TufKey];
    const twin: TufKey = { ...stolen, id: 'f'.repeat(64) };
    await isRefused({ signers: { 'state-xa': [stolen, twin] } }, 'directory-threshold-not-reached');
  });

  it('that stands in a delegation under two identifiers', async () => {
    const [stolen] = governed.keys.states.XA as [TufKey];
    const twin: TufKey = { ...stolen, id: 'f'.repeat(64) };
    const keys = { ...governed.keys, states: { ...governed.keys.states, XA: [stolen, twin] } };
    await isRefused({ keys }, 'directory-malformed');
  });

  it('that signs twice under one identifier', async () => {
    const [stolen] = governed.keys.states.XA as [TufKey];
    await isRefused({ signers: { 'state-xa': [stolen, stolen] } }, 'directory-malformed');
  });
});

describe('keys that nobody has delegated', () => {
  it.each(['timestamp', 'snapshot', 'targets', 'state-xa'])('do not sign for %s', (role) =>
    isRefused({ signers: { [role]: [makeTufKey(), makeTufKey()] } }, 'directory-signer-unknown'),
  );

  it('do not sign for a State by standing in a delegation that they signed themselves', async () => {
    const thieves = [makeTufKey(), makeTufKey()];
    const keys = { ...governed.keys, states: { ...governed.keys.states, XA: thieves } };
    await isRefused({ keys, signers: { targets: thieves } }, 'directory-signer-unknown');
  });

  it('do not begin a root', async () => {
    const directory = await governed.open();
    const thieves = [makeTufKey(), makeTufKey()];
    const files = tufFiles(governed.content(6, { keys: { ...governed.keys, root: thieves, timestamp: thieves }, rootVersion: 2 }));
    await governed.put(files);
    await expect(directory.refresh()).rejects.toMatchObject({ code: 'directory-signer-unknown' });
  });
});

describe('forms that weaken a role are refused', () => {
  it.each<[string, string, (signed: JsonObject) => void]>([
    ['a threshold of none', 'targets', (signed) => Object.assign(roleOf(signed), { threshold: 0 })],
    [
      'an algorithm that nobody expects',
      'targets',
      (signed) => Object.assign(keyOf(signed), { keytype: 'rsa', scheme: 'rsa-pkcs1v15-sha1' }),
    ],
    ['names without consistent snapshots', 'root', (signed) => Object.assign(signed, { consistent_snapshot: false })],
    ['another kind of metadata under the name of one', 'timestamp', (signed) => Object.assign(signed, { _type: 'snapshot' })],
    ['another version of TUF', 'snapshot', (signed) => Object.assign(signed, { spec_version: '2.0.0' })],
  ])('%s', (_, role, change) => isRefused({ change: { [role]: change }, rootVersion: 2 }, 'directory-malformed'));

  function roleOf(signed: JsonObject): JsonObject {
    return ((signed.delegations as JsonObject).roles as JsonObject[])[0] as JsonObject;
  }

  function keyOf(signed: JsonObject): JsonObject {
    return Object.values((signed.delegations as JsonObject).keys as JsonObject)[0] as JsonObject;
  }
});
