import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { requireRoom } from '../resumable/room.ts';
import { type AdmittedDelivery, admitDelivery, type Delivery } from './admit.ts';
import { acceptDelivery, answerWithoutContent } from './receive.ts';

/** How long a peer should wait before it asks again about a delivery that is being taken in. */
const RETRY_AFTER_MILLISECONDS = 2_000;

/** Deliveries under way in this process, by message: a second one for the same message waits for the first one's answer. */
export interface Reception {
  underWay: Set<string>;
}

export function createReception(): Reception {
  return { underWay: new Set() };
}

export type ReceptionAnswer = { kind: 'evidence'; evidence: TravellingEvidence } | { kind: 'in-progress'; retryAfterMilliseconds: number };

/**
 * Takes in a message whose content comes in the same request. `content` is read only after the header holds; a repeated delivery is
 * answered without reading it.
 */
export async function receiveMessage(
  dependencies: GatewayDependencies,
  reception: Reception,
  delivery: Delivery,
  content: AsyncIterable<Buffer>,
): Promise<ReceptionAnswer> {
  const admitted = await admitDelivery(dependencies, delivery);
  return exclusively(reception, admitted.key, async () => {
    const answer = await answerWithoutContent(dependencies, admitted);
    return answer ?? takeContent(dependencies, admitted, content);
  });
}

/** Runs `work` unless the message is being taken in already. */
export async function exclusively(reception: Reception, key: string, work: () => Promise<TravellingEvidence>): Promise<ReceptionAnswer> {
  if (reception.underWay.has(key)) return { kind: 'in-progress', retryAfterMilliseconds: RETRY_AFTER_MILLISECONDS };
  reception.underWay.add(key);
  try {
    return { kind: 'evidence', evidence: await work() };
  } finally {
    reception.underWay.delete(key);
  }
}

async function takeContent(
  dependencies: GatewayDependencies,
  admitted: AdmittedDelivery,
  content: AsyncIterable<Buffer>,
): Promise<TravellingEvidence> {
  const wrappedKey = dependencies.blobs.newWrappedKey();
  const { length } = admitted.envelope.header.sealedContent;
  await requireRoom(dependencies, length);
  const writer = dependencies.blobs.create({ wrappedKey, messageKey: admitted.key, now: dependencies.clock.now() });
  let received = 0;
  let blobId: string | undefined;
  try {
    for await (const chunk of content) {
      received += chunk.length;
      // Whoever sends more than the signed header announces is not stored; acceptDelivery refuses the length.
      if (received > length) break;
      await writer.write(chunk);
    }
    const receipt = await writer.finish();
    blobId = receipt.blobId;
    const size = Math.max(received, receipt.size);
    return await acceptDelivery(dependencies, admitted, {
      blobId,
      size,
      sha256: receipt.sha256.toString('hex'),
      wrappedKey,
      rows: [receipt.row],
    });
  } catch (error) {
    await writer.abort();
    throw error;
  } finally {
    // Not committed (refused, or another delivery was faster): the file has no row and goes at once instead of with the next sweep.
    if (blobId !== undefined) await discardBlobs(dependencies, [{ blobId }]);
  }
}
