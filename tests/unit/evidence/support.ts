import type { EvidenceFacts, MessageFacts } from '../../../evidence/build.ts';
import type { EnvelopeHeader } from '../../../evidence/envelope.ts';
import type { EventName } from '../../../evidence/event.ts';
import type { ReasonName } from '../../../evidence/reason.ts';
import { createTestIdentity } from '../jades/support.ts';

/** Invented authorities, identifiers and digests. */
export const SENDER = 'urn:valija:authority:xa-central';
export const RECIPIENT = 'urn:valija:authority:xb-central';
export const RELAY = 'urn:valija:relay:xr-1';
export const MESSAGE_ID = '01990000-0000-7000-8000-000000000001';
export const ENVELOPE = 'e'.repeat(64);
export const SEALED = 'a'.repeat(64);
export const PACKAGE = 'b'.repeat(64);

export const senderIdentity = createTestIdentity('p256', 'Invented Sender Evidence');
export const recipientIdentity = createTestIdentity('p256', 'Invented Recipient Evidence');

const assurance = {
  level: 'http://eidas.europa.eu/LoA/high',
  authenticationMethod: 'urn:valija:authentication:client-certificate',
  authenticationTime: '2026-11-20T06:59:58.000Z',
};

export const message: MessageFacts = {
  messageId: MESSAGE_ID,
  sender: SENDER,
  senderAssurance: assurance,
  recipient: RECIPIENT,
  recipientAssurance: assurance,
  submissionTime: '2026-11-20T07:00:00.000Z',
  suite: '2026a',
  sealGeneration: 0,
  envelopeDigest: ENVELOPE,
  sealedContentDigest: SEALED,
  packageDigest: PACKAGE,
};

const REASON_OF: Partial<Record<EventName, ReasonName>> = {
  SubmissionRejection: 'letter-encrypted',
  RelayAcceptance: 'message-relayed',
  RelayRejection: 'message-rejected',
  RelayFailure: 'no-relay-answer',
  ContentConsignmentFailure: 'decryption-failed',
  ConsignmentNotificationFailure: 'notification-failed',
  ContentHandoverFailure: 'not-collected-by-deadline',
  DeliveryUnconfirmed: 'no-consignment-answer',
  HandoverUnconfirmed: 'no-handover-answer',
};

const SENDER_EVENTS: readonly EventName[] = [
  'SubmissionAcceptance',
  'SubmissionRejection',
  'RelayFailure',
  'DeliveryUnconfirmed',
  'HandoverUnconfirmed',
];

export const isSenderEvent = (event: EventName) => SENDER_EVENTS.includes(event);
export const identityFor = (event: EventName) => (isSenderEvent(event) ? senderIdentity : recipientIdentity);
export const eventTime = new Date('2026-11-20T07:00:01.250Z');

export function factsOf(event: EventName, changes: Partial<EvidenceFacts> = {}): EvidenceFacts {
  const reason = REASON_OF[event];
  return {
    event,
    evidenceIdentifier: 'urn:uuid:7b0a3f4e-2f5c-4c7e-9d55-0c1a5d7f0001',
    eventTime,
    ...(reason === undefined ? {} : { reasons: [reason] }),
    message,
    issuer: isSenderEvent(event) ? SENDER : RECIPIENT,
    issuerSequence: 1,
    previous: [{ evidenceDigest: 'c'.repeat(64), issuer: SENDER }],
    ...changes,
  };
}

export const header: EnvelopeHeader = {
  format: 'valija-envelope/1',
  messageId: MESSAGE_ID,
  sender: SENDER,
  recipient: RECIPIENT,
  route: [SENDER, RECIPIENT],
  lane: 'ordinary',
  submissionTime: '2026-11-20T07:00:00.000Z',
  deadlines: { relay: '2026-11-23T07:00:00.000Z', consignment: '2026-11-25T07:00:00.000Z', handover: '2026-12-20T07:00:00.000Z' },
  consignmentMode: 'basic',
  suite: '2026a',
  recipientKeyFingerprint: 'd'.repeat(64),
  sealGeneration: 0,
  headerGeneration: 0,
  sealedContent: { sha256: SEALED, length: 10_240 },
  packageCommitment: PACKAGE,
  unstamped: false,
  latestCheckpointSeenOfPeer: 'xb-central.example/log\n3\nAAAA\n\n\u2014 xb-central.example/log AAAA\n',
};
