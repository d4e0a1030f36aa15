import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEAF_TYPES, parseLeaf } from '../../audit/log/leaf.ts';
import type { MessageDelivery } from '../../gateway/contracts/peer-transport.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { writeMessageBundle } from '../../gateway/operations/bundle.ts';
import { fetchFile, fetchPackage, fetchSealed } from '../../gateway/operations/content.ts';
import { listHolds, placeHold, releaseHold } from '../../gateway/operations/legal-hold.ts';
import { showMessage } from '../../gateway/operations/show-message.ts';
import { purgeWhatIsDue } from '../../gateway/retention/plan-purges.ts';
import { purgeMessage } from '../../gateway/retention/purge-message.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { eventsAt, jobKindsAt, messageAt } from '../support/flow-views.ts';
import { annexPart, inboundKey, letterPart, OFFICER, OPERATOR, type SubmissionOptions, SYSTEM, submit } from '../support/submissions.ts';
import { blobFiles } from '../support/traces.ts';
import { A, B, createWorld, DAY, HOUR, MINUTE, type TestGateway, type World } from '../support/two-gateways.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const MONTH = 30 * DAY;

let world: World;

beforeEach(async () => {
  world = await createWorld({
    settings: {
      retention: {
        outbound: { urgent: FOREVER, ordinary: 60 * DAY, bulk: FOREVER },
        inbound: { urgent: 300 * DAY, ordinary: MONTH, bulk: DAY },
      },
    },
  });
});

afterEach(() => world.close());

/** Long enough that every part of it is a file. */
async function sendAndTakeOver(options: SubmissionOptions = {}): Promise<{ messageId: string; key: string; there: string }> {
  const files = [await letterPart(), annexPart({ content: Buffer.alloc(200_000, 0x41) })];
  const sent = await submit(world.a, { files, ...options });
  await world.work();
  const there = inboundKey(world.a, sent.messageId);
  await takeOver(sent.messageId);
  await world.work();
  return { ...sent, there };
}

async function takeOver(messageId: string) {
  const { packageCommitment = '' } = await messageAt(world.b, inboundKey(world.a, messageId));
  return handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest: packageCommitment });
}

const purge = (gateway: TestGateway) => purgeWhatIsDue(gateway.dependencies);

const blobsOf = async (gateway: TestGateway, key: string) =>
  (await gateway.dependencies.ledger.list('blobs', { index: 'byMessage', equals: key, limit: 100 })).map((row) => row.key);

/** Types of the entries that wait for the log, in their order; no sequencer runs of itself here. */
async function leafTypes(gateway: TestGateway): Promise<string[]> {
  const { log } = gateway.dependencies.ledger;
  const { epoch } = (await log.acquire('test', Number.MAX_SAFE_INTEGER - 1, 1)) ?? { epoch: 0 };
  await log.sequence(epoch, 10_000);
  return (await log.entries(0, 10_000)).map(({ entry }) => parseLeaf(entry).type);
}

async function octetsAtRest(gateway: TestGateway): Promise<Buffer> {
  const name = gateway.identifier.split(':').at(-1);
  return Buffer.concat(await Promise.all([`${name}.db`, `${name}.db-wal`].map((file) => readFile(join(world.folder, file)))));
}

