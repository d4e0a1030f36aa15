import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeLeaf } from '../../audit/log/leaf.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import { parseProof, verifyProof } from '../../audit/log/proof.ts';
import { codeOf } from '../../gateway/error.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { noteCondition, noteStart } from '../../gateway/operation-record/note-condition.ts';
import { OPERATIONS, type OperationName } from '../../gateway/operation-record/operations.ts';
import { operationDigest } from '../../gateway/operation-record/record-operation.ts';
import { writeMessageBundle } from '../../gateway/operations/bundle.ts';
import { fetchFile, fetchPackage } from '../../gateway/operations/content.ts';
import { releaseDeadLetter } from '../../gateway/operations/dead-letters.ts';
import { placeHold, releaseHold } from '../../gateway/operations/legal-hold.ts';
import { type ListedOperation, listOperations, proveOperation } from '../../gateway/operations/list-operations.ts';
import { messageAt } from '../support/flow-views.ts';
import { inboundKey, OFFICER, OPERATOR, SYSTEM, submit } from '../support/submissions.ts';
import { createWorld, type World } from '../support/two-gateways.ts';

const AUDITOR = { kind: 'auditor', id: 'auditor-1' } as const;

let world: World;
let messageId: string;
let key: string;
beforeAll(async () => {
  world = await createWorld({ logs: true });
  ({ messageId } = await submit(world.a));
  await world.work();
  key = inboundKey(world.a, messageId);
});
afterAll(() => world.close());

const listed = async (filters: Partial<Parameters<typeof listOperations>[1]> = {}) =>
  listOperations(world.b.dependencies, { actor: AUDITOR, limit: 500, ...filters });
const actions = (operations: readonly ListedOperation[]) => operations.map(({ action }) => action);

