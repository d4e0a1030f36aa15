import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TravellingEvidence } from '../../../gateway/contracts/peer-transport.ts';
import { isKeptAsItIs } from '../../../gateway/evidence-return/known-evidence.ts';
import { pullFromPeer } from '../../../gateway/evidence-return/pull.ts';
import { readEvidenceSet } from '../../../gateway/receipts/evidence-set.ts';
import { travelling } from '../../../gateway/receipts/issue-evidence.ts';
import { eventsAt } from '../../support/flow-views.ts';
import { submit } from '../../support/submissions.ts';
import { B, createWorld, type World } from '../../support/two-gateways.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** Evidence of B about a message, as A keeps it. */
async function kept(key: string): Promise<TravellingEvidence> {
  const { rows } = await readEvidenceSet(world.a.dependencies, key);
  const row = rows.find(({ value }) => value.event === 'ContentConsignment');
  if (row === undefined) throw new Error('the message was consigned');
  return travelling(row.value);
}

/** A's dependencies, counting the certificates that are read: each signature that is verified needs one. */
function counting(): { dependencies: World['a']['dependencies']; read: () => number } {
  let read = 0;
  const { dependencies } = world.a;
  const readCertificate = (entry: string) => {
    read += 1;
    return dependencies.readCertificate(entry);
  };
  return { dependencies: { ...dependencies, readCertificate }, read: () => read };
}

async function pullWith(dependencies: World['a']['dependencies']): Promise<void> {
  const peer = dependencies.directory.authority(B);
  if (peer === undefined) throw new Error('B is in the directory');
  await pullFromPeer(dependencies, peer, new AbortController().signal);
}

describe('evidence that is pulled', () => {
  it('is not verified a second time when it is kept as it is', async () => {
    const { key } = await submit(world.a);
    await world.work();
    const before = await eventsAt(world.a, key);
    expect(before).toContain('ContentConsignment');
    const { dependencies, read } = counting();
    await pullWith(dependencies);
    expect(read()).toBe(0);
    expect(await eventsAt(world.a, key)).toEqual(before);
  });

  it('is verified when it was not kept yet', async () => {
    world.network.push = async () => ({ kind: 'problem', status: 503, type: 'about:blank' });
    const { key } = await submit(world.a);
    await world.work();
    world.network.push = undefined;
    expect(await eventsAt(world.a, key)).not.toContain('ContentConsignment');
    const { dependencies, read } = counting();
    await pullWith(dependencies);
    expect(read()).toBeGreaterThan(0);
    expect(await eventsAt(world.a, key)).toContain('ContentConsignment');
  });

  it('is known by text and salt together, and by nothing less', async () => {
    const { key } = await submit(world.a);
    await world.work();
    const evidence = await kept(key);
    const known = (changed: Partial<TravellingEvidence>) => isKeptAsItIs(world.a.dependencies, { ...evidence, ...changed });
    expect(await known({})).toBe(true);
    expect(await known({ salt: 'ab'.repeat(32) })).toBe(false);
    const jws = JSON.parse(evidence.evidence) as Record<string, unknown>;
    // The digest is that of the three signed parts: what stands beside them makes it another text.
    expect(await known({ evidence: JSON.stringify({ ...jws, header: { etsiU: ['eyJzaWdUc3QiOnt9fQ'] } }) })).toBe(false);
    expect(await known({ evidence: ` ${evidence.evidence}` })).toBe(false);
    expect(await known({ evidence: JSON.stringify({ ...jws, payload: `${jws.payload}A` }) })).toBe(false);
    for (const text of ['', 'hello', '{}', '[]', '{"payload":1}', 'x'.repeat(300_000)]) expect(await known({ evidence: text })).toBe(false);
  });
});
