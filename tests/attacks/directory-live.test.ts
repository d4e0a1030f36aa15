import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../compose/api-client/client.ts';
import type { DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { valija } from '../support/command-line.ts';
import { eventually } from '../support/eventually.ts';
import { documentsOf, makeTufKey, makeTufKeys, type TufContent, type TufKey, tufFiles, writeTufFiles } from '../support/tuf-repository.ts';
import { inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

const DAY = 86_400_000;

let both: TwoAuthorities;
let sender: ApiClient;
let recipient: ApiClient;
let content: TufContent;
let repository: string;
let root: Buffer;

/** Two gateways as processes whose directory is a repository in a folder that the test writes, read every second. */
beforeAll(async () => {
  both = await startTwoAuthorities({
    gateway: () => ({
      directory: { repository: { root: '../root.json', mirrors: [{ folder: '../repository' }] }, interval: '1s' },
    }),
    async prepare({ folder, directory }) {
      const { authorities } = JSON.parse(await readFile(directory, 'utf8')) as DirectoryDocument;
      content = {
        keys: makeTufKeys(['XA', 'XB']),
        version: 5,
        expires: new Date(Date.now() + DAY),
        documents: documentsOf(authorities),
      };
      repository = join(folder, 'repository');
      const files = tufFiles(content);
      root = files.get('metadata/1.root.json') as Buffer;
      await writeTufFiles(repository, files);
      await writeFile(join(folder, 'root.json'), root);
    },
  });
  sender = await both.xandria.client('system');
  recipient = await both.borelia.client('officer');
}, 120_000);

afterAll(async () => {
  await Promise.all([sender?.close(), recipient?.close()]);
  await both?.close();
}, 60_000);

const publish = (change: Partial<TufContent>) =>
  writeTufFiles(repository, new Map([...tufFiles({ ...content, ...change }), ['metadata/1.root.json', root]]));

/** The number that the metrics of the recipient give. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${both.borelia.installed.management}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

const directoryVersion = () => metric('valija_directory_version');

async function messageArrives(): Promise<void> {
  const { messageId } = await sender.submit({
    document: { recipient: both.borelia.installed.authority.id, lane: 'urgent', subject: 'asunto inventado' },
    files: await inventedFiles(),
    idempotencyKey: randomUUID(),
  });
  await eventually(
    `${messageId} is consigned`,
    async () => (await recipient.show(messageId).catch(() => undefined))?.state === 'consigned',
  );
}

async function isRefusedWith(code: string): Promise<void> {
  for (const gateway of [both.xandria, both.borelia]) {
    const before = (await gateway.log()).length;
    await eventually(`${gateway.installed.authority.folder} refuses it with ${code}`, async () =>
      (await gateway.log()).slice(before).includes(`"code":"${code}"`),
    );
  }
  expect(await directoryVersion()).toBe(5);
}

describe('gateways at work, while somebody attacks their directory', () => {
  it('work with the directory that they have verified', async () => {
    expect(await directoryVersion()).toBe(5);
    await messageArrives();
  });

  const stolen = (keys: readonly TufKey[] | undefined) => keys?.slice(0, 1) ?? [];
  it.each<[string, () => Partial<TufContent>, string]>([
    ['rollback', () => ({ version: 4 }), 'directory-rolled-back'],
    ['mix and match', () => ({ version: 6, versionsOf: { targets: 4 } }), 'directory-rolled-back'],
    ['one stolen key', () => ({ version: 6, signers: { 'state-xb': stolen(content.keys.states.XB) } }), 'directory-threshold-not-reached'],
    ['unknown keys', () => ({ version: 6, signers: { targets: [makeTufKey(), makeTufKey()] } }), 'directory-signer-unknown'],
    ['an expired role', () => ({ version: 6, expiresOf: { targets: new Date(Date.now() - DAY) } }), 'directory-expired'],
    ['freeze, past the end', () => ({ version: 6, expiresOf: { timestamp: new Date(Date.now() - DAY) } }), 'directory-expired'],
  ])('%s is refused, and messages go on', async (_, change, code) => {
    await publish(change());
    await isRefusedWith(code);
    await messageArrives();
  });

  it('and start again with what they have verified, with every mirror gone', async () => {
    await writeTufFiles(repository, new Map());
    await both.borelia.kill();
    await both.borelia.start();
    expect(await directoryVersion()).toBe(5);
    await messageArrives();
  });

  it('and take the next good one', async () => {
    await publish({ version: 7 });
    await eventually('both have version 7', async () => (await directoryVersion()) === 7);
    await messageArrives();
  });

  it('and go on while the part of one State has ended, which valija doctor tells, and nothing of what servers renew', async () => {
    const year = new Date(Date.now() + 365 * DAY);
    const expiresOf = { timestamp: new Date(Date.now() + DAY), 'state-xa': new Date(Date.now() - DAY) };
    await publish({ version: 8, rootVersion: 2, expires: year, expiresOf });
    await eventually('both have version 8', async () => (await directoryVersion()) === 8);
    await messageArrives();
    const { stdout } = await valija(['doctor', '--config', both.borelia.installed.configuration, '--no-peers', '--json']);
    const { findings } = JSON.parse(stdout) as { findings: { code: string; subject: string }[] };
    const told = findings.filter(({ code }) => code.startsWith('directory-')).map(({ code, subject }) => [code, subject]);
    expect(told).toEqual([['directory-part-lapsed', 'directory XA']]);
  });
});
