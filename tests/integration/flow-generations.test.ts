import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeyStore } from '../../adapters/keystore/open-key-store.ts';
import { activateNext, issueNext } from '../../certs-dev/renew.ts';
import { revokeCertificate } from '../../certs-dev/revoke.ts';
import { readStoredEnvelope } from '../../evidence/envelope.ts';
import { verifyResealed } from '../../evidence/resealed.ts';
import type { AuthorityRecord, CertificateRole } from '../../gateway/contracts/directory.ts';
import type { MessageDelivery } from '../../gateway/contracts/peer-transport.ts';
import { fetchPackage } from '../../gateway/operations/content.ts';
import { readEnvelopes, storedJws } from '../../gateway/receipts/envelopes.ts';
import { evidenceAt, jobsAt, messageAt } from '../support/flow-views.ts';
import { certificateRecord } from '../support/gateway-fixture.ts';
import { bring, certificateOf, hexadecimal } from '../support/hostile-sender.ts';
import { annexPart, inboundKey, letterPart, OFFICER, submit } from '../support/submissions.ts';
import { blobFiles } from '../support/traces.ts';
import { A, B, C, createWorld, DAY, HOUR, MINUTE, replaceKeys, type TestGateway, type World } from '../support/two-gateways.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

function change(authority: string, edit: (record: AuthorityRecord) => void): void {
  const record = structuredClone(world.directory.records.get(authority));
  if (record === undefined) throw new Error(`${authority} is in the directory`);
  edit(record);
  world.directory.records.set(authority, record);
}

/** Renews a role as an authority would: new key, published beside the old one, then taken into use. */
async function renew(gateway: TestGateway, role: CertificateRole): Promise<void> {
  const place = { directory: world.pki.directory, id: gateway.identifier, role };
  const files = await issueNext({ ...place, now: new Date(world.now) });
  const record = await certificateRecord(role, files.certificate);
  await activateNext(place);
  change(gateway.identifier, ({ certificates }) => certificates.push(record));
  replaceKeys(gateway, await openKeyStore({ directory: world.pki.authority(gateway.identifier).keys }));
}

/** Every delivery that leaves A, and none of the answers arrives. */
function withoutAnswers(): MessageDelivery[] {
  const deliveries: MessageDelivery[] = [];
  world.network.deliver = async ({ delivery }) => {
    deliveries.push(delivery);
    return { kind: 'problem', status: 503, type: 'about:blank' };
  };
  return deliveries;
}

const headerOf = (delivery: MessageDelivery | undefined) => readStoredEnvelope(storedJws(delivery?.envelope ?? ''));
const large = () => letterPart().then((letter) => [letter, annexPart({ content: Buffer.alloc(200_000, 3) })]);

