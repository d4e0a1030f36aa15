import { type EventName, eventByUri, type IssuerRole } from './event.ts';
import { joinIdentifier } from './identifier.ts';
import { type EvidencePayload, SEALED_CONTENT } from './schema.ts';

/** Reference to an earlier piece of evidence of the same message. */
export interface PreviousEvidence {
  /** Lower-case hexadecimal `evidenceDigest`. */
  readonly evidenceDigest: string;
  readonly issuer: string;
}

/**
 * What order, acceptance and state need to know of one piece of verified evidence: small and plain, so that a ledger can keep it
 * beside the signed object and nothing has to be parsed again. Digests are lower-case hexadecimal, times RFC 3339 in UTC.
 */
export interface EvidenceSummary {
  readonly evidenceDigest: string;
  readonly evidenceIdentifier: string;
  readonly messageId: string;
  readonly event: EventName;
  readonly sender: string;
  readonly recipient: string;
  readonly issuer: string;
  readonly role: IssuerRole;
  /** Place of the issuing relay on the route; only in evidence of relays. */
  readonly hop?: number;
  readonly eventTime: string;
  readonly submissionTime: string;
  readonly issuerSequence: number;
  readonly previous: readonly PreviousEvidence[];
  readonly suite: string;
  readonly sealGeneration: number;
  /** Absent in A.1 and A.2, which are signed before there is an envelope. */
  readonly envelopeDigest?: string;
  readonly sealedContentDigest?: string;
  readonly packageDigest?: string;
  /** URIs, as stated. */
  readonly reasons: readonly string[];
}

/** Which part an issuer plays in a message between these two. */
export function roleOfIssuer(issuer: string, sender: string, recipient: string): IssuerRole {
  if (issuer === sender) return 'sender';
  return issuer === recipient ? 'recipient' : 'relay';
}

/** Summarises a payload that has passed the schema. */
export function summarize(payload: EvidencePayload, evidenceDigest: string): EvidenceSummary {
  const event = eventByUri(payload.erdsEventId);
  if (event === undefined) throw new TypeError('the schema lets through an event that is not in the table');
  const [attribute] = payload.evidenceIssuerDetails.identity.attribute;
  const issuer = joinIdentifier({ identifierSchemeName: attribute.name, value: attribute.attributeValue[0] });
  const sender = joinIdentifier(payload.senderDetails.identifier);
  const recipient = joinIdentifier(payload.recipientDetails[0].identifier);
  const [chain, transfer] = payload.extensions;
  return {
    evidenceDigest,
    evidenceIdentifier: payload.evidenceIdentifier,
    messageId: payload.messageIdentifier,
    event: event.name,
    sender,
    recipient,
    issuer,
    role: roleOfIssuer(issuer, sender, recipient),
    ...('hop' in transfer && transfer.hop !== undefined ? { hop: transfer.hop } : {}),
    eventTime: payload.eventTime,
    submissionTime: payload.submissionTime,
    issuerSequence: chain.issuerSequence,
    previous: chain.previous,
    suite: transfer.suite,
    sealGeneration: transfer.sealGeneration,
    ...('envelopeDigest' in transfer ? { envelopeDigest: transfer.envelopeDigest } : {}),
    ...digestsOf(payload),
    reasons: (payload.eventReasons?.eventReason ?? []).map((reason) => reason.code),
  };
}

function digestsOf(payload: EvidencePayload): Pick<EvidenceSummary, 'sealedContentDigest' | 'packageDigest'> {
  const digests: { sealedContentDigest?: string; packageDigest?: string } = {};
  for (const part of payload.userContentInfo.partsInfo) {
    const digest = Buffer.from(part.digestValue, 'base64').toString('hex');
    if (part.identifier === SEALED_CONTENT) digests.sealedContentDigest = digest;
    else digests.packageDigest = digest;
  }
  return digests;
}
