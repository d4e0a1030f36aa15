import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeLeaf } from '../../audit/log/leaf.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import { parseProof, verifyProof } from '../../audit/log/proof.ts';
import { openAlarms } from '../../compose/gateway/open-alarms.ts';
import { verifyEvidence } from '../../evidence/verify.ts';
import { codeOf } from '../../gateway/error.ts';
import { acceptEvidence } from '../../gateway/evidence-return/accept-evidence.ts';
import { type AlarmDetail, acknowledgeAlarm, listAlarms, showAlarm } from '../../gateway/operations/alarms.ts';
import { listOperations, proveOperation } from '../../gateway/operations/list-operations.ts';
import { raiseKeysNotRenewed, settleKeysNotRenewed } from '../../gateway/trust/next-keys.ts';
import { messageAt } from '../support/flow-views.ts';
import { type ForgedEvidence, forgeEvidence, signerOf } from '../support/hostile-sender.ts';
import { OFFICER, OPERATOR, SYSTEM, submit } from '../support/submissions.ts';
import { A, B, C, createWorld, type World } from '../support/two-gateways.ts';

const AUDITOR = { kind: 'auditor', id: 'auditor-1' } as const;
const NOTE = 'Hablado con la otra autoridad: nota secreta';
const FORGED = 'evidence-signer-not-authorised';

let world: World;
let facts: ForgedEvidence['message'];
beforeAll(async () => {
  world = await createWorld({ logs: true });
  const { messageId, key } = await submit(world.a);
  await world.work({ except: ['open', 'return-evidence'] });
  const message = await messageAt(world.a, key);
  facts = {
    messageId,
    sender: A,
    senderAssurance: message.senderAssurance,
    recipient: B,
    recipientAssurance: message.senderAssurance,
    submissionTime: message.submissionTime,
    suite: '2026a',
    sealGeneration: 0,
    envelopeDigest: message.envelopeDigest ?? '',
    sealedContentDigest: message.sealedDigest ?? '',
    packageDigest: message.packageCommitment ?? '',
  };
});
afterAll(() => world.close());

/** C signs, in the name of B, that a message was taken over, and B's connection brings it. Answers with the octets. */
async function bringForged(): Promise<string> {
  const signer = signerOf(world, C, 'evidence');
  const made = await forgeEvidence(world, { event: 'ContentHandover', issuer: B, message: facts, issuerSequence: 3, signer });
  world.now += 1;
  expect(await acceptEvidence(world.a.dependencies, { from: B, evidence: made }).catch(codeOf)).toBe(FORGED);
  return made.evidence;
}

const list = async (query: { all?: boolean } = {}) =>
  (await listAlarms(world.a.dependencies, { actor: AUDITOR, limit: 100, ...query })).alarms;
const show = (id: string) => showAlarm(world.a.dependencies, { actor: AUDITOR, id });
const acknowledge = (id: string, note = NOTE) => acknowledgeAlarm(world.a.dependencies, { actor: OPERATOR, id, note });
const objectsOf = ({ proofs }: AlarmDetail) => (JSON.parse(proofs[0]?.document ?? '') as { objects: string[] }).objects;

