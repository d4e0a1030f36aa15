import { type FlattenedJws, serializeJws } from '../../crypto/jades/flattened-jws.ts';
import { mergeSignatureTimestamps } from '../../crypto/jades/merge-timestamps.ts';
import { requireArrival } from '../../evidence/acceptance.ts';
import { requireSameMessage } from '../../evidence/same-message.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import { type TransportOutcome, transportOutcome } from '../../evidence/transport-state.ts';
import { type VerifiedEvidence, verifyEvidence } from '../../evidence/verify.ts';
import type { Change, ListedRow, Row, RowChange } from '../../store/contracts/ledger.ts';
import type { ClaimedJob } from '../../store/contracts/outbox.ts';
import { type EvidenceRecord, type MessageRecord, messageKey } from '../../store/contracts/records.ts';

import { alarmRow, provenAlarm } from '../alarms.ts';
import { completion } from '../complete-job.ts';
import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, GatewayError } from '../error.ts';
import { examineQuoted } from '../log/quoted-checkpoint.ts';
import { logLeaf, logLeafWithSalt } from '../log-leaf.ts';
import { readEnvelopes, sealedDigests, storedJws } from '../receipts/envelopes.ts';
import { type EvidenceSet, MAXIMUM_EVIDENCE_FROM_OUTSIDE, readEvidenceSet } from '../receipts/evidence-set.ts';
import { changesFeed, evidenceFeed } from '../receipts/feeds.ts';
import { authoriseCertificate } from '../trust/authorised-certificate.ts';
import { commit, rebuildUntilCommitted } from '../unit-of-work.ts';
import { deadlineJobs } from './deadline-jobs.ts';
import { orphanRows } from './orphans.ts';

export interface ArrivedEvidence {
  /** The peer whose connection brought it. */
  from: string;
  evidence: TravellingEvidence;
}

export type EvidenceOutcome = 'stored' | 'known';

/**
 * Takes in evidence that a peer pushed, answered or let us pull: the same checks whichever way it came. Idempotent by identifier:
 * the same digest merges stamps, another digest under a known identifier is an alarm (design section 4, time-stamps).
 * Throws CryptoError and EvidenceError of its verification, GatewayError `evidence-signer-not-authorised`, `revocation-unknown`,
 * `evidence-not-acceptable`, `evidence-id-reused`, `evidence-orphans-exceeded`.
 */
export async function acceptEvidence(dependencies: GatewayDependencies, arrived: ArrivedEvidence): Promise<EvidenceOutcome> {
  return (await takeIn(dependencies, arrived, undefined)).outcome;
}

/**
 * The same for the answer to a delivery: when the evidence settles the message, the job that delivered it ends in the same commit, and true
 * comes back. Throws what `acceptEvidence` throws; a job that another worker holds by now is left to it.
 */
export async function acceptAnswer(dependencies: GatewayDependencies, answer: ArrivedEvidence, job: ClaimedJob): Promise<boolean> {
  try {
    return (await takeIn(dependencies, answer, job)).ended;
  } catch (error) {
    if (codeOf(error) !== 'lease-lost') throw error;
    await acceptEvidence(dependencies, answer);
    throw error;
  }
}

interface Acceptance {
  outcome: EvidenceOutcome;
  /** The job given ends with it. */
  ended: boolean;
}

async function takeIn(dependencies: GatewayDependencies, arrived: ArrivedEvidence, job: ClaimedJob | undefined): Promise<Acceptance> {
  try {
    return await accept(dependencies, arrived, job);
  } catch (error) {
    await keepForged(dependencies, arrived, codeOf(error));
    throw error;
  }
}

/** Refusals that no fault of a program explains: the receipt is kept as it came, with who brought it. */
const FORGED: ReadonlySet<string> = new Set([
  'signature-invalid',
  'evidence-signer-not-authorised',
  'evidence-arrival-not-allowed',
  'evidence-content-mismatch',
  'evidence-issuer-not-allowed',
]);

/** One of each kind from each peer: more of them prove nothing more. */
async function keepForged(dependencies: GatewayDependencies, { from, evidence }: ArrivedEvidence, code: string): Promise<void> {
  if (!FORGED.has(code)) return;
  await rebuildUntilCommitted(dependencies, async () => ({
    change: await provenAlarm(dependencies, { code, peer: from }, [evidence.evidence]),
    result: undefined,
  }));
}

async function accept(dependencies: GatewayDependencies, arrived: ArrivedEvidence, job: ClaimedJob | undefined): Promise<Acceptance> {
  const verified = verifyEvidence(Buffer.from(arrived.evidence.evidence, 'utf8'), { readCertificate: dependencies.readCertificate });
  requireSalt(arrived.evidence.salt);
  await requireIssuerAuthorised(dependencies, verified);
  const key = messageKeyOf(dependencies, verified.summary);
  const acceptance = await rebuildUntilCommitted(dependencies, () => buildAcceptance(dependencies, arrived, verified, { key, job }));
  if (acceptance.outcome === 'stored') {
    const { event, messageId } = verified.summary;
    dependencies.observe({ name: 'evidence-accepted', messageId, peer: arrived.from, code: event });
    const note = verified.payload.transactionLogInformation?.transactionLog[0].latestCheckpointSeenOfPeer;
    await examineQuoted(dependencies, { from: verified.summary.issuer, note });
  }
  return acceptance;
}

