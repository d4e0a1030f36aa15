import type { BlobReader } from '../../store/contracts/blobs.ts';
import { type MessageRecord, messageKey } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { type Operation, recordOperation } from '../operation-record/record-operation.ts';
import { type InboundParticulars, readParticulars } from '../package/particulars.ts';
import { commit } from '../unit-of-work.ts';
import { type Actor, requireActor } from './actor.ts';
import { findMessage, type MessageReference } from './messages.ts';

type InboundReference = Omit<MessageReference, 'direction'>;

/** Content on its way to an actor: read once, then closed. */
export interface ContentStream {
  name: string;
  mediaType: string;
  size: number;
  /** Octets from `start` (inclusive) to `end` (exclusive). */
  stream(range?: { start?: number; end?: number }): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** The sealed package of a received message, whole (`.asice`). Every fetch is a log leaf (design section 3, hand over). */
export async function fetchPackage(
  dependencies: GatewayDependencies,
  query: InboundReference & { actor: Actor },
): Promise<ContentStream & { sha256: string }> {
  const { message } = await openedMessage(dependencies, query);
  await logAccess(dependencies, query, message, fetched('package'));
  const reader = await openPackage(dependencies, message);
  const name = `${message.messageId}.asice`;
  return { ...contentOf(reader, { name, mediaType: 'application/vnd.etsi.asic-e+zip' }), sha256: message.packageCommitment ?? '' };
}

/** One file of a received message, by its position in the list of files. */
export async function fetchFile(
  dependencies: GatewayDependencies,
  query: InboundReference & { actor: Actor; index: number },
): Promise<ContentStream & { sha256: string }> {
  const { message, particulars } = await openedMessage(dependencies, query);
  const file = particulars.files[query.index];
  if (file === undefined) throw new GatewayError('not-found', 'the message has no file at this position');
  await logAccess(dependencies, query, message, fetched(`file-${query.index}`));
  const reader = await openPackage(dependencies, message);
  return { ...contentOf(reader, { name: file.name, mediaType: file.mediaType }, file), sha256: file.sha256 };
}

/**
 * The sealed content as it travels, for checks with other tools: what the sender keeps to send again, or what the recipient took in.
 * GatewayError `not-found`, `too-early` before a message has been sealed.
 */
export async function fetchSealed(
  dependencies: GatewayDependencies,
  query: MessageReference & { actor: Actor },
): Promise<ContentStream & { sha256: string }> {
  requireActor(query.actor, ['system', 'operator']);
  const { value: message } = await findMessage(dependencies, query);
  requireContent(message);
  const { sealedBlob: blobId, wrappedKey, sealedDigest } = message;
  if (blobId === undefined || sealedDigest === undefined) throw new GatewayError('too-early', 'there is no sealed content of this message');
  await logAccess(dependencies, query, message, fetched('sealed'));
  const reader = await dependencies.blobs.open({ wrappedKey, blobId });
  return { ...contentOf(reader, { name: `${message.messageId}.p7m`, mediaType: 'application/pkcs7-mime' }), sha256: sealedDigest };
}

/** GatewayError `content-purged` once the content of a message has been destroyed. */
export function requireContent({ purgedAt }: MessageRecord): void {
  if (purgedAt !== undefined) throw new GatewayError('content-purged', 'the content is not here any more');
}

function contentOf(
  reader: BlobReader,
  description: { name: string; mediaType: string },
  window: { offset: number; size: number } = { offset: 0, size: reader.size },
): ContentStream {
  return {
    ...description,
    size: window.size,
    stream: (range = {}) =>
      reader.stream({ start: window.offset + (range.start ?? 0), end: window.offset + Math.min(range.end ?? window.size, window.size) }),
    close: () => reader.close(),
  };
}

async function openedMessage(
  dependencies: GatewayDependencies,
  query: InboundReference & { actor: Actor },
): Promise<{ message: MessageRecord; particulars: InboundParticulars }> {
  requireActor(query.actor, ['system', 'officer']);
  const { value: message } = await findMessage(dependencies, { ...query, direction: 'inbound' });
  requireContent(message);
  if (message.packageBlob === undefined || message.particularsBlob === undefined) {
    throw new GatewayError('message-not-opened', 'the message has not been opened yet, or could not be');
  }
  const scope = { wrappedKey: message.wrappedKey, blobId: message.particularsBlob };
  return { message, particulars: await readParticulars(dependencies.blobs, scope, 'inbound') };
}

async function openPackage(dependencies: GatewayDependencies, message: MessageRecord): Promise<BlobReader> {
  return dependencies.blobs.open({ wrappedKey: message.wrappedKey, blobId: message.packageBlob ?? '' });
}

/** The operation of reading content; what of it is said by a word, and files by their position. */
export function fetched(what: string): Pick<Operation, 'action' | 'facts'> {
  return { action: 'fetch', facts: { what } };
}

/** Before the content is opened (design rule 7): what is not logged is not read, and nothing stays open when logging fails. */
export async function logAccess(
  dependencies: GatewayDependencies,
  query: { actor: Actor },
  message: MessageRecord,
  operation: Pick<Operation, 'action' | 'facts'>,
): Promise<void> {
  const { direction, sender, messageId } = message;
  const { row, leaf } = recordOperation(dependencies, {
    ...operation,
    actor: query.actor,
    messageKey: messageKey(direction, sender, messageId),
  });
  await commit(dependencies, { rows: [row], leaves: [leaf] });
}
