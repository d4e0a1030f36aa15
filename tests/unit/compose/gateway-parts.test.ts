import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { formatVerifierKey, SIGNATURE_TYPE } from '../../../audit/log/note-key.ts';
import type { GatewayConfiguration } from '../../../compose/configuration/gateway-configuration.ts';
import { ClosingStack } from '../../../compose/gateway/closing-stack.ts';
import { rememberDirectoryVersion, rememberedDirectoryVersion } from '../../../compose/gateway/directory-version.ts';
import { sweep } from '../../../compose/gateway/maintenance.ts';
import { createMetrics } from '../../../compose/gateway/metrics.ts';
import { createObserver } from '../../../compose/gateway/observe.ts';
import { announcer } from '../../../compose/gateway/queue.ts';
import { quotasOf } from '../../../compose/gateway/quotas.ts';
import { createReadiness, type ReadinessParts } from '../../../compose/gateway/readiness.ts';
import type { Logger } from '../../../compose/process/logger.ts';
import type { GatewayDependencies } from '../../../gateway/dependencies.ts';
import { openFileBlobs } from '../../../store/files/blobs.ts';
import { openSqliteLedger } from '../../../store/sqlite/ledger.ts';

function recordingLogger() {
  const lines: { level: string; line: Record<string, unknown> }[] = [];
  const at = (level: string) => (line: Record<string, unknown>) => void lines.push({ level, line });
  const logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } as unknown as Logger;
  return { lines, logger };
}

describe('the closing stack', () => {
  it('closes what was opened last first, each once, and goes on after a failure', async () => {
    const { lines, logger } = recordingLogger();
    const stack = new ClosingStack(logger);
    const closed: string[] = [];
    stack.add('ledger', () => closed.push('ledger'));
    stack.add('queue', async () => {
      throw new TypeError('secret');
    });
    stack.add('servers', async () => closed.push('servers'));
    await stack.close();
    await stack.close();
    expect(closed).toEqual(['servers', 'ledger']);
    expect(lines).toMatchObject([{ level: 'error', line: { event: 'close-failed', what: 'queue' } }]);
  });
});

describe('announcing', () => {
  const ids = [{ id: 'a', lane: 'urgent' as const }];

  it('never throws, however the queue fails', async () => {
    const { lines, logger } = recordingLogger();
    const failing = (announce: () => Promise<void>) => announcer({ announce } as never, logger);
    expect(() => failing(() => Promise.reject(new Error('gone')))(ids)).not.toThrow();
    expect(() =>
      failing(() => {
        throw new Error('broken');
      })(ids),
    ).not.toThrow();
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines.map(({ level, line }) => [level, line.event])).toEqual([
      ['warn', 'announcement-lost'],
      ['warn', 'announcement-lost'],
    ]);
  });
});

describe('observing', () => {
  it('writes one line and one count per event, of known fields alone', async () => {
    const { lines, logger } = recordingLogger();
    const metrics = createMetrics();
    const observe = createObserver(logger, metrics);
    observe({ name: 'submitted', messageId: 'm', lane: 'bulk', subject: 'secret' } as never);
    observe({ name: 'job-buried', code: 'recipient-unknown', lane: 'urgent' });
    expect(lines).toEqual([
      { level: 'info', line: { event: 'submitted', messageId: 'm', lane: 'bulk' } },
      { level: 'error', line: { event: 'job-buried', code: 'recipient-unknown', lane: 'urgent' } },
    ]);
    const text = await metrics.registry.metrics();
    expect(text).toContain('valija_events_total{event="submitted",code="",lane="bulk"} 1');
    expect(text).toContain('valija_events_total{event="job-buried",code="recipient-unknown",lane="urgent"} 1');
  });

  it('never throws, however the log fails', () => {
    const logger = {
      info: () => {
        throw new Error('disk full');
      },
    } as unknown as Logger;
    expect(() => createObserver(logger, createMetrics())({ name: 'submitted' })).not.toThrow();
  });
});

