import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachSignatureTimestamp } from '../../../crypto/jades/attach-timestamp.ts';
import { parseJws, serializeJws } from '../../../crypto/jades/flattened-jws.ts';
import { signatureTimestampImprint } from '../../../crypto/jades/signature-timestamp.ts';
import { buildEvidencePayload } from '../../../evidence/build.ts';
import { EVIDENCE_TYPE, signObject } from '../../../evidence/signed-object.ts';
import type { TravellingEvidence } from '../../../gateway/contracts/peer-transport.ts';
import { codeOf, dispositionOf } from '../../../gateway/error.ts';
import { acceptEvidence } from '../../../gateway/evidence-return/accept-evidence.ts';
import { newEvidenceIdentifier } from '../../../gateway/identifiers.ts';
import { handOver } from '../../../gateway/inbound/hand-over.ts';
import { MAXIMUM_EVIDENCE_FROM_OUTSIDE, readEvidenceSet } from '../../../gateway/receipts/evidence-set.ts';
import { travelling } from '../../../gateway/receipts/issue-evidence.ts';
import { messageKey } from '../../../store/contracts/records.ts';
import { alarmsAt, eventsAt, evidenceAt, jobKindsAt, messageAt } from '../../support/flow-views.ts';
import { bring, type ForgedEvidence, forge, forgeEvidence, signerOf } from '../../support/hostile-sender.ts';
import { inboundKey, OFFICER, submit } from '../../support/submissions.ts';
import { traces } from '../../support/traces.ts';
import { A, B, C, createWorld, DAY, HOUR, type World } from '../../support/two-gateways.ts';

const ORPHANS = 6;
let world: World;
beforeAll(async () => {
  world = await createWorld({ settings: { maximumOrphans: ORPHANS } });
});
afterAll(() => world.close());

/** A message that A has sent and B has taken: B.1 is back, D.1 not yet. */
async function relayed() {
  const { messageId, key } = await submit(world.a);
  await world.work({ except: ['open', 'return-evidence'] });
  const message = await messageAt(world.a, key);
  const facts: ForgedEvidence['message'] = {
    messageId,
    sender: A,
    senderAssurance: message.senderAssurance,
    recipient: B,
    submissionTime: message.submissionTime,
    suite: '2026a',
    sealGeneration: 0,
    envelopeDigest: message.envelopeDigest ?? '',
    sealedContentDigest: message.sealedDigest ?? '',
    packageDigest: message.packageCommitment ?? '',
  };
  return { messageId, key, message, facts };
}

const accept = (evidence: TravellingEvidence, from = B) => acceptEvidence(world.a.dependencies, { from, evidence });

async function expectRefused(evidence: TravellingEvidence, code: string, from = B): Promise<void> {
  const before = await traces(world, world.a);
  await expect(accept(evidence, from)).rejects.toMatchObject({ code });
  // What somebody has signed and sent in another's name is kept as proof, beside an alarm that a leaf of the log commits to; nothing else is.
  const { alarms, leaves, ...others } = await traces(world, world.a);
  const { alarms: alarmsBefore, leaves: leavesBefore, ...othersBefore } = before;
  expect(others).toEqual(othersBefore);
  const raised = (alarms as string[]).length - (alarmsBefore as string[]).length;
  expect(raised === 0 || raised === 1).toBe(true);
  expect((leaves as number) - (leavesBefore as number)).toBe(raised);
}

const assured = {
  level: 'urn:valija:assurance-level:registered-client-certificate',
  authenticationMethod: 'urn:valija:authentication-method:tls-client-certificate',
};

