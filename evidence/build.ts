import type { FlattenedJws } from '../crypto/jades/flattened-jws.ts';
import type { Signer } from '../crypto/signer.ts';
import { requireIssuer } from './acceptance.ts';
import { EvidenceError } from './error.ts';
import { EVENTS, type EventName } from './event.ts';
import { splitIdentifier } from './identifier.ts';
import { REASONS, type ReasonName } from './reason.ts';
import {
  CHAIN_EXTENSION,
  EVIDENCE_VERSION,
  type EvidencePayload,
  PACKAGE,
  PACKAGE_TYPE,
  SEALED_CONTENT,
  SEALED_CONTENT_TYPE,
  SHA256_URI,
  TRANSFER_EXTENSION,
} from './schema.ts';
import { digestOf, EVIDENCE_TYPE, signObject } from './signed-object.ts';
import { type EvidenceSummary, type PreviousEvidence, summarize } from './summary.ts';
import { readEvidencePayload } from './verify.ts';

/** Policy under which evidence is issued: an identifier of our own arc (a UUID as ITU-T X.667 section 7 allows). */
export const EVIDENCE_POLICY = 'urn:oid:2.25.292245013301586807612120975554378882646';

/** How, when and how well somebody was authenticated. URIs; the time is RFC 3339 in UTC. */
export interface Assurance {
  readonly level: string;
  readonly authenticationMethod: string;
  readonly authenticationTime: string;
}

/** What evidence says about the message. Digests are lower-case hexadecimal SHA-256. */
export interface MessageFacts {
  readonly messageId: string;
  readonly sender: string;
  readonly senderAssurance: Assurance;
  readonly recipient: string;
  /** Needed for E.1, where whoever took the content over was authenticated. */
  readonly recipientAssurance?: Assurance;
  readonly submissionTime: string;
  readonly suite: string;
  readonly sealGeneration: number;
  /** From B on: the envelope the event is about. */
  readonly envelopeDigest?: string;
  /** Give what the issuer knows; parts that the event never lists are left out (see `PARTS`). */
  readonly sealedContentDigest?: string;
  readonly packageDigest?: string;
}

export interface EvidenceFacts {
  readonly event: EventName;
  /** `urn:uuid:` and a fresh UUID. */
  readonly evidenceIdentifier: string;
  readonly eventTime: Date;
  readonly reasons?: readonly ReasonName[];
  readonly message: MessageFacts;
  readonly issuer: string;
  readonly policies?: readonly string[];
  /** From 1, without gaps, for each issuer and message. */
  readonly issuerSequence: number;
  /** The heads of the graph as the issuer knows it (`headsOf` in order.ts). */
  readonly previous: readonly PreviousEvidence[];
  /** Place on the route, when the issuer is a relay. */
  readonly hop?: number;
  readonly transactionLog?: { readonly origin: string; readonly latestCheckpointSeenOfPeer?: string };
}

export interface BuiltEvidence {
  readonly jws: FlattenedJws;
  readonly evidenceDigest: string;
  readonly payload: EvidencePayload;
  readonly summary: EvidenceSummary;
}

/**
 * Builds evidence from facts and signs it with the issuer's evidence key. What would not verify is not signed: the payload passes
 * the same checks as received evidence first.
 *
 * @throws EvidenceError with disposition `operator`: `evidence-malformed`, `evidence-reason-not-allowed`,
 *   `evidence-issuer-not-allowed`, `evidence-hop-not-allowed`, `identifier-malformed`
 */
export async function buildEvidence(facts: EvidenceFacts, signer: Signer, issuedAt: Date): Promise<BuiltEvidence> {
  const payload = buildEvidencePayload(facts, signer.certificate.der);
  const jws = await signObject(payload, EVIDENCE_TYPE, signer, issuedAt);
  const evidenceDigest = digestOf(jws);
  return { jws, evidenceDigest, payload, summary: summarize(payload, evidenceDigest) };
}

/** The payload `buildEvidence` signs; the certificate is that of the signer, in DER. */
export function buildEvidencePayload(facts: EvidenceFacts, certificate: Buffer): EvidencePayload {
  try {
    requireReasons(facts);
    const payload = readEvidencePayload(assemble(facts, certificate));
    requireIssuer(summarize(payload, ''));
    return payload;
  } catch (error) {
    // The same faults that make received evidence worthless are, in our own, faults of this installation.
    if (error instanceof EvidenceError) throw new EvidenceError(error.code, error.message, { cause: error, disposition: 'operator' });
    throw error;
  }
}

function requireReasons(facts: EvidenceFacts): void {
  for (const reason of facts.reasons ?? []) {
    const events: readonly EventName[] = REASONS[reason].events;
    if (!events.includes(facts.event))
      throw new EvidenceError('evidence-reason-not-allowed', `${reason} is not a reason of ${facts.event}`);
  }
}

