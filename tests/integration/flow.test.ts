import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { fetchFile, fetchPackage } from '../../gateway/operations/content.ts';
import { listMessages } from '../../gateway/operations/list-messages.ts';
import { showMessage } from '../../gateway/operations/show-message.ts';
import { alarmsAt, eventsAt, evidenceAt, jobsAt, messageAt } from '../support/flow-views.ts';
import { hexadecimal } from '../support/hostile-sender.ts';
import { annexPart, inboundKey, inventedLetter, letterPart, OFFICER, SYSTEM, submit } from '../support/submissions.ts';
import { blobFiles } from '../support/traces.ts';
import { A, B, createWorld, DAY, HOUR, MINUTE, type World } from '../support/two-gateways.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ settings: { inlineContentLength: 300_000 } });
});
afterAll(() => world.close());

const view = { actor: OFFICER };

describe.each([
  ['in the same request', 1_000],
  ['as a transfer', 500_000],
])('a message whose content travels %s', (_name, length) => {
  const annex = randomBytes(length);
  let messageId: string;
  let key: string;
  let theirs: string;

  it('goes from submission to hand-over, and every step leaves its receipt', async () => {
    const files = [await letterPart(), annexPart({ fileName: 'anexo ñ.bin', content: annex })];
    ({ messageId, key } = await submit(world.a, { files, request: { subject: 'Solicitud de asistencia inventada', lane: 'urgent' } }));
    theirs = inboundKey(world.a, messageId);
    await world.work({ only: ['prepare'] });
    expect(await eventsAt(world.a, key)).toEqual(['SubmissionAcceptance']);
    await world.work({ only: ['transmit'] });
    expect((await messageAt(world.a, key)).state).toBe('relayed');
    expect((await messageAt(world.b, theirs)).state).toBe('relayed');
    await world.work();
    expect((await messageAt(world.a, key)).state).toBe('consigned');
    const packageDigest = (await messageAt(world.b, theirs)).packageCommitment ?? '';
    await handOver(world.b.dependencies, { ...view, messageId, packageDigest });
    await world.work();
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'handed-over', terminal: true, step: 'ended' });
    expect(world.failures).toEqual([]);
  });

  it('shows the same evidence on both sides, complete and without conflict', async () => {
    const ours = await showMessage(world.a.dependencies, { ...view, messageId });
    const other = await showMessage(world.b.dependencies, { ...view, messageId });
    expect(ours.evidence.map(({ event }) => event)).toEqual([
      'SubmissionAcceptance',
      'RelayAcceptance',
      'ContentConsignment',
      'ContentHandover',
    ]);
    expect(other.evidence.map(({ evidence }) => evidence)).toEqual(ours.evidence.map(({ evidence }) => evidence));
    for (const shown of [ours, other]) {
      expect({ conflicts: shown.conflicts, orphans: shown.orphans, gaps: shown.gaps }).toEqual({ conflicts: [], orphans: [], gaps: [] });
    }
    const numbers = (await evidenceAt(world.a, key)).filter(({ issuer }) => issuer === B).map(({ issuerSequence }) => issuerSequence);
    expect(numbers.sort()).toEqual([1, 2, 3]);
  });

  it('brings every octet, and names only to those who may read', async () => {
    const letter = await fetchFile(world.b.dependencies, { ...view, messageId, index: 0 });
    expect(await buffer(letter.stream())).toEqual(await inventedLetter());
    const other = await fetchFile(world.b.dependencies, { ...view, messageId, index: 1 });
    expect(other).toMatchObject({ name: 'anexo ñ.bin', size: length, sha256: hexadecimal(annex) });
    expect(await buffer(other.stream())).toEqual(annex);
    expect(await buffer(other.stream({ start: 10, end: 20 }))).toEqual(annex.subarray(10, 20));
    const whole = await fetchPackage(world.b.dependencies, { ...view, messageId });
    expect(hexadecimal(await buffer(whole.stream()))).toBe(whole.sha256);
    for (const content of [letter, other, whole]) await content.close();
    await expect(showMessage(world.b.dependencies, { actor: { kind: 'operator', id: 'o' }, messageId })).rejects.toMatchObject({
      code: 'actor-not-allowed',
    });
    for (const fetch of [fetchPackage(world.b.dependencies, { actor: { kind: 'operator', id: 'o' }, messageId })]) {
      await expect(fetch).rejects.toMatchObject({ code: 'actor-not-allowed' });
    }
  });

  it('is handed over once: the same E.1 for ever, and never a second', async () => {
    const { packageCommitment: packageDigest = '' } = await messageAt(world.b, theirs);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => handOver(world.b.dependencies, { ...view, messageId, packageDigest })),
    );
    await world.b.restart();
    answers.push(await handOver(world.b.dependencies, { actor: SYSTEM, messageId, packageDigest }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await eventsAt(world.b, theirs)).filter((event) => event === 'ContentHandover')).toHaveLength(1);
    await expect(handOver(world.b.dependencies, { ...view, messageId, packageDigest: 'ab'.repeat(32) })).rejects.toMatchObject({
      code: 'package-digest-mismatch',
    });
  });

  it('leaves no work, no alarm, no transfer and no file without a row', async () => {
    await world.advance(HOUR);
    for (const gateway of [world.a, world.b]) {
      expect(await jobsAt(gateway)).toEqual([]);
      expect(await alarmsAt(gateway)).toEqual([]);
      expect(await gateway.dependencies.ledger.list('transfers', { index: 'byExpiry', equals: 'all', limit: 10 })).toEqual([]);
      for (const file of await blobFiles(world, gateway)) expect(await gateway.dependencies.ledger.get('blobs', file)).toBeDefined();
    }
  });
});

