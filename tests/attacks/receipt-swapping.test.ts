import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TravellingEvidence } from '../../gateway/contracts/peer-transport.ts';
import { codeOf } from '../../gateway/error.ts';
import { acceptEvidence } from '../../gateway/evidence-return/accept-evidence.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { readEvidenceSet } from '../../gateway/receipts/evidence-set.ts';
import { travelling } from '../../gateway/receipts/issue-evidence.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { alarmsAt, messageAt, proofsAt } from '../support/flow-views.ts';
import { type ForgedEvidence, forgeEvidence } from '../support/hostile-sender.ts';
import { inboundKey, OFFICER, submit } from '../support/submissions.ts';
import { A, B, createWorld, MINUTE, type World } from '../support/two-gateways.ts';

/** Receipt swapping: a genuine receipt of one message is shown for another, by whoever carries it or by the recipient itself. */
let world: World;
let taken: string;
let waiting: string;
beforeAll(async () => {
  world = await createWorld();
  taken = (await submit(world.a)).messageId;
  waiting = (await submit(world.a)).messageId;
  await world.work();
  const packageDigest = (await messageAt(world.b, inboundKey(world.a, taken))).packageCommitment ?? '';
  await handOver(world.b.dependencies, { actor: OFFICER, messageId: taken, packageDigest });
});
afterAll(() => world.close());

const keyOf = (messageId: string) => messageKey('outbound', A, messageId);

async function receipt(messageId: string, event: string): Promise<TravellingEvidence> {
  const { rows } = await readEvidenceSet(world.b.dependencies, inboundKey(world.a, messageId));
  const row = rows.find(({ value }) => value.event === event);
  if (row === undefined) throw new Error(`${event} is there`);
  return travelling(row.value);
}

it('E.1 of another message moves only its own', async () => {
  await acceptEvidence(world.a.dependencies, { from: B, evidence: await receipt(taken, 'ContentHandover') });
  expect((await messageAt(world.a, keyOf(taken))).state).toBe('handed-over');
  expect((await messageAt(world.a, keyOf(waiting))).state).toBe('consigned');
});

it('the message identifier exchanged in the payload: signature-invalid', async () => {
  const { evidence, salt } = await receipt(taken, 'ContentHandover');
  const jws = JSON.parse(evidence) as { payload: string };
  const payload = Buffer.from(Buffer.from(jws.payload, 'base64url').toString('utf8').replaceAll(taken, waiting), 'utf8').toString(
    'base64url',
  );
  const error = await acceptEvidence(world.a.dependencies, {
    from: B,
    evidence: { evidence: JSON.stringify({ ...jws, payload }), salt },
  }).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('signature-invalid');
  expect(await alarmsAt(world.a)).toContain('signature-invalid');
  expect((await proofsAt(world.a, 'signature-invalid')).map(({ broughtBy }) => broughtBy)).toEqual([B]);
});

it('the recipient signs E.1 of one message over the content of another: evidence-content-mismatch', async () => {
  const other = await messageAt(world.a, keyOf(taken));
  const message = await messageAt(world.a, keyOf(waiting));
  const facts: ForgedEvidence['message'] = {
    messageId: waiting,
    sender: A,
    senderAssurance: message.senderAssurance,
    recipient: B,
    recipientAssurance: message.senderAssurance,
    submissionTime: message.submissionTime,
    suite: '2026a',
    sealGeneration: 0,
    envelopeDigest: message.envelopeDigest ?? '',
    sealedContentDigest: other.sealedDigest ?? '',
    packageDigest: other.packageCommitment ?? '',
  };
  const evidence = await forgeEvidence(world, { event: 'ContentHandover', issuer: B, message: facts, issuerSequence: 3 });
  const error = await acceptEvidence(world.a.dependencies, { from: B, evidence }).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe('evidence-content-mismatch');
  const [proof] = await proofsAt(world.a, 'evidence-content-mismatch');
  expect(proof?.objects).toEqual([evidence.evidence]);
  expect((await messageAt(world.a, keyOf(waiting))).state).toBe('consigned');
});

it('B.1 of another message as the answer to a delivery: the delivery goes on', async () => {
  const other = await receipt(taken, 'RelayAcceptance');
  const { messageId } = await submit(world.a);
  world.network.deliver = async () => ({ kind: 'evidence', evidence: other });
  await world.work();
  expect(world.failures.at(-1)).toMatchObject({ kind: 'transmit', code: 'evidence-mismatch', disposition: 'retry' });
  expect((await messageAt(world.a, keyOf(messageId))).state).toBe('accepted');
  world.network.deliver = undefined;
  await world.advance(2 * MINUTE);
  expect((await messageAt(world.a, keyOf(messageId))).state).toBe('consigned');
});
