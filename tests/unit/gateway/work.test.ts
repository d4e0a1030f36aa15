import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CryptoError } from '../../../crypto/error.ts';
import { type Disposition, dispositionOf, GatewayError } from '../../../gateway/error.ts';
import { runJob, STEPS, settleJob } from '../../../gateway/work.ts';
import type { ClaimedJob, JobKind } from '../../../store/contracts/outbox.ts';
import { StoreError } from '../../../store/error.ts';
import { withCommit } from '../../support/ledger-wrapper.ts';
import { createWorld, HOUR, MINUTE, type World } from '../../support/two-gateways.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.a.events.splice(0);
});

let serial = 0;

async function claimed(change: Partial<ClaimedJob> = {}): Promise<ClaimedJob> {
  serial += 1;
  const { ledger } = world.a.dependencies;
  const job = {
    id: `open/${serial}`,
    kind: 'open' as const,
    lane: 'ordinary' as const,
    subject: 'inbound/nobody/nothing',
    dueAt: world.now,
    ...change,
  };
  await ledger.commit({ jobs: [{ operation: 'add', job }] });
  const held = await ledger.outbox.claim(job.id, { now: world.now, milliseconds: HOUR });
  if (held === undefined) throw new Error('the job is due');
  return held;
}

describe('the table of steps', () => {
  it('has a step for every kind of job, and no other', async () => {
    const source = await readFile(new URL('../../../store/contracts/outbox.ts', import.meta.url), 'utf8');
    const union = /export type JobKind =([^;]*);/.exec(source)?.[1] ?? '';
    const kinds = [...union.matchAll(/'([a-z-]+)'/g)].map(([, kind]) => kind);
    expect(kinds.length).toBeGreaterThan(5);
    expect(Object.keys(STEPS).sort()).toEqual(kinds.sort());
  });

  it.each(Object.keys(STEPS) as JobKind[])('%s about a message that is not there ends its job and does nothing', async (kind) => {
    const job = await claimed({ id: `${kind}/nothing`, kind, subject: 'outbound/nobody/nothing', detail: 'urn:uuid:nothing' });
    await runJob(world.a.dependencies, job, new AbortController().signal);
    expect(await world.a.dependencies.ledger.outbox.get(job.id)).toBeUndefined();
  });
});

describe('what follows from a failed attempt', () => {
  const errors: [string, unknown, Disposition, string][] = [
    ['wait', new GatewayError('clock-not-trusted', 'invented', { disposition: 'wait' }), 'wait', 'clock-not-trusted'],
    ['retry', new GatewayError('peer-refused', 'invented', { disposition: 'retry' }), 'retry', 'peer-refused'],
    ['refuse', new CryptoError('signature-invalid', 'invented'), 'refuse', 'signature-invalid'],
    ['operator', new StoreError('blob-damaged', 'invented', { disposition: 'operator' }), 'operator', 'blob-damaged'],
    ['an error of nobody', new TypeError('Cannot read the name of a confidential file'), 'retry', 'internal'],
    ['a thrown string', 'secret', 'retry', 'internal'],
    ['nothing at all', undefined, 'retry', 'internal'],
    ['a code that is no code', Object.assign(new Error('x'), { code: 'Carta reservada.pdf' }), 'retry', 'internal'],
  ];

  it.each(errors)('%s', async (_name, error, disposition, code) => {
    expect(dispositionOf(error)).toBe(disposition);
    const job = await claimed({ peer: 'urn:valija:authority:xb-central' });
    await settleJob(world.a.dependencies, job, error, () => 5 * MINUTE);
    const row = await world.a.dependencies.ledger.outbox.get(job.id);
    const isFinal = disposition === 'refuse' || disposition === 'operator';
    expect(row).toMatchObject({
      state: isFinal ? 'dead' : 'ready',
      lastError: code,
      attempts: 1,
      dueAt: isFinal ? job.dueAt : world.now + 5 * MINUTE,
    });
    expect(world.a.events).toMatchObject([
      { name: isFinal ? 'job-buried' : 'job-postponed', code, lane: 'ordinary', peer: 'urn:valija:authority:xb-central' },
    ]);
    expect(JSON.stringify(world.a.events)).not.toMatch(/confidential|secret|Carta/);
  });

  it('a lost lease settles nothing: somebody else has the job', async () => {
    const job = await claimed();
    const { ledger } = world.a.dependencies;
    const later = await ledger.outbox.claim(job.id, { now: world.now + 2 * HOUR, milliseconds: HOUR });
    expect(later?.lease).toBeGreaterThan(job.lease);
    await settleJob(world.a.dependencies, job, new StoreError('lease-lost', 'invented', { disposition: 'refuse' }), () => 1);
    expect(await ledger.outbox.get(job.id)).toMatchObject({ state: 'leased', attempts: 2 });
    // Any other error of a worker whose lease is over is not recorded either.
    await settleJob(world.a.dependencies, job, new TypeError('x'), () => 1);
    expect(await ledger.outbox.get(job.id)).toMatchObject({ state: 'leased', attempts: 2 });
  });

  it('a job that was cancelled while it ran cannot come back', async () => {
    const job = await claimed();
    const { ledger } = world.a.dependencies;
    await ledger.commit({ jobs: [{ operation: 'cancel', id: job.id }] });
    await settleJob(world.a.dependencies, job, new TypeError('x'), () => 1);
    expect(await ledger.outbox.get(job.id)).toBeUndefined();
  });

  it('a ledger that fails is told', async () => {
    const job = await claimed();
    const ledger = withCommit(world.a.dependencies.ledger, () => Promise.reject(new StoreError('disk-full', 'invented')));
    await expect(settleJob({ ...world.a.dependencies, ledger }, job, new TypeError('x'), () => 1)).rejects.toMatchObject({
      code: 'disk-full',
    });
  });
});
