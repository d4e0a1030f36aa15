import type { BlobReceipt } from '../../store/contracts/blobs.ts';
import type { RowChange } from '../../store/contracts/ledger.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import { factsOf, type MessageFacts, messageFacts } from '../../treaty/statistics/message-facts.ts';
import type { GatewayDependencies } from '../dependencies.ts';

/** The facts of a typed message, encrypted and ready to be committed. */
export interface StoredFacts {
  receipt: BlobReceipt;
  rows(caseKey: string): RowChange[];
}

/** Encrypts what statistics count of a message under a key of its own: it outlives the content. */
export async function storeFacts(
  { blobs }: GatewayDependencies,
  { messageKey, at, message }: { messageKey: string; at: Date; message: LegalMessage },
): Promise<StoredFacts> {
  const wrappedKey = blobs.newWrappedKey();
  const facts = Buffer.from(JSON.stringify(factsOf(message)), 'utf8');
  const receipt = await blobs.put({ wrappedKey, messageKey: `typed/${messageKey}`, now: at }, facts);
  return {
    receipt,
    rows: (caseKey) => [
      receipt.row,
      {
        table: 'typedMessages',
        key: messageKey,
        expect: 0,
        value: { caseKey, at: at.toISOString(), wrappedKey, blobId: receipt.blobId },
      },
    ],
  };
}

/** Reads them back; the blob's own tag has authenticated them. */
export async function readFacts({ blobs }: GatewayDependencies, stored: { wrappedKey: string; blobId: string }): Promise<MessageFacts> {
  const reader = await blobs.open(stored);
  try {
    return messageFacts.parse(JSON.parse((await reader.read(0, reader.size)).toString('utf8')));
  } finally {
    await reader.close();
  }
}
