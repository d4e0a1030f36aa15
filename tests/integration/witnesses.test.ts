import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../audit/log/checkpoint.ts';
import { formatVerifierKey, noteKeyOf, parseVerifierKey } from '../../audit/log/note-key.ts';
import { formatAddCheckpoint } from '../../audit/log/witness-request.ts';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';
import { addCheckpoint, witnessedCheckpoint } from '../../gateway/log/add-checkpoint.ts';
import { askWitness } from '../../gateway/log/ask-witness.ts';
import { originDigest } from '../../gateway/log/known-logs.ts';
import { startLogCare } from '../../gateway/log/log-care.ts';
import { stampCheckpoint } from '../../gateway/log/stamp-checkpoint.ts';
import { witnessesToAsk } from '../../gateway/log/witness-keys.ts';
import { logLeaf } from '../../gateway/log-leaf.ts';
import { eventually } from '../support/eventually.ts';
import { A, B, createWorld, HOUR, MINUTE, type TestGateway, type World } from '../support/two-gateways.ts';

/** Gateways as witnesses of one another (C2SP tlog-witness): real logs, ledgers and keys; the network is in the process. */
let world: World;
const signal = new AbortController().signal;
beforeEach(async () => {
  world = await createWorld({ logs: true });
});
afterEach(() => world.close());

const keyOf = (gateway: TestGateway, role: 'log' | 'witness') =>
  parseVerifierKey(world.directory.records.get(gateway.identifier)?.noteKeys.find((key) => key.role === role)?.verifierKey ?? '');
const published = async (gateway: TestGateway) => {
  const note = await gateway.dependencies.log.tiles.readCheckpoint();
  if (note === undefined) throw new Error('nothing is published');
  const witnesses = [...world.gateways.values()].map((other) => keyOf(other, 'witness'));
  return { ...openCheckpoint(note, { log: keyOf(gateway, 'log'), witnesses }), signed: note };
};
const witnessOf = (asking: TestGateway, identifier: string) => {
  const witness = witnessesToAsk(asking.dependencies).find(({ authority }) => authority.identifier === identifier);
  if (witness === undefined) throw new Error('no such witness');
  return witness;
};
const grow = async (gateway: TestGateway, entries = 3) => {
  const leaves = Array.from({ length: entries }, () => logLeaf('evidence', randomBytes(32), gateway.dependencies));
  await gateway.dependencies.ledger.commit({ leaves });
  await gateway.publishLog();
};
const request = async (gateway: TestGateway, oldSize: number) => {
  const { signed, size } = await published(gateway);
  const { proof } = await gateway.dependencies.log.reader.consistency(oldSize, size);
  return Buffer.from(formatAddCheckpoint({ oldSize, proof, checkpoint: signed }));
};

