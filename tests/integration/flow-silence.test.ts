import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { listDeadLetters, releaseDeadLetter } from '../../gateway/operations/dead-letters.ts';
import { showMessage } from '../../gateway/operations/show-message.ts';
import { alarmsAt, eventsAt, evidenceAt, jobKindsAt, jobsAt, messageAt, reasonsAt } from '../support/flow-views.ts';
import { inboundKey, OFFICER, OPERATOR, submit } from '../support/submissions.ts';
import { A, attempt, B, createWorld, DAY, HOUR, MINUTE, SECOND, type World } from '../support/two-gateways.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.network.down = false;
  world.network.deliver = undefined;
  world.network.push = undefined;
  world.failures.splice(0);
});

const view = { actor: OFFICER };

async function sent(request: Record<string, unknown> = {}) {
  const { messageId, key } = await submit(world.a, { request });
  return { messageId, key, theirs: inboundKey(world.a, messageId), deadlines: (await messageAt(world.a, key)).deadlines };
}

const until = (instant: string, more = 0) => Date.parse(instant) + more - world.now;

/** Lets time pass hour by hour, as workers would see it. */
async function pass(milliseconds: number): Promise<void> {
  await world.advance(milliseconds);
  await world.advance(MINUTE);
}

async function handedOver(messageId: string, theirs: string): Promise<void> {
  const { packageCommitment: packageDigest = '' } = await messageAt(world.b, theirs);
  await handOver(world.b.dependencies, { ...view, messageId, packageDigest });
}

