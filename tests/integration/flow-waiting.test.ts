import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { showMessage } from '../../gateway/operations/show-message.ts';
import { jobsAt } from '../support/flow-views.ts';
import { inboundKey, submit } from '../support/submissions.ts';
import { createWorld, DAY, type World } from '../support/two-gateways.ts';

const officer = { kind: 'officer', id: 'officer-1' } as const;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
afterEach(() => {
  world.network.down = false;
  world.network.push = undefined;
});

describe('what waits', () => {
  it('is shown with the message, and why, until it has been done', async () => {
    world.network.down = true;
    const { messageId } = await submit(world.a);
    await world.work();
    const waiting = await showMessage(world.a.dependencies, { actor: officer, messageId });
    expect(waiting.pending).toMatchObject([{ kind: 'transmit', state: 'ready', attempts: 1, lastError: 'peer-unreachable' }]);
    expect(Date.parse(waiting.pending[0]?.nextAttemptAt ?? '')).toBeGreaterThan(world.now);
    world.network.down = false;
    await world.advance(DAY / 24);
    expect((await showMessage(world.a.dependencies, { actor: officer, messageId })).pending).toEqual([]);
  });

  it('is given up after the longest life of a message when it is only a push, and stays in the feed', async () => {
    const { messageId } = await submit(world.a);
    world.network.push = () => Promise.resolve({ kind: 'problem', status: 503, type: 'about:blank' });
    await world.work();
    const pushes = async () =>
      (await jobsAt(world.b)).filter(({ kind, subject }) => kind === 'return-evidence' && subject === inboundKey(world.a, messageId));
    expect(await pushes()).toMatchObject([{ state: 'ready', lastError: 'peer-refused' }]);
    await world.advance(91 * DAY);
    const left = await pushes();
    expect(left.length).toBeGreaterThan(0);
    expect(left.find(({ lastError }) => lastError === 'deadline-passed')?.state).toBe('dead');
    const feed = await world.b.dependencies.ledger.readFeed(`evidence/${world.a.identifier}`, 0, 100);
    expect(feed.length).toBeGreaterThan(0);
  });
});
