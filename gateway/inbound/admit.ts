import type { Certificate } from '../../crypto/x509/certificate.ts';
import { type VerifiedEnvelope, verifyEnvelope } from '../../evidence/envelope.ts';
import type { ReasonName } from '../../evidence/reason.ts';
import { requireSameMessage } from '../../evidence/same-message.ts';
import { type VerifiedEvidence, verifyEvidence } from '../../evidence/verify.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import { messageKey } from '../../store/contracts/records.ts';
import type { DecryptionKey } from '../contracts/key-store.ts';
import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { CURRENT_SUITE, requireTrustedClock, requireUsableDirectory } from '../outbound/recipient-certificate.ts';
import { requireRecovered } from '../recovery/recovery.ts';
import { authoriseCertificate, readableCertificate } from '../trust/authorised-certificate.ts';

/** A delivery before its content: the parts a peer sends first. */
export interface Delivery {
  /** The neighbour, as its TLS certificate shows it. */
  from: string;
  envelope: Buffer;
  submissionAcceptance: TravellingEvidence;
}

/** A delivery whose header and A.1 hold: everything from here on ends in evidence. */
export interface AdmittedDelivery {
  from: string;
  key: string;
  envelope: VerifiedEnvelope;
  acceptance: VerifiedEvidence;
  acceptanceSalt: string;
  /** The message row, where this message was received before. */
  earlier: Row<'messages'> | undefined;
  /** Why it cannot be accepted although it is genuine: B.2 has to be stated. */
  rejection: ReasonName | undefined;
}

/**
 * Checks a header before any octet of content is read (design section 3, receive): signature, the sender's envelope certificate, the
 * route, that the connection belongs to the previous hop, and A.1. Until these hold there is only a problem document, no evidence and
 * no row; faults of our own (clock, directory, revocation) ask the peer to come back.
 */
export async function admitDelivery(dependencies: GatewayDependencies, delivery: Delivery): Promise<AdmittedDelivery> {
  requireTrustedClock(dependencies);
  requireUsableDirectory(dependencies);
  requireRecovered(dependencies, delivery.from);
  const envelope = await admitEnvelope(dependencies, delivery);
  const acceptance = await admitAcceptance(dependencies, delivery, envelope);
  const key = messageKey('inbound', envelope.header.sender, envelope.header.messageId);
  const earlier = await dependencies.ledger.get('messages', key);
  const rejection = earlier === undefined ? rejectionOf(dependencies, envelope) : undefined;
  return { from: delivery.from, key, envelope, acceptance, acceptanceSalt: delivery.submissionAcceptance.salt, earlier, rejection };
}

/** Header, signer, route and previous hop alone: what a resumable transfer shows before its first octet. */
export async function admitEnvelope(
  dependencies: GatewayDependencies,
  delivery: Pick<Delivery, 'from' | 'envelope'>,
): Promise<VerifiedEnvelope> {
  const envelope = verifyEnvelope(delivery.envelope, { readCertificate: dependencies.readCertificate });
  requirePreviousHop(dependencies, envelope, delivery.from);
  // Judged now and not at the time the signer claims: the sender signs a header anew for every certificate it takes into use, and a
  // stolen key that was revoked could claim any time.
  const { certificate, header } = envelope;
  await requireAuthorised(dependencies, { authority: header.sender, role: 'envelope', certificate, at: dependencies.clock.now() });
  requireExpiryInRange(dependencies, header);
  return envelope;
}

/** The keys that may open the content, by the fingerprint in the header: several when a certificate was renewed for the same key. */
export function decryptionKeysFor(dependencies: GatewayDependencies, fingerprint: string): DecryptionKey[] {
  return dependencies.keys.decryptionKeys().filter((key) => key.certificate.spkiSha256.toString('hex') === fingerprint);
}

/** The header limits its deadlines by its own time of submission; this limits them by our clock. A later attempt may be in time. */
function requireExpiryInRange({ clock, settings }: GatewayDependencies, header: VerifiedEnvelope['header']): void {
  const latest = clock.now().getTime() + settings.maximumExpiry + settings.deadlineSkew;
  if (Date.parse(header.deadlines.handover) > latest) {
    throw new GatewayError('envelope-deadline-too-far', 'a deadline lies further ahead than this gateway takes');
  }
}

