import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../../gateway/error.ts';
import type { Delivery } from '../../../gateway/inbound/admit.ts';
import { appendToTransfer, commitTransfer, findTransfer, openTransfer } from '../../../gateway/inbound/transfers.ts';
import { eventsAt, messageAt } from '../../support/flow-views.ts';
import { bring, enveloped, type ForgedDelivery, forge } from '../../support/hostile-sender.ts';
import { inboundKey } from '../../support/submissions.ts';
import { blobFiles, traces } from '../../support/traces.ts';
import { A, B, C, createWorld, type World } from '../../support/two-gateways.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ settings: { maximumPackageLength: 2_000_000 } });
});
afterAll(() => world.close());

const large = () => forge(world, { files: [{ name: 'carta.pdf', content: randomBytes(300_000) }] });
const deliveryOf = (forged: ForgedDelivery, from = A): Delivery => ({
  from,
  envelope: Buffer.from(forged.envelope, 'utf8'),
  submissionAcceptance: forged.submissionAcceptance,
});
const opened = (forged: ForgedDelivery, from = A) =>
  openTransfer(world.b.dependencies, { ...deliveryOf(forged, from), length: forged.sealedOctets.length });
const append = (forged: ForgedDelivery, offset: number, octets: Buffer | AsyncIterable<Buffer>, from = A) =>
  appendToTransfer(world.b.dependencies, {
    from,
    sealedDigest: forged.content.sha256,
    offset,
    content: Buffer.isBuffer(octets) ? once(octets) : octets,
  });
const committed = (forged: ForgedDelivery, from = A) => commitTransfer(world.b.dependencies, world.b.reception, deliveryOf(forged, from));
const caught = (work: Promise<unknown>) => work.then(() => 'nothing', codeOf);

async function* once(octets: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < octets.length; at += 30_000) yield octets.subarray(at, at + 30_000);
}

describe('a transfer', () => {
  it('takes up where it stands, over interruptions and restarts, and ends in the same B.1 as inline content', async () => {
    const forged = await large();
    expect(await opened(forged)).toMatchObject({ offset: 0, length: forged.sealedOctets.length });
    expect(await caught(committed(forged))).toBe('transfer-incomplete');
    const broken = (async function* () {
      yield forged.sealedOctets.subarray(0, 200_000);
      throw new Error('the line broke');
    })();
    await expect(append(forged, 0, broken)).rejects.toThrow('the line broke');
    await world.b.restart();
    const { offset } = await opened(forged);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(200_000);
    expect(await findTransfer(world.b.dependencies, A, forged.content.sha256)).toMatchObject({ offset });
    expect(await append(forged, offset, forged.sealedOctets.subarray(offset))).toMatchObject({ offset: forged.sealedOctets.length });
    // The last octets again: the answer is where it stands.
    expect(await append(forged, offset, Buffer.alloc(0))).toMatchObject({ offset: forged.sealedOctets.length });
    const answer = await committed(forged);
    expect(await committed(forged)).toEqual(answer);
    expect(await bring(world.b, forged)).toEqual(answer);
    await world.work({ only: ['open'] });
    expect((await messageAt(world.b, inboundKey(world.a, forged.header.messageId))).state).toBe('consigned');
  });

  it('is one, however often and however concurrently it is opened', async () => {
    const forged = await large();
    const before = (await blobFiles(world, world.b)).length;
    const states = await Promise.all(Array.from({ length: 10 }, () => opened(forged).catch((error) => error)));
    expect(states.filter((state) => 'offset' in state && state.offset === 0).length).toBeGreaterThan(0);
    expect((await blobFiles(world, world.b)).length).toBe(before + 1);
  });

  it('that nobody needs any more goes with the repeated commit', async () => {
    const forged = await large();
    await bring(world.b, forged);
    const before = await traces(world, world.b);
    await opened(forged);
    await append(forged, 0, forged.sealedOctets);
    await committed(forged);
    expect(await traces(world, world.b)).toEqual(before);
  });
});

