import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import { type Assurance, type BuiltEvidence, buildEvidence, type MessageFacts } from '../../evidence/build.ts';
import { EVENTS, type EventName } from '../../evidence/event.ts';
import { headsOf } from '../../evidence/order.ts';
import type { ReasonName } from '../../evidence/reason.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import { transportOutcome } from '../../evidence/transport-state.ts';
import type { Change, FeedAppend, Row } from '../../store/contracts/ledger.ts';
import type { JobChange } from '../../store/contracts/outbox.ts';
import type { EvidenceRecord, MessageRecord } from '../../store/contracts/records.ts';
import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { jobIdentifier, newEvidenceIdentifier } from '../identifiers.ts';
import { logLeaf } from '../log-leaf.ts';
import { CURRENT_SUITE, requireTrustedClock } from '../outbound/recipient-certificate.ts';
import { changesFeed, evidenceFeed } from './feeds.ts';

/** What a step states, and about which message. */
export interface Statement {
  event: EventName;
  reasons?: readonly ReasonName[];
  /** The message as read; version 0 for one that is being created by the same change. */
  message: Row<'messages'>;
  /** Evidence already stored about it. */
  known: readonly EvidenceSummary[];
  /** Digests of the headers we sent or accepted, the one in force included. */
  envelopes: ReadonlySet<string>;
  /** The header the event is about, when it is not the one in force. */
  about?: { envelopeDigest: string; sealGeneration: number; sealedDigest: string };
  /** Parts the issuer does not know, although the message row has a value for them. */
  withoutPackage?: boolean;
  recipientAssurance?: Assurance;
  /** Further fields of the message row that the same step changes. */
  patch?: Partial<MessageRecord>;
}

export interface IssuedEvidence {
  identifier: string;
  record: EvidenceRecord;
  summary: EvidenceSummary;
  message: MessageRecord;
  /** Rows, leaf, feeds and jobs to commit together with whatever else the step changes. */
  change: Required<Change>;
}

/**
 * Signs evidence and prepares everything that must be committed with it: the evidence row, the message row with its new state and
 * sequence number, the log leaf, the feeds, and the job that pushes it to the other side. Nothing is stored here: when the commit
 * fails because another writer was faster, the step re-reads and signs anew.
 */
export async function issueEvidence(dependencies: GatewayDependencies, statement: Statement): Promise<IssuedEvidence> {
  requireTrustedClock(dependencies);
  const eventTime = dependencies.clock.now();
  const before: MessageRecord = { ...statement.message.value, ...statement.patch };
  const identifier = newEvidenceIdentifier(dependencies.randomBytes);
  const built = await sign(dependencies, statement, before, { identifier, eventTime });
  const leaf = logLeaf('evidence', Buffer.from(built.evidenceDigest, 'hex'), dependencies);
  const record = recordOf(statement, built, leaf.salt, eventTime);
  const report = transportOutcome([...statement.known, built.summary], statement.envelopes);
  const message: MessageRecord = {
    ...before,
    nextIssuerSequence: before.nextIssuerSequence + 1,
    state: report.state,
    terminal: report.terminal,
    changedAt: eventTime.toISOString(),
  };
  const peer = message.direction === 'outbound' ? message.recipient : message.sender;
  return {
    identifier,
    record,
    summary: built.summary,
    message,
    change: {
      rows: [
        { table: 'messages', key: statement.message.key, expect: statement.message.version, value: message },
        { table: 'evidence', key: identifier, expect: 0, value: record },
      ],
      leaves: [leaf],
      feeds: feedsOf(statement, message, identifier, peer),
      jobs: pushJobs(statement, message, { identifier, peer, now: eventTime }),
    },
  };
}

async function sign(
  dependencies: GatewayDependencies,
  statement: Statement,
  message: MessageRecord,
  { identifier, eventTime }: { identifier: string; eventTime: Date },
): Promise<BuiltEvidence> {
  const { ledger, authority, logOrigin } = dependencies;
  // What we have seen of the other side's log goes under our signature: it cannot be rewritten behind that any more.
  const seen = await ledger.get('peers', message.sender === authority ? message.recipient : message.sender);
  const checkpoint = seen?.value.latestCheckpoint;
  return buildEvidence(
    {
      event: statement.event,
      evidenceIdentifier: identifier,
      eventTime,
      ...(statement.reasons === undefined ? {} : { reasons: statement.reasons }),
      message: factsOf(message, statement),
      issuer: authority,
      issuerSequence: message.nextIssuerSequence,
      previous: headsOf(statement.known),
      transactionLog: { origin: logOrigin, ...(checkpoint === undefined ? {} : { latestCheckpointSeenOfPeer: checkpoint }) },
    },
    dependencies.keys.signer('evidence'),
    eventTime,
  );
}

/** Evidence in the form in which it travels: always the same bytes for the same evidence. */
export function travelling(record: EvidenceRecord): TravellingEvidence {
  return { evidence: record.jws, salt: record.salt };
}

function recordOf(statement: Statement, built: BuiltEvidence, salt: Buffer, storedAt: Date): EvidenceRecord {
  return {
    messageKey: statement.message.key,
    event: statement.event,
    evidenceDigest: built.evidenceDigest,
    storedAt: storedAt.toISOString(),
    source: 'own',
    jws: serializeJws(built.jws).toString('utf8'),
    summary: JSON.stringify(built.summary),
    salt: salt.toString('hex'),
    ownSalt: salt.toString('hex'),
  };
}

function factsOf(message: MessageRecord, statement: Statement): MessageFacts {
  const envelopeDigest = statement.about?.envelopeDigest ?? message.envelopeDigest;
  const sealedDigest = statement.about?.sealedDigest ?? message.sealedDigest;
  return {
    messageId: message.messageId,
    sender: message.sender,
    senderAssurance: message.senderAssurance,
    recipient: message.recipient,
    ...(statement.recipientAssurance === undefined ? {} : { recipientAssurance: statement.recipientAssurance }),
    submissionTime: message.submissionTime,
    suite: message.suite ?? CURRENT_SUITE,
    sealGeneration: statement.about?.sealGeneration ?? message.sealGeneration,
    ...(envelopeDigest === undefined ? {} : { envelopeDigest }),
    ...(sealedDigest === undefined ? {} : { sealedContentDigest: sealedDigest }),
    ...(message.packageCommitment === undefined || statement.withoutPackage === true ? {} : { packageDigest: message.packageCommitment }),
  };
}

function feedsOf(statement: Statement, message: MessageRecord, identifier: string, peer: string): FeedAppend[] {
  const feeds = [changesFeed(statement.message.key, message.state)];
  // A.1 travels with its message and A.2 not at all; everything else can also be pulled.
  return EVENTS[statement.event].code?.startsWith('A.') === true ? feeds : [...feeds, evidenceFeed(peer, identifier)];
}

/** B.1 and B.2 are the answer to the delivery itself; all else is pushed until the other side has it. */
function pushJobs(statement: Statement, message: MessageRecord, push: { identifier: string; peer: string; now: Date }): JobChange[] {
  const answered = statement.event === 'RelayAcceptance' || statement.event === 'RelayRejection';
  if (answered || EVENTS[statement.event].code?.startsWith('A.') === true) return [];
  return [
    {
      operation: 'add',
      job: {
        id: jobIdentifier('return-evidence', statement.message.key, push.identifier),
        kind: 'return-evidence',
        lane: message.lane,
        subject: statement.message.key,
        detail: push.identifier,
        peer: push.peer,
        dueAt: push.now.getTime(),
      },
    },
  ];
}
