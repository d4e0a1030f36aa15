import { afterEach, beforeEach, expect, it } from 'vitest';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { showMessage } from '../../gateway/operations/show-message.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { eventsAt, messageAt, reasonsAt } from '../support/flow-views.ts';
import { inboundKey, OFFICER, submit } from '../support/submissions.ts';
import { A, B, createWorld, DAY, HOUR, MINUTE, type World } from '../support/two-gateways.ts';

/** Receipt withheld: the recipient takes the message, reads it, and says nothing. Silence ends in our own signed statement. */
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

/** B lets nothing out but what the test allows; its feed is empty. */
function silence(): void {
  world.network.push = async (call, go) => (call.from === B ? { kind: 'problem', status: 503, type: 'about:blank' } : go());
  world.network.pull = async () => ({ epoch: world.b.dependencies.ledger.feedEpoch, items: [], more: false });
}

async function past(instant: string): Promise<void> {
  world.now = Date.parse(instant) + 6 * MINUTE;
  await world.a.pull(B);
  await world.advance(MINUTE);
  await world.advance(MINUTE);
}

it('of the delivery: B.3, which B gets to see; when B.1 comes after all, both sides show the contradiction', async () => {
  silence();
  world.network.deliver = async (_call, go) => {
    await go();
    return { kind: 'in-progress', retryAfterMilliseconds: 1_000 };
  };
  const { messageId, key } = await submit(world.a);
  await world.work();
  await past((await messageAt(world.a, key)).deadlines.relay);
  expect(await messageAt(world.a, key)).toMatchObject({ state: 'failed', terminal: true });
  expect(await reasonsAt(world.a, key, 'RelayFailure')).toEqual(['S_ERDSP_ReceivedNoRelayAcceptanceInfoFromR_ERDSP']);
  const theirs = inboundKey(world.a, messageId);
  expect(await eventsAt(world.b, theirs)).toContain('RelayFailure');
  world.network.push = undefined;
  world.network.pull = undefined;
  await world.advance(HOUR);
  await world.pullAll();
  for (const gateway of [world.a, world.b]) {
    const shown = await showMessage(gateway.dependencies, { actor: OFFICER, messageId });
    expect(shown.conflicts.map(({ kind }) => kind)).toEqual(['answer-after-end']);
  }
});

it('of the consignment: DeliveryUnconfirmed', async () => {
  silence();
  const { key } = await submit(world.a);
  await world.work();
  await past((await messageAt(world.a, key)).deadlines.consignment);
  expect(await messageAt(world.a, key)).toMatchObject({ state: 'delivery-unconfirmed', terminal: false });
  expect(await reasonsAt(world.a, key, 'DeliveryUnconfirmed')).toEqual(['no-consignment-answer']);
});

it('of the hand-over, although B handed the content over: HandoverUnconfirmed, until B lets E.1 out', async () => {
  const { messageId, key } = await submit(world.a);
  await world.work();
  silence();
  const packageDigest = (await messageAt(world.b, inboundKey(world.a, messageId))).packageCommitment ?? '';
  await handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest });
  await world.work();
  await past((await messageAt(world.a, key)).deadlines.handover);
  expect(await messageAt(world.a, messageKey('outbound', A, messageId))).toMatchObject({ state: 'handover-unconfirmed', terminal: false });
  expect(await reasonsAt(world.a, key, 'HandoverUnconfirmed')).toEqual(['no-handover-answer']);
  world.network.push = undefined;
  world.network.pull = undefined;
  await world.advance(DAY);
  expect((await messageAt(world.a, key)).state).toBe('handed-over');
});

it('one of several: the numbers of the issuer show that something is missing', async () => {
  const { messageId, key } = await submit(world.a);
  world.network.deliver = async (_call, go) => {
    await go();
    return { kind: 'in-progress', retryAfterMilliseconds: 1_000 };
  };
  await world.work();
  // D.1 is let out, B.1 is not.
  expect(await eventsAt(world.a, key)).not.toContain('RelayAcceptance');
  const shown = await showMessage(world.a.dependencies, { actor: OFFICER, messageId });
  expect(shown.state).toBe('consigned');
  expect(shown.gaps).toEqual([{ issuer: B, from: 1, to: 1 }]);
  expect(shown.orphans).toHaveLength(1);
});
