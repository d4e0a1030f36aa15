import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readClientConfiguration } from '../../../compose/api-client/client-configuration.ts';
import { gatewayConfigurationSchema } from '../../../compose/configuration/gateway-configuration.ts';
import {
  readGatewayConfiguration,
  readOcspConfiguration,
  readTsaConfiguration,
} from '../../../compose/configuration/read-configuration.ts';
import { resolveSettings } from '../../../compose/configuration/settings.ts';
import { DEFAULT_SETTINGS } from '../../../gateway/settings.ts';
import { projectFolder } from '../architecture/project.ts';

const EXAMPLES = join(projectFolder, 'docs', 'examples');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-configuration-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the shipped examples', () => {
  it('gateway.json is valid and keeps every default', async () => {
    const configuration = await readGatewayConfiguration(join(EXAMPLES, 'gateway.json'));
    expect(configuration.queue).toEqual({ kind: 'embedded' });
    expect(configuration.dataFolder).toBe('/var/lib/valija');
    expect(configuration.keys.folder).toBe(join(EXAMPLES, 'keys'));
    expect(configuration.clients.map(({ fingerprint }) => fingerprint)).toEqual(['11'.repeat(32), '22'.repeat(32)]);
    expect(configuration.operation.shutdownLimit).toBe(45_000);
    expect(configuration.listeners.client.allowOlderTls).toBe(false);
    expect(resolveSettings(configuration.settings)).toEqual(DEFAULT_SETTINGS);
  });

  it('gateway-redis.json differs in its queue by one line, and overrides settings one by one', async () => {
    const { queue, settings, revocation } = await readGatewayConfiguration(join(EXAMPLES, 'gateway-redis.json'));
    expect(queue).toEqual({
      kind: 'bullmq',
      url: 'redis://redis:6379/0',
      passwordFile: join(EXAMPLES, 'secrets', 'redis-password'),
      prefix: 'xandria',
    });
    expect(revocation).toMatchObject({
      downloads: ['http://revocation.xandria.invalid/issuing.crl'],
      responders: [{ url: 'http://ocsp.xandria.invalid/', method: 'post', nonce: 'required', digest: 'sha256' }],
      responderTimeout: 5_000,
      maximumAge: 1_800_000,
    });
    const resolved = resolveSettings(settings);
    expect(resolved.maximumPackageLength).toBe(20 * 1024 ** 3);
    expect(resolved.defaultDeadlines.urgent).toEqual({ relay: 2 * 3_600_000, consignment: 4 * 3_600_000, handover: 2 * 86_400_000 });
    expect(resolved.defaultDeadlines.ordinary).toEqual(DEFAULT_SETTINGS.defaultDeadlines.ordinary);
    expect(resolved.defaultDeadlines.bulk).toEqual(DEFAULT_SETTINGS.defaultDeadlines.bulk);
  });

  it('tsa.json, ocsp.json and client.json are valid', async () => {
    expect(await readOcspConfiguration(join(EXAMPLES, 'ocsp.json'))).toMatchObject({ pki: join(EXAMPLES, 'pki'), validity: 3_600_000 });
    expect(await readTsaConfiguration(join(EXAMPLES, 'tsa.json'))).toMatchObject({ accuracy: 1_000, logLevel: 'info' });
    expect(await readClientConfiguration(join(EXAMPLES, 'client.json'))).toMatchObject({ key: join(EXAMPLES, 'keys', 'system.key.pem') });
  });
});

describe('settings', () => {
  it('can all be overridden', () => {
    const shape = gatewayConfigurationSchema('/').shape.settings.unwrap().shape;
    expect(Object.keys(shape).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
  });

  it('take the place of their defaults and of nothing else', () => {
    expect(resolveSettings({ pullInterval: 5 })).toEqual({ ...DEFAULT_SETTINGS, pullInterval: 5 });
    const { lanes } = resolveSettings({ lanes: { bulk: { concurrency: 1 } } });
    expect(lanes).toEqual({ ...DEFAULT_SETTINGS.lanes, bulk: { concurrency: 1 } });
  });
});

describe('docs/configuration.md', () => {
  it('explains every key, and no other', async () => {
    const text = await readFile(join(projectFolder, 'docs', 'configuration.md'), 'utf8');
    const explained = new Set(
      [...text.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key)),
    );
    const example = JSON.parse(await readFile(join(EXAMPLES, 'gateway-redis.json'), 'utf8')) as Record<string, unknown>;
    const keys = Object.entries(example).flatMap(([key, value]) => keysOf(key, value));
    expect(keys.filter((key) => !explained.has(key))).toEqual([]);
    const settings = Object.keys(DEFAULT_SETTINGS);
    expect(settings.filter((key) => !explained.has(key))).toEqual([]);
  });
});

/** Leaves of the configuration as the documentation names them; settings and queue have tables of their own. */
function keysOf(key: string, value: unknown): string[] {
  if (key === 'settings' || key === 'queue' || key.startsWith('listeners.')) return key.startsWith('listeners.') ? [key] : [key];
  if (key === 'clients') return ['fingerprint', 'keys', 'kind', 'id', 'rateLimit'].map((name) => `clients[].${name}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [key];
  return Object.entries(value).flatMap(([name, inner]) => keysOf(`${key}.${name}`, inner));
}

describe('a configuration file', () => {
  it('that cannot be read is told as such', async () => {
    await expect(readGatewayConfiguration(join(folder, 'nowhere.json'))).rejects.toMatchObject({ code: 'configuration-unreadable' });
    await expect(readGatewayConfiguration(folder)).rejects.toMatchObject({ code: 'configuration-unreadable' });
  });

  it('that is too large is not read', async () => {
    const path = join(folder, 'large.json');
    await writeFile(path, ' '.repeat(1024 * 1024 + 1));
    await expect(readGatewayConfiguration(path)).rejects.toMatchObject({ code: 'configuration-too-large' });
  });
});
