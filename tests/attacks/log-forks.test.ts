import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TileReader } from '../../audit/contracts.ts';
import { signCheckpoint } from '../../audit/log/checkpoint.ts';
import { parseForkProof, verifyForkProof } from '../../audit/log/fork-proof.ts';
import { encodeLeaf } from '../../audit/log/leaf.ts';
import { consistencyProof } from '../../audit/log/merkle.ts';
import { createNoteSigner, parseVerifierKey } from '../../audit/log/note-key.ts';
import { createTileHashReader, TileBuilder } from '../../audit/log/tiles.ts';
import { formatAddCheckpoint } from '../../audit/log/witness-request.ts';
import { openAlarms } from '../../compose/gateway/open-alarms.ts';
import { addCheckpoint } from '../../gateway/log/add-checkpoint.ts';
import { logLeaf } from '../../gateway/log-leaf.ts';
import { acknowledgeAlarm, listAlarms, showAlarm } from '../../gateway/operations/alarms.ts';
import { listContradictions } from '../../gateway/operations/contradictions.ts';
import { inboundKey, OFFICER, OPERATOR, submit } from '../support/submissions.ts';
import { A, B, createWorld, type TestGateway, type World } from '../support/two-gateways.ts';
import { digestOf, MemoryTiles } from '../unit/audit/helpers/memory-log.ts';

/**
 * The keeper of a log, with its own key, shows different histories to different readers or takes back what it has shown. Whatever it
 * does, the gateway that sees it keeps both signed notes, raises an alarm, and does not move on.
 */
let world: World;
beforeEach(async () => {
  world = await createWorld({ logs: true });
});
afterEach(() => world.close());

/** A history signed by A: entries from `fork` on are not those of the one that A showed first. */
async function historyOf(
  size: number,
  fork = size,
): Promise<{ tiles: TileReader; signed: string; proofFrom: (size: number) => Promise<Buffer[]> }> {
  const { keys, logOrigin } = world.a.dependencies;
  const tiles = new MemoryTiles();
  const builder = new TileBuilder();
  const entries = Array.from({ length: size }, (_, index) =>
    encodeLeaf({ type: 'evidence', salt: digestOf(index), digest: digestOf(index < fork ? index : `other ${index}`) }),
  );
  await tiles.write([...builder.append(entries), ...builder.partials()]);
  const signed = signCheckpoint(
    { origin: logOrigin, size, root: builder.root() },
    createNoteSigner({ name: logOrigin, key: keys.note('log') }),
  );
  tiles.checkpoint = signed;
  return { tiles, signed, proofFrom: (from) => consistencyProof(from, size, createTileHashReader(tiles, size)) };
}

const show = (tiles: TileReader) => {
  world.network.log = ({ to }) => (to === A ? tiles : undefined);
};
const alarmsOf = async ({ dependencies }: TestGateway) =>
  (await dependencies.ledger.list('alarms', { index: 'open', equals: 'open', limit: 10 })).map(({ value }) => [value.code, value.peer]);
const keptBy = async ({ dependencies }: TestGateway) =>
  (await dependencies.ledger.list('forks', { index: 'all', equals: 'all', limit: 10 })).map(({ value }) => value);
const seenBy = async ({ dependencies }: TestGateway) => (await dependencies.ledger.get('peers', A))?.value.latestCheckpoint;
const keyOfA = () => parseVerifierKey(world.a.dependencies.log.verifierKey);

