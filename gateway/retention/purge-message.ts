import type { Row, RowChange } from '../../store/contracts/ledger.ts';
import type { JobChange, JobKind } from '../../store/contracts/outbox.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { jobIdentifier } from '../identifiers.ts';
import { GATEWAY_ITSELF, recordOperation } from '../operation-record/record-operation.ts';
import { rebuildUntilCommitted } from '../unit-of-work.ts';

/** More blobs than a message has: its files, sealed copy, package, particulars and long-term copy. */
const MAXIMUM_BLOBS = 1_000;

/** Work that needs the content. */
const WORK_WITH_CONTENT: readonly JobKind[] = ['prepare', 'transmit', 'open', 'deliver-again'];

/**
 * Destroys the content of a message for good: first its key, in one commit with the log leaf, then the files, which nobody can read any
 * more by then; those that a crash leaves behind are swept. Receipts, headers, digests and the row itself stay, so that the message is
 * still proven and still known as a repetition. Whoever calls it scrubs the ledger afterwards. False when it is held, was purged before, or is
 * not there.
 */
export async function purgeMessage(dependencies: GatewayDependencies, key: string): Promise<boolean> {
  const purged = await rebuildUntilCommitted(dependencies, async () => {
    const row = await dependencies.ledger.get('messages', key);
    const held = await dependencies.ledger.get('holds', key);
    if (row === undefined || row.value.purgedAt !== undefined || held !== undefined) return { result: undefined };
    const blobs = await dependencies.ledger.list('blobs', { index: 'byMessage', equals: key, limit: MAXIMUM_BLOBS });
    const at = dependencies.clock.now().toISOString();
    const { packageCommitment } = row.value;
    const facts = packageCommitment === undefined ? {} : { facts: { package: packageCommitment } };
    const operation = recordOperation(dependencies, { action: 'purged', actor: GATEWAY_ITSELF, messageKey: key, ...facts });
    return {
      change: {
        rows: [
          messageChange(row, at),
          operation.row,
          // Whoever places a hold at this moment is first, or finds the content gone; never both.
          { table: 'holds', key, expect: 0, value: null },
          ...blobs.map((blob): RowChange => ({ table: 'blobs', key: blob.key, expect: blob.version, value: null })),
        ],
        jobs: WORK_WITH_CONTENT.map((kind): JobChange => ({ operation: 'cancel', id: jobIdentifier(kind, key) })),
        leaves: [operation.leaf],
      },
      result: { wrappedKey: row.value.wrappedKey, files: blobs.filter(({ value }) => value.location === 'file').map((blob) => blob.key) },
    };
  });
  if (purged === undefined) return false;
  dependencies.blobs.forgetKey(purged.wrappedKey);
  for (const blobId of purged.files) await dependencies.blobs.remove(blobId);
  dependencies.observe({ name: 'content-purged', messageId: key.split('/').at(-1) ?? '' });
  return true;
}

function messageChange({ key, version, value: before }: Row<'messages'>, purgedAt: string): RowChange {
  const { particularsBlob: _particulars, sealedBlob: _sealed, packageBlob: _package, archive: _archive, ...kept } = before;
  const value: MessageRecord = { ...kept, wrappedKey: '', purgedAt };
  return { table: 'messages', key, expect: version, value };
}
