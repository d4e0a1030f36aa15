import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBundle } from '../../audit/bundle/read-bundle.ts';
import { parseTrust } from '../../audit/trust.ts';
import { type BundleReport, verifyBundle } from '../../audit/verify/verify-bundle.ts';
import { verifyConversation } from '../../audit/verify/verify-conversation.ts';
import { bufferReader } from '../../crypto/asic/random-access.ts';
import { planArchives } from '../../gateway/archive/plan-archives.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { writeMessageBundle } from '../../gateway/operations/bundle.ts';
import { writeConversationBundle } from '../../gateway/operations/conversation-bundle.ts';
import { messageAt } from '../support/flow-views.ts';
import { annexPart, inboundKey, letterPart, OFFICER, OPERATOR, submit } from '../support/submissions.ts';
import { createWorld, HOUR, type TestGateway, type World } from '../support/two-gateways.ts';

const CONVERSATION = 'case:2026-14';

let world: World;
let messageId: string;
let theirs: string;
beforeAll(async () => {
  world = await createWorld();
  const files = [await letterPart(), annexPart({ fileName: 'nombre que nadie lee.bin', content: Buffer.alloc(5_000, 7) })];
  ({ messageId } = await submit(world.a, { files, request: { conversation: CONVERSATION } }));
  theirs = inboundKey(world.a, messageId);
  await world.work();
  const { packageCommitment: packageDigest = '' } = await messageAt(world.b, theirs);
  await handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest });
  await world.work();
  await world.advance(13 * HOUR);
  await planArchives(world.a.dependencies);
  await planArchives(world.b.dependencies);
  await world.work();
});
afterAll(() => world.close());

const view = { actor: OFFICER };

async function bundleAt(gateway: TestGateway, form: { content?: boolean } = {}): Promise<Buffer> {
  const { content, length } = await writeMessageBundle(gateway.dependencies, { ...view, messageId, ...form });
  const octets = await buffer(content);
  expect(octets.length).toBe(length);
  return octets;
}

async function judged(octets: Buffer): Promise<BundleReport> {
  const { read } = await readBundle(bufferReader(octets));
  return verifyBundle({ reader: bufferReader(octets), at: new Date(world.now), trust: parseTrust(await read('trust/trust.json')) });
}

/** Everything that does not hold; what the logs of this world do not prove is another test's matter. */
const problems = ({ findings }: Pick<BundleReport, 'findings'>) =>
  findings.filter(({ verdict, check }) => verdict !== 'PASSED' && !check.startsWith('log-')).map(({ check, code }) => `${check} ${code}`);

describe('the proof bundle of a message', () => {
  it('has the long-term copy, every certificate by its role, and proves all of it', async () => {
    for (const gateway of [world.a, world.b]) {
      const octets = await bundleAt(gateway);
      const { index } = await readBundle(bufferReader(octets));
      expect(index.archive?.map(({ name }) => name)).toEqual([
        'META-INF/ASiCManifest001.xml',
        'META-INF/signature001.p7s',
        'META-INF/ASiCArchiveManifest.xml',
        'META-INF/timestamp001.tst',
      ]);
      expect([...new Set(index.certificates.map(({ role }) => role))].sort()).toEqual([
        'envelope',
        'evidence',
        'issuer',
        'seal',
        'timestamp',
      ]);
      const report = await judged(octets);
      expect(problems(report)).toEqual([]);
      expect(report.findings).toContainEqual(expect.objectContaining({ check: 'archive-time-stamp', verdict: 'PASSED' }));
      expect(report.package?.conversation).toBe(CONVERSATION);
    }
  });

  it('without its content holds no file name, and the rest of it is proven all the same', async () => {
    const octets = await bundleAt(world.a, { content: false });
    const { index } = await readBundle(bufferReader(octets));
    expect([index.package.included, index.archive]).toEqual([false, undefined]);
    for (const secret of ['nombre que nadie lee', 'carta.pdf', 'Asunto inventado', CONVERSATION])
      expect(octets.includes(secret)).toBe(false);
    const report = await judged(octets);
    expect([problems(report), report.state, report.package]).toEqual([[], 'handed-over', undefined]);
  });

  it('is the same whenever it is written, but for the time that it names', async () => {
    const earlier = await bundleAt(world.a);
    expect((await bundleAt(world.a)).equals(earlier)).toBe(true);
    world.now += 1_000;
    const later = await bundleAt(world.a);
    const untimed = (octets: Buffer) => octets.toString('latin1').replace(/"createdAt": "[^"]*"/, '');
    expect(untimed(later).length).toBe(untimed(earlier).length);
  });

  it('is for those who may read, and each is an entry in the log', async () => {
    await expect(writeMessageBundle(world.a.dependencies, { actor: OPERATOR, messageId })).rejects.toMatchObject({
      code: 'actor-not-allowed',
    });
    const { log } = world.a.dependencies.ledger;
    const before = await log.pendingCount();
    await bundleAt(world.a, { content: false });
    expect((await log.pendingCount()) - before).toBe(1);
  });
});

describe('the proof bundle of a message that was refused', () => {
  it('tells so, without a package', async () => {
    const { messageId: refused, key } = await submit(world.a);
    const record = await messageAt(world.a, key);
    world.now = Date.parse(record.deadlines.relay) + HOUR;
    await world.work();
    expect((await messageAt(world.a, key)).packageCommitment).toBeUndefined();
    const { content } = await writeMessageBundle(world.a.dependencies, { ...view, messageId: refused });
    const report = await judged(await buffer(content));
    expect(problems(report)).toEqual(['package-digest no-package']);
  });
});

describe('the proof bundle of a conversation', () => {
  it('holds every message of it, and each proves that it belongs there', async () => {
    const answer = await submit(world.a, { request: { conversation: CONVERSATION } });
    await world.work();
    const { content, name, length } = await writeConversationBundle(world.a.dependencies, { ...view, conversation: CONVERSATION });
    const octets = await buffer(content);
    expect([name, octets.length]).toEqual(['case-2026-14.valija.zip', length]);
    const { read } = await readBundle(bufferReader(await bundleAt(world.a)));
    const trust = parseTrust(await read('trust/trust.json'));
    const report = await verifyConversation({ reader: bufferReader(octets), at: new Date(world.now), trust });
    expect(report.messages?.map(({ message }) => message?.messageId)).toEqual([messageId, answer.messageId]);
    const membership = report.findings.filter(({ check }) => check === 'conversation-membership');
    expect(membership.map(({ verdict }) => verdict)).toEqual(['PASSED', 'PASSED']);
    const failed = report.findings.filter(({ verdict, check }) => verdict === 'FAILED' && !check.startsWith('log-'));
    expect(failed).toEqual([]);
  });

  it('is not there for a conversation that nobody knows', async () => {
    await expect(writeConversationBundle(world.a.dependencies, { ...view, conversation: 'case:none' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(writeConversationBundle(world.a.dependencies, { actor: OPERATOR, conversation: CONVERSATION })).rejects.toMatchObject({
      code: 'actor-not-allowed',
    });
  });
});