describe('forged evidence is refused and leaves nothing', () => {
  const cases: [string, (facts: ForgedEvidence['message']) => ForgedEvidence, string, string?][] = [
    [
      'signed by another authority in the name of the recipient',
      (message) => ({ event: 'ContentConsignment', issuer: B, message, signer: signerOf(world, C, 'evidence') }),
      'evidence-signer-not-authorised',
    ],
    [
      'signed by the sender itself in the name of the recipient',
      (message) => ({ event: 'ContentConsignment', issuer: B, message, signer: signerOf(world, A, 'evidence') }),
      'evidence-signer-not-authorised',
    ],
    [
      'signed with the seal key',
      (message) => ({ event: 'ContentConsignment', issuer: B, message, signer: signerOf(world, B, 'seal') }),
      'evidence-signer-not-authorised',
    ],
    [
      'signed with the envelope key',
      (message) => ({ event: 'ContentConsignment', issuer: B, message, signer: signerOf(world, B, 'envelope') }),
      'evidence-signer-not-authorised',
    ],
    [
      'brought by somebody who is no neighbour on the route',
      (message) => ({ event: 'ContentConsignment', issuer: B, message }),
      'evidence-arrival-not-allowed',
      C,
    ],
    [
      'what only the sender states, stated by the recipient to the sender',
      (message) => ({ event: 'RelayFailure', issuer: A, message, reasons: ['no-relay-answer'], signer: signerOf(world, B, 'evidence') }),
      'evidence-signer-not-authorised',
    ],
    [
      'about another package',
      (message) => ({ event: 'ContentConsignment', issuer: B, message: { ...message, packageDigest: 'ab'.repeat(32) } }),
      'evidence-content-mismatch',
    ],
    [
      'about other sealed content',
      (message) => ({ event: 'ContentConsignment', issuer: B, message: { ...message, sealedContentDigest: 'ab'.repeat(32) } }),
      'evidence-content-mismatch',
    ],
    [
      'about a message between others',
      (message) => ({ event: 'ContentConsignment', issuer: B, message: { ...message, sender: C } }),
      'evidence-not-acceptable',
    ],
  ];
  it.each(cases)('%s', async (_name, make, code, from) => {
    const { facts } = await relayed();
    await expectRefused(await forgeEvidence(world, make(facts)), code, from);
  });

  it('one octet changed', async () => {
    const { facts } = await relayed();
    const { evidence, salt } = await forgeEvidence(world, { event: 'ContentConsignment', issuer: B, message: facts });
    const jws = JSON.parse(evidence) as Record<string, string>;
    for (const member of ['payload', 'protected', 'signature']) {
      const value = jws[member] ?? '';
      const changed = `${value.slice(0, 60)}${value[60] === 'A' ? 'B' : 'A'}${value.slice(61)}`;
      const error = await accept({ evidence: JSON.stringify({ ...jws, [member]: changed }), salt }).catch((thrown: unknown) => thrown);
      expect(dispositionOf(error)).toBe('refuse');
      expect(codeOf(error)).not.toBe('internal');
    }
  });

  it('an unknown critical extension', async () => {
    const { facts } = await relayed();
    const signer = signerOf(world, B, 'evidence');
    const at = new Date(world.now);
    const payload = buildEvidencePayload(
      {
        event: 'ContentConsignment',
        evidenceIdentifier: newEvidenceIdentifier(randomBytes),
        eventTime: at,
        issuer: B,
        issuerSequence: 2,
        previous: [],
        message: facts,
      },
      signer.certificate.der,
    );
    const extended = { ...payload, extensions: [...payload.extensions, { isCritical: true, type: 'urn:valija:later:1', rule: 'unknown' }] };
    const evidence = serializeJws(await signObject(extended, EVIDENCE_TYPE, signer, at)).toString('utf8');
    await expectRefused({ evidence, salt: 'ab'.repeat(32) }, 'evidence-critical-extension-unknown');
  });

  it.each(['', 'ab', 'AB'.repeat(32), 'zz'.repeat(32)])('a salt that is none: %j', async (salt) => {
    const { facts } = await relayed();
    const evidence = await forgeEvidence(world, { event: 'ContentConsignment', issuer: B, message: facts });
    await expectRefused({ ...evidence, salt }, 'evidence-not-acceptable');
  });
});