describe('B.3', () => {
  it('is stated only when the deadline and the skew have passed and the peer has been asked since', async () => {
    world.network.deliver = async () => ({ kind: 'problem', status: 503, type: 'about:blank' });
    const { key, deadlines } = await sent();
    await world.work();
    await pass(until(deadlines.relay, 5 * MINUTE));
    expect((await messageAt(world.a, key)).state).toBe('accepted');
    await pass(MINUTE);
    expect(world.failures).toContainEqual({ gateway: A, kind: 'relay-deadline', code: 'peer-not-heard', disposition: 'wait' });
    expect((await messageAt(world.a, key)).state).toBe('accepted');
    await world.a.pull(B);
    await pass(MINUTE);
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'failed', terminal: true, step: 'ended' });
    expect(await reasonsAt(world.a, key, 'RelayFailure')).toEqual(['S_ERDSP_ReceivedNoRelayAcceptanceInfoFromR_ERDSP']);
    await world.advance(HOUR);
    expect(await jobsAt(world.a)).toEqual([]);
  });

  it('does not count a pull from before the last moment at which the peer could answer', async () => {
    world.network.deliver = async () => ({ kind: 'problem', status: 503, type: 'about:blank' });
    const { key, deadlines } = await sent();
    await world.work();
    world.now += until(deadlines.relay, 4 * MINUTE);
    await world.a.pull(B);
    await pass(5 * MINUTE);
    expect((await messageAt(world.a, key)).state).toBe('accepted');
    await world.a.pull(B);
    await pass(MINUTE);
    expect((await messageAt(world.a, key)).state).toBe('failed');
  });

  it('about a peer that cannot be asked comes after 24 hours', async () => {
    const { key, deadlines } = await sent();
    world.network.down = true;
    await world.work();
    await pass(until(deadlines.relay, DAY - 10 * MINUTE));
    expect((await messageAt(world.a, key)).state).toBe('accepted');
    await pass(20 * MINUTE);
    expect((await messageAt(world.a, key)).state).toBe('failed');
  });

  it('is not stated while the clock cannot be believed', async () => {
    const { key, deadlines } = await sent();
    world.network.down = true;
    await world.work();
    world.now += until(deadlines.relay, 2 * DAY);
    world.a.dependencies.clock.now();
    world.now -= HOUR;
    await world.advance(MINUTE);
    expect((await messageAt(world.a, key)).state).toBe('accepted');
    await pass(2 * HOUR);
    expect((await messageAt(world.a, key)).state).toBe('failed');
  });

  it('loses against the answer that was waiting at the peer', async () => {
    const { key, deadlines } = await sent();
    world.network.deliver = async (_call, go) => {
      await go();
      throw Object.assign(new Error('the answer was lost'), { code: 'peer-unreachable', disposition: 'retry' });
    };
    world.network.push = async () => ({ kind: 'problem', status: 503, type: 'about:blank' });
    await world.work();
    world.now += until(deadlines.relay, 10 * MINUTE);
    await world.work({ only: ['relay-deadline'] });
    await world.a.pull(B);
    await pass(MINUTE);
    expect(await eventsAt(world.a, key)).not.toContain('RelayFailure');
    expect((await messageAt(world.a, key)).state).toBe('consigned');
  });

  it('and B.1 at the same moment: one of them is first, and neither is lost', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { key, theirs, deadlines } = await sent();
      await world.work({ only: ['prepare'] });
      let deliver: () => void = () => {};
      const held = new Promise<void>((resolve) => {
        deliver = resolve;
      });
      let taken: () => void = () => {};
      const received = new Promise<void>((resolve) => {
        taken = resolve;
      });
      world.network.deliver = async (_call, go) => {
        const answer = await go();
        taken();
        await held;
        return answer;
      };
      const [transmit] = (await jobsAt(world.a)).filter(({ kind, subject }) => kind === 'transmit' && subject === key);
      const [silence] = (await jobsAt(world.a)).filter(({ kind, subject }) => kind === 'relay-deadline' && subject === key);
      const { outbox } = world.a.dependencies.ledger;
      const job = await outbox.claim(transmit?.id ?? '', { now: world.now, milliseconds: 30 * DAY });
      if (job === undefined) throw new Error('transmit is due');
      const delivering = attempt(world, world.a, job);
      await received;
      world.now += until(deadlines.relay, 10 * MINUTE);
      world.a.dependencies.listening.heard.set(B, new Date(world.now));
      const other = await outbox.claim(silence?.id ?? '', { now: world.now, milliseconds: 30 * DAY });
      if (other === undefined) throw new Error('the deadline is due');
      const stating = attempt(world, world.a, other);
      deliver();
      await Promise.all([delivering, stating]);
      world.network.deliver = undefined;
      await pass(HOUR);
      await world.pullAll();
      await pass(HOUR);
      const events = await eventsAt(world.a, key);
      expect(events).toContain('RelayAcceptance');
      const isConflict = events.includes('RelayFailure');
      expect((await messageAt(world.a, key)).state).toBe(isConflict ? 'failed' : 'consigned');
      expect((await messageAt(world.b, theirs)).state).toBe(isConflict ? 'failed' : 'consigned');
      expect((await jobsAt(world.a)).filter(({ subject, kind }) => subject === key && kind !== 'handover-deadline')).toEqual([]);
    }
  });

  it('with a late B.1 and D.1 is a conflict that both sides show', async () => {
    const { messageId, key, theirs, deadlines } = await sent();
    world.network.deliver = async (_call, go) => {
      await go();
      throw Object.assign(new Error('the answer was lost'), { code: 'peer-unreachable', disposition: 'retry' });
    };
    await world.work({ only: ['prepare', 'transmit'] });
    world.network.down = true;
    await pass(until(deadlines.relay, DAY + HOUR));
    expect((await messageAt(world.a, key)).state).toBe('failed');
    world.network.down = false;
    await pass(HOUR);
    await world.pullAll();
    await pass(HOUR);
    for (const [gateway, place] of [
      [world.a, key],
      [world.b, theirs],
    ] as const) {
      expect(await eventsAt(gateway, place)).toEqual(expect.arrayContaining(['RelayFailure', 'RelayAcceptance', 'ContentConsignment']));
      const shown = await showMessage(gateway.dependencies, { ...view, messageId });
      expect(shown.conflicts.map(({ kind }) => kind)).toContain('answer-after-end');
      expect(shown.state).toBe('failed');
      expect(await alarmsAt(gateway)).toContain('evidence-conflict');
    }
    // The content is there all the same: what counts in the end is who has it.
    await handedOver(messageId, theirs);
    await world.work();
    expect((await messageAt(world.a, key)).state).toBe('handed-over');
  });
});