describe('content whose retention is over', () => {
  it('is destroyed with its key, every copy of it, and nothing else', async () => {
    const { messageId, key, there } = await sendAndTakeOver();
    const before = await messageAt(world.b, there);
    const [events, digest] = [await eventsAt(world.b, there), before.packageCommitment];
    expect((await blobsOf(world.b, there)).length).toBeGreaterThan(1);
    await world.advance(MONTH - HOUR);
    expect(await purge(world.b)).toBe(0);
    await world.advance(2 * HOUR);
    expect([await purge(world.b), await purge(world.a)]).toEqual([1, 0]);
    const after = await messageAt(world.b, there);
    expect(after).toMatchObject({
      wrappedKey: '',
      purgedAt: new Date(world.now).toISOString(),
      packageCommitment: digest,
      state: 'handed-over',
    });
    expect([after.packageBlob, after.sealedBlob, after.particularsBlob, after.archive]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(await blobsOf(world.b, there)).toEqual([]);
    expect(await blobFiles(world, world.b)).toEqual([]);
    expect((await octetsAtRest(world.b)).includes(Buffer.from(before.wrappedKey))).toBe(false);
    expect(await eventsAt(world.b, there)).toEqual(events);
    expect((await leafTypes(world.b)).filter((type) => type === 'purge')).toHaveLength(1);
    expect(LEAF_TYPES).toContain('purge');
    expect(await purge(world.b)).toBe(0);
    expect((await blobsOf(world.a, key)).length).toBeGreaterThan(1);
    expect((await showMessage(world.b.dependencies, { actor: OFFICER, messageId })).purgedAt).toBe(after.purgedAt);
    await world.advance(MONTH);
    expect(await purge(world.a)).toBe(1);
    expect(await blobsOf(world.a, key)).toEqual([]);
    expect(await jobKindsAt(world.a)).not.toContain('transmit');
    await world.advance(DAY);
    expect(world.failures.filter(({ disposition }) => disposition === 'operator')).toEqual([]);
  });

  it('can be fetched by nobody, and says why', async () => {
    const { messageId, there } = await sendAndTakeOver();
    const uncollected = await submit(world.a, { request: { lane: 'bulk' } });
    await world.work();
    await purgeMessage(world.b.dependencies, there);
    const { dependencies } = world.b;
    for (const fetch of [
      fetchPackage(dependencies, { actor: OFFICER, messageId }),
      fetchFile(dependencies, { actor: SYSTEM, messageId, index: 0 }),
      fetchSealed(dependencies, { actor: OPERATOR, messageId }),
    ]) {
      await expect(fetch).rejects.toMatchObject({ code: 'content-purged', disposition: 'refuse' });
    }
    const again = await takeOver(messageId);
    expect(await takeOver(messageId)).toEqual(again);
    await purgeMessage(dependencies, inboundKey(world.a, uncollected.messageId));
    await expect(takeOver(uncollected.messageId)).rejects.toMatchObject({ code: 'content-purged' });
  });

  it('is still proven by the bundle, with digests instead of content', async () => {
    await world.close();
    world = await createWorld({ logs: true });
    const { messageId, key, there } = await sendAndTakeOver();
    const verdicts = async () => {
      for (const { publishLog } of world.gateways.values()) await publishLog();
      const clerk = await clerkOf(world);
      const read = async (gateway: TestGateway) => {
        const { content } = await writeMessageBundle(gateway.dependencies, { actor: OFFICER, messageId });
        return clerkReads(await buffer(content), clerk);
      };
      return Promise.all([world.a, world.b].map(read));
    };
    const before = (await verdicts()).map(saidOf);
    await purgeMessage(world.a.dependencies, key);
    await purgeMessage(world.b.dependencies, there);
    const after = await verdicts();
    expect(after.map(saidOf)).toEqual(before);
    expect(after.map(({ verdict }) => verdict)).toEqual(['PASSED', 'PASSED']);
  });

  it('is still known when its message comes once more: the same answer, and nothing is stored', async () => {
    let delivery: MessageDelivery | undefined;
    world.network.deliver = (call, pass) => {
      delivery = call.delivery;
      return pass();
    };
    const { there } = await sendAndTakeOver();
    await purgeMessage(world.b.dependencies, there);
    const peer = world.directory.records.get(B);
    if (delivery === undefined || peer === undefined) throw new Error('no delivery was made');
    const first = await world.a.dependencies.transport.deliver(peer, delivery, { signal: new AbortController().signal });
    expect(first).toMatchObject({ kind: 'evidence' });
    const events = await eventsAt(world.b, there);
    expect(await world.a.dependencies.transport.deliver(peer, delivery, { signal: new AbortController().signal })).toEqual(first);
    expect([await blobFiles(world, world.b), await eventsAt(world.b, there)]).toEqual([[], events]);
    expect((await messageAt(world.b, there)).purgedAt).toBeDefined();
  });

  it('is unreadable from the moment its key is destroyed, whatever becomes of the files', async () => {
    const { there } = await sendAndTakeOver();
    const { wrappedKey } = await messageAt(world.b, there);
    const [file = ''] = await blobsOf(world.b, there);
    const { blobs } = world.b.dependencies;
    const dying = {
      ...world.b.dependencies,
      blobs: Object.assign(Object.create(blobs), {
        remove: () => Promise.reject(new Error('the process died')),
        forgetKey: (wrappedKey: string) => blobs.forgetKey(wrappedKey),
      }),
    };
    await expect(purgeMessage(dying, there)).rejects.toThrow('the process died');
    expect((await blobFiles(world, world.b)).length).toBeGreaterThan(0);
    expect((await messageAt(world.b, there)).wrappedKey).toBe('');
    await expect(blobs.open({ wrappedKey: '', blobId: file })).rejects.toMatchObject({ code: 'blob-missing' });
    await world.b.restart();
    await world.b.dependencies.ledger.scrub();
    expect((await octetsAtRest(world.b)).includes(Buffer.from(wrappedKey))).toBe(false);
    expect(await purge(world.b)).toBe(0);
    await world.b.dependencies.blobs.sweep(new Date(Date.now() + DAY), new Set());
    expect(await blobFiles(world, world.b)).toEqual([]);
  });

  it('goes by lane and direction, the unfinished message when it should long have ended, and each once', async () => {
    const urgent = await sendAndTakeOver({ request: { lane: 'urgent' } });
    const bulk = await sendAndTakeOver({ request: { lane: 'bulk' } });
    const ordinary = await sendAndTakeOver();
    world.network.down = true;
    const unsent = await submit(world.a);
    await world.work();
    world.network.down = false;
    world.now += 2 * DAY;
    expect([await purge(world.b), (await messageAt(world.b, bulk.there)).purgedAt === undefined]).toEqual([1, false]);
    world.now += MONTH;
    expect([await purge(world.b), (await messageAt(world.b, ordinary.there)).purgedAt === undefined]).toEqual([1, false]);
    expect((await messageAt(world.b, urgent.there)).purgedAt).toBeUndefined();
    world.now += 40 * DAY;
    expect(await purge(world.a)).toBe(1);
    expect((await messageAt(world.a, unsent.key)).purgedAt).toBeUndefined();
    world.now += 90 * DAY;
    expect([await purge(world.a), (await messageAt(world.a, unsent.key)).purgedAt === undefined]).toEqual([1, false]);
    expect([(await messageAt(world.a, urgent.key)).purgedAt, (await messageAt(world.a, bulk.key)).purgedAt]).toEqual([
      undefined,
      undefined,
    ]);
    world.now += 300 * DAY;
    expect([await purge(world.b), await purge(world.b), await purge(world.a)]).toEqual([1, 0, 0]);
  });
});

describe('a legal hold', () => {
  const reason = 'Procedimiento inventado 17/2026';

  it('keeps content past its retention, is in the log, and tells its reason to officers alone', async () => {
    const { messageId, there } = await sendAndTakeOver();
    const { dependencies } = world.b;
    const placed = await placeHold(dependencies, { actor: OFFICER, messageId, reason });
    expect(placed).toMatchObject({ messageId, direction: 'inbound', sender: A, placedBy: OFFICER.id, reason });
    expect(await placeHold(dependencies, { actor: { ...OFFICER, id: 'another' }, messageId, reason: 'other' })).toEqual(placed);
    expect((await listHolds(dependencies, { actor: OFFICER, limit: 10 })).holds).toEqual([placed]);
    for (const actor of [SYSTEM, OPERATOR]) {
      await expect(placeHold(dependencies, { actor, messageId, reason })).rejects.toMatchObject({ code: 'actor-not-allowed' });
      await expect(releaseHold(dependencies, { actor, messageId, reason })).rejects.toMatchObject({ code: 'actor-not-allowed' });
      await expect(listHolds(dependencies, { actor, limit: 1 })).rejects.toMatchObject({ code: 'actor-not-allowed' });
    }
    const atRest = await octetsAtRest(world.b);
    expect([atRest.includes(reason), atRest.includes(createHash('sha256').update(reason).digest())]).toEqual([false, false]);
    await world.advance(2 * MONTH);
    expect([await purge(world.b), await purgeMessage(dependencies, there)]).toEqual([0, false]);
    expect((await fetchPackage(dependencies, { actor: OFFICER, messageId })).size).toBeGreaterThan(0);
    await releaseHold(dependencies, { actor: OFFICER, messageId, reason: 'concluido' });
    expect((await messageAt(world.b, there)).purgedAt).toBeDefined();
    expect(await blobFiles(world, world.b)).toEqual([]);
    expect((await listHolds(dependencies, { actor: OFFICER, limit: 10 })).holds).toEqual([]);
    expect((await leafTypes(world.b)).filter((type) => type === 'administration')).toHaveLength(2);
  });

  it('released before the retention is over destroys nothing, and the cursor has not passed over it', async () => {
    const first = await sendAndTakeOver();
    await placeHold(world.b.dependencies, { actor: OFFICER, messageId: first.messageId, reason });
    await world.advance(2 * MONTH);
    const second = await sendAndTakeOver();
    await releaseHold(world.b.dependencies, { actor: OFFICER, messageId: second.messageId, reason }).catch((error: { code: string }) => {
      expect(error.code).toBe('not-found');
    });
    await placeHold(world.b.dependencies, { actor: OFFICER, messageId: second.messageId, reason });
    await releaseHold(world.b.dependencies, { actor: OFFICER, messageId: second.messageId, reason });
    expect((await messageAt(world.b, second.there)).purgedAt).toBeUndefined();
    expect(await purge(world.b)).toBe(0);
    await world.advance(MONTH + MINUTE);
    expect(await purge(world.b)).toBe(1);
    expect((await messageAt(world.b, second.there)).purgedAt).toBeDefined();
    expect((await messageAt(world.b, first.there)).purgedAt).toBeUndefined();
  });

  it('comes too late for content that is gone', async () => {
    const { messageId, there } = await sendAndTakeOver();
    const [purged, held] = await Promise.allSettled([
      purgeMessage(world.b.dependencies, there),
      placeHold(world.b.dependencies, { actor: OFFICER, messageId, reason }),
    ]);
    const gone = (await messageAt(world.b, there)).purgedAt !== undefined;
    expect([purged.status === 'fulfilled' && purged.value, held.status]).toEqual([gone, gone ? 'rejected' : 'fulfilled']);
    await releaseHold(world.b.dependencies, { actor: OFFICER, messageId, reason }).catch(() => undefined);
    await purgeMessage(world.b.dependencies, there);
    await expect(placeHold(world.b.dependencies, { actor: OFFICER, messageId, reason })).rejects.toMatchObject({ code: 'content-purged' });
  });

  it('is listed page by page', async () => {
    const sent = [await sendAndTakeOver(), await sendAndTakeOver(), await sendAndTakeOver()];
    for (const { messageId } of sent) await placeHold(world.b.dependencies, { actor: OFFICER, messageId, reason });
    const found: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const page = await listHolds(world.b.dependencies, { actor: OFFICER, limit: 2, ...(after === undefined ? {} : { after }) });
      found.push(...page.holds.map(({ messageId }) => messageId));
      after = page.next;
      more = after !== undefined;
    }
    expect(found.sort()).toEqual(sent.map(({ messageId }) => messageId).sort());
  });
});
