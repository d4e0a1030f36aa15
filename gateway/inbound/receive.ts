import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import type { ReasonName } from '../../evidence/reason.ts';
import type { Change, Row, RowChange } from '../../store/contracts/ledger.ts';
import type { EvidenceRecord, MessageRecord } from '../../store/contracts/records.ts';
import { provenAlarm } from '../alarms.ts';
import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { adoptionRows, adoptLateEvidence } from '../evidence-return/orphans.ts';
import { jobIdentifier } from '../identifiers.ts';
import { examineQuoted } from '../log/quoted-checkpoint.ts';
import { logLeaf } from '../log-leaf.ts';
import { readEnvelopes } from '../receipts/envelopes.ts';
import { type EvidenceSet, MAXIMUM_EVIDENCE_FROM_OUTSIDE, ownStatements, readEvidenceSet } from '../receipts/evidence-set.ts';
import { messagesFeed } from '../receipts/feeds.ts';
import { issueEvidence, travelling } from '../receipts/issue-evidence.ts';
import { commit, isVersionConflict, rebuildUntilCommitted } from '../unit-of-work.ts';
import type { AdmittedDelivery } from './admit.ts';
import { answerOf, readoptAnswer } from './re-adopt.ts';

/**
 * The answer to a delivery that needs no content: the stored B.1 or B.2 of an earlier delivery, byte for byte, or a B.2 stated now.
 * Undefined when the content has to be taken.
 */
export async function answerWithoutContent(
  dependencies: GatewayDependencies,
  delivery: AdmittedDelivery,
): Promise<TravellingEvidence | undefined> {
  if (delivery.earlier !== undefined) return answerRepeated(dependencies, delivery, delivery.earlier);
  const early = await readEvidenceSet(dependencies, delivery.key);
  const given = answerOf(dependencies, early, delivery.envelope.envelopeDigest);
  if (given !== undefined) {
    // A peer that was asked for it sends again what we acknowledged before a restore: what we said then stands.
    return given.summary.event === 'RelayAcceptance' ? undefined : rejectNew(dependencies, delivery, 'message-rejected');
  }
  if (delivery.rejection !== undefined) return rejectNew(dependencies, delivery, delivery.rejection);
  return undefined;
}

/** Sealed content that is durable in the store; `rows` become valid with the message. */
export interface ReceivedContent {
  blobId: string;
  size: number;
  sha256: string;
  wrappedKey: string;
  rows: readonly RowChange[];
}

/**
 * Takes over a message whose sealed content is durable in the store: message, A.1, header, B.1, feeds and the job `open` in one
 * commit, and only then the answer (design rule 1). When another request for the same message was faster, its answer is given; when
 * evidence that was pushed ahead of the message came in between, the change is built anew, and the content need not be sent again.
 */
export async function acceptDelivery(
  dependencies: GatewayDependencies,
  delivery: AdmittedDelivery,
  content: ReceivedContent,
): Promise<TravellingEvidence> {
  const { header } = delivery.envelope;
  requireContent(header.sealedContent, content);
  const taken = await rebuildUntilCommitted<Taken>(dependencies, async () => {
    const earlier = await dependencies.ledger.get('messages', delivery.key);
    if (earlier !== undefined) return { result: { earlier } };
    const { change, record, known } = await acceptance(dependencies, delivery, content);
    return { change, result: { record, known } };
  });
  if ('earlier' in taken) return answerRepeated(dependencies, delivery, taken.earlier);
  await adoptLateEvidence(dependencies, delivery.key, taken.known);
  dependencies.observe({ name: 'received', messageId: header.messageId, peer: delivery.from, octets: content.size });
  await examineQuoted(dependencies, { from: header.sender, note: header.latestCheckpointSeenOfPeer });
  return travelling(taken.record);
}

/** What the commit found: the message of a faster request, or the answer that was committed with ours. */
type Taken = { earlier: Row<'messages'> } | { record: EvidenceRecord; known: ReadonlySet<string> };

function requireContent(announced: { sha256: string; length: number }, content: ReceivedContent): void {
  if (content.size !== announced.length) throw new GatewayError('content-length-mismatch', 'the content has not the announced length');
  if (content.sha256 !== announced.sha256) {
    throw new GatewayError('content-digest-mismatch', 'the content is not the one the header names', { disposition: 'retry' });
  }
}