describe('a message that cannot be prepared', () => {
  it('waits for a recipient who is missing, and ends in A.2 with that reason', async () => {
    const { key, deadlines } = await sent();
    const record = world.directory.records.get(B);
    if (record === undefined) throw new Error('B is in the directory');
    world.directory.records.delete(B);
    await world.work();
    expect(world.failures.at(-1)).toMatchObject({ kind: 'prepare', code: 'recipient-unknown', disposition: 'wait' });
    expect((await messageAt(world.a, key)).state).toBe('submitted');
    await pass(until(deadlines.relay, MINUTE));
    world.directory.records.set(B, record);
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'rejected', terminal: true, step: 'ended' });
    expect(await reasonsAt(world.a, key, 'SubmissionRejection')).toEqual(['recipient-not-in-directory']);
    expect((await jobsAt(world.a)).filter(({ subject }) => subject === key)).toEqual([]);
  });

  it('ends in A.2 at its deadline although its job is a dead letter', async () => {
    const good = world.a.dependencies;
    const { key, deadlines } = await sent();
    const broken = Object.assign(new Error('invented'), { code: 'store-failure', disposition: 'operator' });
    world.a.dependencies = { ...good, timestamps: { stamp: () => Promise.reject(broken) } };
    await world.work();
    world.a.dependencies = good;
    expect((await jobsAt(world.a)).find(({ subject, kind }) => subject === key && kind === 'prepare')?.state).toBe('dead');
    await pass(until(deadlines.relay, 4 * MINUTE));
    expect((await messageAt(world.a, key)).state).toBe('submitted');
    await pass(2 * MINUTE);
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'rejected', terminal: true, step: 'ended' });
    expect(await reasonsAt(world.a, key, 'SubmissionRejection')).toEqual(['message-expired']);
    expect((await jobsAt(world.a)).filter(({ subject }) => subject === key)).toEqual([]);
  });

  it('goes when an operator releases its dead letter, and the release is logged', async () => {
    const good = world.a.dependencies;
    const { key } = await sent();
    const broken = Object.assign(new Error('invented'), { code: 'store-failure', disposition: 'operator' });
    world.a.dependencies = { ...good, timestamps: { stamp: () => Promise.reject(broken) } };
    await world.work();
    world.a.dependencies = good;
    const [letter] = await listDeadLetters(good, { actor: OPERATOR, limit: 10 });
    expect(letter).toMatchObject({ kind: 'prepare', subject: key, lastError: 'store-failure' });
    const leaves = await good.ledger.log.pendingCount();
    await expect(releaseDeadLetter(good, { actor: OFFICER, id: letter?.id ?? '' })).rejects.toMatchObject({ code: 'actor-not-allowed' });
    await releaseDeadLetter(good, { actor: OPERATOR, id: letter?.id ?? '' });
    await expect(releaseDeadLetter(good, { actor: OPERATOR, id: letter?.id ?? '' })).rejects.toMatchObject({ code: 'not-found' });
    expect(await good.ledger.log.pendingCount()).toBe(leaves + 1);
    await world.work();
    expect((await messageAt(world.a, key)).state).toBe('consigned');
  });

  it('is not sealed with a certificate of ours that is no longer in the directory', async () => {
    const record = world.directory.records.get(A);
    if (record === undefined) throw new Error('A is in the directory');
    world.directory.records.set(A, { ...record, certificates: record.certificates.filter(({ role }) => role !== 'seal') });
    const { key } = await sent();
    await world.work();
    expect(world.failures.at(-1)).toMatchObject({ kind: 'prepare', code: 'own-certificate-missing', disposition: 'wait' });
    world.directory.records.set(A, record);
    await pass(HOUR);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
  });

  it('is not ended by one unreadable certificate in the directory', async () => {
    const record = world.directory.records.get(B);
    const [first] = record?.certificates ?? [];
    if (record === undefined || first === undefined) throw new Error('B is in the directory');
    const bad = { ...first, role: 'encryption' as const, certificate: 'AAAA', notBefore: new Date(world.now).toISOString() };
    world.directory.records.set(B, { ...record, certificates: [bad, ...record.certificates] });
    const { key } = await sent();
    await world.work();
    world.directory.records.set(B, record);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
  });
});