async function buildAcceptance(
  dependencies: GatewayDependencies,
  arrived: ArrivedEvidence,
  verified: VerifiedEvidence,
  { key, job }: { key: string; job: ClaimedJob | undefined },
): Promise<{ change?: Change; result: Acceptance }> {
  const earlier = await dependencies.ledger.get('evidence', verified.summary.evidenceIdentifier);
  if (earlier !== undefined) return mergeStamps(dependencies, arrived, verified, earlier);
  const [message, set, envelopes] = await Promise.all([
    dependencies.ledger.get('messages', key),
    readEvidenceSet(dependencies, key),
    readEnvelopes(dependencies, key),
  ]);
  if (set.rows.length >= MAXIMUM_EVIDENCE_FROM_OUTSIDE) {
    throw new GatewayError('evidence-orphans-exceeded', 'too much evidence about one message');
  }
  requireAcceptable(dependencies, arrived, verified.summary, message, envelopes);
  const stored = storedRows(dependencies, arrived, verified, key);
  if (message === undefined) {
    const orphan = await orphanRows(dependencies, arrived.from, key);
    return { change: { ...stored, rows: [...stored.rows, ...orphan] }, result: { outcome: 'stored', ended: false } };
  }
  const { change, after } = await stateChange(dependencies, { message, set, envelopes, summary: verified.summary, stored });
  if (job === undefined || !isSettled(after)) return { change, result: { outcome: 'stored', ended: false } };
  return { change: { ...change, jobs: [...(change.jobs ?? []), completion(job)] }, result: { outcome: 'stored', ended: true } };
}

/** Nothing has to be delivered any more. */
export function isSettled({ step, terminal }: MessageRecord): boolean {
  return step !== 'prepared' || terminal;
}

function requireSalt(salt: string): void {
  if (!/^[0-9a-f]{64}$/.test(salt)) throw new GatewayError('evidence-not-acceptable', 'the salt must be 32 octets in hexadecimal');
}

async function requireIssuerAuthorised(dependencies: GatewayDependencies, verified: VerifiedEvidence): Promise<void> {
  const authorisation = await authoriseCertificate(dependencies, {
    authority: verified.summary.issuer,
    role: 'evidence',
    certificate: verified.certificate,
    at: verified.issuedAt,
  });
  if (authorisation.verdict === 'PASSED') return;
  const undecided = authorisation.verdict === 'INDETERMINATE';
  throw new GatewayError(
    undecided ? 'revocation-unknown' : 'evidence-signer-not-authorised',
    `certificate of the evidence: ${authorisation.code ?? authorisation.verdict}`,
    { disposition: undecided ? 'wait' : 'refuse' },
  );
}

function messageKeyOf(dependencies: GatewayDependencies, summary: EvidenceSummary): string {
  const { sender, recipient, messageId } = summary;
  if (sender === dependencies.authority) return messageKey('outbound', sender, messageId);
  if (recipient === dependencies.authority) return messageKey('inbound', sender, messageId);
  throw new GatewayError('evidence-not-acceptable', 'the evidence is about a message between others');
}

function requireAcceptable(
  dependencies: GatewayDependencies,
  arrived: ArrivedEvidence,
  summary: EvidenceSummary,
  message: Row<'messages'> | undefined,
  envelopes: readonly ListedRow<'envelopes'>[],
): void {
  const receiver = dependencies.authority;
  // The route of the header it is about: evidence of an earlier generation returns the way that one went.
  const about = envelopes.find((envelope) => envelope.key === summary.envelopeDigest) ?? envelopes.at(-1);
  const route = about?.value.route ?? [summary.sender, summary.recipient];
  requireArrival(summary, { route, receiver, from: arrived.from });
  if (message === undefined) return;
  const { messageId, sender, recipient, packageCommitment, firstSealedDigest } = message.value;
  requireSameMessage(summary, {
    messageId,
    sender,
    recipient,
    ...(packageCommitment === undefined ? {} : { packageCommitment }),
    ...(firstSealedDigest === undefined ? {} : { firstSealedContentDigest: firstSealedDigest }),
    envelopes: sealedDigests(envelopes),
  });
}

