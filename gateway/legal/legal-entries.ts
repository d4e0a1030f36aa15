import type { Row } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { LegalEntry } from '../../treaty/conversation/state/legal-entry.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { readParticulars } from '../package/particulars.ts';

/** Longer conversations are read as far as their oldest messages. */
const MAXIMUM_MESSAGES = 1_000;

/** A conversation with one authority. */
export interface CaseReference {
  peer: string;
  conversation: string;
}

/** A typed message of a conversation, and the row it comes from. */
export interface ReadEntry {
  entry: LegalEntry;
  row: Row<'messages'>;
}

/** The messages of a conversation with one authority, the oldest first; typed or not. */
export async function messagesOfCase({ ledger }: GatewayDependencies, { peer, conversation }: CaseReference): Promise<Row<'messages'>[]> {
  const rows = await ledger.list('messages', { index: 'byConversation', equals: conversation, limit: MAXIMUM_MESSAGES });
  return rows.filter(({ value }) => peerOf(value) === peer);
}

/** The other authority of a message. */
export function peerOf({ direction, sender, recipient }: Pick<MessageRecord, 'direction' | 'sender' | 'recipient'>): string {
  return direction === 'outbound' ? recipient : sender;
}

/** The typed messages among them that can still be read: what was purged has left its receipts and its place in the statistics, and no words. */
export async function readEntries(dependencies: GatewayDependencies, rows: readonly Row<'messages'>[]): Promise<ReadEntry[]> {
  const read: ReadEntry[] = [];
  for (const row of rows) {
    const message = await typedMessageOf(dependencies, row.value);
    if (message !== undefined) read.push({ entry: entryOf(row.value, message), row });
  }
  return read;
}

/** The typed messages of a conversation, as `legalState` takes them. */
export async function entriesOfCase(dependencies: GatewayDependencies, reference: CaseReference): Promise<LegalEntry[]> {
  const read = await readEntries(dependencies, await messagesOfCase(dependencies, reference));
  return read.map(({ entry }) => entry);
}

function entryOf({ messageId, sender, recipient, submissionTime }: MessageRecord, message: LegalMessage): LegalEntry {
  return { messageId, sender, recipient, issuedAt: submissionTime, message };
}

async function typedMessageOf({ blobs }: GatewayDependencies, message: MessageRecord): Promise<LegalMessage | undefined> {
  const { direction, wrappedKey, particularsBlob: blobId } = message;
  if (blobId === undefined) return undefined;
  return (await readParticulars(blobs, { wrappedKey, blobId }, direction)).legal?.message;
}
