import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Updater } from 'tuf-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeKeys } from '../../compose/directory/exchange-keys.ts';
import { readRoleKey } from '../../compose/directory/role-keys.ts';
import { type DirectoryServer, startDirectoryServer } from '../../services/directory/server.ts';
import { inventedAuthority, XA_CENTRAL, XB_CENTRAL } from '../support/governed-directory.ts';
import { createGoverning, DAY, type Governing } from '../support/governing.ts';

let place: string;
let governing: Governing;
let served: string;
let server: DirectoryServer;
const XA_PATH = 'authorities/XA/xa-central.json';

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'valija-tuf-js-'));
  governing = await createGoverning(place, new Date());
  await governing.add([inventedAuthority(XA_CENTRAL, 'XA'), inventedAuthority(XB_CENTRAL, 'XB')]);
  await governing.sign('root1', 'root2', 'targets1', 'targets2', 'xa1', 'xa2', 'xb1', 'xb2');
  await governing.publish();
  served = join(place, 'served');
  await cp(governing.repository, served, { recursive: true });
  server = await startDirectoryServer({ folder: served, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await rm(place, { recursive: true });
});

/** The client of tuf-js with a root, as its users set it up. */
async function client(): Promise<{ updater: Updater; targets: string }> {
  const folder = await mkdtemp(join(place, 'client-'));
  const targets = join(folder, 'targets');
  await mkdir(targets);
  await cp(join(governing.repository, 'metadata', '1.root.json'), join(folder, 'root.json'));
  const addresses = { metadataBaseUrl: `${server.url}metadata`, targetBaseUrl: `${server.url}targets` };
  return { updater: new Updater({ metadataDir: folder, targetDir: targets, ...addresses, config: { fetchRetry: 0 } }), targets };
}

async function download(path: string): Promise<unknown> {
  const { updater } = await client();
  await updater.refresh();
  const target = await updater.getTargetInfo(path);
  if (target === undefined) return undefined;
  return JSON.parse(await readFile(await updater.downloadTarget(target), 'utf8'));
}

describe('the client of tuf-js', () => {
  it('reads what we publish, through the delegation of each State', async () => {
    expect(await download(XA_PATH)).toEqual(inventedAuthority(XA_CENTRAL, 'XA'));
    expect(await download('authorities/XB/xb-central.json')).toEqual(inventedAuthority(XB_CENTRAL, 'XB'));
    expect(await download('authorities/XC/xc-central.json')).toBeUndefined();
  });

  it.each([
    ['metadata/timestamp.json', '"version":1', '"version":7'],
    ['metadata/1.snapshot.json', '"version":1', '"version":2'],
    ['metadata/1.targets.json', '"threshold":2', '"threshold":1'],
    ['metadata/1.state-xa.json', '"length":', '"lengts":'],
  ])('refuses it with %s altered', async (path, from, to) => {
    const file = join(served, path);
    const octets = await readFile(file, 'utf8');
    expect(octets).toContain(from);
    await writeFile(file, octets.replace(from, to));
    await expect(download(XA_PATH)).rejects.toThrow();
    await writeFile(file, octets);
    expect(await download(XA_PATH)).toBeDefined();
  });

  it('follows a root whose keys are all others', async () => {
    const keys = (...names: string[]) => Promise.all(names.map((name) => readRoleKey(governing.key(name))));
    const remove = (await keys('root1', 'root2', 'root3')).map(({ id }) => id);
    const add = await keys('root4', 'root5');
    await exchangeKeys({ folder: governing.folder, role: 'root', add, remove, now: new Date(), validity: 365 * DAY });
    await governing.sign('root1', 'root3', 'root4', 'root5');
    await governing.publish();
    await cp(governing.repository, served, { recursive: true });
    expect(await download(XA_PATH)).toBeDefined();
  });
});
