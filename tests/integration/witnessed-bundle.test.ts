import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBundle } from '../../audit/bundle/read-bundle.ts';
import { createCosigner, noteKeyOf } from '../../audit/log/note-key.ts';
import { parsePolicy } from '../../audit/log/policy.ts';
import { parseTrust } from '../../audit/trust.ts';
import { type StepName, walkSteps } from '../../audit/verify/auditor-steps.ts';
import { type BundleReport, verifyBundle } from '../../audit/verify/verify-bundle.ts';
import { bufferReader } from '../../crypto/asic/random-access.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { askWitness } from '../../gateway/log/ask-witness.ts';
import { stampCheckpoint } from '../../gateway/log/stamp-checkpoint.ts';
import { witnessesToAsk } from '../../gateway/log/witness-keys.ts';
import { type BundleForm, writeMessageBundle } from '../../gateway/operations/bundle.ts';
import { messageAt } from '../support/flow-views.ts';
import { inboundKey, OFFICER, submit } from '../support/submissions.ts';
import { createWorld, HOUR, MINUTE, type TestGateway, type World } from '../support/two-gateways.ts';
import { testKey } from '../unit/audit/helpers/keys.ts';

/** What the bundle of a message shows of both logs once witnesses and the time-stamp authority have seen them. */
let world: World;
let messageId: string;
const signal = new AbortController().signal;

/** Publishes, is cosigned and stamped, and is followed by the others: what happens every few seconds in a running gateway. */
async function care(): Promise<void> {
  for (const { dependencies, publishLog } of world.gateways.values()) {
    await publishLog();
    for (const witness of witnessesToAsk(dependencies)) await askWitness(dependencies, witness, { knownSize: 0 }, signal);
    await stampCheckpoint(dependencies, signal);
  }
  await world.pullAll();
}

beforeAll(async () => {
  world = await createWorld({ logs: true });
  await submit(world.a);
  await world.work();
  await care();
  ({ messageId } = await submit(world.a));
  await world.work();
  world.now += HOUR + MINUTE;
  await care();
  const { packageCommitment: packageDigest = '' } = await messageAt(world.b, inboundKey(world.a, messageId));
  await handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest });
  await world.work();
  world.now += 2 * HOUR;
  await care();
});
afterAll(() => world.close());

async function bundleAt(gateway: TestGateway, form: BundleForm = {}): Promise<Buffer> {
  return buffer((await writeMessageBundle(gateway.dependencies, { actor: OFFICER, messageId, ...form })).content);
}

async function judged(octets: Buffer): Promise<BundleReport> {
  const { read } = await readBundle(bufferReader(octets));
  return verifyBundle({ reader: bufferReader(octets), at: new Date(world.now), trust: parseTrust(await read('trust/trust.json')) });
}

const stepOf = ({ findings, inventory }: BundleReport, name: StepName) =>
  inventory && walkSteps(findings, inventory).find((step) => step.name === name);

const isPassed = ({ findings }: BundleReport, check: string) => {
  const about = findings.filter((finding) => finding.check === check);
  return about.length > 0 && about.every(({ verdict }) => verdict === 'PASSED');
};

describe('the proof bundle of a message', () => {
  it('shows cosigned and time-stamped checkpoints of both logs, one history, and what each side saw of the other', async () => {
    for (const gateway of [world.a, world.b]) {
      const octets = await bundleAt(gateway);
      const report = await judged(octets);
      expect(report.findings.filter(({ verdict }) => verdict !== 'PASSED')).toEqual([]);
      expect(report.verdict).toBe('PASSED');
      for (const check of ['log-checkpoint', 'log-inclusion', 'log-coverage', 'log-consistency', 'log-witness', 'checkpoint-time-stamp'])
        expect([check, isPassed(report, check)]).toEqual([check, true]);
      const quoted = report.findings.filter(
        ({ check, subject }) => check === 'log-consistency' && subject.includes('#latestCheckpointSeenOfPeer'),
      );
      expect(quoted.length).toBeGreaterThan(0);
      expect(report.timeline?.map(({ existedBefore }) => typeof existedBefore)).toEqual(['string', 'string', 'string', 'string']);
    }
  });

  it('is held against a policy: its own holds, and one that asks for a witness who never saw it does not', async () => {
    const octets = await bundleAt(world.a);
    const { read } = await readBundle(bufferReader(octets));
    const written = (await read('trust/tlog-policy.txt')).toString('utf8');
    const judge = (policy: string) =>
      verifyBundle({ reader: bufferReader(octets), at: new Date(world.now), trust, policy: parsePolicy(Buffer.from(policy)) });
    const trust = parseTrust(await read('trust/trust.json'));
    expect((await judge(written)).verdict).toBe('PASSED');
    const stranger = createCosigner({ name: 'stranger.example', key: noteKeyOf(testKey('stranger')), now: () => new Date(0) });
    const more = written.replace('group witnesses any', `witness stranger ${stranger.verifierKey}\ngroup witnesses all stranger`);
    const report = await judge(more);
    expect([
      report.verdict,
      report.findings.filter(({ verdict }) => verdict !== 'PASSED').map(({ check, code }) => `${check} ${code}`),
    ]).toEqual(['FAILED', ['log-witness quorum-not-reached', 'log-witness quorum-not-reached']]);
  });

  it('proves each receipt against the earliest checkpoint that was stamped over it', async () => {
    const { index, read } = await readBundle(bufferReader(await bundleAt(world.a)));
    const [own] = index.logs;
    const sizes = await Promise.all(
      (own?.proofs ?? []).map(async ({ path }) => Number((await read(path)).toString('utf8').split('\n\n')[1]?.split('\n')[1])),
    );
    const kept = await world.a.dependencies.ledger.list('checkpoints', { index: 'stamped', equals: 'stamped', limit: 10 });
    const [, second, third] = kept.map(({ value }) => value.size);
    expect([...new Set(sizes)].sort((one, other) => one - other)).toEqual([second, third]);
    // The one before the first as well: it shows that nothing of this was logged earlier.
    expect(index.timestamps).toHaveLength(3);
  });

  it('goes without the history of a peer that is away', async () => {
    world.network.down = true;
    const report = await judged(await bundleAt(world.a)).finally(() => {
      world.network.down = false;
    });
    expect(isPassed(report, 'log-witness')).toBe(true);
    expect(report.findings.filter(({ verdict }) => verdict === 'FAILED')).toEqual([]);
  });
});

describe('the proof bundle with every entry of both logs', () => {
  it('shows that nothing is missing', async () => {
    for (const gateway of [world.a, world.b]) {
      const report = await judged(await bundleAt(gateway, { content: false, entries: true }));
      expect(report.findings.filter(({ check }) => check === 'log-entries').map(({ verdict }) => verdict)).toEqual(['PASSED', 'PASSED']);
      expect(stepOf(report, 'nothing-missing')).toMatchObject({ result: 'proved', reasons: [] });
      expect(stepOf(await judged(await bundleAt(gateway)), 'nothing-missing')).toMatchObject({ reasons: ['log-entries-elsewhere'] });
    }
  });
});