describe('a log that shows another history', () => {
  it.each([
    ['of the same size', 300, 300, 'same-size'],
    ['that is longer', 300, 600, 'sizes-inconsistent'],
    ['that differs in the first entry', 300, 301, 'sizes-inconsistent'],
  ] as const)('%s is found by the next pull, and anybody can check the proof', async (_, first, second, kind) => {
    show((await historyOf(first)).tiles);
    await world.b.pull(A);
    const before = await seenBy(world.b);
    show((await historyOf(second, kind === 'same-size' ? 299 : 0)).tiles);
    await world.b.pull(A);
    await world.b.pull(A);
    expect(await alarmsOf(world.b)).toEqual([['peer-log-forked', A]]);
    const [kept, ...more] = await keptBy(world.b);
    expect([kept?.kind, more]).toEqual(['proven', []]);
    const proof = parseForkProof(Buffer.from(kept?.document ?? ''));
    expect(verifyForkProof(proof, keyOfA())).toMatchObject({ kind, first: { size: first }, second: { size: second } });
    expect(await seenBy(world.b)).toBe(before);
    // Kept for ever: our own log commits to it, and a restart still knows it.
    expect(await world.b.dependencies.ledger.log.pendingCount()).toBeGreaterThan(0);
    await world.b.restart();
    expect(await keptBy(world.b)).toHaveLength(1);
  });

  it('to a witness is refused with 422 and kept; for one size it is a proof, for two a suspicion that the tiles turn into a proof', async () => {
    const honest = await historyOf(300);
    const ask = async (history: Awaited<ReturnType<typeof historyOf>>, oldSize: number) =>
      addCheckpoint(world.b.dependencies, {
        from: A,
        body: Buffer.from(formatAddCheckpoint({ oldSize, proof: await history.proofFrom(oldSize), checkpoint: history.signed })),
      });
    expect(await ask(honest, 0)).toMatchObject({ status: 200 });
    const longer = await historyOf(600, 10);
    expect(await ask(longer, 300)).toMatchObject({ status: 422 });
    expect([(await keptBy(world.b)).map(({ kind }) => kind), await alarmsOf(world.b)]).toEqual([
      ['unproven'],
      [['peer-log-inconsistent', A]],
    ]);
    show(longer.tiles);
    await world.b.pull(A);
    expect((await keptBy(world.b)).map(({ kind }) => kind)).toEqual(['proven']);
    expect(await ask(await historyOf(300, 10), 300)).toMatchObject({ status: 422 });
    expect((await keptBy(world.b)).map(({ kind }) => kind)).toEqual(['proven', 'proven']);
    for (const { document } of await keptBy(world.b))
      expect(() => verifyForkProof(parseForkProof(Buffer.from(document)), keyOfA())).not.toThrow();
    // What the witness knows has not moved: the honest history goes on.
    expect(await ask(await historyOf(700), 300)).toMatchObject({ status: 200 });
  });

  it('to one neighbour is found by another, whoever brings the note', async () => {
    const honest = await historyOf(300);
    show(honest.tiles);
    await world.c.pull(A);
    const other = await historyOf(300, 299);
    const body = Buffer.from(formatAddCheckpoint({ oldSize: 300, proof: [], checkpoint: other.signed }));
    expect(await addCheckpoint(world.c.dependencies, { from: B, body })).toMatchObject({ status: 422 });
    expect(await keptBy(world.c)).toMatchObject([{ kind: 'proven', authority: A, shownBy: B }]);
    // What somebody who is called at night reads of it (/health/ready, valija doctor).
    expect(await openAlarms(world.c.dependencies.ledger)).toMatchObject([{ code: 'peer-log-forked', peer: B, count: 1 }]);
  });
});

describe('the proofs', () => {
  it('are found beside the alarm, all of them while it is open, and stay when it is acknowledged', async () => {
    show((await historyOf(300)).tiles);
    await world.b.pull(A);
    const forked = async (fork: number) => {
      show((await historyOf(300, fork)).tiles);
      world.now += 1_000;
      await world.b.pull(A);
    };
    await forked(100);
    await forked(200);
    const { dependencies } = world.b;
    const [alarm] = (await listAlarms(dependencies, { actor: OPERATOR, limit: 10 })).alarms;
    expect([alarm?.code, alarm?.peer, alarm?.proofs]).toEqual(['peer-log-forked', A, 2]);
    await acknowledgeAlarm(dependencies, { actor: OPERATOR, id: alarm?.id ?? '', note: 'la autoridad lo reconoce' });
    await forked(299);
    const [next, ...more] = (await listAlarms(dependencies, { actor: OPERATOR, limit: 10 })).alarms;
    expect([next?.earlier, next?.proofs, more]).toEqual([alarm?.id, 1, []]);
    for (const [id, count] of [
      [alarm?.id, 2],
      [next?.id, 1],
    ] as const) {
      const { proofs } = await showAlarm(dependencies, { actor: OPERATOR, id: id ?? '' });
      expect(proofs).toHaveLength(count);
      for (const { document } of proofs) expect(verifyForkProof(parseForkProof(Buffer.from(document)), keyOfA()).kind).toBe('same-size');
    }
  });

  it('are listed to operators page by page, as documents for anybody', async () => {
    show((await historyOf(300)).tiles);
    await world.b.pull(A);
    for (const fork of [100, 200, 299]) {
      show((await historyOf(300, fork)).tiles);
      world.now += 1_000;
      await world.b.pull(A);
    }
    const { dependencies } = world.b;
    const first = await listContradictions(dependencies, { actor: OPERATOR, limit: 2 });
    const second = await listContradictions(dependencies, { actor: OPERATOR, limit: 2, after: first.next ?? '' });
    const all = [...first.contradictions, ...second.contradictions];
    expect([all.length, second.next]).toEqual([3, undefined]);
    for (const { proof, authority } of all) {
      expect(authority).toBe(A);
      expect(verifyForkProof(parseForkProof(Buffer.from(proof)), keyOfA()).kind).toBe('same-size');
    }
    await expect(listContradictions(dependencies, { actor: OFFICER, limit: 2 })).rejects.toMatchObject({ code: 'actor-not-allowed' });
  });
});

