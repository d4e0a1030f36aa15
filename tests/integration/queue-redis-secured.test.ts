import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BullmqQueueOptions, createBullmqQueue } from '../../queue/bullmq/create-bullmq-queue.ts';
import type { Queue } from '../../queue/contract.ts';
import { eventually } from '../support/eventually.ts';
import { freePort, type RedisServer, startRedisServer } from '../support/redis-server.ts';

const PASSWORD = 'invented:p@ss/word?#';
let folder: string;
let authority: Buffer;
let redis: RedisServer;
let tlsPort: number;
let queues: Queue[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'valija-redis-tls-'));
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=redis for tests', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key];
  await promisify(execFile)('openssl', ['req', '-x509', ...newKey, '-out', certificate, '-days', '2', ...subject]);
  authority = await readFile(certificate);
  tlsPort = await freePort();
  const tls = ['--tls-port', String(tlsPort), '--tls-cert-file', certificate, '--tls-key-file', key, '--tls-auth-clients', 'no'];
  redis = await startRedisServer({ extra: [...tls, '--requirepass', PASSWORD] });
});

afterEach(async () => {
  await Promise.all(queues.map((queue) => queue.close()));
  queues = [];
});

afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

function create(options: BullmqQueueOptions): { queue: Queue; messages: string[] } {
  const messages: string[] = [];
  const onError = (error: Error) => messages.push(`${error.message} ${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`);
  const queue = createBullmqQueue({ timeLimitMilliseconds: 1_000, closeTimeoutMilliseconds: 500, ...options, onError });
  queues.push(queue);
  return { queue, messages };
}

async function expectWakeUp(queue: Queue): Promise<void> {
  await eventually('health', () => queue.healthy());
  const seen: string[] = [];
  queue.consume('urgent', async (id) => void seen.push(id), { concurrency: 1 });
  await queue.announce([{ id: 'sealed', lane: 'urgent' }]);
  await eventually('the id', () => seen.length === 1);
}

describe('a Redis with password and TLS', () => {
  it('is reached by options', async () => {
    const { queue } = create({ host: '127.0.0.1', port: tlsPort, password: PASSWORD, tls: { ca: authority }, prefix: 'options' });
    await expectWakeUp(queue);
  });

  it('is reached by an address, which the options complete', async () => {
    const url = `rediss://default:${encodeURIComponent(PASSWORD)}@127.0.0.1:${tlsPort}/3`;
    const { queue } = create({ url, tls: { ca: authority }, prefix: 'address' });
    await expectWakeUp(queue);
    const { queue: plain } = create({ url: redis.url, password: PASSWORD, database: 3, prefix: 'plain' });
    await expectWakeUp(plain);
  });

  it('is not trusted without its authority', async () => {
    const { queue, messages } = create({ host: '127.0.0.1', port: tlsPort, password: PASSWORD, tls: {} });
    await eventually('the refusal', () => messages.some((message) => message.includes('DEPTH_ZERO_SELF_SIGNED_CERT')));
    expect(await queue.healthy()).toBe(false);
    await expect(queue.announce([{ id: 'lost', lane: 'urgent' }])).resolves.toBeUndefined();
  });

  it('refuses a wrong password; no message holds it', async () => {
    const wrong = 'not-the-password';
    const { queue, messages } = create({ url: redis.url, password: wrong });
    queue.consume('urgent', async () => {}, { concurrency: 1 });
    await eventually('the refusal', () => messages.some((message) => message.includes('WRONGPASS')));
    await queue.announce([{ id: 'lost', lane: 'urgent' }]);
    expect(await queue.healthy()).toBe(false);
    expect(messages.join()).not.toContain(wrong);
  });
});

describe('addresses and limits that could never work', () => {
  it.each<[string, BullmqQueueOptions]>([
    ['no address', { url: 'here' }],
    ['another protocol', { url: 'https://:secret@127.0.0.1' }],
    ['a path that is no database', { url: 'redis://:secret@127.0.0.1/zero' }],
    ['a damaged escape', { url: 'redis://:secret%zz@127.0.0.1' }],
    ['a prefix with a colon', { prefix: 'a:b' }],
    ['an empty prefix', { prefix: '' }],
    ['no time', { timeLimitMilliseconds: 0 }],
    ['no lock', { lockMilliseconds: 0 }],
    ['a time that no timer can wait', { closeTimeoutMilliseconds: 2 ** 31 }],
  ])('%s is refused, and no secret told', (_what, options) => {
    let thrown: unknown;
    try {
      createBullmqQueue(options);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: 'QueueError', code: 'invalid-options', disposition: 'operator' });
    expect(`${String(thrown)} ${JSON.stringify(thrown)}`).not.toContain('secret');
  });
});