describe('real evidence in the wrong place', () => {
  it('B.1 of another message does not settle this one, and changes nothing', async () => {
    const first = await relayed();
    const second = await relayed();
    const { rows } = await readEvidenceSet(world.a.dependencies, first.key);
    const relayAcceptance = rows.find(({ value }) => value.event === 'RelayAcceptance');
    if (relayAcceptance === undefined) throw new Error('B.1 is there');
    const before = await messageAt(world.a, second.key);
    expect(await accept(travelling(relayAcceptance.value))).toBe('known');
    expect(await messageAt(world.a, second.key)).toEqual(before);
  });

  it('E.1 of one message cannot be made to speak of another', async () => {
    const first = await relayed();
    const second = await relayed();
    await world.work();
    await handOver(world.b.dependencies, {
      actor: OFFICER,
      messageId: first.messageId,
      packageDigest: first.message.packageCommitment ?? '',
    });
    const { rows } = await readEvidenceSet(world.b.dependencies, inboundKey(world.a, first.messageId));
    const handedOver = rows.find(({ value }) => value.event === 'ContentHandover');
    if (handedOver === undefined) throw new Error('E.1 is there');
    const jws = JSON.parse(handedOver.value.jws) as { payload: string };
    const payload = Buffer.from(jws.payload, 'base64url').toString('utf8').replaceAll(first.messageId, second.messageId);
    const swapped = { ...jws, payload: Buffer.from(payload, 'utf8').toString('base64url') };
    await expectRefused({ evidence: JSON.stringify(swapped), salt: handedOver.value.salt }, 'signature-invalid');
    expect((await messageAt(world.a, second.key)).state).toBe('consigned');
  });

  it('replayed evidence is known, and stored once', async () => {
    const { key, facts } = await relayed();
    const evidence = await forgeEvidence(world, { event: 'ContentConsignment', issuer: B, message: facts, issuerSequence: 2 });
    expect(await accept(evidence)).toBe('stored');
    const before = await traces(world, world.a);
    expect(await accept(evidence)).toBe('known');
    expect(await Promise.all(Array.from({ length: 20 }, () => accept(evidence)))).toEqual(Array.from({ length: 20 }, () => 'known'));
    expect(await traces(world, world.a)).toEqual(before);
    expect((await eventsAt(world.a, key)).filter((event) => event === 'ContentConsignment')).toHaveLength(1);
  });

  it('evidence that comes twenty times at once is stored once', async () => {
    const { key, facts } = await relayed();
    const evidence = await forgeEvidence(world, { event: 'ContentConsignment', issuer: B, message: facts, issuerSequence: 2 });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => accept(evidence)));
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
    expect((await eventsAt(world.a, key)).filter((event) => event === 'ContentConsignment')).toHaveLength(1);
  });

  it('another piece under a known identifier: refused with an alarm, and the first stays', async () => {
    const { key, facts } = await relayed();
    const evidenceIdentifier = newEvidenceIdentifier(randomBytes);
    const consigned = await forgeEvidence(world, {
      event: 'ContentConsignment',
      issuer: B,
      message: facts,
      issuerSequence: 2,
      evidenceIdentifier,
    });
    await accept(consigned);
    const failed = await forgeEvidence(world, {
      event: 'ContentConsignmentFailure',
      reasons: ['decryption-failed'],
      issuer: B,
      message: facts,
      issuerSequence: 2,
      evidenceIdentifier,
    });
    await expect(accept(failed)).rejects.toMatchObject({ code: 'evidence-id-reused', disposition: 'operator' });
    await expect(accept(failed)).rejects.toMatchObject({ code: 'evidence-id-reused' });
    expect((await alarmsAt(world.a)).filter((code) => code === 'evidence-id-reused')).toHaveLength(1);
    expect((await messageAt(world.a, key)).state).toBe('consigned');
  });

  it('evidence about an envelope that is not ours is kept and counts for nothing', async () => {
    const { key, facts } = await relayed();
    const before = await messageAt(world.a, key);
    const evidence = await forgeEvidence(world, {
      event: 'RelayRejection',
      reasons: ['message-rejected', 'duplicate-with-other-content'],
      issuer: B,
      message: { ...facts, envelopeDigest: 'cd'.repeat(32) },
      issuerSequence: 9,
    });
    expect(await accept(evidence)).toBe('stored');
    const after = await messageAt(world.a, key);
    expect({ state: after.state, terminal: after.terminal, step: after.step }).toEqual({
      state: before.state,
      terminal: false,
      step: before.step,
    });
  });

  it('contradicting evidence of one issuer raises one alarm, and state never goes back', async () => {
    const { key, facts } = await relayed();
    await accept(
      await forgeEvidence(world, {
        event: 'ContentHandover',
        issuer: B,
        issuerSequence: 3,
        message: { ...facts, recipientAssurance: { ...assured, authenticationTime: new Date(world.now).toISOString() } },
      }),
    );
    expect((await messageAt(world.a, key)).state).toBe('handed-over');
    await accept(
      await forgeEvidence(world, {
        event: 'ContentConsignmentFailure',
        reasons: ['decryption-failed'],
        issuer: B,
        message: facts,
        issuerSequence: 4,
      }),
    );
    await accept(
      await forgeEvidence(world, { event: 'RelayRejection', reasons: ['message-rejected'], issuer: B, message: facts, issuerSequence: 5 }),
    );
    expect(await messageAt(world.a, key)).toMatchObject({ state: 'handed-over', terminal: true, step: 'ended' });
    expect((await alarmsAt(world.a)).filter((code) => code === 'evidence-conflict')).toHaveLength(1);
  });
});