async function acceptance(
  dependencies: GatewayDependencies,
  delivery: AdmittedDelivery,
  content: ReceivedContent,
): Promise<{ change: Change; record: EvidenceRecord; known: ReadonlySet<string> }> {
  const row = newMessage(dependencies, delivery, {
    step: 'received',
    wrappedKey: content.wrappedKey,
    sealedBlob: content.blobId,
  });
  // Evidence of the sender may have come before its message, for example B.3 of a delivery that was given up.
  const early = await readEvidenceSet(dependencies, delivery.key);
  const issued =
    readopted(dependencies, delivery, row, early) ??
    (await issueEvidence(dependencies, {
      event: 'RelayAcceptance',
      reasons: ['message-relayed'],
      message: row,
      known: [...early.summaries, delivery.acceptance.summary],
      envelopes: new Set([delivery.envelope.envelopeDigest]),
    }));
  const base = await arrivalChange(dependencies, delivery, early);
  const now = dependencies.clock.now().getTime();
  const jobs = [
    { kind: 'open' as const, dueAt: now },
    { kind: 'handover-deadline' as const, dueAt: Date.parse(row.value.deadlines.handover) },
  ].map(({ kind, dueAt }) => ({
    operation: 'add' as const,
    job: { id: jobIdentifier(kind, delivery.key), kind, lane: row.value.lane, subject: delivery.key, dueAt },
  }));
  return {
    record: issued.record,
    known: identifiersOf(delivery, early),
    change: {
      rows: [...issued.change.rows, ...base.rows, ...content.rows],
      leaves: [...base.leaves, ...issued.change.leaves],
      feeds: [...issued.change.feeds, messagesFeed(delivery.from, delivery.key)],
      jobs: [...issued.change.jobs, ...jobs],
    },
  };
}

function readopted(dependencies: GatewayDependencies, delivery: AdmittedDelivery, message: Row<'messages'>, early: EvidenceSet) {
  const { envelopeDigest } = delivery.envelope;
  return readoptAnswer(dependencies, { message, early, acceptance: delivery.acceptance.summary, envelopeDigest });
}

function identifiersOf(delivery: AdmittedDelivery, early: EvidenceSet): ReadonlySet<string> {
  return new Set([...early.rows.map((row) => row.key), delivery.acceptance.summary.evidenceIdentifier]);
}

/** The rows every genuine delivery leaves behind, accepted or not: its header and A.1, both logged. */
async function arrivalChange(
  dependencies: GatewayDependencies,
  delivery: AdmittedDelivery,
  early: EvidenceSet,
): Promise<Required<Pick<Change, 'rows' | 'leaves'>>> {
  const { envelope, acceptance } = delivery;
  const pushedBefore = await dependencies.ledger.get('evidence', acceptance.summary.evidenceIdentifier);
  if (pushedBefore !== undefined && pushedBefore.value.evidenceDigest !== acceptance.evidenceDigest) {
    throw new GatewayError('evidence-id-reused', 'A.1 bears the identifier of other evidence', { disposition: 'operator' });
  }
  const leaf = logLeaf('evidence', Buffer.from(acceptance.evidenceDigest, 'hex'), dependencies);
  const record: EvidenceRecord = {
    messageKey: delivery.key,
    event: 'SubmissionAcceptance',
    evidenceDigest: acceptance.evidenceDigest,
    storedAt: dependencies.clock.now().toISOString(),
    source: delivery.from,
    jws: serializeJws(acceptance.jws).toString('utf8'),
    summary: JSON.stringify(acceptance.summary),
    salt: delivery.acceptanceSalt,
    ownSalt: leaf.salt.toString('hex'),
  };
  const { header } = envelope;
  const envelopeRecord = {
    messageKey: delivery.key,
    sealGeneration: header.sealGeneration,
    headerGeneration: header.headerGeneration,
    sealedDigest: header.sealedContent.sha256,
    route: header.route,
    jws: serializeJws(envelope.jws).toString('utf8'),
  };
  return {
    rows: [
      ...(pushedBefore === undefined
        ? [{ table: 'evidence' as const, key: acceptance.summary.evidenceIdentifier, expect: 0, value: record }]
        : []),
      ...(await adoptionRows(dependencies, early.rows)),
      { table: 'envelopes', key: envelope.envelopeDigest, expect: 0, value: envelopeRecord },
    ],
    leaves: [...(pushedBefore === undefined ? [leaf] : []), logLeaf('envelope', Buffer.from(envelope.envelopeDigest, 'hex'), dependencies)],
  };
}

function newMessage(
  dependencies: GatewayDependencies,
  delivery: AdmittedDelivery,
  fields: Pick<MessageRecord, 'step' | 'wrappedKey'> & Partial<MessageRecord>,
): Row<'messages'> {
  const { header, envelopeDigest } = delivery.envelope;
  const { globalAssuranceLevel, authenticationDetails } = delivery.acceptance.payload.senderDetails.assuranceLevelsDetails;
  const now = dependencies.clock.now().toISOString();
  const value: MessageRecord = {
    direction: 'inbound',
    messageId: header.messageId,
    sender: header.sender,
    recipient: header.recipient,
    lane: header.lane,
    state: 'accepted',
    terminal: false,
    createdAt: now,
    changedAt: now,
    submissionTime: header.submissionTime,
    senderAssurance: { level: globalAssuranceLevel.assuranceLevel, ...authenticationDetails },
    deadlines: header.deadlines,
    sealGeneration: header.sealGeneration,
    headerGeneration: header.headerGeneration,
    envelopeDigest,
    sealedDigest: header.sealedContent.sha256,
    sealedLength: header.sealedContent.length,
    recipientKey: header.recipientKeyFingerprint,
    suite: header.suite,
    packageCommitment: header.packageCommitment,
    unstamped: header.unstamped,
    nextIssuerSequence: 1,
    ...(header.sealGeneration === 0 ? { firstSealedDigest: header.sealedContent.sha256 } : {}),
    ...fields,
  };
  return { key: delivery.key, version: 0, value };
}