describe('after B.1', () => {
  it('silence about D is stated, and any D supersedes it', async () => {
    const { messageId, key, deadlines } = await sent();
    await world.work({ except: ['open'] });
    await world.b.dependencies.ledger.commit({
      jobs: (await jobsAt(world.b)).filter(({ kind }) => kind === 'open').map(({ id }) => ({ operation: 'cancel', id })),
    });
    world.now += until(deadlines.consignment, 6 * MINUTE);
    await world.a.pull(B);
    await pass(MINUTE);
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'delivery-unconfirmed', terminal: false });
    expect((await showMessage(world.a.dependencies, { ...view, messageId })).provisional).toBe(true);
    expect(await eventsAt(world.b, inboundKey(world.a, messageId))).toContain('DeliveryUnconfirmed');
    const { rows } = { rows: await jobKindsAt(world.a) };
    expect(rows).not.toContain('consignment-deadline');
    await reopen(inboundKey(world.a, messageId));
    await world.work();
    expect((await messageAt(world.a, key)).state).toBe('consigned');
    expect((await showMessage(world.a.dependencies, { ...view, messageId })).conflicts).toEqual([]);
    expect((await jobsAt(world.a)).some(({ kind, subject }) => kind === 'handover-deadline' && subject === key)).toBe(true);
  });

  /** An operator's repair: the job that opens the message again. */
  async function reopen(theirs: string): Promise<void> {
    await world.b.dependencies.ledger.commit({
      jobs: [
        {
          operation: 'add',
          job: { id: `open/again-${theirs.slice(-12)}`, kind: 'open', lane: 'ordinary', subject: theirs, dueAt: world.now },
        },
      ],
    });
  }

  it('nobody collects: E.2 by the recipient, and a late E.1 is shown as late on both sides', async () => {
    const { messageId, key, theirs, deadlines } = await sent();
    await world.work();
    await pass(until(deadlines.handover, SECOND));
    expect(await messageAt(world.b, theirs)).toMatchObject({ state: 'not-collected', terminal: true, step: 'opened' });
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'not-collected', terminal: true, step: 'ended' });
    expect(await reasonsAt(world.a, key, 'ContentHandoverFailure')).toEqual(['not-collected-by-deadline']);
    await pass(DAY);
    await handedOver(messageId, theirs);
    await world.work();
    for (const [gateway, place] of [
      [world.b, theirs],
      [world.a, key],
    ] as const) {
      expect((await messageAt(gateway, place)).state).toBe('handed-over');
      const shown = await showMessage(gateway.dependencies, { ...view, messageId });
      expect(shown).toMatchObject({ lateHandover: true, conflicts: [] });
    }
    await pass(40 * DAY);
    expect((await eventsAt(world.b, theirs)).filter((event) => event === 'ContentHandover')).toHaveLength(1);
    expect((await eventsAt(world.b, theirs)).filter((event) => event === 'ContentHandoverFailure')).toHaveLength(1);
  });

  it('the recipient falls silent: the sender says so, and E.1 supersedes it', async () => {
    const { messageId, key, theirs, deadlines } = await sent();
    await world.work();
    await handedOver(messageId, theirs);
    world.network.push = async (call, go) => (call.from === B ? { kind: 'problem', status: 503, type: 'about:blank' } : go());
    world.network.pull = async () => ({ epoch: world.b.dependencies.ledger.feedEpoch, items: [], more: false });
    await world.work();
    world.now += until(deadlines.handover, 6 * MINUTE);
    await world.a.pull(B);
    await pass(MINUTE);
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'handover-unconfirmed', terminal: false });
    world.network.pull = undefined;
    world.network.push = undefined;
    await pass(HOUR);
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'handed-over', terminal: true });
    const numbers = (await evidenceAt(world.a, key)).filter(({ issuer }) => issuer === A).map(({ issuerSequence }) => issuerSequence);
    expect(numbers.sort()).toEqual([1, 2]);
  });
});

describe('listening first', () => {
  it('sends nothing to a peer before the first pull from it, at most for ten minutes', async () => {
    const own = await createWorld({ settings: { listenFirst: 10 * MINUTE } });
    try {
      const first = await submit(own.a);
      await own.work();
      expect(own.failures.at(-1)).toMatchObject({ kind: 'transmit', code: 'peer-not-heard', disposition: 'wait' });
      await own.a.pull(B);
      await own.advance(MINUTE);
      expect((await messageAt(own.a, first.key)).state).not.toBe('accepted');
      await own.a.restart();
      const second = await submit(own.a);
      await own.work();
      expect((await messageAt(own.a, second.key)).state).toBe('accepted');
      await own.advance(10 * MINUTE);
      expect((await messageAt(own.a, second.key)).state).not.toBe('accepted');
    } finally {
      await own.close();
    }
  });

  it('does not count a pull that left evidence undecided', async () => {
    const own = await createWorld({ settings: { listenFirst: 10 * MINUTE } });
    try {
      await own.a.pull(B);
      const { key } = await submit(own.a);
      own.network.push = async () => ({ kind: 'problem', status: 503, type: 'about:blank' });
      await own.work();
      await own.a.restart();
      own.a.dependencies = { ...own.a.dependencies, revocation: { ...own.a.dependencies.revocation, current: () => [] } };
      await own.a.pull(B);
      expect(own.a.dependencies.listening.heard.has(B)).toBe(false);
      expect((await messageAt(own.a, key)).state).toBe('relayed');
      await own.a.restart();
      await own.a.pull(B);
      expect(own.a.dependencies.listening.heard.has(B)).toBe(true);
      expect((await messageAt(own.a, key)).state).toBe('consigned');
    } finally {
      await own.close();
    }
  });
});