describe('add-checkpoint', () => {
  it('cosigns, remembers, and answers 409 with the size that it knows', async () => {
    await grow(world.a);
    const first = await published(world.a);
    const body = await request(world.a, 0);
    expect(await addCheckpoint(world.b.dependencies, { from: A, body })).toMatchObject({ status: 200 });
    expect(await addCheckpoint(world.b.dependencies, { from: A, body })).toEqual({
      status: 409,
      mediaType: 'text/x.tlog.size',
      body: `${first.size}\n`,
    });
    await grow(world.a);
    const again = await addCheckpoint(world.b.dependencies, { from: A, body: await request(world.a, first.size) });
    expect(again).toMatchObject({ status: 200, mediaType: 'text/plain; charset=utf-8' });
    const { signed, size } = await published(world.a);
    expect(
      openCheckpoint(`${signed}${again.body}`, { log: keyOf(world.a, 'log'), witnesses: [keyOf(world.b, 'witness')] }).cosignatures,
    ).toEqual([{ name: 'xb-central.example/witness', timestamp: new Date(Math.floor(world.now / 1000) * 1000) }]);
    const kept = await witnessedCheckpoint(world.b.dependencies, originDigest(first.origin));
    expect(openCheckpoint(kept ?? '', { log: keyOf(world.a, 'log'), witnesses: [keyOf(world.b, 'witness')] })).toMatchObject({
      size,
      cosignatures: [{ name: 'xb-central.example/witness' }],
    });
    expect(await witnessedCheckpoint(world.b.dependencies, originDigest('other.example/log'))).toBeUndefined();
    expect(await witnessedCheckpoint(world.b.dependencies, '../alarms')).toBeUndefined();
  });

  it('of two requests at once with different checkpoints, exactly one wins', async () => {
    await grow(world.a);
    const bodies = [await request(world.a, 0)];
    await grow(world.a);
    bodies.push(await request(world.a, 0));
    const answers = await Promise.all(bodies.map((body) => addCheckpoint(world.b.dependencies, { from: A, body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('answers 404 for its own log, for logs that the directory does not name now, and without a listed key of its own', async () => {
    await grow(world.b);
    expect(await addCheckpoint(world.b.dependencies, { from: A, body: await request(world.b, 0) })).toMatchObject({ status: 404 });
    await grow(world.a);
    const body = await request(world.a, 0);
    changeKeys(A, (keys) => keys.map((key) => ({ ...key, notAfter: '2021-01-01T00:00:00.000Z' })));
    expect(await addCheckpoint(world.b.dependencies, { from: A, body })).toMatchObject({ status: 404 });
    changeKeys(A, (keys) => keys.map(({ notAfter: _, ...key }) => key));
    changeKeys(B, (keys) => keys.filter(({ role }) => role === 'log'));
    expect(await addCheckpoint(world.b.dependencies, { from: A, body })).toMatchObject({ status: 404 });
  });

  it('answers 403 for a key that is not the log’s, and 400 for what is no request', async () => {
    await grow(world.a);
    const body = await request(world.a, 0);
    const { publicKey } = noteKeyOf(generateKeyPairSync('ed25519').privateKey);
    const { name, type } = keyOf(world.a, 'log');
    changeKeys(A, (keys) =>
      keys.map((key) => (key.role === 'log' ? { ...key, verifierKey: formatVerifierKey({ name, type, publicKey }) } : key)),
    );
    expect(await addCheckpoint(world.b.dependencies, { from: A, body })).toMatchObject({ status: 403 });
    expect(await addCheckpoint(world.b.dependencies, { from: A, body: Buffer.from('old 0\n\n') })).toMatchObject({ status: 400 });
    const above = Buffer.from(body.toString().replace('old 0', 'old 9'));
    changeKeys(A, (keys) => keys.map((key) => (key.role === 'log' ? { ...key, verifierKey: world.a.dependencies.log.verifierKey } : key)));
    expect(await addCheckpoint(world.b.dependencies, { from: A, body: above })).toMatchObject({ status: 400 });
  });
});

describe('a gateway whose log grows', () => {
  it('asks every witness of the directory, and publishes what they cosign', async () => {
    await grow(world.a);
    for (const identifier of [B, 'urn:valija:authority:xc-central']) {
      expect(await askWitness(world.a.dependencies, witnessOf(world.a, identifier), { knownSize: 0 }, signal)).toBe(true);
    }
    const { cosignatures, signed } = await published(world.a);
    expect(cosignatures.map(({ name }) => name)).toEqual(['xb-central.example/witness', 'xc-central.example/witness']);
    expect(await askWitness(world.a.dependencies, witnessOf(world.a, B), { knownSize: 0 }, signal)).toBe(false);
    // A restart does not lose them, and signs nothing anew.
    await world.a.restart();
    await world.a.publishLog();
    expect((await published(world.a)).signed).toBe(signed);
  });

  it('learns from 409 what a witness knows, and keeps one cosigned checkpoint when it grows', async () => {
    const witness = witnessOf(world.a, B);
    await grow(world.a);
    await askWitness(world.a.dependencies, witness, { knownSize: 0 }, signal);
    await grow(world.a);
    const forgetful = { knownSize: 0 };
    expect(await askWitness(world.a.dependencies, witness, forgetful, signal)).toBe(true);
    const { size } = await published(world.a);
    expect(forgetful.knownSize).toBe(size);
    const kept = await world.a.dependencies.ledger.list('checkpoints', { index: 'cosigned', equals: 'cosigned', limit: 10 });
    expect(kept.map(({ value }) => value.size)).toEqual([size]);
  });

  it('goes on when a witness is away, and asks again', async () => {
    await grow(world.a);
    world.network.down = true;
    const care = startLogCare({ ...world.a.dependencies, settings: { ...world.a.dependencies.settings, witnessInterval: 10 } });
    await eventually('a failure', () => world.a.events.some(({ name }) => name === 'witness-failed'));
    expect((await published(world.a)).cosignatures).toEqual([]);
    await grow(world.a);
    world.network.down = false;
    await eventually('two cosignatures', async () => (await published(world.a)).cosignatures.length === 2);
    await care.close();
  });

  it('raises an alarm when a witness knows more of its log than it does itself', async () => {
    await grow(world.a);
    const witness = witnessOf(world.a, B);
    world.a.dependencies.transport = {
      ...world.a.dependencies.transport,
      addCheckpoint: async () => ({ status: 409, mediaType: 'text/x.tlog.size', body: Buffer.from('1000\n') }),
    };
    expect(await askWitness(world.a.dependencies, witness, { knownSize: 0 }, signal)).toBe(false);
    const alarms = await world.a.dependencies.ledger.list('alarms', { index: 'open', equals: 'open', limit: 10 });
    expect(alarms.map(({ value }) => value.code)).toEqual(['own-log-behind']);
  });

  it.each([
    ['refuses', { status: 422, body: 'no\n' }],
    ['answers with something else', { status: 200, body: 'yes\n' }],
    ['does not say what it knows', { status: 409, body: 'many\n' }],
  ])('a witness that %s leaves nothing behind', async (_, { status, body }) => {
    await grow(world.a);
    world.a.dependencies.transport = {
      ...world.a.dependencies.transport,
      addCheckpoint: async () => ({ status, mediaType: 'text/plain', body: Buffer.from(body) }),
    };
    const asked = askWitness(world.a.dependencies, witnessOf(world.a, B), { knownSize: 0 }, signal);
    await expect(asked).rejects.toMatchObject({ code: 'witness-refused', disposition: 'retry' });
    expect((await published(world.a)).cosignatures).toEqual([]);
  });

  it('has its checkpoints time-stamped: the first at once, then by the interval, and nothing while nothing is new', async () => {
    const { dependencies } = world.a;
    expect(await stampCheckpoint(dependencies, signal)).toBe(false);
    await grow(world.a);
    expect(await stampCheckpoint(dependencies, signal)).toBe(true);
    await grow(world.a);
    expect(await stampCheckpoint(dependencies, signal)).toBe(false);
    world.now += HOUR + MINUTE;
    await askWitness(dependencies, witnessOf(world.a, B), { knownSize: 0 }, signal);
    world.timestamps.state = 'down';
    await expect(stampCheckpoint(dependencies, signal)).rejects.toMatchObject({ disposition: 'wait' });
    world.timestamps.state = 'up';
    expect(await stampCheckpoint(dependencies, signal)).toBe(true);
    world.now += 10 * HOUR;
    expect(await stampCheckpoint(dependencies, signal)).toBe(false);
    await grow(world.a);
    await askWitness(dependencies, witnessOf(world.a, B), { knownSize: 0 }, signal);
    const stamped = await dependencies.ledger.list('checkpoints', { index: 'stamped', equals: 'stamped', limit: 10 });
    expect(stamped.map(({ value, bytes }) => [value.cosignedAt !== undefined, (bytes?.length ?? 0) > 500])).toEqual([
      [false, true],
      [true, true],
    ]);
  });
});

function changeKeys(authority: string, change: (keys: AuthorityRecord['noteKeys']) => AuthorityRecord['noteKeys']): void {
  const record = world.directory.records.get(authority);
  if (record === undefined) throw new Error(`${authority} is not in the directory`);
  world.directory.records.set(authority, { ...record, noteKeys: change(record.noteKeys) });
}
