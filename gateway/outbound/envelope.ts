import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import { type EnvelopeHeader, signEnvelope } from '../../evidence/envelope.ts';
import type { EnvelopeRecord, MessageRecord } from '../../store/contracts/records.ts';
import { messageKey } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { CURRENT_SUITE } from './recipient-certificate.ts';

/** A signed header with the row that keeps it. */
export interface SignedEnvelope {
  envelopeDigest: string;
  record: EnvelopeRecord;
}

/** Signs the header of a sealed message. `message` holds the digests of the sealing it is for. */
export async function buildEnvelope(dependencies: GatewayDependencies, message: MessageRecord): Promise<SignedEnvelope> {
  const route = routeTo(dependencies, message.recipient);
  const peer = await dependencies.ledger.get('peers', message.recipient);
  const checkpoint = peer?.value.latestCheckpoint;
  const header: EnvelopeHeader = {
    format: 'valija-envelope/1',
    messageId: message.messageId,
    sender: message.sender,
    recipient: message.recipient,
    route,
    lane: message.lane,
    submissionTime: message.submissionTime,
    deadlines: message.deadlines,
    consignmentMode: 'basic',
    suite: message.suite ?? CURRENT_SUITE,
    recipientKeyFingerprint: message.recipientKey ?? '',
    sealGeneration: message.sealGeneration,
    headerGeneration: message.headerGeneration,
    sealedContent: { sha256: message.sealedDigest ?? '', length: message.sealedLength ?? 0 },
    packageCommitment: message.packageCommitment ?? '',
    unstamped: message.unstamped ?? false,
    ...(checkpoint === undefined ? {} : { latestCheckpointSeenOfPeer: checkpoint }),
  };
  const { jws, envelopeDigest } = await signEnvelope(header, dependencies.keys.signer('envelope'), dependencies.clock.now());
  return {
    envelopeDigest,
    record: {
      messageKey: messageKey('outbound', message.sender, message.messageId),
      sealGeneration: message.sealGeneration,
      headerGeneration: message.headerGeneration,
      sealedDigest: header.sealedContent.sha256,
      route,
      jws: serializeJws(jws).toString('utf8'),
    },
  };
}

/** From us over the relays the directory names to the recipient. GatewayError `recipient-unknown`. */
export function routeTo(dependencies: GatewayDependencies, recipient: string): string[] {
  const authority = dependencies.directory.authority(recipient);
  if (authority === undefined)
    throw new GatewayError('recipient-unknown', 'the recipient is not in the directory', { disposition: 'wait' });
  return [dependencies.authority, ...authority.relays, recipient];
}