async function rejectNew(dependencies: GatewayDependencies, delivery: AdmittedDelivery, reason: ReasonName): Promise<TravellingEvidence> {
  const row = newMessage(dependencies, delivery, { step: 'ended', wrappedKey: '' });
  const early = await readEvidenceSet(dependencies, delivery.key);
  const issued =
    readopted(dependencies, delivery, row, early) ??
    (await issueEvidence(dependencies, {
      event: 'RelayRejection',
      reasons: ['policy-violation', reason],
      message: row,
      known: [...early.summaries, delivery.acceptance.summary],
      envelopes: new Set([delivery.envelope.envelopeDigest]),
    }));
  const base = await arrivalChange(dependencies, delivery, early);
  try {
    await commit(dependencies, {
      ...issued.change,
      rows: [...issued.change.rows, ...base.rows],
      leaves: [...base.leaves, ...issued.change.leaves],
    });
  } catch (error) {
    const earlier = isVersionConflict(error) ? await dependencies.ledger.get('messages', delivery.key) : undefined;
    if (earlier === undefined) throw error;
    return answerRepeated(dependencies, delivery, earlier);
  }
  await adoptLateEvidence(dependencies, delivery.key, identifiersOf(delivery, early));
  dependencies.observe({ name: 'rejected', messageId: row.value.messageId, peer: delivery.from, code: reason });
  return travelling(issued.record);
}

/** Same message, same package: the stored answer. Another package under the same identifier: an alarm and B.2 (design section 4). */
async function answerRepeated(
  dependencies: GatewayDependencies,
  delivery: AdmittedDelivery,
  earlier: Row<'messages'>,
): Promise<TravellingEvidence> {
  const { header, envelopeDigest } = delivery.envelope;
  const set = await readEvidenceSet(dependencies, delivery.key);
  const answers = ownStatements(dependencies, set, 'RelayAcceptance', 'RelayRejection');
  const answerTo = (digest: string | undefined) => answers.find(({ summary }) => summary.envelopeDigest === digest)?.record;
  const aboutEnvelope = answerTo(envelopeDigest);
  if (aboutEnvelope !== undefined) return travelling(aboutEnvelope);
  if (header.packageCommitment === earlier.value.packageCommitment) {
    const given = answerTo(earlier.value.envelopeDigest);
    if (given === undefined) throw new GatewayError('internal', 'a received message without answer', { disposition: 'operator' });
    return travelling(given);
  }
  // Signed rejections are kept for ever: past a number that no mistake explains, a problem document has to do.
  if (set.rows.length >= MAXIMUM_EVIDENCE_FROM_OUTSIDE)
    throw new GatewayError('message-id-reused', 'too many other packages under one identifier');
  return rejectOtherContent(dependencies, delivery);
}

async function rejectOtherContent(dependencies: GatewayDependencies, delivery: AdmittedDelivery): Promise<TravellingEvidence> {
  const earlier = await dependencies.ledger.get('messages', delivery.key);
  if (earlier === undefined) throw new GatewayError('conflict', 'the message vanished', { disposition: 'retry' });
  const { header, envelopeDigest } = delivery.envelope;
  const envelopes = await readEnvelopes(dependencies, delivery.key);
  const issued = await issueEvidence(dependencies, {
    event: 'RelayRejection',
    reasons: ['message-rejected', 'duplicate-with-other-content'],
    message: earlier,
    known: (await readEvidenceSet(dependencies, delivery.key)).summaries,
    // The rejected header is not among ours: its B.2 leaves the state of the good message as it is.
    envelopes: new Set(envelopes.map((envelope) => envelope.key)),
    about: { envelopeDigest, sealGeneration: header.sealGeneration, sealedDigest: header.sealedContent.sha256 },
  });
  const known = envelopes.find((envelope) => envelope.key === earlier.value.envelopeDigest)?.value.jws;
  const headers = [...(known === undefined ? [] : [known]), serializeJws(delivery.envelope.jws).toString('utf8')];
  const alarm = await provenAlarm(dependencies, { code: 'message-id-reused', messageKey: delivery.key, peer: delivery.from }, headers);
  const leaves = [...(issued.change.leaves ?? []), ...(alarm.leaves ?? [])];
  await commit(dependencies, { ...issued.change, rows: [...issued.change.rows, ...alarm.rows], leaves });
  dependencies.observe({ name: 'rejected', messageId: header.messageId, peer: delivery.from, code: 'message-id-reused' });
  return travelling(issued.record);
}