describe('time-stamps added later', () => {
  async function stamped(evidence: string): Promise<string> {
    const jws = parseJws(Buffer.from(evidence, 'utf8'));
    const { token } = await world.a.dependencies.timestamps.stamp(signatureTimestampImprint(jws));
    return serializeJws(attachSignatureTimestamp(jws, token)).toString('utf8');
  }

  it('by the issuer are merged; by anybody else they are not heard', async () => {
    const { messageId, key } = await submit(world.a);
    await world.work({ except: ['open', 'return-evidence'] });
    const theirs = inboundKey(world.a, messageId);
    const [row] = (await readEvidenceSet(world.b.dependencies, theirs)).rows.filter(({ value }) => value.event === 'SubmissionAcceptance');
    if (row === undefined) throw new Error('B has A.1');
    const withStamp = { evidence: await stamped(row.value.jws), salt: row.value.salt };

    // A's own A.1 comes back from B with a stamp that A did not make.
    expect(await acceptEvidence(world.a.dependencies, { from: B, evidence: withStamp })).toBe('known');
    const own = (await readEvidenceSet(world.a.dependencies, key)).rows.find(({ value }) => value.event === 'SubmissionAcceptance');
    expect(JSON.parse(own?.value.jws ?? '{}')).not.toHaveProperty('header');

    expect(await acceptEvidence(world.b.dependencies, { from: A, evidence: withStamp })).toBe('known');
    const merged = await world.b.dependencies.ledger.get('evidence', row.key);
    expect(JSON.parse(merged?.value.jws ?? '{}')).toHaveProperty('header.etsiU');
    expect(merged?.value.evidenceDigest).toBe(row.value.evidenceDigest);
    // The same stamp again changes nothing.
    expect(await acceptEvidence(world.b.dependencies, { from: A, evidence: withStamp })).toBe('known');
    expect((await world.b.dependencies.ledger.get('evidence', row.key))?.version).toBe(merged?.version);
  });

  it('are not taken over with our own evidence that comes back to a restored gateway', async () => {
    const { key, facts } = await relayed();
    const failure = await forgeEvidence(world, {
      event: 'RelayFailure',
      reasons: ['no-relay-answer'],
      issuer: A,
      message: facts,
      issuerSequence: 7,
    });
    await accept({ ...failure, evidence: await stamped(failure.evidence) }, B);
    const row = (await readEvidenceSet(world.a.dependencies, key)).rows.find(({ value }) => value.event === 'RelayFailure');
    expect(JSON.parse(row?.value.jws ?? '{}')).not.toHaveProperty('header');
    // Its number is taken: the next statement must not bear it again.
    expect((await messageAt(world.a, key)).nextIssuerSequence).toBe(8);
  });
});