it('hands over once when twenty ask at the same time for the first time', async () => {
  const { messageId } = await submit(world.a);
  await world.work();
  const { packageCommitment: packageDigest = '' } = await messageAt(world.b, inboundKey(world.a, messageId));
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      handOver(world.b.dependencies, { actor: { kind: 'officer', id: `officer-${index}` }, messageId, packageDigest }),
    ),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await world.work();
  expect((await messageAt(world.a, `outbound/${A}/${messageId}`)).state).toBe('handed-over');
});

it('does not hand over what is not consigned', async () => {
  const { messageId } = await submit(world.a);
  await world.work({ except: ['open'] });
  const { packageCommitment: packageDigest = '' } = await messageAt(world.b, inboundKey(world.a, messageId));
  await expect(handOver(world.b.dependencies, { ...view, messageId, packageDigest })).rejects.toMatchObject({ code: 'message-not-opened' });
  await expect(
    handOver(world.b.dependencies, { ...view, messageId: '018f3c00-0000-7000-8000-000000000001', packageDigest }),
  ).rejects.toMatchObject({ code: 'not-found' });
  await world.work();
});

it('lists the inbox newest first, page by page', async () => {
  const ids: string[] = [];
  for (let number = 0; number < 5; number += 1) {
    world.now += MINUTE;
    ids.unshift((await submit(world.a)).messageId);
    await world.work();
  }
  const first = await listMessages(world.b.dependencies, { ...view, direction: 'inbound', limit: 3 });
  const second = await listMessages(world.b.dependencies, {
    ...view,
    direction: 'inbound',
    limit: 2,
    ...(first.next === undefined ? {} : { after: first.next }),
  });
  expect([...first.messages, ...second.messages].map(({ messageId }) => messageId)).toEqual(ids);
});

it('keeps working when evidence is lost on its way: what a push does not bring, a pull does', async () => {
  const { messageId, key } = await submit(world.a);
  world.network.push = async () => ({ kind: 'problem', status: 503, type: 'about:blank' });
  await world.work();
  const { packageCommitment: packageDigest = '' } = await messageAt(world.b, inboundKey(world.a, messageId));
  await handOver(world.b.dependencies, { ...view, messageId, packageDigest });
  await world.work();
  expect((await messageAt(world.a, key)).state).toBe('relayed');
  await world.a.pull(B);
  expect((await messageAt(world.a, key)).state).toBe('handed-over');
  world.network.push = undefined;
  await world.advance(HOUR);
  expect((await jobsAt(world.b)).filter(({ kind }) => kind === 'return-evidence')).toEqual([]);
});

it('reads a feed again from its beginning when the peer was restored', async () => {
  const { messageId, key } = await submit(world.a);
  world.network.push = async () => ({ kind: 'problem', status: 503, type: 'about:blank' });
  await world.work();
  world.network.push = undefined;
  // The cursor is from another epoch: it means nothing, wherever it points.
  const row = await world.a.dependencies.ledger.get('peers', B);
  if (row === undefined) throw new Error('A knows B');
  const value = {
    ...row.value,
    evidenceEpoch: 'before the restore',
    evidenceCursor: 1_000_000,
    messagesEpoch: 'before the restore',
    messagesCursor: 1_000_000,
  };
  await world.a.dependencies.ledger.commit({ rows: [{ table: 'peers', key: B, expect: row.version, value }] });
  await world.a.pull(B);
  expect((await messageAt(world.a, key)).state).toBe('consigned');
  expect(await alarmsAt(world.a)).toEqual([]);
  expect((await messageAt(world.b, inboundKey(world.a, messageId))).state).toBe('consigned');
});

it('shows an operator the message that the peer holds and we have lost', async () => {
  const own = await createWorld();
  try {
    const { messageId, key } = await submit(own.a);
    await own.work();
    const row = await own.a.dependencies.ledger.get('messages', key);
    await own.a.dependencies.ledger.commit({ rows: [{ table: 'messages', key, expect: row?.version ?? 0, value: null }] });
    await own.a.pull(B);
    await own.a.pull(B);
    expect(await alarmsAt(own.a)).toEqual(['message-lost-here']);
    expect((await messageAt(own.b, inboundKey(own.a, messageId))).state).toBe('consigned');
    own.now += DAY;
  } finally {
    await own.close();
  }
});
