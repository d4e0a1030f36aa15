import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokeCertificate } from '../../certs-dev/revoke.ts';
import { verifyEvidence } from '../../evidence/verify.ts';
import { codeOf } from '../../gateway/error.ts';
import { acceptEvidence } from '../../gateway/evidence-return/accept-evidence.ts';
import { newEvidenceIdentifier } from '../../gateway/identifiers.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { alarmsAt, eventsAt, messageAt, proofsAt } from '../support/flow-views.ts';
import { type ForgedEvidence, forgeEvidence, signerOf } from '../support/hostile-sender.ts';
import { submit } from '../support/submissions.ts';
import { A, B, C, createWorld, HOUR, type World } from '../support/two-gateways.ts';

/** Receipt forging: somebody other than the recipient's gateway makes a receipt, or the recipient's makes two that differ. */
let world: World;
let key: string;
let facts: ForgedEvidence['message'];
/** Everything that was tried. */
const brought: string[] = [];
beforeAll(async () => {
  world = await createWorld();
  const { messageId } = await submit(world.a);
  await world.work({ except: ['open', 'return-evidence'] });
  key = messageKey('outbound', A, messageId);
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

/** 'stored', or the code with which the receipt is refused. */
async function outcomeOf(evidence: ForgedEvidence, from = B): Promise<string> {
  const made = await forgeEvidence(world, evidence);
  brought.push(made.evidence);
  return acceptEvidence(world.a.dependencies, { from, evidence: made }).catch(codeOf);
}

describe('E.1 for a message that nobody took over', () => {
  const handover = (change: Partial<ForgedEvidence>): ForgedEvidence => ({
    event: 'ContentHandover',
    issuer: B,
    message: facts,
    issuerSequence: 3,
    ...change,
  });
  const cases: [string, () => ForgedEvidence, string, string?][] = [
    ['signed by C in the name of B', () => handover({ signer: signerOf(world, C, 'evidence') }), 'evidence-signer-not-authorised'],
    ['signed by the sender in the name of B', () => handover({ signer: signerOf(world, A, 'evidence') }), 'evidence-signer-not-authorised'],
    ['signed with B\u2019s seal key', () => handover({ signer: signerOf(world, B, 'seal') }), 'evidence-signer-not-authorised'],
    ['brought by C', () => handover({}), 'evidence-arrival-not-allowed', C],
  ];
  it.each(cases)('%s', async (_name, evidence, code, from) => {
    expect(await outcomeOf(evidence(), from)).toBe(code);
    expect(await eventsAt(world.a, key)).not.toContain('ContentHandover');
    expect((await messageAt(world.a, key)).state).toBe('relayed');
  });

  it('is kept as it came, with who brought it, and our own log commits to that', async () => {
    for (const [code, from] of [
      ['evidence-signer-not-authorised', B],
      ['evidence-arrival-not-allowed', C],
    ] as const) {
      const [proof] = await proofsAt(world.a, code);
      expect([proof?.broughtBy, proof?.objects.length]).toEqual([from, 1]);
      expect(brought).toContain(proof?.objects[0]);
      const { log } = world.a.dependencies.ledger;
      const lease = await log.acquire('test', world.now, 1_000);
      await log.sequence(lease?.epoch ?? 0, 1_000);
      expect(
        await log.findByDigest(
          createHash('sha256')
            .update(proof?.octets ?? '')
            .digest(),
        ),
      ).toBeDefined();
    }
  });
});

it('nobody but the recipient states E.1: C cannot even build one in its own name', async () => {
  const inOwnName: ForgedEvidence = { event: 'ContentHandover', issuer: C, message: facts, issuerSequence: 3 };
  await expect(forgeEvidence(world, inOwnName)).rejects.toMatchObject({ code: 'evidence-issuer-not-allowed' });
});

it('B itself signs D.1 and D.2 under one identifier: the second is refused with an alarm', async () => {
  const evidenceIdentifier = newEvidenceIdentifier(randomBytes);
  expect(await outcomeOf({ event: 'ContentConsignment', issuer: B, message: facts, issuerSequence: 2, evidenceIdentifier })).toBe('stored');
  expect((await messageAt(world.a, key)).state).toBe('consigned');
  const failure: ForgedEvidence = {
    event: 'ContentConsignmentFailure',
    reasons: ['decryption-failed'],
    issuer: B,
    message: facts,
    issuerSequence: 2,
    evidenceIdentifier,
  };
  expect(await outcomeOf(failure)).toBe('evidence-id-reused');
  expect(await alarmsAt(world.a)).toContain('evidence-id-reused');
  const [proof] = await proofsAt(world.a, 'evidence-id-reused');
  const both = proof?.objects.map((jws) => verifyEvidence(Buffer.from(jws)).summary) ?? [];
  expect(both.map(({ event, issuer }) => [event, issuer])).toEqual([
    ['ContentConsignment', B],
    ['ContentConsignmentFailure', B],
  ]);
  expect((await messageAt(world.a, key)).state).toBe('consigned');
});

it('B itself signs D.2 after D.1 under another identifier: kept, shown as a conflict, with an alarm', async () => {
  await outcomeOf({ event: 'ContentConsignmentFailure', reasons: ['decryption-failed'], issuer: B, message: facts, issuerSequence: 3 });
  expect(await alarmsAt(world.a)).toContain('evidence-conflict');
});

it('a receipt signed with a key that was revoked before: evidence-signer-not-authorised', async () => {
  const { serialHex } = signerOf(world, B, 'evidence').certificate;
  await revokeCertificate({
    directory: world.pki.directory,
    now: new Date(world.now),
    serialHex,
    reason: 'keyCompromise',
    revocationListDays: 400,
  });
  await world.refreshRevocation();
  world.now += HOUR;
  expect(await outcomeOf({ event: 'ContentHandover', issuer: B, message: facts, issuerSequence: 4 })).toBe(
    'evidence-signer-not-authorised',
  );
});
