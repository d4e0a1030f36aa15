import type { EventName } from './event.ts';

/**
 * Reason codes of evidence. Texts in the languages of the users stand in the gateway's table. ETSI URIs are used where EN 319 522-2
 * lists them for the relay events; its lists for the other events could not be had, so those reasons are our own URIs, to be mapped
 * when the lists are at hand. A reason is a code and never free text: free text is where particulars of a case would leak.
 */

export interface ReasonRow {
  readonly uri: string;
  /** Events that may state it. */
  readonly events: readonly EventName[];
}

const ETSI_REASON = 'http://uri.etsi.org/19522/EventReason/';
const OWN_REASON = 'urn:valija:reason:';

const etsi = (name: string, ...events: EventName[]): ReasonRow => ({ uri: `${ETSI_REASON}${name}`, events });
const own = (name: string, ...events: EventName[]): ReasonRow => ({ uri: `${OWN_REASON}${name}`, events });

export const REASONS = {
  // Relay events, with the URIs of EN 319 522-2.
  'message-relayed': etsi('S_ERDS_MessageSuccessfullyRelayed', 'RelayAcceptance'),
  'message-rejected': etsi('R_ERDS_MessageRejected', 'RelayRejection'),
  'message-rejected-for-malware': etsi('R_ERDS_MessageRejectedForMalware', 'RelayRejection'),
  'message-rejected-for-invalid-signature': etsi('R_ERDS_MessageRejectedForInvalidSignature', 'RelayRejection'),
  'message-rejected-for-invalid-certificate': etsi('R_ERDS_MessageRejectedForInvalidCertificate', 'RelayRejection'),
  'policy-violation': etsi('R_ERDS_PolicyViolation', 'RelayRejection'),
  'recipient-not-registered': etsi('MessageNotAcceptedForUnregisteredRecipient', 'RelayRejection'),
  'recipient-service-malfunction': etsi('R_ERDS_Malfunction', 'RelayFailure'),
  'recipient-service-not-identified': etsi('R_ERDS_NotIdentified', 'RelayFailure'),
  'recipient-service-unreachable': etsi('R_ERDS_Unreachable', 'RelayFailure'),
  'recipient-unknown': etsi('UnknownRecipient', 'RelayFailure'),
  'no-relay-answer': etsi('S_ERDSP_ReceivedNoRelayAcceptanceInfoFromR_ERDSP', 'RelayFailure'),

  // Relay events, our own: given next to one of the above where they say more.
  'content-digest-mismatch': own('content-digest-mismatch', 'RelayRejection'),
  'duplicate-with-other-content': own('duplicate-with-other-content', 'RelayRejection'),
  'message-expired': own('message-expired', 'RelayRejection', 'SubmissionRejection'),
  'size-limit-exceeded': own('size-limit-exceeded', 'RelayRejection', 'SubmissionRejection', 'ContentConsignmentFailure'),
  'suite-not-supported': own('suite-not-supported', 'RelayRejection', 'SubmissionRejection'),
  'recipient-key-unknown': own('recipient-key-unknown', 'RelayRejection'),

  // A.2: the message could not be prepared.
  'letter-unreadable': own('letter-unreadable', 'SubmissionRejection'),
  'letter-encrypted': own('letter-encrypted', 'SubmissionRejection'),
  'letter-not-signable': own('letter-not-signable', 'SubmissionRejection'),
  'package-not-built': own('package-not-built', 'SubmissionRejection'),
  'recipient-not-in-directory': own('recipient-not-in-directory', 'SubmissionRejection'),
  'recipient-certificate-unusable': own('recipient-certificate-unusable', 'SubmissionRejection'),
  'own-certificate-unusable': own('own-certificate-unusable', 'SubmissionRejection'),
  'withdrawn-by-sender': own('withdrawn-by-sender', 'SubmissionRejection'),

  // D.1: consigned, with something the reader must know.
  'consigned-revocation-unknown': own('consigned-revocation-unknown', 'ContentConsignment'),
  'consigned-unstamped': own('consigned-unstamped', 'ContentConsignment'),

  // D.2: opened, and not fit to be made available.
  'decryption-failed': own('decryption-failed', 'ContentConsignmentFailure'),
  'package-malformed': own('package-malformed', 'ContentConsignmentFailure'),
  'package-commitment-mismatch': own('package-commitment-mismatch', 'ContentConsignmentFailure'),
  'package-header-disagree': own('package-header-disagree', 'ContentConsignmentFailure'),
  'package-other-environment': own('package-other-environment', 'ContentConsignmentFailure'),
  'package-signature-invalid': own('package-signature-invalid', 'ContentConsignmentFailure'),
  'package-certificate-invalid': own('package-certificate-invalid', 'ContentConsignmentFailure'),
  'package-certificate-revoked': own('package-certificate-revoked', 'ContentConsignmentFailure'),
  'package-timestamp-invalid': own('package-timestamp-invalid', 'ContentConsignmentFailure'),

  // D.4, E.2 and the sender's statements about silence.
  'notification-failed': own('notification-failed', 'ConsignmentNotificationFailure'),
  'not-collected-by-deadline': own('not-collected-by-deadline', 'ContentHandoverFailure'),
  'no-consignment-answer': own('no-consignment-answer', 'DeliveryUnconfirmed'),
  'no-handover-answer': own('no-handover-answer', 'HandoverUnconfirmed'),
} as const satisfies Readonly<Record<string, ReasonRow>>;

export type ReasonName = keyof typeof REASONS;

const BY_URI: ReadonlyMap<string, ReasonName> = new Map((Object.keys(REASONS) as ReasonName[]).map((name) => [REASONS[name].uri, name]));

/** The reason with that URI, where it is one we know: a peer with a newer version may state others, which are kept and shown as they are. */
export function reasonByUri(uri: string): ReasonName | undefined {
  return BY_URI.get(uri);
}
