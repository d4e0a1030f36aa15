import * as z from 'zod';
import { EVENTS } from './event.ts';
import {
  EVIDENCE_IDENTIFIER,
  HEXADECIMAL_DIGEST,
  IDENTIFIER_SCHEME,
  IDENTIFIER_VALUE,
  MESSAGE_IDENTIFIER,
  PARTY_IDENTIFIER,
} from './identifier.ts';

/**
 * The payload of evidence: the components of EN 319 522-2 section 8 under the names of its XML schema, one to one, in
 * lowerCamelCase. More is mandatory here than there, because a court needs it: reasons on everything negative, identifiers with
 * their scheme, assurance level, message, digests and time of submission. What the standard has no name for stands in extensions.
 * `appLayerIdentifier` is left out on purpose: it would carry case numbers.
 */

export const EVIDENCE_VERSION = 'EN319522v1.1.1';
export const CHAIN_EXTENSION = 'urn:valija:chain:1';
export const TRANSFER_EXTENSION = 'urn:valija:transfer:1';
export const SEALED_CONTENT = 'sealed-content';
export const PACKAGE = 'package';
export const SEALED_CONTENT_TYPE = 'application/cms';
export const PACKAGE_TYPE = 'application/vnd.etsi.asic-e+zip';
export const SHA256_URI = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const MAXIMUM_PREVIOUS = 16;

/** RFC 3339 in UTC, to the second or the millisecond. */
export const instant = z.iso.datetime({ offset: false }).regex(/:\d\d(?:\.\d{3})?Z$/);
export const partyIdentifier = z.string().regex(PARTY_IDENTIFIER);
export const hexadecimalDigest = z.string().regex(HEXADECIMAL_DIGEST);
export const messageIdentifier = z.string().regex(MESSAGE_IDENTIFIER);
export const suiteIdentifier = z.string().regex(/^[0-9]{4}[a-z]$/);
export const generation = z.int().min(0).max(100_000);
/** A C2SP signed note. */
export const checkpoint = z.string().min(1).max(4_096);

const uri = z.string().regex(/^(?:https?:\/\/|urn:)[!-~]{1,200}$/);
const policy = z.string().regex(/^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]{0,39})){1,20}$/);
const policies = z.strictObject({ policyId: z.array(policy).min(1).max(4) });

const identifier = z.strictObject({ value: z.string().regex(IDENTIFIER_VALUE), identifierSchemeName: z.string().regex(IDENTIFIER_SCHEME) });
const assuranceLevels = z.strictObject({
  globalAssuranceLevel: z.strictObject({ assuranceLevel: uri, policyId: policy.optional() }),
  authenticationDetails: z.strictObject({ authenticationTime: instant, authenticationMethod: uri }),
});
const assuredParty = z.strictObject({ identifier, assuranceLevelsDetails: assuranceLevels });
const namedParty = z.strictObject({ identifier, assuranceLevelsDetails: assuranceLevels.optional() });

/** The attribute's name is the identifier scheme, its one value the identifier's value. */
const issuer = z.strictObject({
  identity: z.strictObject({
    attribute: z.tuple([
      z.strictObject({ name: z.string().regex(IDENTIFIER_SCHEME), attributeValue: z.tuple([z.string().regex(IDENTIFIER_VALUE)]) }),
    ]),
  }),
  certificateDetails: z.tuple([z.strictObject({ x509Certificate: z.base64().min(64).max(16_384) })]),
});

const reasonUri = z.string().regex(/^(?:http:\/\/uri\.etsi\.org\/19522\/EventReason\/|urn:valija:reason:)[A-Za-z0-9_.-]{1,100}$/);
const reasons = z.strictObject({
  eventReason: z
    .array(z.strictObject({ code: reasonUri }))
    .min(1)
    .max(16),
});

const part = <Name extends string, Type extends string>(name: Name, contentType: Type) =>
  z.strictObject({
    identifier: z.literal(name),
    contentType: z.literal(contentType),
    digestMethod: z.strictObject({ algorithm: z.literal(SHA256_URI) }),
    digestValue: z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/),
  });
const sealedPart = part(SEALED_CONTENT, SEALED_CONTENT_TYPE);
const packagePart = part(PACKAGE, PACKAGE_TYPE);

const noContent = z.strictObject({ composingParts: z.literal(0), partsInfo: z.tuple([]) });
const packageAlone = z.strictObject({ composingParts: z.literal(1), partsInfo: z.tuple([packagePart]) });
const sealedAlone = z.strictObject({ composingParts: z.literal(1), partsInfo: z.tuple([sealedPart]) });
const sealedAndPackage = z.strictObject({ composingParts: z.literal(2), partsInfo: z.tuple([sealedPart, packagePart]) });

const chain = z.strictObject({
  isCritical: z.literal(true),
  type: z.literal(CHAIN_EXTENSION),
  /** Counts the issuer's evidence about this message. */
  issuerSequence: z.int().min(1).max(100_000),
  previous: z.array(z.strictObject({ evidenceDigest: hexadecimalDigest, issuer: partyIdentifier })).max(MAXIMUM_PREVIOUS),
});

