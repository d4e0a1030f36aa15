import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../compose/api-client/client.ts';
import { XANDRIA } from '../../compose/development/authorities.ts';
import { eventually } from '../support/eventually.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

const PASSWORD = 'invented-password';

let folder: string;
let redis: RedisServer;
let both: TwoAuthorities;
let sender: ApiClient;
let recipient: ApiClient;

/** The same exchange with one line of configuration changed on each side: the queue is on Redis. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-redis-password-'));
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, `${PASSWORD}\n`);
  await chmod(passwordFile, 0o600);
  redis = await startRedisServer({ extra: ['--requirepass', PASSWORD] });
  both = await startTwoAuthorities({
    gateway: (authority) => ({
      queue: { kind: 'bullmq', url: `redis://127.0.0.1:${redis.port}/${authority.id === XANDRIA.id ? 0 : 1}`, passwordFile },
      operation: { diskFloor: '64MiB', reconcileInterval: '500ms' },
    }),
  });
  sender = await both.xandria.client('system');
  recipient = await both.borelia.client('officer');
}, 120_000);

afterAll(async () => {
  await Promise.all([sender?.close(), recipient?.close()]);
  await both?.close();
  await redis?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function submit(): Promise<string> {
  const document = { recipient: both.borelia.installed.authority.id, lane: 'urgent' };
  return (await sender.submit({ document, files: await inventedFiles(), idempotencyKey: randomUUID() })).messageId;
}

async function handedOver(messageId: string): Promise<void> {
  await eventually(
    `${messageId} is consigned`,
    async () => (await recipient.show(messageId).catch(() => undefined))?.state === 'consigned',
  );
  const { packageDigest = '' } = await recipient.show(messageId);
  await recipient.handOver(messageId, packageDigest);
  await eventually(`${messageId} is handed over`, async () => (await sender.show(messageId)).state === 'handed-over');
}

describe('two gateways whose queue is on Redis', () => {
  it('exchange a request', async () => {
    await handedOver(await submit());
    // It was Redis that woke the workers: without the password it answers nobody.
    expect(redisCommand('--scan', '--pattern', 'valija:*')).toContain('valija:urgent');
    expect(await redis.command(['PING'])).toContain('NOAUTH');
  });

  it('finish every message although Redis forgets everything in the middle', async () => {
    const messages: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      messages.push(...(await Promise.all([submit(), submit()])));
      flush();
    }
    for (const messageId of messages) await handedOver(messageId);
    for (const messageId of messages) {
      const { evidence, conflicts } = await sender.show(messageId);
      expect(evidence.map(({ event }) => event)).toEqual([
        'SubmissionAcceptance',
        'RelayAcceptance',
        'ContentConsignment',
        'ContentHandover',
      ]);
      expect(conflicts).toEqual([]);
    }
  }, 120_000);

  it('say that they are not ready while Redis is gone, take messages all the same, and deliver them afterwards', async () => {
    const readiness = async () =>
      (await (await fetch(`${both.xandria.installed.management}/health/ready`)).json()) as { ready: boolean; reasons: string[] };
    await redis.kill();
    await eventually('not ready without Redis', async () => (await readiness()).ready === false);
    expect(await readiness()).toEqual({ ready: false, reasons: ['queue-not-healthy'] });
    const messageId = await submit();
    await redis.start();
    await handedOver(messageId);
    expect(await readiness()).toEqual({ ready: true, reasons: [] });
  }, 120_000);

  it('never write the password to their logs', async () => {
    expect((await both.xandria.log()) + (await both.borelia.log())).not.toContain(PASSWORD);
  });
});

/** FLUSHALL needs the password on the same connection. */
function flush(): void {
  expect(redisCommand('FLUSHALL')).toBe('OK\n');
}

function redisCommand(...words: string[]): string {
  const { status, stdout } = spawnSync('redis-cli', ['-p', String(redis.port), ...words], {
    env: { ...process.env, REDISCLI_AUTH: PASSWORD },
  });
  expect(status).toBe(0);
  return stdout.toString();
}
