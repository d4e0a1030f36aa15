import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import { buildEvidence } from '../../evidence/build.ts';
import { type EnvelopeHeader, signEnvelope } from '../../evidence/envelope.ts';
import type { DeliverableContent, MessageDelivery } from '../../gateway/contracts/peer-transport.ts';
import { newEvidenceIdentifier, newMessageIdentifier } from '../../gateway/identifiers.ts';
import { clientCertificateAssurance } from '../../gateway/receipts/assurance.ts';
import type { FixtureGateway } from './gateway-fixture.ts';

const HOUR = 3_600_000;

export interface InventedDelivery extends MessageDelivery {
  header: EnvelopeHeader;
}

/**
 * A delivery signed by the sender's real keys over content that is not really sealed: reception never looks inside. `changes` apply
 * to the header before it is signed.
 */
export async function inventDelivery(
  sender: FixtureGateway,
  recipient: FixtureGateway,
  options: { content?: DeliverableContent; changes?: Partial<EnvelopeHeader>; messageId?: string } = {},
): Promise<InventedDelivery> {
  const now = sender.dependencies.clock.now();
  const content = options.content ?? contentOf(randomBytes(10_000));
  const [key] = recipient.dependencies.keys.decryptionKeys();
  const at = (hours: number): string => new Date(now.getTime() + hours * HOUR).toISOString();
  const header: EnvelopeHeader = {
    format: 'valija-envelope/1',
    messageId: options.messageId ?? newMessageIdentifier(now, randomBytes),
    sender: sender.identifier,
    recipient: recipient.identifier,
    route: [sender.identifier, recipient.identifier],
    lane: 'ordinary',
    submissionTime: now.toISOString(),
    deadlines: { relay: at(24), consignment: at(48), handover: at(72) },
    consignmentMode: 'basic',
    suite: '2026a',
    recipientKeyFingerprint: key?.certificate.spkiSha256.toString('hex') ?? '',
    sealGeneration: 0,
    headerGeneration: 0,
    sealedContent: { sha256: content.sha256, length: content.length },
    packageCommitment: createHash('sha256').update(content.sha256).digest('hex'),
    unstamped: false,
    ...options.changes,
  };
  const envelope = await signEnvelope(header, sender.dependencies.keys.signer('envelope'), now);
  const acceptance = await buildEvidence(
    {
      event: 'SubmissionAcceptance',
      evidenceIdentifier: newEvidenceIdentifier(randomBytes),
      eventTime: now,
      message: {
        messageId: header.messageId,
        sender: header.sender,
        senderAssurance: clientCertificateAssurance(now),
        recipient: header.recipient,
        submissionTime: header.submissionTime,
        suite: header.suite,
        sealGeneration: header.sealGeneration,
        sealedContentDigest: header.sealedContent.sha256,
        packageDigest: header.packageCommitment,
      },
      issuer: header.sender,
      issuerSequence: 1,
      previous: [],
    },
    sender.dependencies.keys.signer('evidence'),
    now,
  );
  return {
    header,
    envelope: serializeJws(envelope.jws).toString('utf8'),
    submissionAcceptance: { evidence: serializeJws(acceptance.jws).toString('utf8'), salt: randomBytes(32).toString('hex') },
    content,
  };
}

/** Content held in memory. */
export function contentOf(bytes: Buffer): DeliverableContent {
  return {
    length: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    async *open(start) {
      for (let offset = start; offset < bytes.length; offset += 65_536) yield bytes.subarray(offset, offset + 65_536);
    },
  };
}

/** Content of any length that is never held: a key stream, which can begin at any offset that is a multiple of 1 MiB or in between. */
export function streamedContent(length: number): DeliverableContent {
  const key = randomBytes(32);
  const PIECE = 1024 * 1024;
  const piece = (index: number): Buffer => {
    const counter = Buffer.alloc(16);
    counter.writeUInt32BE(index, 0);
    return createCipheriv('aes-256-ctr', key, counter).update(Buffer.alloc(Math.min(PIECE, length - index * PIECE)));
  };
  const hash = createHash('sha256');
  for (let index = 0; index * PIECE < length; index += 1) hash.update(piece(index));
  return {
    length,
    sha256: hash.digest('hex'),
    async *open(start) {
      for (let index = Math.floor(start / PIECE); index * PIECE < length; index += 1) {
        yield piece(index).subarray(Math.max(0, start - index * PIECE));
      }
    },
  };
}
