import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../compose/api-client/client.ts';
import { exchangeKeys } from '../../compose/directory/exchange-keys.ts';
import { readRoleKey } from '../../compose/directory/role-keys.ts';
import type { DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { type DirectoryServer, startDirectoryServer } from '../../services/directory/server.ts';
import { eventually } from '../support/eventually.ts';
import { createGoverning, DAY, type Governing } from '../support/governing.ts';
import { inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

let place: string;
let governing: Governing;
let server: DirectoryServer;
let both: TwoAuthorities;
let sender: ApiClient;
let recipient: ApiClient;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'valija-rotation-'));
  governing = await createGoverning(place, new Date());
  server = await startDirectoryServer({ folder: governing.repository, host: '127.0.0.1', port: 0 });
  const root = join(governing.repository, 'metadata', '1.root.json');
  both = await startTwoAuthorities({
    gateway: () => ({ directory: { repository: { root, mirrors: [{ url: server.url }] }, interval: '1s' } }),
    async prepare({ directory }) {
      const { authorities } = JSON.parse(await readFile(directory, 'utf8')) as DirectoryDocument;
      await governing.add(authorities);
      await governing.sign('root1', 'root2', 'targets1', 'targets2', 'xa1', 'xa2', 'xb1', 'xb2');
      await governing.publish();
    },
  });
  sender = await both.xandria.client('system');
  recipient = await both.borelia.client('officer');
}, 120_000);

afterAll(async () => {
  await Promise.all([sender?.close(), recipient?.close()]);
  await both?.close();
  await server?.close();
  await rm(place, { recursive: true, force: true });
}, 60_000);

/** Sends messages one after the other until told to stop; gives their identifiers. */
function startTraffic(): { stop(): Promise<string[]> } {
  let stopped = false;
  const sent: string[] = [];
  const running = (async () => {
    while (!stopped) {
      const { messageId } = await sender.submit({
        document: { recipient: both.borelia.installed.authority.id, lane: 'urgent', subject: 'asunto inventado' },
        files: await inventedFiles(),
        idempotencyKey: randomUUID(),
      });
      sent.push(messageId);
      await sleep(50);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await running;
      return sent;
    },
  };
}

async function bothHave(version: number): Promise<void> {
  for (const { installed } of [both.xandria, both.borelia]) {
    await eventually(`${installed.authority.folder} has version ${version}`, async () => {
      const text = await (await fetch(`${installed.management}/metrics`)).text();
      return Number(/^valija_directory_version (\S+)$/m.exec(text)?.[1]) === version;
    });
  }
}

async function exchange(role: string, added: readonly string[], removed: readonly string[]): Promise<void> {
  const keys = (names: readonly string[]) => Promise.all(names.map((name) => readRoleKey(governing.key(name))));
  const remove = (await keys(removed)).map(({ id }) => id);
  await exchangeKeys({ folder: governing.folder, role, add: await keys(added), remove, now: new Date(), validity: 365 * DAY });
}

describe('while messages flow', () => {
  it('the root and every other key are exchanged, and no message is lost', async () => {
    const traffic = startTraffic();
    await exchange('root', ['root4', 'root5', 'root6'], ['root1', 'root2', 'root3']);
    await governing.sign('root1', 'root2', 'root4', 'root5');
    await governing.publish();
    await bothHave(2);

    await exchange('targets', ['targets4', 'targets5'], ['targets1', 'targets2', 'targets3']);
    await governing.sign('root4', 'root6', 'targets4', 'targets5');
    await governing.publish();
    await bothHave(3);

    await exchange('state-xa', ['xa3', 'xa4'], ['xa1', 'xa2']);
    await exchange('state-xb', ['xb3', 'xb4'], ['xb1', 'xb2']);
    await governing.sign('targets4', 'targets5', 'xa3', 'xa4', 'xb3', 'xb4');
    await governing.publish();
    await bothHave(4);

    await exchange('snapshot', ['snapshot2'], ['snapshot']);
    await exchange('timestamp', ['timestamp2'], ['timestamp']);
    await governing.sign('root5', 'root6');
    await governing.publish({ snapshot: 'snapshot2', timestamp: 'timestamp2' });
    await bothHave(5);

    const sent = await traffic.stop();
    expect(sent.length).toBeGreaterThan(10);
    for (const messageId of sent) {
      await eventually(
        `${messageId} is consigned`,
        async () => (await recipient.show(messageId).catch(() => undefined))?.state === 'consigned',
      );
    }
    // Every one of them went through at its first attempt: nothing waited for a directory.
    for (const gateway of [both.xandria, both.borelia]) expect(await gateway.log()).not.toContain('directory-not-usable');
  }, 120_000);

  it('a gateway that was away meanwhile follows when it comes back', async () => {
    await both.borelia.stop();
    await exchange('root', ['root7'], ['root4']);
    await governing.sign('root5', 'root6', 'root7');
    await governing.publish({ snapshot: 'snapshot2', timestamp: 'timestamp2' });
    await both.borelia.start();
    await bothHave(6);
    const traffic = startTraffic();
    const sent = await traffic.stop();
    for (const messageId of sent) {
      await eventually(
        `${messageId} is consigned`,
        async () => (await recipient.show(messageId).catch(() => undefined))?.state === 'consigned',
      );
    }
  });
});