/** Parts that evidence of each kind can list: a receipt about the transfer speaks of sealed content alone, one about content of both. */
const PARTS: Readonly<Record<EventName, readonly (typeof SEALED_CONTENT | typeof PACKAGE)[]>> = {
  SubmissionAcceptance: [SEALED_CONTENT, PACKAGE],
  SubmissionRejection: [PACKAGE],
  RelayAcceptance: [SEALED_CONTENT],
  RelayRejection: [SEALED_CONTENT],
  RelayFailure: [SEALED_CONTENT],
  ContentConsignment: [SEALED_CONTENT, PACKAGE],
  ContentConsignmentFailure: [SEALED_CONTENT, PACKAGE],
  ConsignmentNotification: [SEALED_CONTENT, PACKAGE],
  ConsignmentNotificationFailure: [SEALED_CONTENT, PACKAGE],
  ContentHandover: [SEALED_CONTENT, PACKAGE],
  ContentHandoverFailure: [SEALED_CONTENT, PACKAGE],
  DeliveryUnconfirmed: [SEALED_CONTENT, PACKAGE],
  HandoverUnconfirmed: [SEALED_CONTENT, PACKAGE],
};

function assemble(facts: EvidenceFacts, certificate: Buffer): object {
  const { message } = facts;
  const issuer = splitIdentifier(facts.issuer);
  return {
    version: EVIDENCE_VERSION,
    evidenceIdentifier: facts.evidenceIdentifier,
    erdsEventId: EVENTS[facts.event].uri,
    ...(facts.reasons === undefined || facts.reasons.length === 0
      ? {}
      : { eventReasons: { eventReason: facts.reasons.map((reason) => ({ code: REASONS[reason].uri })) } }),
    eventTime: facts.eventTime.toISOString(),
    evidenceIssuerPolicyId: { policyId: facts.policies ?? [EVIDENCE_POLICY] },
    evidenceIssuerDetails: {
      identity: { attribute: [{ name: issuer.identifierSchemeName, attributeValue: [issuer.value] }] },
      certificateDetails: [{ x509Certificate: certificate.toString('base64') }],
    },
    senderDetails: partyDetails(message.sender, message.senderAssurance),
    recipientDetails: [partyDetails(message.recipient, message.recipientAssurance)],
    submissionTime: message.submissionTime,
    evidenceRefersToRecipient: 1,
    messageIdentifier: message.messageId,
    userContentInfo: contentInfo(facts),
    ...(facts.transactionLog === undefined ? {} : { transactionLogInformation: { transactionLog: [facts.transactionLog] } }),
    extensions: [chainExtension(facts), transferExtension(facts)],
  };
}

function partyDetails(identifier: string, assurance: Assurance | undefined): object {
  const named = { identifier: splitIdentifier(identifier) };
  if (assurance === undefined) return named;
  const { level, authenticationTime, authenticationMethod } = assurance;
  return {
    ...named,
    assuranceLevelsDetails: {
      globalAssuranceLevel: { assuranceLevel: level },
      authenticationDetails: { authenticationTime, authenticationMethod },
    },
  };
}

function contentInfo({ event, message }: EvidenceFacts): object {
  const known = {
    [SEALED_CONTENT]: { digest: message.sealedContentDigest, contentType: SEALED_CONTENT_TYPE },
    [PACKAGE]: { digest: message.packageDigest, contentType: PACKAGE_TYPE },
  };
  const partsInfo = PARTS[event].flatMap((identifier) => {
    const { digest, contentType } = known[identifier];
    if (digest === undefined) return [];
    return [
      { identifier, contentType, digestMethod: { algorithm: SHA256_URI }, digestValue: Buffer.from(digest, 'hex').toString('base64') },
    ];
  });
  return { composingParts: partsInfo.length, partsInfo };
}

function chainExtension({ issuerSequence, previous }: EvidenceFacts): object {
  return {
    isCritical: true,
    type: CHAIN_EXTENSION,
    issuerSequence,
    previous: previous.map(({ evidenceDigest, issuer }) => ({ evidenceDigest, issuer })),
  };
}

function transferExtension({ event, message, hop }: EvidenceFacts): object {
  const beforeSending = EVENTS[event].code?.startsWith('A.') ?? false;
  return {
    isCritical: true,
    type: TRANSFER_EXTENSION,
    suite: message.suite,
    sealGeneration: message.sealGeneration,
    ...(beforeSending ? {} : { envelopeDigest: message.envelopeDigest }),
    ...(hop === undefined ? {} : { hop }),
  };
}
