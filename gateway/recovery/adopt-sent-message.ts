import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { type VerifiedEnvelope, verifyEnvelope } from '../../evidence/envelope.ts';
import { requireSameMessage } from '../../evidence/same-message.ts';
import { transportOutcome } from '../../evidence/transport-state.ts';
import { type VerifiedEvidence, verifyEvidence } from '../../evidence/verify.ts';
import type { Change, Row, RowChange } from '../../store/contracts/ledger.ts';
import { type EvidenceRecord, type MessageRecord, messageKey } from '../../store/contracts/records.ts';
import type { RecoverableMessage } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { deadlineJobs } from '../evidence-return/deadline-jobs.ts';
import { adoptionRows } from '../evidence-return/orphans.ts';
import { jobIdentifier } from '../identifiers.ts';
import { logLeaf, logLeafWithSalt } from '../log-leaf.ts';
import { recoveredSubmissionKey } from '../outbound/submission-nonce.ts';
import { readEnvelopes } from '../receipts/envelopes.ts';
import { type EvidenceSet, readEvidenceSet } from '../receipts/evidence-set.ts';
import { changesFeed } from '../receipts/feeds.ts';
import { adoptedNumberRows } from '../register/adopt-number.ts';
import { authoriseCertificate } from '../trust/authorised-certificate.ts';
import { rebuildUntilCommitted } from '../unit-of-work.ts';

/** What a peer gave back about a message of ours, after every signature in it was found to be our own. */
interface OwnMessage {
  key: string;
  /** Oldest first. */
  envelopes: readonly VerifiedEnvelope[];
  latest: VerifiedEnvelope;
  acceptance: VerifiedEvidence;
  given: RecoverableMessage;
}

/**
 * Takes up a message that we sent and have forgotten, wholly or in part: header and A.1 are those that we signed then, so that the message
 * is never prepared, signed or sent a second time. Its content is not here unless the ledger still has its files.
 * Throws the errors of verification, GatewayError `evidence-not-acceptable`, `revocation-unknown`.
 */
export async function adoptSentMessage(dependencies: GatewayDependencies, peer: string, given: RecoverableMessage): Promise<void> {
  const own = await verifyOwn(dependencies, peer, given);
  const adopted = await rebuildUntilCommitted(dependencies, async () => {
    const row = await dependencies.ledger.get('messages', own.key);
    if (row !== undefined && row.value.step !== 'submitted') return { result: false };
    return { change: await adoption(dependencies, own, row), result: true };
  });
  if (adopted) dependencies.observe({ name: 'message-readopted', messageId: own.latest.header.messageId, peer });
}

async function verifyOwn(dependencies: GatewayDependencies, peer: string, given: RecoverableMessage): Promise<OwnMessage> {
  const { readCertificate, authority } = dependencies;
  const envelopes = given.envelopes.map((text) => verifyEnvelope(Buffer.from(text, 'utf8'), { readCertificate }));
  const latest = envelopes.at(-1);
  if (latest === undefined) throw notOurs();
  const { messageId, packageCommitment } = latest.header;
  for (const { header, certificate, issuedAt } of envelopes) {
    const isSame = header.messageId === messageId && header.packageCommitment === packageCommitment;
    if (!isSame || header.sender !== authority || header.recipient !== peer) throw notOurs();
    await requireOwn(dependencies, 'envelope', certificate, issuedAt);
  }
  const acceptance = verifyEvidence(Buffer.from(given.submissionAcceptance.evidence, 'utf8'), { readCertificate });
  if (acceptance.summary.event !== 'SubmissionAcceptance' || !/^[0-9a-f]{64}$/.test(given.submissionAcceptance.salt)) throw notOurs();
  requireSameMessage(acceptance.summary, { messageId, sender: authority, recipient: peer, packageCommitment, envelopes: new Map() });
  await requireOwn(dependencies, 'evidence', acceptance.certificate, acceptance.issuedAt);
  return { key: messageKey('outbound', authority, messageId), envelopes, latest, acceptance, given };
}

async function requireOwn(
  dependencies: GatewayDependencies,
  role: 'envelope' | 'evidence',
  certificate: Certificate,
  at: Date,
): Promise<void> {
  const { verdict, code } = await authoriseCertificate(dependencies, { authority: dependencies.authority, role, certificate, at });
  if (verdict === 'PASSED') return;
  if (verdict === 'INDETERMINATE') {
    throw new GatewayError('revocation-unknown', `our own certificate of then: ${code ?? ''}`, { disposition: 'wait' });
  }
  throw notOurs();
}

