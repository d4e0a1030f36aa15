import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { verifyEnvelope } from '../../evidence/envelope.ts';
import type { MessageDelivery, TravellingEvidence } from '../../gateway/contracts/peer-transport.ts';
import { codeOf } from '../../gateway/error.ts';
import { acceptEvidence } from '../../gateway/evidence-return/accept-evidence.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { alarmsAt, eventsAt, messageAt, proofsAt, reasonsAt } from '../support/flow-views.ts';
import { bring, enveloped, forge } from '../support/hostile-sender.ts';
import { inboundKey, OFFICER, submit } from '../support/submissions.ts';
import { traces } from '../support/traces.ts';
import { A, B, C, createWorld, DAY, type World } from '../support/two-gateways.ts';

/** Replay: what was genuine once is sent again, later, elsewhere, or in a new header. */
let world: World;
let recorded: MessageDelivery;
let answer: unknown;
let receipts: TravellingEvidence[];
let messageId: string;
let theirs: string;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  receipts = [];
  world.network.deliver = async ({ delivery }, go) => {
    recorded = delivery;
    answer = await go();
    return answer as never;
  };
  world.network.push = async ({ evidence }, go) => {
    receipts.push(evidence);
    return go();
  };
  ({ messageId } = await submit(world.a));
  theirs = inboundKey(world.a, messageId);
  await world.work();
});

it('the same delivery again, at any time: the same receipt, and nothing happens', async () => {
  const packageDigest = (await messageAt(world.b, theirs)).packageCommitment ?? '';
  await handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest });
  await world.work();
  const before = await traces(world, world.b);
  for (const wait of [0, DAY, 100 * DAY]) {
    world.now += wait;
    expect(await bring(world.b, recorded)).toEqual(answer);
  }
  await world.b.restart();
  expect(await bring(world.b, recorded)).toEqual(answer);
  expect(await traces(world, world.b)).toEqual(before);
  expect((await eventsAt(world.b, theirs)).filter((event) => event === 'ContentHandover')).toHaveLength(1);
});

it('to another recipient: envelope-not-for-us', async () => {
  const error = await bring(world.c, recorded).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('envelope-not-for-us');
});

it('over somebody else\u2019s connection: peer-not-previous-hop', async () => {
  const error = await bring(world.b, recorded, C).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('peer-not-previous-hop');
});

it('the old content under a new identifier and a new header, with A\u2019s stolen envelope key: D.2', async () => {
  const genuine = await forge(world);
  await bring(world.b, genuine);
  const header = { ...genuine.header, messageId: '018f3c00-0000-7000-8000-00000000000b' };
  await bring(world.b, { ...genuine, ...(await enveloped(world, header)) });
  await world.work({ only: ['open'] });
  expect((await messageAt(world.b, messageKey('inbound', A, genuine.header.messageId))).state).toBe('consigned');
  expect(await reasonsAt(world.b, messageKey('inbound', A, header.messageId), 'ContentConsignmentFailure')).toEqual([
    'package-header-disagree',
  ]);
});

it('a message that never arrived, after its deadline: B.2 message-expired', async () => {
  const late = await forge(world);
  world.now += 4 * DAY;
  await bring(world.b, late);
  expect(await reasonsAt(world.b, messageKey('inbound', A, late.header.messageId), 'RelayRejection')).toContain('message-expired');
});

it('the same identifier for other content: an alarm and B.2, the good message stays', async () => {
  const before = await messageAt(world.b, theirs);
  const other = await forge(world, { messageId });
  await bring(world.b, other);
  expect(await reasonsAt(world.b, theirs, 'RelayRejection')).toContain('duplicate-with-other-content');
  expect(await alarmsAt(world.b)).toContain('message-id-reused');
  const [proof] = await proofsAt(world.b, 'message-id-reused');
  const headers = proof?.objects.map((jws) => verifyEnvelope(Buffer.from(jws)).header) ?? [];
  expect(headers.map((header) => [header.sender, header.messageId])).toEqual([
    [A, messageId],
    [A, messageId],
  ]);
  expect(headers[0]?.packageCommitment).not.toBe(headers[1]?.packageCommitment);
  expect(await messageAt(world.b, theirs)).toMatchObject({ state: before.state, envelopeDigest: before.envelopeDigest });
});

it('old receipts again: known, in any number, and the state stays', async () => {
  const key = messageKey('outbound', A, messageId);
  const before = await messageAt(world.a, key);
  for (const evidence of [...receipts, ...receipts]) {
    expect(await acceptEvidence(world.a.dependencies, { from: B, evidence })).toBe('known');
  }
  expect(await messageAt(world.a, key)).toEqual(before);
});

it('an identifier that B saw in A\u2019s message, used by C: the hand-over of A\u2019s message goes on', async () => {
  const copied = await forge(world, { sender: C, messageId });
  await bring(world.b, copied, C);
  await world.work({ only: ['open'] });
  const packageDigest = (await messageAt(world.b, theirs)).packageCommitment ?? '';
  await handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest });
  expect((await messageAt(world.b, theirs)).state).toBe('handed-over');
  expect((await messageAt(world.b, messageKey('inbound', C, messageId))).state).toBe('consigned');
  const error = await handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest: 'ab'.repeat(32) }).catch(
    (thrown: unknown) => thrown,
  );
  expect(codeOf(error)).toBe('package-digest-mismatch');
});