const transferBase = {
  isCritical: z.literal(true),
  type: z.literal(TRANSFER_EXTENSION),
  suite: suiteIdentifier,
  sealGeneration: generation,
};
const transferBeforeSending = z.strictObject(transferBase);
const transferSent = z.strictObject({ ...transferBase, envelopeDigest: hexadecimalDigest });
/** `hop` is the issuer's place on the route (the sender is 0): evidence of a relay about its own hop. */
const transferOverHop = z.strictObject({ ...transferBase, envelopeDigest: hexadecimalDigest, hop: z.int().min(1).max(14).optional() });

/** Somebody's additions that may be read over; never under the names of ours. */
const otherExtension = z.looseObject({
  isCritical: z.literal(false),
  type: z.string().regex(/^(?!urn:valija:(?:chain|transfer):)(?:https?:\/\/|urn:)[!-~]{1,200}$/),
});

const beforeSending = z.tuple([chain, transferBeforeSending], otherExtension);
const sent = z.tuple([chain, transferSent], otherExtension);
const overHop = z.tuple([chain, transferOverHop], otherExtension);

const common = {
  version: z.literal(EVIDENCE_VERSION),
  evidenceIdentifier: z.string().regex(EVIDENCE_IDENTIFIER),
  eventTime: instant,
  evidenceIssuerPolicyId: policies,
  evidenceIssuerDetails: issuer,
  senderDetails: assuredParty,
  recipientDetails: z.tuple([namedParty]),
  submissionTime: instant,
  evidenceRefersToRecipient: z.literal(1),
  messageIdentifier,
  transactionLogInformation: z
    .strictObject({
      transactionLog: z.tuple([
        z.strictObject({ origin: z.string().regex(/^[!-~]{1,128}$/), latestCheckpointSeenOfPeer: checkpoint.optional() }),
      ]),
    })
    .optional(),
};

const positive = { eventReasons: reasons.optional() };
const negative = { eventReasons: reasons };
const event = <Uri extends string>(eventUri: Uri) => ({ erdsEventId: z.literal(eventUri) });

/** The wire schema, one strict object per event. Unknown critical extensions are looked for before it is applied (`verify.ts`). */
export const evidencePayload = z.discriminatedUnion('erdsEventId', [
  z.strictObject({
    ...common,
    ...event(EVENTS.SubmissionAcceptance.uri),
    ...positive,
    userContentInfo: sealedAndPackage,
    extensions: beforeSending,
  }),
  z.strictObject({
    ...common,
    ...event(EVENTS.SubmissionRejection.uri),
    ...negative,
    userContentInfo: z.discriminatedUnion('composingParts', [noContent, packageAlone]),
    extensions: beforeSending,
  }),
  z.strictObject({ ...common, ...event(EVENTS.RelayAcceptance.uri), ...positive, userContentInfo: sealedAlone, extensions: overHop }),
  z.strictObject({ ...common, ...event(EVENTS.RelayRejection.uri), ...negative, userContentInfo: sealedAlone, extensions: overHop }),
  z.strictObject({ ...common, ...event(EVENTS.RelayFailure.uri), ...negative, userContentInfo: sealedAlone, extensions: overHop }),
  z.strictObject({ ...common, ...event(EVENTS.ContentConsignment.uri), ...positive, userContentInfo: sealedAndPackage, extensions: sent }),
  z.strictObject({
    ...common,
    ...event(EVENTS.ContentConsignmentFailure.uri),
    ...negative,
    userContentInfo: z.discriminatedUnion('composingParts', [sealedAlone, sealedAndPackage]),
    extensions: sent,
  }),
  z.strictObject({
    ...common,
    ...event(EVENTS.ConsignmentNotification.uri),
    ...positive,
    userContentInfo: sealedAndPackage,
    extensions: sent,
  }),
  z.strictObject({
    ...common,
    ...event(EVENTS.ConsignmentNotificationFailure.uri),
    ...negative,
    userContentInfo: sealedAndPackage,
    extensions: sent,
  }),
  z.strictObject({
    ...common,
    ...event(EVENTS.ContentHandover.uri),
    ...positive,
    // The officer or system that took the content over was authenticated: how well belongs in the receipt.
    recipientDetails: z.tuple([assuredParty]),
    userContentInfo: sealedAndPackage,
    extensions: sent,
  }),
  z.strictObject({
    ...common,
    ...event(EVENTS.ContentHandoverFailure.uri),
    ...negative,
    userContentInfo: sealedAndPackage,
    extensions: sent,
  }),
  z.strictObject({ ...common, ...event(EVENTS.DeliveryUnconfirmed.uri), ...negative, userContentInfo: sealedAndPackage, extensions: sent }),
  z.strictObject({ ...common, ...event(EVENTS.HandoverUnconfirmed.uri), ...negative, userContentInfo: sealedAndPackage, extensions: sent }),
]);

export type EvidencePayload = z.infer<typeof evidencePayload>;

/** Where a value departs from a schema, as paths and rules; values are never repeated, they may be confidential. */
export function describeFaults(error: z.ZodError): string {
  const faults = error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.code}`);
  return faults.join('; ');
}