async function adoption(dependencies: GatewayDependencies, own: OwnMessage, row: Row<'messages'> | undefined): Promise<Change> {
  const { key, latest, acceptance } = own;
  const [set, known] = await Promise.all([readEvidenceSet(dependencies, key), readEnvelopes(dependencies, key)]);
  const stored = storedAcceptance(dependencies, own, set);
  const summaries = stored.rows.length === 0 ? set.summaries : [...set.summaries, acceptance.summary];
  const report = transportOutcome(summaries, new Set(own.envelopes.map(({ envelopeDigest }) => envelopeDigest)));
  const issued = summaries.filter(({ issuer }) => issuer === dependencies.authority).map(({ issuerSequence }) => issuerSequence);
  const value: MessageRecord = {
    ...messageOf(dependencies, own, row?.value),
    state: report.state,
    terminal: report.terminal,
    step: report.terminal ? 'ended' : 'transmitted',
    nextIssuerSequence: Math.max(...issued) + 1,
  };
  const missing = own.envelopes.filter(({ envelopeDigest }) => known.every((envelope) => envelope.key !== envelopeDigest));
  return {
    rows: [
      { table: 'messages', key, expect: row?.version ?? 0, value },
      ...missing.map((envelope) => envelopeRow(key, envelope)),
      ...stored.rows,
      ...(row === undefined ? await adoptionRows(dependencies, set.rows) : []),
      ...(await submissionRow(dependencies, own, row)),
      ...(await registerRows(dependencies, own)),
    ],
    leaves: [
      ...stored.leaves,
      ...missing.map(({ envelopeDigest }) => logLeaf('envelope', Buffer.from(envelopeDigest, 'hex'), dependencies)),
    ],
    feeds: [changesFeed(key, report.state)],
    jobs: [
      { operation: 'cancel', id: jobIdentifier('prepare', key) },
      ...(report.state === 'accepted' ? [relayDeadline(dependencies, key, latest)] : []),
      ...deadlineJobs(dependencies, key, value, report),
    ],
  };
}

function messageOf(
  { clock }: GatewayDependencies,
  { latest, acceptance, given }: OwnMessage,
  before: MessageRecord | undefined,
): MessageRecord {
  const { header, envelopeDigest } = latest;
  const { globalAssuranceLevel, authenticationDetails } = acceptance.payload.senderDetails.assuranceLevelsDetails;
  return {
    direction: 'outbound',
    messageId: header.messageId,
    sender: header.sender,
    recipient: header.recipient,
    lane: header.lane,
    state: 'accepted',
    terminal: false,
    step: 'transmitted',
    createdAt: header.submissionTime,
    submissionTime: header.submissionTime,
    senderAssurance: { level: globalAssuranceLevel.assuranceLevel, ...authenticationDetails },
    nextIssuerSequence: 1,
    wrappedKey: '',
    ...before,
    changedAt: clock.now().toISOString(),
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
    ...(given.registered === undefined ? {} : { conversation: given.registered.conversation }),
    ...(given.packageLength === undefined ? {} : { packageLength: given.packageLength }),
    ...(acceptance.summary.sealedContentDigest === undefined ? {} : { firstSealedDigest: acceptance.summary.sealedContentDigest }),
  };
}

/** A.1 under the salt it was logged with: it travels with that one, and its proof must fit. */
function storedAcceptance(
  dependencies: GatewayDependencies,
  { key, acceptance, given }: OwnMessage,
  set: EvidenceSet,
): Required<Pick<Change, 'rows' | 'leaves'>> {
  const { evidenceIdentifier } = acceptance.summary;
  if (set.rows.some((row) => row.key === evidenceIdentifier)) return { rows: [], leaves: [] };
  const { salt } = given.submissionAcceptance;
  const record: EvidenceRecord = {
    messageKey: key,
    event: 'SubmissionAcceptance',
    evidenceDigest: acceptance.evidenceDigest,
    storedAt: dependencies.clock.now().toISOString(),
    source: 'own',
    jws: serializeJws(acceptance.jws).toString('utf8'),
    summary: JSON.stringify(acceptance.summary),
    salt,
    ownSalt: salt,
  };
  return {
    rows: [{ table: 'evidence', key: evidenceIdentifier, expect: 0, value: record }],
    leaves: [logLeafWithSalt('evidence', Buffer.from(acceptance.evidenceDigest, 'hex'), Buffer.from(salt, 'hex'))],
  };
}

function envelopeRow(key: string, { envelopeDigest, header, jws }: VerifiedEnvelope): RowChange {
  const { sealGeneration, headerGeneration, route } = header;
  const value = {
    messageKey: key,
    sealGeneration,
    headerGeneration,
    sealedDigest: header.sealedContent.sha256,
    route,
    jws: serializeJws(jws).toString('utf8'),
  };
  return { table: 'envelopes', key: envelopeDigest, expect: 0, value };
}

/** The client that submitted it may come again with the same Idempotency-Key: it gets this message, and not another one. */
async function submissionRow(
  { ledger, clock }: GatewayDependencies,
  own: OwnMessage,
  row: Row<'messages'> | undefined,
): Promise<RowChange[]> {
  const { nonce } = own.given;
  if (nonce === undefined || row !== undefined) return [];
  const key = recoveredSubmissionKey(nonce);
  if ((await ledger.get('idempotency', key)) !== undefined) return [];
  const response = JSON.stringify({ messageId: own.latest.header.messageId });
  return [
    { table: 'idempotency', key, expect: 0, value: { requestDigest: '', status: 202, response, createdAt: clock.now().toISOString() } },
  ];
}

/** The number that the case had is its number again. */
async function registerRows(dependencies: GatewayDependencies, { given, latest }: OwnMessage): Promise<RowChange[]> {
  if (given.registered === undefined) return [];
  const { recipient: peer, submissionTime } = latest.header;
  return adoptedNumberRows(dependencies, { peer, submissionTime, registered: given.registered });
}

function relayDeadline({ settings }: GatewayDependencies, key: string, { header }: VerifiedEnvelope) {
  const dueAt = Date.parse(header.deadlines.relay) + settings.deadlineSkew;
  const job = { id: jobIdentifier('relay-deadline', key), kind: 'relay-deadline' as const, lane: header.lane, subject: key, dueAt };
  return { operation: 'ensure' as const, job };
}

function notOurs(): GatewayError {
  return new GatewayError('evidence-not-acceptable', 'what the peer gave back is not a message of ours to it');
}