describe('evidence whose message is not here', () => {
  const orphan = async (sender: string, recipient: string) => {
    const delivery = await forge(world, { sender, recipient });
    const { header } = delivery;
    const message = { ...factsOf(header), envelopeDigest: 'ef'.repeat(32), sealedContentDigest: header.sealedContent.sha256 };
    const evidence = await forgeEvidence(world, {
      event: 'RelayFailure',
      reasons: ['no-relay-answer'],
      issuer: sender,
      message,
      issuerSequence: 2,
    });
    return { delivery, evidence };
  };
  const factsOf = (header: {
    messageId: string;
    sender: string;
    recipient: string;
    submissionTime: string;
    packageCommitment: string;
  }) => ({
    messageId: header.messageId,
    sender: header.sender,
    recipient: header.recipient,
    senderAssurance: { ...assured, authenticationTime: header.submissionTime },
    submissionTime: header.submissionTime,
    suite: '2026a',
    sealGeneration: 0,
    packageDigest: header.packageCommitment,
  });
  const bringTo = (evidence: TravellingEvidence, from: string) => acceptEvidence(world.b.dependencies, { from, evidence });
  const orphansOf = async (peer: string) => (await world.b.dependencies.ledger.get('peers', peer))?.value.orphans ?? 0;

  it('is kept up to a cap per peer; another peer has its own', async () => {
    const known = await orphansOf(C);
    for (let number = known; number < ORPHANS; number += 1) await bringTo((await orphan(C, B)).evidence, C);
    await expect(bringTo((await orphan(C, B)).evidence, C)).rejects.toMatchObject({
      code: 'evidence-orphans-exceeded',
      disposition: 'refuse',
    });
    expect(await orphansOf(C)).toBe(ORPHANS);
    expect(await bringTo((await orphan(A, B)).evidence, A)).toBe('stored');
  });

  it('is capped also when it comes at once', async () => {
    const before = await orphansOf(A);
    const pieces = await Promise.all(Array.from({ length: 3 * ORPHANS }, () => orphan(A, B)));
    const outcomes = await Promise.allSettled(pieces.map(({ evidence }) => bringTo(evidence, A)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(ORPHANS - before);
    expect(await orphansOf(A)).toBeLessThanOrEqual(ORPHANS);
  });

  it('is taken into the state of the message that comes, and no longer counted', async () => {
    await world.b.dependencies.ledger.commit({ rows: await resetOrphans(A) });
    const { delivery, evidence } = await orphan(A, B);
    await bringTo(evidence, A);
    expect(await orphansOf(A)).toBe(1);
    const answer = await bring(world.b, delivery);
    expect(answer.kind).toBe('evidence');
    const key = inboundKey(world.a, delivery.header.messageId);
    expect(await eventsAt(world.b, key)).toEqual(expect.arrayContaining(['RelayFailure', 'SubmissionAcceptance', 'RelayAcceptance']));
    expect(await messageAt(world.b, key)).toMatchObject({ state: 'failed', terminal: true, step: 'received' });
    expect(await orphansOf(A)).toBe(0);
    await world.work({ only: ['open'] });
    expect(await eventsAt(world.b, key)).toContain('ContentConsignment');
  });

  it('cannot slip past a message that arrives at the same moment', async () => {
    await world.b.dependencies.ledger.commit({ rows: await resetOrphans(A) });
    for (let round = 0; round < 10; round += 1) {
      const { delivery, evidence } = await orphan(A, B);
      await Promise.allSettled([bring(world.b, delivery), ...Array.from({ length: 3 }, () => bringTo(evidence, A))]);
      await bring(world.b, delivery);
      await bringTo(evidence, A);
      await world.work({ only: ['open'] });
      expect((await messageAt(world.b, inboundKey(world.a, delivery.header.messageId))).state).toBe('failed');
    }
    expect(await orphansOf(A)).toBe(0);
  });

  async function resetOrphans(peer: string) {
    const row = await world.b.dependencies.ledger.get('peers', peer);
    return row === undefined ? [] : [{ table: 'peers' as const, key: peer, expect: row.version, value: { ...row.value, orphans: 0 } }];
  }
});

it('takes only so much evidence about one message, and keeps room for its own', async () => {
  const { key, facts, messageId } = await relayed();
  const before = (await evidenceAt(world.a, key)).length;
  for (let number = before; number < MAXIMUM_EVIDENCE_FROM_OUTSIDE; number += 1) {
    await accept(await forgeEvidence(world, { event: 'ConsignmentNotification', issuer: B, message: facts, issuerSequence: 10 + number }));
  }
  const more = await forgeEvidence(world, { event: 'ConsignmentNotification', issuer: B, message: facts, issuerSequence: 999 });
  await expect(accept(more)).rejects.toMatchObject({ code: 'evidence-orphans-exceeded' });
  world.now += 31 * DAY;
  await world.pullAll();
  await world.work({ only: ['handover-deadline'] });
  expect(await eventsAt(world.a, messageKey('outbound', A, messageId))).toContain('HandoverUnconfirmed');
});

it('waits with evidence whose signer cannot be decided', async () => {
  const { facts } = await relayed();
  const evidence = await forgeEvidence(world, { event: 'ContentConsignment', issuer: B, message: facts, issuerSequence: 2 });
  world.revocationKnown = false;
  await expect(accept(evidence)).rejects.toMatchObject({ code: 'revocation-unknown', disposition: 'wait' });
  world.revocationKnown = true;
  expect(await accept(evidence)).toBe('stored');
});

describe('deadlines follow the evidence', () => {
  it('B.1 ends the wait for itself and begins that for D; D the one for E; E.1 all', async () => {
    const own = await createWorld();
    try {
      const { messageId } = await submit(own.a);
      expect(await jobKindsAt(own.a)).toEqual(['prepare', 'relay-deadline']);
      await own.work({ only: ['prepare'] });
      expect(await jobKindsAt(own.a)).toEqual(['relay-deadline', 'transmit']);
      await own.work({ only: ['transmit'] });
      expect(await jobKindsAt(own.a)).toEqual(['consignment-deadline']);
      await own.work();
      expect(await jobKindsAt(own.a)).toEqual(['handover-deadline']);
      const packageDigest = (await messageAt(own.b, inboundKey(own.a, messageId))).packageCommitment ?? '';
      expect(await jobKindsAt(own.b)).toEqual(['handover-deadline']);
      await handOver(own.b.dependencies, { actor: OFFICER, messageId, packageDigest });
      await own.work();
      expect([...(await jobKindsAt(own.a)), ...(await jobKindsAt(own.b))]).toEqual([]);
      own.now += HOUR;
    } finally {
      await own.close();
    }
  });
});

it('gives the same digest to the same evidence, whoever computes it', async () => {
  const { facts } = await relayed();
  const { evidence } = await forgeEvidence(world, { event: 'ContentConsignment', issuer: B, message: facts, issuerSequence: 2 });
  const { protected: header, payload, signature } = parseJws(Buffer.from(evidence, 'utf8'));
  await accept({ evidence, salt: 'ab'.repeat(32) });
  const expected = createHash('sha256').update(`${header}.${payload}.${signature}`).digest('hex');
  const [row] = await world.a.dependencies.ledger.list('evidence', { index: 'byDigest', equals: expected, limit: 1 });
  expect(row?.value.event).toBe('ContentConsignment');
});
