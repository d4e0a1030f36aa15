import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../gateway/error.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { jobsAt, messageAt, reasonsAt } from '../support/flow-views.ts';
import { bring, enveloped, forge, signerOf } from '../support/hostile-sender.ts';
import { inboundKey, submit } from '../support/submissions.ts';
import { A, C, createWorld, type World } from '../support/two-gateways.ts';

/**
 * Urgency taken away, or claimed: the lane decides in which queue a message waits, and so whether evidence is still there when it is
 * read. It stands in the signed header, where relays see it, and in the sealed request, where nobody can change it.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const lanes = ['urgent', 'ordinary', 'bulk'] as const;
const changes = lanes.flatMap((sealed) => lanes.filter((lane) => lane !== sealed).map((lane) => [sealed, lane] as const));

it.each(changes)('sealed as %s, in a header that says %s: D.2 package-header-disagree', async (sealed, lane) => {
  const delivery = await forge(world, { request: { lane: sealed }, header: { lane } });
  await bring(world.b, delivery);
  await world.work({ only: ['open'] });
  const key = messageKey('inbound', A, delivery.header.messageId);
  expect(await reasonsAt(world.b, key, 'ContentConsignmentFailure')).toEqual(['package-header-disagree']);
});

it('a lane changed on the way: the header no longer verifies', async () => {
  const delivery = await forge(world, { request: { lane: 'urgent' }, header: { lane: 'urgent' } });
  const jws = JSON.parse(delivery.envelope) as { payload: string };
  const payload = Buffer.from(Buffer.from(jws.payload, 'base64url').toString('utf8').replace('"urgent"', '"bulk"'), 'utf8').toString(
    'base64url',
  );
  const error = await bring(world.b, { ...delivery, envelope: JSON.stringify({ ...jws, payload }) }).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('signature-invalid');
});

it('a lane changed and signed anew by a neighbour: envelope-signer-not-authorised', async () => {
  const delivery = await forge(world, { request: { lane: 'urgent' }, header: { lane: 'urgent' } });
  const header = { ...delivery.header, lane: 'bulk' as const };
  const changed = { ...delivery, ...(await enveloped(world, header, { envelopeSigner: signerOf(world, C, 'envelope') })) };
  const error = await bring(world.b, changed).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('envelope-signer-not-authorised');
});

it.each(lanes)('%s stays %s in every job, from submission to hand-over', async (lane) => {
  const { messageId, key } = await submit(world.a, { request: { lane } });
  const seen = new Set<string>();
  const look = async () => {
    for (const gateway of [world.a, world.b]) {
      for (const job of await jobsAt(gateway)) if (job.subject.endsWith(messageId)) seen.add(`${job.kind} ${job.lane}`);
    }
  };
  for (const kind of ['prepare', 'transmit', 'open', 'return-evidence'] as const) {
    await look();
    await world.work({ only: [kind] });
  }
  await look();
  expect([...seen].filter((entry) => !entry.endsWith(` ${lane}`))).toEqual([]);
  expect(seen.size).toBeGreaterThan(5);
  expect((await messageAt(world.a, key)).lane).toBe(lane);
  expect((await messageAt(world.b, inboundKey(world.a, messageId))).lane).toBe(lane);
});
