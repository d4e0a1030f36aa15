import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderMirror } from '../../../adapters/directory/tuf/folder-mirror.ts';
import { openTufDirectory } from '../../../adapters/directory/tuf/tuf-directory.ts';
import { exchangeKeys } from '../../../compose/directory/exchange-keys.ts';
import { makeDirectory } from '../../../compose/directory/make-directory.ts';
import { readRoleKey, readSigningKey } from '../../../compose/directory/role-keys.ts';
import { mergeSignatures, signDrafts } from '../../../compose/directory/sign-drafts.ts';
import { createMemoryStore } from '../../support/directory-stores.ts';
import { inventedAuthority, XA_CENTRAL, XB_CENTRAL } from '../../support/governed-directory.ts';
import { createGoverning, DAY, type Governing, makeKeyFile } from '../../support/governing.ts';

let place: string;
let governing: Governing;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'valija-governing-'));
  governing = await createGoverning(place, new Date());
});
afterEach(() => rm(place, { recursive: true }));

async function open(store = createMemoryStore(), root = '1') {
  return openTufDirectory({
    mirrors: [createFolderMirror(governing.repository)],
    root: await readFile(join(governing.repository, 'metadata', `${root}.root.json`)),
    store,
    clock: { now: () => governing.now, status: () => ({ trusted: true }), observe: () => {} },
  });
}

const xa = (en = 'Invented authority') => inventedAuthority(XA_CENTRAL, 'XA', { en });
const xb = () => inventedAuthority(XB_CENTRAL, 'XB');

async function publishFirst(): Promise<void> {
  await governing.add([xa(), xb()]);
  await governing.sign('root1', 'root2', 'targets1', 'targets2', 'xa1', 'xa2', 'xb1', 'xb2');
  await governing.publish();
}