function requirePreviousHop(dependencies: GatewayDependencies, { header }: VerifiedEnvelope, from: string): void {
  const here = header.route.indexOf(dependencies.authority);
  if (here < 1 || header.recipient !== dependencies.authority) {
    throw new GatewayError('envelope-not-for-us', 'this gateway is not the recipient on the route');
  }
  if (header.route[here - 1] !== from) throw new GatewayError('peer-not-previous-hop', 'the connection is not that of the previous hop');
}

async function requireAuthorised(
  dependencies: GatewayDependencies,
  query: { authority: string; role: 'envelope' | 'evidence'; certificate: Certificate; at: Date },
): Promise<void> {
  const authorisation = await authoriseCertificate(dependencies, query);
  if (authorisation.verdict === 'PASSED') return;
  if (authorisation.verdict === 'INDETERMINATE') {
    throw new GatewayError('revocation-unknown', `certificate cannot be decided: ${authorisation.code ?? ''}`, { disposition: 'retry' });
  }
  const code = query.role === 'envelope' ? 'envelope-signer-not-authorised' : 'evidence-signer-not-authorised';
  throw new GatewayError(code, `certificate refused: ${authorisation.code ?? ''}`);
}

async function admitAcceptance(
  dependencies: GatewayDependencies,
  delivery: Delivery,
  envelope: VerifiedEnvelope,
): Promise<VerifiedEvidence> {
  const acceptance = verifyEvidence(Buffer.from(delivery.submissionAcceptance.evidence, 'utf8'), {
    readCertificate: dependencies.readCertificate,
  });
  const { header } = envelope;
  if (acceptance.summary.event !== 'SubmissionAcceptance' || !/^[0-9a-f]{64}$/.test(delivery.submissionAcceptance.salt)) {
    throw new GatewayError('submission-acceptance-mismatch', 'the evidence beside the header is not A.1 with its salt');
  }
  requireSameMessage(acceptance.summary, {
    messageId: header.messageId,
    sender: header.sender,
    recipient: header.recipient,
    packageCommitment: header.packageCommitment,
    // A.1 names the first sealing; a later one is compared by its package alone (design section 4, evidence).
    ...(header.sealGeneration === 0 ? { firstSealedContentDigest: header.sealedContent.sha256 } : {}),
    envelopes: new Map(),
  });
  const { certificate, issuedAt } = acceptance;
  await requireAuthorised(dependencies, { authority: header.sender, role: 'evidence', certificate, at: issuedAt });
  return acceptance;
}

/** Reasons of our own not to take a genuine message; stated as B.2, because time cannot mend them. */
function rejectionOf(dependencies: GatewayDependencies, { header }: VerifiedEnvelope): ReasonName | undefined {
  const { clock, settings } = dependencies;
  if (clock.now().getTime() > Date.parse(header.deadlines.relay) + settings.deadlineSkew) return 'message-expired';
  if (header.suite !== CURRENT_SUITE) return 'suite-not-supported';
  if (header.sealedContent.length > settings.maximumPackageLength) return 'size-limit-exceeded';
  if (decryptionKeysFor(dependencies, header.recipientKeyFingerprint).length > 0) return undefined;
  requireKeyNeverOurs(dependencies, header.recipientKeyFingerprint);
  return 'recipient-key-unknown';
}

/**
 * A key that the directory gives us is only missing here, perhaps while keys are renewed: the sender comes again, to the next key where
 * it finds one by then. Throws GatewayError `own-certificate-missing` (retry).
 */
function requireKeyNeverOurs(dependencies: GatewayDependencies, fingerprint: string): void {
  const records = dependencies.directory.authority(dependencies.authority)?.certificates ?? [];
  const certificates = records
    .filter(({ role }) => role === 'encryption')
    .map((record) => readableCertificate(dependencies, record.certificate));
  if (certificates.some((certificate) => certificate?.spkiSha256.toString('hex') === fingerprint)) {
    throw new GatewayError('own-certificate-missing', 'the directory lists this key of ours, and it is not here', { disposition: 'retry' });
  }
}