describe('an alarm about a forged receipt', () => {
  let first: string;
  let brought: string;

  it('is listed while it is open, and shown with the receipt as it came', async () => {
    brought = await bringForged();
    const [alarm, ...more] = await list();
    expect([alarm, more]).toEqual([{ id: expect.any(String), code: FORGED, peer: B, raisedAt: expect.any(String), proofs: 1 }, []]);
    first = alarm?.id ?? '';
    const shown = await show(first);
    expect(objectsOf(shown)).toEqual([brought]);
    expect(verifyEvidence(Buffer.from(brought)).summary.issuer).toBe(B);
    const { document = '', sha256 } = shown.proofs[0] ?? {};
    expect(createHash('sha256').update(document).digest('hex')).toBe(sha256);
    expect(await openAlarms(world.a.dependencies.ledger)).toMatchObject([{ code: FORGED, count: 1 }]);
  });

  it('is raised once, however often the same comes', async () => {
    await bringForged();
    expect(await list({ all: true })).toHaveLength(1);
  });

  it('is acknowledged with a note: told no more, kept with proof, note and who it was', async () => {
    world.now += 1_000;
    const done = await acknowledge(first);
    expect(done).toMatchObject({ acknowledgedAt: new Date(world.now).toISOString(), acknowledgement: { by: OPERATOR.id, note: NOTE } });
    expect([await list(), await openAlarms(world.a.dependencies.ledger)]).toEqual([[], []]);
    expect(await list({ all: true })).toMatchObject([{ id: first, proofs: 1, acknowledgedAt: done.acknowledgedAt }]);
    expect(objectsOf(await show(first))).toEqual([brought]);
    world.now += 1_000;
    expect(await acknowledge(first, 'otra')).toEqual(done);
  });

  it('is acknowledged by a record that the log commits to and that tells nothing of the note', async () => {
    const { dependencies } = world.a;
    await world.a.publishLog();
    const { operations } = await listOperations(dependencies, { actor: AUDITOR, action: 'alarm-acknowledged', limit: 10 });
    expect(operations).toMatchObject([
      { actor: OPERATOR.id, actorKind: 'operator', facts: { alarm: first, code: FORGED, note: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ]);
    expect(JSON.stringify(operations)).not.toContain('nota secreta');
    const { digest = '', salt = '' } = operations[0] ?? {};
    const proof = parseProof(Buffer.from(await proveOperation(dependencies, { actor: AUDITOR, digest })));
    const entry = encodeLeaf({ type: 'administration', salt: Buffer.from(salt, 'hex'), digest: Buffer.from(digest, 'hex') });
    expect(verifyProof(proof, { entry, log: parseVerifierKey(dependencies.log.verifierKey) }).size).toBeGreaterThan(0);
    // Notes may hold names: what the ledger has of them is encrypted.
    const { value, bytes } = (await dependencies.ledger.get('alarms', first)) ?? {};
    const blob = await dependencies.ledger.get('blobs', value?.acknowledgement?.blobId ?? '');
    for (const octets of [Buffer.from(JSON.stringify(value)), bytes, blob?.bytes]) expect(octets?.includes('secreta')).toBe(false);
  });

  it('comes back as another alarm with its own proof when the same happens again, also after a restart', async () => {
    const again = await bringForged();
    const [second, ...more] = await list();
    expect([second?.earlier, second?.id === first, more]).toEqual([first, false, []]);
    await world.a.restart();
    expect([objectsOf(await show(second?.id ?? '')), objectsOf(await show(first))]).toEqual([[again], [brought]]);
    await acknowledge(second?.id ?? '');
    world.now += 1_000;
    await bringForged();
    const [third] = await list();
    expect(third?.earlier).toBe(second?.id);
    expect((await list({ all: true })).map(({ id }) => id)).toEqual([first, second?.id, third?.id]);
    await acknowledge(third?.id ?? '');
  });
});

describe('a list of alarms', () => {
  it('goes from page to page', async () => {
    const all = (await list({ all: true })).map(({ id }) => id);
    const paged: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listAlarms(world.a.dependencies, {
        actor: OPERATOR,
        all: true,
        limit: 2,
        ...(after === undefined ? {} : { after }),
      });
      paged.push(...page.alarms.map(({ id }) => id));
      after = page.next;
      if (after === undefined) break;
    }
    expect([all.length, paged]).toEqual([3, all]);
  });

  it('is for operators and auditors; operators alone acknowledge', async () => {
    const { dependencies } = world.a;
    const [{ id = '' } = {}] = await list({ all: true });
    for (const actor of [OFFICER, SYSTEM]) {
      await expect(listAlarms(dependencies, { actor, limit: 1 })).rejects.toMatchObject({ code: 'actor-not-allowed' });
      await expect(showAlarm(dependencies, { actor, id })).rejects.toMatchObject({ code: 'actor-not-allowed' });
    }
    for (const actor of [OFFICER, SYSTEM, AUDITOR]) {
      await expect(acknowledgeAlarm(dependencies, { actor, id, note: 'x' })).rejects.toMatchObject({ code: 'actor-not-allowed' });
    }
    await expect(acknowledge('0'.repeat(32))).rejects.toMatchObject({ code: 'not-found' });
  });
});

it('an alarm that the gateway itself finds to be over says so, and is in the log', async () => {
  const { dependencies } = world.a;
  await raiseKeysNotRenewed(dependencies);
  const [raised] = await list();
  expect(raised).toMatchObject({ code: 'keys-not-renewed', proofs: 0 });
  await settleKeysNotRenewed(dependencies);
  await settleKeysNotRenewed(dependencies);
  expect(await show(raised?.id ?? '')).toMatchObject({ acknowledgement: { by: 'gateway' }, proofs: [] });
  const { operations } = await listOperations(dependencies, { actor: AUDITOR, action: 'alarm-settled', limit: 10 });
  expect(operations).toMatchObject([{ actor: 'gateway', facts: { alarm: raised?.id, code: 'keys-not-renewed' } }]);
});