describe('what is refused', () => {
  it('another offset than the one where it stands', async () => {
    const forged = await large();
    await opened(forged);
    expect(await caught(append(forged, 65_536, forged.sealedOctets))).toBe('conflict');
    expect(await findTransfer(world.b.dependencies, A, forged.content.sha256)).toMatchObject({ offset: 0 });
  });

  it('more octets than announced; what was in order stays', async () => {
    const forged = await large();
    await opened(forged);
    expect(await caught(append(forged, 0, Buffer.concat([forged.sealedOctets, Buffer.alloc(1)])))).toBe('content-length-mismatch');
    const { offset } = await opened(forged);
    await append(forged, offset, forged.sealedOctets.subarray(offset));
    expect((await committed(forged)).kind).toBe('evidence');
  });

  it('other octets than announced: the transfer begins anew', async () => {
    const forged = await large();
    await opened(forged);
    await append(forged, 0, randomBytes(forged.sealedOctets.length));
    const before = (await blobFiles(world, world.b)).length;
    expect(await caught(committed(forged))).toBe('content-digest-mismatch');
    expect((await blobFiles(world, world.b)).length).toBe(before - 1);
    expect(await caught(committed(forged))).toBe('transfer-unknown');
    expect(await world.b.dependencies.ledger.get('messages', inboundKey(world.a, forged.header.messageId))).toBeUndefined();
    await opened(forged);
    await append(forged, 0, forged.sealedOctets);
    expect((await committed(forged)).kind).toBe('evidence');
  });

  it('the transfer of somebody else', async () => {
    const forged = await large();
    await opened(forged);
    expect(await caught(append(forged, 0, forged.sealedOctets, C))).toBe('transfer-unknown');
    expect(await caught(findTransfer(world.b.dependencies, C, forged.content.sha256))).toBe('transfer-unknown');
    expect(await caught(committed(forged, C))).toBe('peer-not-previous-hop');
  });

  it('another length than the header says, and content that is too long for this gateway', async () => {
    const forged = await large();
    expect(await caught(openTransfer(world.b.dependencies, { ...deliveryOf(forged), length: 5 }))).toBe('content-length-mismatch');
    const header = { ...forged.header, sealedContent: { ...forged.header.sealedContent, length: 2_000_001 } };
    const tooLong = { ...forged, ...(await enveloped(world, header)) };
    expect(await caught(openTransfer(world.b.dependencies, { ...deliveryOf(tooLong), length: 2_000_001 }))).toBe('submission-too-large');
  });

  it('a header that is not signed by the sender, before any file is made', async () => {
    const forged = await large();
    const before = await traces(world, world.b);
    const payload = JSON.parse(forged.envelope) as { signature: string };
    const envelope = JSON.stringify({ ...payload, signature: payload.signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) });
    expect(
      await caught(openTransfer(world.b.dependencies, { from: A, envelope: Buffer.from(envelope), length: forged.sealedOctets.length })),
    ).toBe('signature-invalid');
    expect(await traces(world, world.b)).toEqual(before);
  });

  it('more than there is room for', async () => {
    const forged = await large();
    const good = world.b.dependencies;
    const blobs = new Proxy(good.blobs, {
      get: (target, name) => {
        if (name === 'freeSpace') return async () => good.settings.diskReserve + 2 * forged.sealedOctets.length - 1;
        const value = Reflect.get(target, name, target) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const error = openTransfer({ ...good, blobs }, { ...deliveryOf(forged), length: forged.sealedOctets.length });
    await expect(error).rejects.toMatchObject({ code: 'storage-full', disposition: 'retry' });
  });

  it('too many transfers of one peer; another peer is not held up by them', async () => {
    const own = await createWorld();
    try {
      const forged = await forge(own, { files: [{ name: 'carta.pdf', content: randomBytes(1_000) }] });
      for (let number = 0; number < 64; number += 1) {
        const header = { ...forged.header, sealedContent: { sha256: number.toString(16).padStart(64, '0'), length: 1_000 } };
        const { envelope } = await enveloped(own, header);
        await openTransfer(own.b.dependencies, { from: A, envelope: Buffer.from(envelope), length: 1_000 });
      }
      const more = { ...forged.header, sealedContent: { sha256: 'ff'.repeat(32), length: 1_000 } };
      const { envelope } = await enveloped(own, more);
      await expect(openTransfer(own.b.dependencies, { from: A, envelope: Buffer.from(envelope), length: 1_000 })).rejects.toMatchObject({
        code: 'too-busy',
        disposition: 'retry',
      });
      const other = await forge(own, { sender: C, recipient: B });
      expect(await openTransfer(own.b.dependencies, { ...deliveryOf(other, C), length: other.sealedOctets.length })).toMatchObject({
        offset: 0,
      });
    } finally {
      await own.close();
    }
  });
});

it('twenty commits at once make one message and one B.1', async () => {
  const forged = await large();
  await opened(forged);
  await append(forged, 0, forged.sealedOctets);
  const answers = await Promise.all(Array.from({ length: 20 }, () => committed(forged)));
  const given = answers.filter(({ kind }) => kind === 'evidence');
  expect(new Set(given.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await eventsAt(world.b, inboundKey(world.a, forged.header.messageId))).toHaveLength(2);
});