describe('what actors do', () => {
  it('is recorded with who, when and which message, and with nothing else', async () => {
    const { dependencies } = world.b;
    await (await fetchPackage(dependencies, { actor: OFFICER, messageId })).close();
    world.now += 1;
    await (await fetchFile(dependencies, { actor: OFFICER, messageId, index: 0 })).close();
    world.now += 1;
    await buffer((await writeMessageBundle(dependencies, { actor: AUDITOR, messageId })).content);
    world.now += 1;
    const { packageCommitment: packageDigest = '' } = await messageAt(world.b, key);
    for (const actor of [OFFICER, SYSTEM]) await handOver(dependencies, { actor, messageId, packageDigest });
    world.now += 1;
    await placeHold(dependencies, { actor: OFFICER, messageId, reason: 'nadie lo lee' });
    world.now += 1;
    await releaseHold(dependencies, { actor: OFFICER, messageId, reason: 'ya no' });
    const { operations } = await listed();
    expect(operations.map(({ action, actor, messageKey, facts }) => ({ action, actor, messageKey, facts }))).toEqual([
      { action: 'fetch', actor: OFFICER.id, messageKey: key, facts: { what: 'package' } },
      { action: 'fetch', actor: OFFICER.id, messageKey: key, facts: { what: 'file-0' } },
      { action: 'bundle', actor: AUDITOR.id, messageKey: key, facts: { content: 'false' } },
      // Once: taking over again only gets the receipt again.
      { action: 'handover', actor: OFFICER.id, messageKey: key, facts: undefined },
      { action: 'hold-placed', actor: OFFICER.id, messageKey: key, facts: { reason: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      { action: 'hold-released', actor: OFFICER.id, messageKey: key, facts: { reason: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ]);
    expect(JSON.stringify(operations)).not.toMatch(/nadie|carta|Asunto|ya no/);
  });

  it('includes the release of dead letters', async () => {
    const { dependencies } = world.a;
    const { key: sent } = await submit(world.a);
    const [job] = await dependencies.ledger.outbox.due({ now: world.now, limit: 10 });
    const claimed = await dependencies.ledger.outbox.claim(job?.id ?? '', { now: world.now, milliseconds: 60_000 });
    if (claimed === undefined) throw new Error('no job to give up');
    await dependencies.ledger.commit({ jobs: [{ operation: 'bury', id: claimed.id, lease: claimed.lease, error: 'internal' }] });
    await releaseDeadLetter(dependencies, { actor: OPERATOR, id: claimed.id });
    const { operations } = await listOperations(dependencies, { actor: OPERATOR, limit: 10, action: 'dead-letter-released' });
    expect(operations).toMatchObject([{ actor: OPERATOR.id, actorKind: 'operator', facts: { job: claimed.id } }]);
    expect(sent).toContain(world.a.identifier);
  });
});

describe('what befalls the gateway', () => {
  it('is recorded at the start and when it changes, each change once', async () => {
    const { dependencies } = world.b;
    await noteStart(dependencies, { configuration: 'ab'.repeat(32), version: '1.2.3' });
    world.now += 1;
    await noteCondition(dependencies);
    await noteCondition(dependencies);
    world.now += 1;
    dependencies.clock.now();
    world.now -= 10_000;
    for (let times = 0; times < 3; times += 1) await noteCondition(dependencies);
    world.now += 20_000;
    for (let times = 0; times < 3; times += 1) await noteCondition(dependencies);
    const { operations } = await listed({ actorId: 'gateway' });
    // The second and the third are of one moment, in any order.
    const names = actions(operations);
    expect([names[0], ...names.slice(1, 3).sort(), ...names.slice(3)]).toEqual([
      'started',
      'directory-changed',
      'keys-changed',
      'clock-suspended',
      'clock-resumed',
    ]);
    const [started, directory, keys, suspended] = ['started', 'directory-changed', 'keys-changed', 'clock-suspended'].map((name) =>
      operations.find(({ action }) => action === name),
    );
    expect(started?.facts).toEqual({ configuration: 'ab'.repeat(32), version: '1.2.3' });
    expect(directory?.facts).toEqual({ version: '1', digest: '0'.repeat(64) });
    expect(Object.keys(keys?.facts ?? {}).sort()).toEqual(['encryption', 'envelope', 'evidence', 'seal', 'tls']);
    expect(suspended?.facts).toEqual({ reason: 'stepped-back' });
  });

  it('says of another directory which one it replaced', async () => {
    const { directory } = world.b.dependencies;
    const { status } = directory;
    directory.status = () => ({ ...status(), version: 2, digest: '1'.repeat(64) });
    await noteCondition(world.b.dependencies);
    const { operations } = await listed({ actorId: 'gateway' });
    expect(operations.filter(({ action }) => action === 'directory-changed').at(-1)?.facts).toEqual({
      version: '2',
      digest: '1'.repeat(64),
      formerVersion: '1',
      formerDigest: '0'.repeat(64),
    });
    directory.status = status;
    await noteCondition(world.b.dependencies);
  });

  it('is known after a restart: what did not change is not recorded again', async () => {
    const before = (await listed({ actorId: 'gateway' })).operations.length;
    await world.b.restart();
    await noteCondition(world.b.dependencies);
    expect((await listed({ actorId: 'gateway' })).operations.length).toBe(before);
  });
});

describe('the log', () => {
  it('holds an entry for each record, which follows from it', async () => {
    await world.b.publishLog();
    const { dependencies } = world.b;
    const log = parseVerifierKey(dependencies.log.verifierKey);
    const { operations } = await listed();
    expect(operations.length).toBeGreaterThan(10);
    for (const { digest, salt, ...record } of operations) {
      expect(operationDigest(record).toString('hex')).toBe(digest);
      const proof = await proveOperation(dependencies, { actor: AUDITOR, digest });
      const type = OPERATIONS[record.action as OperationName];
      const entry = encodeLeaf({ type, salt: Buffer.from(salt, 'hex'), digest: Buffer.from(digest, 'hex') });
      expect(verifyProof(parseProof(Buffer.from(proof, 'utf8')), { entry, log }).size).toBeGreaterThan(0);
    }
  });

  it('is of no use to whoever changes a record', async () => {
    const [first] = (await listed()).operations;
    if (first === undefined) throw new Error('nothing is recorded');
    const { digest, salt: _salt, ...record } = first;
    const changes = [
      { actor: 'another' },
      { at: '2020-01-01T00:00:00.000Z' },
      { action: 'bundle' },
      { messageKey: 'x' },
      { facts: { what: 'sealed' } },
    ];
    for (const change of changes) expect(operationDigest({ ...record, ...change }).toString('hex')).not.toBe(digest);
    const facts = { b: '2', a: '1' };
    expect(operationDigest({ ...record, facts })).toEqual(operationDigest({ ...record, facts: { a: '1', b: '2' } }));
  });
});

describe('a list of operations', () => {
  it('goes from page to page without missing any, by every filter', async () => {
    const all = (await listed()).operations.map(({ digest }) => digest);
    const paged: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listed({ limit: 3, ...(after === undefined ? {} : { after }) });
      paged.push(...page.operations.map(({ digest }) => digest));
      after = page.next;
      if (after === undefined) break;
    }
    expect(paged).toEqual(all);
    const [first, second] = (await listed({ actorId: 'gateway' })).operations;
    const since = second?.at ?? '';
    expect(actions((await listed({ since, actorId: 'gateway' })).operations)).toContain(second?.action);
    expect((await listed({ until: first?.at ?? '' })).operations.every(({ at }) => at < (first?.at ?? ''))).toBe(true);
    expect(actions((await listed({ action: 'handover' })).operations)).toEqual(['handover']);
  });

  it('is for auditors and operators', async () => {
    for (const actor of [OFFICER, SYSTEM]) {
      await expect(listOperations(world.b.dependencies, { actor, limit: 1 })).rejects.toMatchObject({ code: 'actor-not-allowed' });
      await expect(proveOperation(world.b.dependencies, { actor, digest: '0'.repeat(64) })).rejects.toMatchObject({
        code: 'actor-not-allowed',
      });
    }
    const refused = await listed({ after: 'x' }).catch(codeOf);
    expect(refused).toBe('message-form-invalid');
    await expect(proveOperation(world.b.dependencies, { actor: AUDITOR, digest: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('shows auditors no content', async () => {
    const view = { actor: AUDITOR, messageId };
    await expect(fetchPackage(world.b.dependencies, view)).rejects.toMatchObject({ code: 'actor-not-allowed' });
    await expect(writeMessageBundle(world.b.dependencies, { ...view, content: true })).rejects.toMatchObject({ code: 'actor-not-allowed' });
  });
});
