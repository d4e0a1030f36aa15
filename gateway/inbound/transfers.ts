import type { Row } from '../../store/contracts/ledger.ts';
import { messageKey } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { appendContent, durableOffset } from '../resumable/append-content.ts';
import { neededRoom, noRoom, roomFor } from '../resumable/room.ts';
import { commit, isVersionConflict } from '../unit-of-work.ts';
import { type AdmittedDelivery, admitDelivery, admitEnvelope, type Delivery } from './admit.ts';
import { acceptDelivery, answerWithoutContent } from './receive.ts';
import { exclusively, type Reception, type ReceptionAnswer } from './reception.ts';

/** Transfers a peer may have under way; more than its lanes and retries ever need. */
const MAXIMUM_TRANSFERS = 64;

/** A transfer as the resumable protocol sees it. Offsets count octets that are durable. */
export interface TransferState {
  sealedDigest: string;
  length: number;
  offset: number;
}

/**
 * Opens a resumable transfer for larger content, keyed by peer and digest of the sealed content; opening it again finds the same one.
 * The signed header is verified before the first octet (design section 4, peer API).
 */
export async function openTransfer(
  dependencies: GatewayDependencies,
  request: Pick<Delivery, 'from' | 'envelope'> & { length: number },
): Promise<TransferState> {
  const envelope = await admitEnvelope(dependencies, request);
  const { sha256, length } = envelope.header.sealedContent;
  if (request.length !== length) throw new GatewayError('content-length-mismatch', 'the transfer has not the length of the header');
  if (length > dependencies.settings.maximumPackageLength) throw new GatewayError('submission-too-large', 'longer than this gateway takes');
  const existing = await dependencies.ledger.get('transfers', transferKey(request.from, sha256));
  if (existing !== undefined) return transferState(dependencies, existing);
  await requireRoom(dependencies, request.from, length);
  const scope = {
    wrappedKey: dependencies.blobs.newWrappedKey(),
    messageKey: messageKey('inbound', envelope.header.sender, envelope.header.messageId),
    now: dependencies.clock.now(),
  };
  const writer = await dependencies.blobs.createResumable(scope);
  await writer.suspend();
  const value = {
    peer: request.from,
    sealedDigest: sha256,
    envelopeDigest: envelope.envelopeDigest,
    messageKey: scope.messageKey,
    length,
    blobId: writer.blobId,
    wrappedKey: scope.wrappedKey,
    createdAt: scope.now.toISOString(),
    expiresAt: new Date(scope.now.getTime() + dependencies.settings.transferLifetime).toISOString(),
  };
  try {
    await commit(dependencies, { rows: [{ table: 'transfers', key: transferKey(request.from, sha256), expect: 0, value }] });
  } catch (error) {
    await dependencies.blobs.remove(writer.blobId);
    if (!isVersionConflict(error)) throw error;
    return findTransfer(dependencies, request.from, sha256);
  }
  return { sealedDigest: sha256, length, offset: 0 };
}

/** Where a transfer stands. GatewayError `transfer-unknown`. */
export async function findTransfer(dependencies: GatewayDependencies, from: string, sealedDigest: string): Promise<TransferState> {
  return transferState(dependencies, await transferRow(dependencies, from, sealedDigest));
}

/**
 * Appends octets at `offset`, which must be where the transfer stands. Whole chunks are durable when this resolves, also when the
 * connection broke in between; the answer says up to where. GatewayError `conflict` on another offset.
 */
export async function appendToTransfer(
  dependencies: GatewayDependencies,
  request: { from: string; sealedDigest: string; offset: number; content: AsyncIterable<Buffer> },
): Promise<TransferState> {
  const row = await transferRow(dependencies, request.from, request.sealedDigest);
  const { sealedDigest, length } = row.value;
  if (row.value.finishedDigest !== undefined) return transferState(dependencies, row);
  const work = { step: 'receive', subject: row.value.messageKey, total: length, start: request.offset } as const;
  const content = dependencies.progress.over(work, request.content);
  const { offset, receipt } = await appendContent(dependencies, row.value, { offset: request.offset, content });
  if (receipt !== undefined) {
    const finished = { ...row.value, finishedDigest: receipt.sha256.toString('hex') };
    await commit(dependencies, {
      rows: [{ table: 'transfers', key: row.key, expect: row.version, value: finished }, receipt.row],
    });
  }
  return { sealedDigest, length, offset };
}