describe('a directory in the making', () => {
  it('is published when every part has the signatures that it takes, and gateways read it', async () => {
    await governing.add([xa(), xb()]);
    await governing.sign('root1', 'targets1', 'xa1', 'xb1');
    await expect(governing.publish()).rejects.toMatchObject({
      code: 'directory-signatures-missing',
      faults: expect.arrayContaining([{ place: 'root 1', message: '1 of 2 signatures of root' }]),
    });
    expect(await readdir(join(governing.repository, 'metadata'))).toEqual([]);
    await governing.sign('root3', 'targets2', 'xa2', 'xb2');
    expect(await governing.publish()).toMatchObject({ snapshotVersion: 1, timestampVersion: 1, waiting: [] });
    const directory = await open();
    expect(directory.authorities()).toEqual([xa(), xb()]);
    expect(directory.status()).toMatchObject({ version: 1, usable: true });
    expect(directory.status().expiresAt.getTime()).toBeLessThanOrEqual(governing.now.getTime() + DAY);
    const file = await stat(join(governing.repository, 'metadata', 'timestamp.json'));
    expect(file.mode & 0o777).toBe(0o644);
  });

  it('takes the signatures of several people over copies of it', async () => {
    await governing.add([xa(), xb()]);
    await governing.sign('root1', 'targets1', 'xa1', 'xa2', 'xb1', 'xb2');
    const abroad = join(place, 'abroad');
    await cp(governing.folder, abroad, { recursive: true });
    await signDrafts(abroad, await readSigningKey(governing.key('root2')));
    await signDrafts(abroad, await readSigningKey(governing.key('targets3')));
    const sent = ['root', 'targets'].map((role) => join(abroad, 'drafts', `${role}.json`));
    const merged = await mergeSignatures(governing.folder, sent);
    expect(merged).toEqual([
      { role: 'root', version: 1, signatures: [{ role: 'root', present: 2, threshold: 2 }] },
      { role: 'targets', version: 1, signatures: [{ role: 'targets', present: 2, threshold: 2 }] },
    ]);
    await governing.publish();
    expect((await open()).authorities().length).toBe(2);
  });

  it('takes no signatures over something else, and none that do not hold', async () => {
    await governing.add([xa(), xb()]);
    const abroad = join(place, 'abroad');
    await cp(governing.folder, abroad, { recursive: true });
    const draft = join(abroad, 'drafts', 'root.json');
    await expect(mergeSignatures(governing.folder, [draft])).rejects.toMatchObject({ code: 'directory-nothing-to-sign' });
    await signDrafts(abroad, await readSigningKey(governing.key('root2')));
    const signed = await readFile(draft, 'utf8');
    await writeFile(draft, signed.replace(/"version": 1/, '"version": 2'));
    await expect(mergeSignatures(governing.folder, [draft])).rejects.toMatchObject({ code: 'directory-draft-differs' });
    await writeFile(draft, signed.replace(/"sig": "../, '"sig": "00'));
    await expect(mergeSignatures(governing.folder, [draft])).rejects.toMatchObject({ code: 'directory-nothing-to-sign' });
    await expect(mergeSignatures(governing.folder, [join(abroad, 'drafts', 'state-xz.json')])).rejects.toMatchObject({
      code: 'directory-draft-differs',
    });
  });

  it('gives nothing to sign to a key that has no say', async () => {
    const stranger = await readSigningKey(makeKeyFile(place, 'stranger'));
    await expect(signDrafts(governing.folder, stranger)).rejects.toMatchObject({ code: 'directory-nothing-to-sign' });
    const state = await readSigningKey(governing.key('xa1'));
    await expect(signDrafts(governing.folder, state, ['root'])).rejects.toMatchObject({ code: 'directory-nothing-to-sign' });
  });

  it('is made in an empty folder alone, with thresholds that can be reached', async () => {
    const keys = [await readRoleKey(governing.key('root1'))];
    const role = { keys, threshold: 1 };
    const made = { folder: governing.folder, root: role, targets: role, snapshot: role, timestamp: role, now: new Date(), validity: DAY };
    await expect(makeDirectory(made)).rejects.toMatchObject({ code: 'working-copy-exists' });
    const refused = { code: 'directory-document-not-accepted' };
    const elsewhere = { ...made, folder: join(place, 'other') };
    await expect(makeDirectory({ ...elsewhere, root: { keys, threshold: 2 } })).rejects.toMatchObject(refused);
    await expect(makeDirectory({ ...elsewhere, root: { keys: [...keys, ...keys], threshold: 2 } })).rejects.toMatchObject(refused);
    await makeDirectory(elsewhere);
  });
});

describe('what is published later', () => {
  beforeEach(publishFirst);

  it('is the part of one State, signed by that State and the publisher alone', async () => {
    await governing.add([xa('Another name')]);
    await governing.sign('xa1');
    await expect(governing.publish()).rejects.toMatchObject({ code: 'directory-signatures-missing' });
    await governing.sign('xa2');
    expect(await governing.publish()).toMatchObject({ snapshotVersion: 2, roles: ['state-xa'] });
    expect((await open()).authority(XA_CENTRAL)?.names).toEqual({ en: 'Another name' });
  });

  it('does not wait for what others have still to sign', async () => {
    await exchangeKeys({
      ...{ folder: governing.folder, role: 'root', add: [await readRoleKey(governing.key('root4'))], remove: [] },
      ...{ now: governing.now, validity: 365 * DAY },
    });
    await governing.add([xa('Another name')]);
    await governing.sign('xa1', 'xa2');
    const published = await governing.publish();
    expect(published.roles).toEqual(['state-xa']);
    expect(published.waiting.map(({ role }) => role)).toEqual(['root']);
    await governing.sign('root1', 'root2');
    expect((await governing.publish()).roles).toEqual(['root']);
  });

  it('is a new timestamp and nothing else, when nothing waits or nothing else is asked for', async () => {
    await governing.add([xa('Another name')]);
    expect(await governing.publish({ renewOnly: true })).toMatchObject({ snapshotVersion: 1, timestampVersion: 2, roles: [] });
    expect((await open()).authority(XA_CENTRAL)?.names).toEqual({ en: 'Invented authority' });
    await governing.sign('xa1', 'xa2');
    await governing.publish();
    expect(await governing.publish()).toMatchObject({ snapshotVersion: 2, timestampVersion: 4, roles: [] });
    governing.now = new Date(governing.now.getTime() + 16 * DAY);
    expect(await governing.publish()).toMatchObject({ snapshotVersion: 3, timestampVersion: 5 });
  });

  it('never loses a key or a certificate, whoever leaves one out', async () => {
    const key = { role: 'log' as const, verifierKey: 'log.invalid+00000000+AA==', notBefore: '2026-01-01T00:00:00Z' };
    await governing.add([{ ...xa(), noteKeys: [key] }]);
    await governing.add([xa('Without the key')]);
    await governing.sign('xa1', 'xa2');
    await governing.publish();
    expect((await open()).authority(XA_CENTRAL)).toMatchObject({ names: { en: 'Without the key' }, noteKeys: [key] });
    // By hand, past the command.
    await governing.add([xa('Taken out')]);
    const document = join(governing.folder, 'drafts', 'documents', 'authorities', 'XA', 'xa-central.json');
    await writeFile(document, JSON.stringify({ ...xa(), noteKeys: [] }));
    await exchangeKeys({
      ...{ folder: governing.folder, role: 'state-xa', add: [await readRoleKey(governing.key('xa3'))], remove: [] },
      ...{ now: governing.now, validity: 365 * DAY },
    });
    await governing.sign('targets1', 'targets2', 'xa1', 'xa2');
    await expect(governing.publish()).rejects.toMatchObject({ code: 'directory-document-not-accepted' });
  });

  it('is nothing that a gateway would refuse', async () => {
    await expect(governing.publish({ timestamp: 'xa1' })).rejects.toMatchObject({ code: 'directory-signer-unknown' });
    const metadata = await readdir(join(governing.repository, 'metadata'));
    expect(metadata.filter((name) => name.includes('snapshot'))).toEqual(['1.snapshot.json']);
  });

  it('passes over what a publication has left that was cut off', async () => {
    await governing.add([xa('Another name')]);
    await governing.sign('xa1', 'xa2');
    await writeFile(join(governing.repository, 'metadata', '2.snapshot.json'), '{}');
    expect(await governing.publish()).toMatchObject({ snapshotVersion: 3 });
    expect((await open()).status().version).toBe(3);
  });

  it('never replaces what stands under a name', async () => {
    await governing.add([xa('Another name')]);
    await governing.sign('xa1', 'xa2');
    await writeFile(join(governing.repository, 'metadata', '2.state-xa.json'), '{}');
    await expect(governing.publish()).rejects.toMatchObject({ code: 'working-copy-not-usable' });
    expect((await open()).status().version).toBe(1);
  });

  it('is published by one process at a time, and after one that was killed', async () => {
    await writeFile(join(governing.folder, 'lock'), String(process.ppid));
    const waiting = governing.publish();
    await rm(join(governing.folder, 'lock'));
    await waiting;
    // The highest number that a process can have on Linux.
    await writeFile(join(governing.folder, 'lock'), '4194304');
    await Promise.all([governing.publish(), governing.publish()]);
    expect(await governing.publish()).toMatchObject({ timestampVersion: 5 });
  });
});

describe('keys are exchanged', () => {
  beforeEach(publishFirst);

  const exchange = async (role: string, added: string[], removed: string[], threshold?: number) =>
    exchangeKeys({
      folder: governing.folder,
      role,
      add: await Promise.all(added.map((name) => readRoleKey(governing.key(name)))),
      remove: await Promise.all(removed.map(async (name) => (await readRoleKey(governing.key(name))).id.slice(0, 16))),
      ...(threshold === undefined ? {} : { threshold }),
      now: governing.now,
      validity: 365 * DAY,
    });

  it('of the root: the former keys and the new ones sign, and every gateway follows, from whichever root it begins', async () => {
    const store = createMemoryStore();
    const before = await open(store);
    expect(await exchange('root', ['root4', 'root5'], ['root1', 'root2', 'root3'])).toEqual(['root']);
    await governing.sign('root4', 'root5');
    await expect(governing.publish()).rejects.toMatchObject({ code: 'directory-signatures-missing' });
    await governing.sign('root1', 'root2');
    expect((await governing.publish()).roles).toEqual(['root']);
    await before.refresh();
    expect(before.status()).toMatchObject({ version: 2, usable: true });
    expect((await open()).status().version).toBe(2);
    expect((await open(createMemoryStore(), '2')).status().version).toBe(2);
    await exchange('root', ['root6'], [], 3);
    await governing.sign('root1', 'root2').then(
      () => expect.unreachable('the former keys have no say any more'),
      (error) => expect(error).toMatchObject({ code: 'directory-nothing-to-sign' }),
    );
    await governing.sign('root4', 'root5', 'root6');
    await governing.publish();
    await before.refresh();
    expect(before.status().version).toBe(3);
  });

  it('of all authorities together: what the former ones have signed is signed again', async () => {
    expect(await exchange('targets', ['targets4', 'targets5'], ['targets1', 'targets2'])).toEqual(['root', 'targets']);
    await governing.sign('root1', 'root2', 'targets4', 'targets5');
    expect((await governing.publish()).roles).toEqual(['root', 'targets']);
    expect((await open()).authorities().length).toBe(2);
  });

  it('of snapshot and timestamp', async () => {
    await exchange('snapshot', ['snapshot2'], ['snapshot']);
    await exchange('timestamp', ['timestamp2'], ['timestamp']);
    await governing.sign('root1', 'root2');
    await expect(governing.publish()).rejects.toMatchObject({ code: 'directory-signer-unknown' });
    await governing.publish({ snapshot: 'snapshot2', timestamp: 'timestamp2' });
    expect((await open()).status().version).toBe(2);
  });

  it('of a State, by all authorities together and the State itself', async () => {
    expect(await exchange('state-xa', ['xa3'], ['xa1'])).toEqual(['targets', 'state-xa']);
    await governing.sign('targets1', 'targets2', 'xa2', 'xa3');
    expect((await governing.publish()).roles).toEqual(['state-xa', 'targets']);
    expect((await open()).authority(XA_CENTRAL)).toEqual(xa());
  });

  it('not to what cannot be reached, nor for what there is not', async () => {
    await expect(exchange('root', [], ['root1', 'root2'])).rejects.toMatchObject({ code: 'directory-document-not-accepted' });
    await expect(exchange('state-xa', [], [], 3)).rejects.toMatchObject({ code: 'directory-document-not-accepted' });
    await expect(exchange('everybody', ['xa1'], [])).rejects.toMatchObject({ code: 'directory-subject-unknown' });
    const unknown = exchangeKeys({ folder: governing.folder, role: 'root', add: [], remove: ['zz'], now: governing.now, validity: DAY });
    await expect(unknown).rejects.toMatchObject({ code: 'directory-subject-unknown' });
  });
});

describe('keys are read', () => {
  it('as public or private keys, of the kinds that the directory has', async () => {
    for (const kind of ['ed25519', 'P-256', 'P-384'] as const) {
      const key = await readSigningKey(makeKeyFile(place, `of-${kind}`, kind));
      expect(await readRoleKey(join(place, `of-${kind}.key.pem`))).toMatchObject({ id: key.id });
      expect(key.sign(Buffer.from('x'))).toMatch(/^[0-9a-f]+$/);
    }
  });

  it.each([
    ['nothing', ''],
    ['something else', 'no key'],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['another curve', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['far too much', 'x'.repeat(20_000)],
  ])('and %s is refused', async (_, text) => {
    await writeFile(join(place, 'wrong.pem'), text);
    await expect(readRoleKey(join(place, 'wrong.pem'))).rejects.toMatchObject({ code: 'directory-key-not-usable' });
  });
});