describe('a recipient with another encryption certificate', () => {
  it.each(['renewed', 'revoked'] as const)('%s: the same package is sealed again, and nothing is signed again', async (how) => {
    const deliveries = withoutAnswers();
    const { messageId, key } = await submit(world.a, { files: await large() });
    await world.work();
    const before = await messageAt(world.a, key);
    const filesBefore = (await blobFiles(world, world.a)).length;
    const former = certificateOf(world, B, 'encryption');
    world.now += HOUR;
    await renew(world.b, 'encryption');
    if (how === 'revoked') {
      await revokeCertificate({
        directory: world.pki.directory,
        now: new Date(world.now),
        serialHex: former.serialHex,
        revocationListDays: 400,
      });
      await world.refreshRevocation();
    }
    await world.advance(HOUR);
    const after = await messageAt(world.a, key);
    expect(after).toMatchObject({
      sealGeneration: 1,
      headerGeneration: 0,
      packageCommitment: before.packageCommitment,
      firstSealedDigest: before.sealedDigest,
    });
    expect(after.sealedDigest).not.toBe(before.sealedDigest);
    expect(headerOf(deliveries.at(-1))).toMatchObject({
      sealGeneration: 1,
      recipientKeyFingerprint: certificateOf(world, B, 'encryption').spkiSha256.toString('hex'),
    });
    expect(deliveries.at(-1)?.submissionAcceptance).toEqual(deliveries[0]?.submissionAcceptance);
    expect((await blobFiles(world, world.a)).length).toBe(filesBefore);

    world.network.deliver = undefined;
    await world.advance(HOUR);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
    const content = await fetchPackage(world.b.dependencies, { actor: OFFICER, messageId });
    expect(content.sha256).toBe(before.packageCommitment);
    await content.close();
    expect(world.failures.filter(({ kind }) => kind !== 'transmit')).toEqual([]);
  });

  it('links the generations by a signed record', async () => {
    withoutAnswers();
    const { key } = await submit(world.a);
    await world.work();
    const before = await messageAt(world.a, key);
    world.now += HOUR;
    await renew(world.b, 'encryption');
    await world.advance(HOUR);
    const [first, second] = await readEnvelopes(world.a.dependencies, key);
    expect(first?.value.link).toBeUndefined();
    const { record } = verifyResealed(storedJws(second?.value.link ?? ''));
    expect(record).toMatchObject({
      reason: 'recipient-certificate-changed',
      packageCommitment: before.packageCommitment,
      replaced: { envelopeDigest: first?.key, sealGeneration: 0, headerGeneration: 0, sealedContentDigest: before.sealedDigest },
      replacement: { envelopeDigest: second?.key, sealGeneration: 1, headerGeneration: 0 },
    });
  });

  it('B.1 for the earlier generation counts', async () => {
    const deliveries = withoutAnswers();
    const { messageId, key } = await submit(world.a);
    await world.work();
    world.now += HOUR;
    await renew(world.b, 'encryption');
    // B took the first delivery, its answer was lost; A has sealed again since.
    const [first] = deliveries;
    if (first === undefined) throw new Error('A has delivered');
    await bring(world.b, first);
    await world.work({ only: ['transmit'] });
    expect((await messageAt(world.a, key)).sealGeneration).toBe(1);
    world.network.deliver = undefined;
    world.now += HOUR;
    await world.work({ only: ['transmit'] });
    expect((await messageAt(world.a, key)).state).toBe('relayed');
    await world.work();
    expect((await messageAt(world.a, key)).state).toBe('consigned');
    expect(await messageAt(world.b, inboundKey(world.a, messageId))).toMatchObject({ sealGeneration: 0, state: 'consigned' });
    const relayed = (await evidenceAt(world.a, key)).filter(({ event }) => event === 'RelayAcceptance');
    expect(relayed).toHaveLength(1);
    expect(relayed[0]?.sealGeneration).toBe(0);
  });

  it('a message that arrives only in a later generation is taken with the A.1 of the first', async () => {
    withoutAnswers();
    const { messageId, key } = await submit(world.a);
    await world.work();
    world.now += HOUR;
    await renew(world.b, 'encryption');
    world.network.deliver = undefined;
    await world.advance(HOUR);
    expect(await messageAt(world.b, inboundKey(world.a, messageId))).toMatchObject({ sealGeneration: 1, state: 'consigned' });
    expect((await messageAt(world.a, key)).state).toBe('consigned');
  });

  it('that cannot be decided: the message waits with the seal it has', async () => {
    withoutAnswers();
    const { key } = await submit(world.a);
    await world.work();
    world.revocationKnown = false;
    await world.advance(HOUR);
    expect(world.failures.at(-1)).toMatchObject({ kind: 'transmit', code: 'revocation-unknown', disposition: 'wait' });
    expect((await messageAt(world.a, key)).sealGeneration).toBe(0);
  });

  it('a crash between the commit of the new seal and the removal of the old leaves a message that goes', async () => {
    withoutAnswers();
    const { key } = await submit(world.a, { files: await large() });
    await world.work();
    world.now += HOUR;
    await renew(world.b, 'encryption');
    const good = world.a.dependencies;
    const removing = {
      ...good,
      blobs: Object.assign(Object.create(good.blobs) as typeof good.blobs, methodsOf(good.blobs), {
        remove: () => Promise.reject(new Error('died')),
      }),
    };
    world.a.dependencies = removing;
    await world.work({ only: ['transmit'] });
    await world.advance(HOUR);
    await world.a.restart();
    world.network.deliver = undefined;
    await world.advance(HOUR);
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'consigned', sealGeneration: 1 });
    expect(await world.a.dependencies.blobs.sweep(new Date(Date.now() + DAY), new Set())).toBe(1);
  });
});