describe('readiness', () => {
  const ready = (): ReadinessParts => ({
    dependencies: {
      authority: 'urn:valija:authority:xa-central',
      ledger: { log: { size: async () => 0, published: async () => undefined }, list: async () => [] },
      clock: { status: () => ({ trusted: true }), now: () => new Date('2026-11-20T10:00:00Z') },
      directory: {
        status: () => ({ usable: true }),
        authority: () => ({
          certificates: ['seal', 'envelope', 'evidence'].map((role) => ({ role, certificate: Buffer.from(role).toString('base64') })),
          noteKeys: [{ role: 'log', verifierKey: 'log+key' }],
        }),
        authorities: () => [],
      },
      blobs: { freeSpace: async () => 1_000 },
      keys: { signer: (role: string) => ({ certificate: { der: Buffer.from(role) } }) },
      log: { verifierKey: 'log+key', witnesses: 'all' },
      listening: { startedAt: new Date('2026-11-20T05:00:00Z') },
      settings: { checkpointStampInterval: 3_600_000 },
    } as unknown as ReadinessParts['dependencies'],
    queue: { healthy: async () => true },
    sequencer: { state: () => ({ role: 'sequencing', publishedSize: 0 }) },
    diskFloor: 1_000,
  });

  it('is given when nothing is missing', async () => {
    expect(await createReadiness(ready())()).toEqual({ ready: true, reasons: [] });
  });

  it('is given with a note about what makes the log less than it could be', async () => {
    const parts = ready();
    const { ledger, directory } = parts.dependencies;
    Object.assign(ledger.log, { published: async () => ({ size: 7, note: '', epoch: 1 }) });
    expect(await createReadiness(parts)()).toEqual({ ready: true, reasons: [], notes: ['log-not-stamped'] });
    const witness = formatVerifierKey({ name: 'witness.example', type: SIGNATURE_TYPE.ed25519Cosignature, publicKey: Buffer.alloc(32, 9) });
    const noteKeys = [{ role: 'witness', verifierKey: witness, notBefore: '2020-01-01T00:00:00Z' }];
    Object.assign(directory, { authorities: () => [{ identifier: 'urn:valija:authority:xb-central', endpoints: [{}], noteKeys }] });
    expect(await createReadiness(parts)()).toEqual({ ready: true, reasons: [], notes: ['log-not-witnessed', 'log-not-stamped'] });
    Object.assign(ledger, {
      list: async (table: string) =>
        table === 'checkpoints' ? [{ value: { size: 7, cosignedAt: '2026-11-19T10:00:00Z', stampedAt: '2026-11-19T10:00:00Z' } }] : [],
    });
    expect(await createReadiness(parts)()).toEqual({ ready: true, reasons: [] });
    Object.assign(ledger, {
      list: async (table: string) =>
        table === 'checkpoints' ? [{ value: { size: 6, cosignedAt: '2026-11-20T09:55:00Z', stampedAt: '2026-11-20T08:00:00Z' } }] : [],
    });
    expect(await createReadiness(parts)()).toEqual({ ready: true, reasons: [] });
  });

  it('tells what waits for a person, by code and peer, and is given all the same', async () => {
    const parts = ready();
    const alarm = (code: string, raisedAt: string, peer?: string) => ({
      value: { code, raisedAt, messageKey: 'outbound/x/y', ...(peer && { peer }) },
    });
    const rows = [
      alarm('evidence-conflict', '2026-11-20T03:00:00.000Z', 'urn:valija:authority:xb-central'),
      alarm('evidence-conflict', '2026-11-20T02:00:00.000Z', 'urn:valija:authority:xb-central'),
      alarm('keys-not-renewed', '2026-11-20T01:00:00.000Z'),
      alarm('peer-log-forked', '2026-11-20T04:00:00.000Z', 'urn:valija:authority:xb-central'),
    ];
    Object.assign(parts.dependencies.ledger, { list: async (table: string) => (table === 'alarms' ? rows : []) });
    const answer = await createReadiness(parts)();
    expect([answer.ready, answer.alarms]).toEqual([
      true,
      [
        { code: 'keys-not-renewed', count: 1, since: '2026-11-20T01:00:00.000Z' },
        { code: 'evidence-conflict', peer: 'urn:valija:authority:xb-central', count: 2, since: '2026-11-20T02:00:00.000Z' },
        { code: 'peer-log-forked', peer: 'urn:valija:authority:xb-central', count: 1, since: '2026-11-20T04:00:00.000Z' },
      ],
    ]);
    expect(JSON.stringify(answer)).not.toContain('outbound/');
  });

  const faults: [string, (parts: ReadinessParts) => unknown][] = [
    ['ledger-not-open', ({ dependencies }) => Object.assign(dependencies.ledger.log, { size: () => Promise.reject(new Error('closed')) })],
    ['clock-not-trusted', ({ dependencies }) => Object.assign(dependencies.clock, { status: () => ({ trusted: false }) })],
    ['directory-not-usable', ({ dependencies }) => Object.assign(dependencies.directory, { status: () => ({ usable: false }) })],
    ['own-certificate-missing', ({ dependencies }) => Object.assign(dependencies.directory, { authority: () => undefined })],
    ['own-certificate-missing', ({ dependencies }) => Object.assign(dependencies.log, { verifierKey: 'other+key' })],
    [
      'own-certificate-missing',
      ({ dependencies }) => Object.assign(dependencies.keys, { signer: () => ({ certificate: { der: Buffer.from('x') } }) }),
    ],
    ['queue-not-healthy', ({ queue }) => Object.assign(queue, { healthy: async () => false })],
    ['queue-not-healthy', ({ queue }) => Object.assign(queue, { healthy: () => new Promise(() => {}) })],
    ['storage-full', ({ dependencies }) => Object.assign(dependencies.blobs, { freeSpace: async () => 999 })],
    ['log-halted', ({ sequencer }) => Object.assign(sequencer, { state: () => ({ role: 'halted', publishedSize: 0 }) })],
  ];
  it.each(faults)('is refused with %s', async (code, damage) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const parts = ready();
      damage(parts);
      const answer = createReadiness(parts)();
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await answer).toEqual({ ready: false, reasons: [code] });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('over a real ledger', () => {
  const NOW = new Date('2026-11-20T10:00:00Z');

  async function withStore(run: (dependencies: GatewayDependencies) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'valija-maintenance-'));
    const ledger = await openSqliteLedger({ path: join(folder, 'ledger.sqlite') });
    const blobs = await openFileBlobs({
      directory: join(folder, 'blobs'),
      keyEncryptionKey: Buffer.alloc(32, 1),
      ledgerLookup: async (id) => (await ledger.get('blobs', id))?.value,
    });
    try {
      await run({ ledger, blobs, clock: { now: () => NOW }, announce: () => {} } as unknown as GatewayDependencies);
    } finally {
      await ledger.close();
      await rm(folder, { recursive: true });
    }
  }

  it('the version of the directory only rises', () =>
    withStore(async ({ ledger }) => {
      expect(await rememberedDirectoryVersion(ledger)).toBe(0);
      for (const version of [3, 2, 5, 5, 4]) await rememberDirectoryVersion(ledger, version);
      expect(await rememberedDirectoryVersion(ledger)).toBe(5);
    }));

  it('quotas are those of the client, over those of all, over what the gateway takes', () => {
    const clients = [
      { id: 'a', kind: 'system' as const, keys: 'k', quota: { uploads: 3 } },
      { id: 'b', kind: 'system' as const, keys: 'k' },
    ];
    const operation = { quota: { uploadOctets: 70 } } as GatewayConfiguration['operation'];
    const quotaOf = quotasOf({ clients, operation }, { maximumPackageLength: 50 });
    expect(quotaOf('a')).toEqual({ uploads: 3, uploadOctets: 70, messageLength: 50 });
    for (const other of ['b', 'unknown']) expect(quotaOf(other)).toEqual({ uploads: 100, uploadOctets: 70, messageLength: 50 });
  });

  it('a sweep forgets old answers, expired transfers and uploads, and nothing else', () =>
    withStore(async (dependencies) => {
      const { ledger, blobs } = dependencies;
      const answer = (createdAt: string) => ({ requestDigest: 'd', status: 202, response: '{}', createdAt });
      const wrappedKey = blobs.newWrappedKey();
      const transfer = async (expiresAt: string) => {
        const writer = await blobs.createResumable({ wrappedKey, messageKey: 'm', now: NOW });
        await writer.suspend();
        const rest = { peer: 'p', sealedDigest: 's', envelopeDigest: 'e', messageKey: 'm', length: 10, wrappedKey };
        return { ...rest, blobId: writer.blobId, createdAt: NOW.toISOString(), expiresAt };
      };
      const upload = async (expiresAt: string) => {
        const { length, blobId, createdAt } = await transfer(expiresAt);
        return { actor: 'a', length, blobId, wrappedKey, createdAt, expiresAt };
      };
      await ledger.commit({
        rows: [
          ...Array.from({ length: 1_200 }, (_, index) => ({
            table: 'idempotency' as const,
            key: `old-${index}`,
            expect: 0,
            value: answer('2026-08-01T00:00:00Z'),
          })),
          { table: 'idempotency', key: 'young', expect: 0, value: answer('2026-11-19T00:00:00Z') },
          { table: 'transfers', key: 'expired', expect: 0, value: await transfer('2026-11-20T09:59:59Z') },
          { table: 'uploads', key: 'forgotten', expect: 0, value: await upload('2026-11-20T09:59:59Z') },
          { table: 'uploads', key: 'waiting', expect: 0, value: await upload('2026-11-20T10:00:01Z') },
          { table: 'transfers', key: 'running', expect: 0, value: await transfer('2026-11-20T10:00:01Z') },
        ],
      });
      const { lines, logger } = recordingLogger();
      await sweep(dependencies, 90 * 86_400_000, logger);
      expect(lines).toEqual([{ level: 'info', line: { event: 'swept', transfers: 1, uploads: 1, answers: 1_200, files: 0 } }]);
      expect((await ledger.list('idempotency', { index: 'byAge', equals: 'all', limit: 10 })).map(({ key }) => key)).toEqual(['young']);
      const transfers = await ledger.list('transfers', { index: 'byExpiry', equals: 'all', limit: 10 });
      expect(transfers.map(({ key }) => key)).toEqual(['running']);
      const uploads = await ledger.list('uploads', { index: 'byExpiry', equals: 'all', limit: 10 });
      expect(uploads.map(({ key }) => key)).toEqual(['waiting']);
      for (const { value } of [...transfers, ...uploads]) {
        await (await blobs.resume({ wrappedKey, messageKey: 'm', blobId: value.blobId, now: NOW })).suspend();
      }
    }));
});