/** Turns a complete transfer into a received message: the same checks and the same answers as for content sent inline. */
export async function commitTransfer(
  dependencies: GatewayDependencies,
  reception: Reception,
  delivery: Delivery,
): Promise<ReceptionAnswer> {
  const admitted = await admitDelivery(dependencies, delivery);
  return exclusively(reception, admitted.key, async () => {
    const answer = await answerWithoutContent(dependencies, admitted);
    if (answer === undefined) return acceptTransfer(dependencies, admitted);
    await dropLeftOver(dependencies, admitted);
    return answer;
  });
}

/** Content that came although its message needed none, or came another way: nothing will ever use it. Expiry finds what stays here. */
async function dropLeftOver(dependencies: GatewayDependencies, { from, envelope }: AdmittedDelivery): Promise<void> {
  const row = await dependencies.ledger.get('transfers', transferKey(from, envelope.header.sealedContent.sha256));
  if (row !== undefined) await dropTransfer(dependencies, row).catch(() => undefined);
}

async function acceptTransfer(dependencies: GatewayDependencies, admitted: AdmittedDelivery) {
  const { header } = admitted.envelope;
  const row = await transferRow(dependencies, admitted.from, header.sealedContent.sha256);
  const { finishedDigest, blobId, length, wrappedKey } = row.value;
  if (finishedDigest === undefined) throw new GatewayError('transfer-incomplete', 'not all octets are here', { disposition: 'retry' });
  if (finishedDigest !== header.sealedContent.sha256) {
    await dropTransfer(dependencies, row);
    throw new GatewayError('content-digest-mismatch', 'the content is not the one the header names', { disposition: 'retry' });
  }
  return acceptDelivery(dependencies, admitted, {
    blobId,
    size: length,
    sha256: finishedDigest,
    wrappedKey,
    rows: [{ table: 'transfers', key: row.key, expect: row.version, value: null }],
  });
}

/** Removes a transfer with what it brought, so that the peer can begin anew. */
export async function dropTransfer(dependencies: GatewayDependencies, row: Row<'transfers'>): Promise<void> {
  const blob = await dependencies.ledger.get('blobs', row.value.blobId);
  await commit(dependencies, {
    rows: [
      { table: 'transfers', key: row.key, expect: row.version, value: null },
      ...(blob === undefined ? [] : [{ table: 'blobs' as const, key: blob.key, expect: blob.version, value: null }]),
    ],
  });
  await dependencies.blobs.remove(row.value.blobId);
}

async function transferState(dependencies: GatewayDependencies, row: Row<'transfers'>): Promise<TransferState> {
  const { sealedDigest, length, finishedDigest } = row.value;
  return { sealedDigest, length, offset: finishedDigest === undefined ? await durableOffset(dependencies, row.value) : length };
}

async function transferRow(dependencies: GatewayDependencies, from: string, sealedDigest: string): Promise<Row<'transfers'>> {
  const row = await dependencies.ledger.get('transfers', transferKey(from, sealedDigest));
  if (row === undefined) throw new GatewayError('transfer-unknown', 'no such transfer');
  return row;
}

/** One peer may have at most half of the room that is to be promised, so that it cannot reserve what the others need. */
async function requireRoom(dependencies: GatewayDependencies, from: string, length: number): Promise<void> {
  const room = await roomFor(dependencies, length);
  const ofPeer = room.transfers.filter((transfer) => transfer.peer === from);
  if (ofPeer.length >= MAXIMUM_TRANSFERS) throw new GatewayError('too-busy', 'too many transfers under way', { disposition: 'retry' });
  if (!room.suffices || neededRoom([...ofPeer, { length }]) > room.free / 2) throw noRoom('for this transfer');
}

function transferKey(peer: string, sealedDigest: string): string {
  return `${peer}/${sealedDigest}`;
}