/** Methods bound to their object: private members do not come along with a prototype. */
function methodsOf(blobs: TestGateway['dependencies']['blobs']): TestGateway['dependencies']['blobs'] {
  return {
    newWrappedKey: () => blobs.newWrappedKey(),
    forgetKey: (wrappedKey) => blobs.forgetKey(wrappedKey),
    create: (options) => blobs.create(options),
    put: (options, content) => blobs.put(options, content),
    createResumable: (options) => blobs.createResumable(options),
    resume: (options) => blobs.resume(options),
    open: (options) => blobs.open(options),
    openReceipt: (options) => blobs.openReceipt(options),
    openAtRest: (blobId) => blobs.openAtRest(blobId),
    holdRemovals: () => blobs.holdRemovals(),
    remove: (blobId) => blobs.remove(blobId),
    sweep: (olderThan, keep) => blobs.sweep(olderThan, keep),
    freeSpace: () => blobs.freeSpace(),
  };
}

describe('a header that has to be new', () => {
  it('another envelope certificate of our own: headerGeneration + 1, the content untouched', async () => {
    const deliveries = withoutAnswers();
    const { key } = await submit(world.a);
    await world.work();
    const before = await messageAt(world.a, key);
    world.now += HOUR;
    await renew(world.a, 'envelope');
    await world.advance(HOUR);
    const after = await messageAt(world.a, key);
    expect(after).toMatchObject({
      sealGeneration: 0,
      headerGeneration: 1,
      sealedDigest: before.sealedDigest,
      sealedBlob: before.sealedBlob,
    });
    expect(after.envelopeDigest).not.toBe(before.envelopeDigest);
    expect(headerOf(deliveries.at(-1))).toMatchObject({ headerGeneration: 1, sealedContent: headerOf(deliveries[0]).sealedContent });
    world.network.deliver = undefined;
    await world.advance(HOUR);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
  });

  it('another route: headerGeneration + 1; evidence of the earlier header returns the way that one went', async () => {
    const deliveries = withoutAnswers();
    const { messageId, key } = await submit(world.a);
    await world.work();
    const [first] = deliveries;
    if (first === undefined) throw new Error('A has delivered');
    await bring(world.b, first);
    change(B, (record) => record.relays.push(C));
    world.now += HOUR;
    await world.work({ only: ['transmit'] });
    expect(await messageAt(world.a, key)).toMatchObject({ headerGeneration: 1 });
    const envelopes = await readEnvelopes(world.a.dependencies, key);
    expect(envelopes.map(({ value }) => value.route)).toEqual([
      [A, B],
      [A, C, B],
    ]);
    // B answers about the direct delivery, and its connection is still the right one for it.
    await world.a.pull(B);
    expect((await messageAt(world.a, key)).state).toBe('relayed');
    await world.work();
    expect((await messageAt(world.b, inboundKey(world.a, messageId))).state).toBe('consigned');
  });

  it('seals again before it renews the header when both changed', async () => {
    withoutAnswers();
    const { key } = await submit(world.a);
    await world.work();
    world.now += HOUR;
    await renew(world.b, 'encryption');
    await renew(world.a, 'envelope');
    await world.advance(HOUR);
    expect(await messageAt(world.a, key)).toMatchObject({ sealGeneration: 1, headerGeneration: 0 });
    world.network.deliver = undefined;
    await world.advance(HOUR);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
  });
});

