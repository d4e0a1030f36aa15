import { afterAll, beforeAll, expect, it } from 'vitest';
import { messageKey } from '../../store/contracts/records.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { eventsAt, reasonsAt } from '../support/flow-views.ts';
import { bring, enveloped, forge } from '../support/hostile-sender.ts';
import { A, createWorld, DAY, type World } from '../support/two-gateways.ts';

/**
 * Header and body disagree: whoever holds a stolen envelope key (but no seal key) signs a header of his liking around a genuine
 * package. Every field that both state is compared when the package is opened.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const at = (milliseconds: number) => new Date(world.now + milliseconds).toISOString();
type Header = Awaited<ReturnType<typeof forge>>['header'];

const cases: [string, (header: Header) => Partial<Header>, string][] = [
  ['another message identifier', () => ({ messageId: '018f3c00-0000-7000-8000-00000000000a' }), 'package-header-disagree'],
  ['a higher lane', () => ({ lane: 'urgent' }), 'package-header-disagree'],
  ['a lower lane', () => ({ lane: 'bulk' }), 'package-header-disagree'],
  ['a shorter relay deadline', ({ deadlines }) => ({ deadlines: { ...deadlines, relay: at(DAY) } }), 'package-header-disagree'],
  [
    'a longer consignment deadline',
    ({ deadlines }) => ({ deadlines: { ...deadlines, consignment: at(20 * DAY) } }),
    'package-header-disagree',
  ],
  ['a shorter hand-over deadline', ({ deadlines }) => ({ deadlines: { ...deadlines, handover: at(6 * DAY) } }), 'package-header-disagree'],
  ['an earlier submission', () => ({ submissionTime: at(-DAY) }), 'package-header-disagree'],
  ['the word that there is no time-stamp', () => ({ unstamped: true }), 'package-timestamp-invalid'],
  ['another package', () => ({ packageCommitment: 'ab'.repeat(32) }), 'package-commitment-mismatch'],
];

it('the genuine header around the genuine package: consigned, and a clerk reads that both hold', async () => {
  const genuine = await forge(world);
  await bring(world.b, { ...genuine, ...(await enveloped(world, genuine.header)) });
  await world.work({ only: ['open'] });
  expect(await eventsAt(world.b, messageKey('inbound', A, genuine.header.messageId))).toContain('ContentConsignment');
  const material = await clerkOf(world);
  for (const octets of [genuine.packageOctets, Buffer.from(genuine.envelope)])
    expect(saidOf(await clerkReads(octets, material))).toEqual(['PASSED']);
});

it.each(cases)('%s', async (_name, change, reason) => {
  const genuine = await forge(world);
  const header = { ...genuine.header, ...change(genuine.header) };
  await bring(world.b, { ...genuine, ...(await enveloped(world, header)) });
  await world.work({ only: ['open'] });
  const key = messageKey('inbound', A, header.messageId);
  expect(await reasonsAt(world.b, key, 'ContentConsignmentFailure')).toEqual([reason]);
  expect(await eventsAt(world.b, key)).not.toContain('ContentConsignment');
});