function storedRows(
  dependencies: GatewayDependencies,
  arrived: ArrivedEvidence,
  verified: VerifiedEvidence,
  key: string,
): Change & { rows: RowChange[] } {
  const isOwn = verified.summary.issuer === dependencies.authority;
  const digest = Buffer.from(verified.evidenceDigest, 'hex');
  // Our own comes back after a restore: it was logged, and travels, with the salt that it has.
  const leaf = isOwn
    ? logLeafWithSalt('evidence', digest, Buffer.from(arrived.evidence.salt, 'hex'))
    : logLeaf('evidence', digest, dependencies);
  const record: EvidenceRecord = {
    messageKey: key,
    event: verified.summary.event,
    evidenceDigest: verified.evidenceDigest,
    storedAt: dependencies.clock.now().toISOString(),
    source: isOwn ? 'own' : arrived.from,
    jws: serializeJws(arrived.from === verified.summary.issuer ? verified.jws : withoutTimestamps(verified.jws)).toString('utf8'),
    summary: JSON.stringify(verified.summary),
    salt: arrived.evidence.salt,
    ownSalt: leaf.salt.toString('hex'),
  };
  const rows: RowChange[] = [{ table: 'evidence', key: verified.summary.evidenceIdentifier, expect: 0, value: record }];
  const isForPeer = isOwn && verified.summary.event !== 'SubmissionAcceptance' && verified.summary.event !== 'SubmissionRejection';
  return { rows, leaves: [leaf], ...(isForPeer ? { feeds: [evidenceFeed(arrived.from, verified.summary.evidenceIdentifier)] } : {}) };
}

/** Only the issuer adds stamps (design section 4): those that came with evidence from somebody else are not kept. */
function withoutTimestamps({ payload, protected: header, signature }: FlattenedJws): FlattenedJws {
  return { payload, protected: header, signature };
}

async function stateChange(
  dependencies: GatewayDependencies,
  accepted: {
    message: Row<'messages'>;
    set: EvidenceSet;
    envelopes: readonly ListedRow<'envelopes'>[];
    summary: EvidenceSummary;
    stored: Change & { rows: RowChange[] };
  },
): Promise<{ change: Change; after: MessageRecord }> {
  const { message, summary, stored } = accepted;
  const ours = new Set(accepted.envelopes.map((envelope) => envelope.key));
  const report = transportOutcome([...accepted.set.summaries, summary], ours);
  const value: MessageRecord = {
    ...message.value,
    state: report.state,
    terminal: report.terminal,
    step: stepAfter(message.value, report),
    nextIssuerSequence: sequenceAfter(dependencies, message.value, summary),
    changedAt: dependencies.clock.now().toISOString(),
  };
  const alarms =
    report.conflicts.length > 0 && report.conflicts.length > transportOutcome(accepted.set.summaries, ours).conflicts.length
      ? await alarmRow(dependencies, { code: 'evidence-conflict', messageKey: message.key, peer: summary.issuer })
      : [];
  const change = {
    ...stored,
    rows: [...stored.rows, { table: 'messages' as const, key: message.key, expect: message.version, value }, ...alarms],
    feeds: [...(stored.feeds ?? []), changesFeed(message.key, report.state)],
    jobs: deadlineJobs(dependencies, message.key, value, report),
  };
  return { change, after: value };
}

/** A statement of our own that a peer brings back after a restore: its number is taken and must not be given again. */
function sequenceAfter({ authority }: GatewayDependencies, message: MessageRecord, summary: EvidenceSummary): number {
  const { nextIssuerSequence } = message;
  return summary.issuer === authority ? Math.max(nextIssuerSequence, summary.issuerSequence + 1) : nextIssuerSequence;
}

/** An outbound message is transmitted as soon as anything shows that the other side has it, or has refused it. */
function stepAfter(message: MessageRecord, report: TransportOutcome): MessageRecord['step'] {
  if (message.direction === 'inbound') return message.step;
  if (report.terminal) return 'ended';
  const answered = report.state !== 'submitted' && report.state !== 'accepted';
  return answered && message.step === 'prepared' ? 'transmitted' : message.step;
}

async function mergeStamps(
  dependencies: GatewayDependencies,
  arrived: ArrivedEvidence,
  verified: VerifiedEvidence,
  earlier: Row<'evidence'>,
): Promise<{ change?: Change; result: Acceptance }> {
  if (earlier.value.evidenceDigest !== verified.evidenceDigest) {
    const alarm = { code: 'evidence-id-reused', messageKey: earlier.value.messageKey, peer: arrived.from };
    await commit(dependencies, await provenAlarm(dependencies, alarm, [earlier.value.jws, arrived.evidence.evidence]));
    throw new GatewayError('evidence-id-reused', 'another piece of evidence has this identifier', { disposition: 'operator' });
  }
  // Only the issuer adds stamps (design section 4): whoever else brings some is not heard.
  const merged =
    arrived.from === verified.summary.issuer ? mergeSignatureTimestamps(storedJws(earlier.value.jws), verified.jws) : undefined;
  const jws = merged === undefined ? earlier.value.jws : serializeJws(merged).toString('utf8');
  const result: Acceptance = { outcome: 'known', ended: false };
  if (jws === earlier.value.jws) return { result };
  const value = { ...earlier.value, jws };
  return { change: { rows: [{ table: 'evidence', key: earlier.key, expect: earlier.version, value }] }, result };
}