describe('a package without time-stamp', () => {
  it.each([
    ['urgent', 10_000],
    ['ordinary', 10 * MINUTE],
    ['bulk', 2 * HOUR],
  ] as const)('%s: waits for its lane\u2019s patience, then goes as B-B and says so; its A.1 is stamped later', async (lane, patience) => {
    world.timestamps.state = 'down';
    const { messageId, key } = await submit(world.a, { request: { lane } });
    const theirs = inboundKey(world.a, messageId);
    await world.work();
    expect(world.failures.at(-1)).toMatchObject({ kind: 'prepare', code: 'timestamp-unreachable', disposition: 'wait' });
    world.now += patience - 1_000;
    await world.work();
    expect((await messageAt(world.a, key)).state).toBe('submitted');
    await world.advance(2 * MINUTE);
    expect(await messageAt(world.a, key)).toMatchObject({ unstamped: true, state: 'consigned' });
    expect(await messageAt(world.b, theirs)).toMatchObject({ unstamped: true, state: 'consigned' });
    const digests = await acceptanceDigests(key, theirs);
    expect(new Set(digests).size).toBe(1);

    world.timestamps.state = 'up';
    await world.advance(HOUR);
    expect(await acceptanceDigests(key, theirs)).toEqual(digests);
    const [ours, other] = await acceptances(key, theirs);
    expect(JSON.parse(ours ?? '{}')).toHaveProperty('header.etsiU');
    expect(other).toBe(ours);
    await world.advance(HOUR);
    expect((await jobsAt(world.a)).filter(({ kind }) => kind === 'stamp-evidence' || kind === 'return-evidence')).toEqual([]);
    expect((await evidenceAt(world.b, theirs)).filter(({ event }) => event === 'SubmissionAcceptance')).toHaveLength(1);
  });

  it('that is stamped before it is delivered travels with its stamped A.1, whichever comes first', async () => {
    world.timestamps.state = 'down';
    const { messageId, key } = await submit(world.a, { request: { lane: 'urgent' } });
    await world.work();
    world.network.deliver = async () => ({ kind: 'problem', status: 503, type: 'about:blank' });
    await world.advance(MINUTE);
    world.timestamps.state = 'up';
    // A.1 is pushed before its message is there.
    await world.advance(HOUR);
    const theirs = inboundKey(world.a, messageId);
    expect(await world.b.dependencies.ledger.get('messages', theirs)).toBeUndefined();
    expect((await evidenceAt(world.b, theirs)).map(({ event }) => event)).toEqual(['SubmissionAcceptance']);
    world.network.deliver = undefined;
    await world.advance(HOUR);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
    const [ours, other] = await acceptances(key, theirs);
    expect(other).toBe(ours);
    expect((await world.b.dependencies.ledger.get('peers', A))?.value.orphans).toBe(0);
  });

  async function acceptances(key: string, theirs: string): Promise<string[]> {
    const found: string[] = [];
    for (const [gateway, place] of [
      [world.a, key],
      [world.b, theirs],
    ] as const) {
      const rows = await gateway.dependencies.ledger.list('evidence', { index: 'byMessage', equals: place, limit: 100 });
      found.push(...rows.filter(({ value }) => value.event === 'SubmissionAcceptance').map(({ value }) => value.jws));
    }
    return found;
  }

  async function acceptanceDigests(key: string, theirs: string): Promise<string[]> {
    return (await acceptances(key, theirs)).map((text) => {
      const { protected: header, payload, signature } = storedJws(text);
      return hexadecimal(Buffer.from(`${header}.${payload}.${signature}`, 'ascii'));
    });
  }
});