describe('a log that goes back', () => {
  it('to an earlier state is found, and both notes are kept', async () => {
    show((await historyOf(600)).tiles);
    await world.b.pull(A);
    const before = await seenBy(world.b);
    show((await historyOf(300)).tiles);
    await world.b.pull(A);
    expect(await alarmsOf(world.b)).toEqual([['peer-log-rolled-back', A]]);
    const [kept] = await keptBy(world.b);
    const { first, second } = parseForkProof(Buffer.from(kept?.document ?? ''));
    expect([first.split('\n')[1], second.split('\n')[1]]).toEqual(['300', '600']);
    expect(await seenBy(world.b)).toBe(before);
  });

  it('and then grows differently is a fork', async () => {
    show((await historyOf(300)).tiles);
    await world.b.pull(A);
    show((await historyOf(200)).tiles);
    await world.b.pull(A);
    show((await historyOf(400, 200)).tiles);
    await world.b.pull(A);
    expect((await alarmsOf(world.b)).map(([code]) => code).sort()).toEqual(['peer-log-forked', 'peer-log-rolled-back']);
  });
});

describe('a log that shows a checkpoint', () => {
  it('without the tiles that belong to it is not believed', async () => {
    show((await historyOf(300)).tiles);
    await world.b.pull(A);
    const before = await seenBy(world.b);
    const { signed } = await historyOf(600);
    show({ read: async () => undefined, readCheckpoint: async () => signed });
    await world.b.pull(A);
    expect(await alarmsOf(world.b)).toEqual([['peer-log-inconsistent', A]]);
    expect(await seenBy(world.b)).toBe(before);
  });

  it('signed with another key raises an alarm and changes nothing', async () => {
    const { logOrigin } = world.a.dependencies;
    const forged = createNoteSigner({ name: logOrigin, key: world.c.dependencies.keys.note('log') });
    const tiles = new MemoryTiles();
    tiles.checkpoint = signCheckpoint({ origin: logOrigin, size: 1, root: digestOf('x') }, forged);
    show(tiles);
    await world.b.pull(A);
    expect([await alarmsOf(world.b), await keptBy(world.b)]).toEqual([[['peer-checkpoint-refused', A]], []]);
  });
});

describe('our own log, as others quote it', () => {
  it('signed by somebody with our key, under a header of a peer, is found and kept', async () => {
    await world.b.dependencies.ledger.commit({ leaves: [logLeaf('evidence', digestOf('b'), world.b.dependencies)] });
    await world.b.publishLog();
    const { logOrigin, keys } = world.b.dependencies;
    const stolen = createNoteSigner({ name: logOrigin, key: keys.note('log') });
    const tiles = new MemoryTiles();
    tiles.checkpoint = signCheckpoint({ origin: logOrigin, size: 1, root: digestOf('forged') }, stolen);
    world.network.log = ({ from, to }) => (from === A && to === B ? tiles : undefined);
    await world.a.pull(B);
    const { messageId } = await submit(world.a);
    await world.work();
    expect(await world.b.dependencies.ledger.get('messages', inboundKey(world.a, messageId))).toBeDefined();
    expect(await alarmsOf(world.b)).toEqual([['own-log-forked', A]]);
    expect(await keptBy(world.b)).toMatchObject([{ kind: 'proven', authority: B, shownBy: A }]);
  });

  it('larger than it is here says that an old copy was restored', async () => {
    const { logOrigin, keys } = world.b.dependencies;
    const signer = createNoteSigner({ name: logOrigin, key: keys.note('log') });
    const tiles = new MemoryTiles();
    tiles.checkpoint = signCheckpoint({ origin: logOrigin, size: 1000, root: digestOf('later') }, signer);
    world.network.log = ({ from, to }) => (from === A && to === B ? tiles : undefined);
    await world.a.pull(B);
    await submit(world.a);
    await world.work();
    expect(await alarmsOf(world.b)).toContainEqual(['own-log-behind', A]);
  });
});
