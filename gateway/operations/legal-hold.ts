import { createHash } from 'node:crypto';
import type { Row } from '../../store/contracts/ledger.ts';
import type { Direction, HoldRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { recordOperation } from '../operation-record/record-operation.ts';
import { isRetentionOver } from '../retention/plan-purges.ts';
import { purgeMessage } from '../retention/purge-message.ts';
import { rebuildUntilCommitted } from '../unit-of-work.ts';
import { type Actor, requireActor } from './actor.ts';
import { findMessage, type MessageReference } from './messages.ts';

/** A hold as officers see it. */
export interface LegalHold {
  messageId: string;
  direction: Direction;
  sender: string;
  placedAt: string;
  placedBy: string;
  reason: string;
}

type HoldRequest = MessageReference & { actor: Actor; reason: string };

/** What the blob of a hold holds, encrypted: why, and who. */
interface HoldParticulars {
  actor: string;
  reason: string;
  /** With which the record of the operation commits to the reason; hexadecimal. */
  salt: string;
}

/**
 * Keeps the content of a message for as long as the hold stands, whatever its retention says. Who placed it is recorded for auditors; the
 * reason is committed to, and kept encrypted. Placing it again leaves it as it is. GatewayError `not-found`, `content-purged`, `actor-not-allowed`.
 */
export async function placeHold(dependencies: GatewayDependencies, request: HoldRequest): Promise<LegalHold> {
  requireActor(request.actor, ['officer']);
  return rebuildUntilCommitted(dependencies, async () => {
    const message = await findMessage(dependencies, request);
    if (message.value.purgedAt !== undefined) throw new GatewayError('content-purged', 'the content is gone');
    const earlier = await dependencies.ledger.get('holds', message.key);
    if (earlier !== undefined) return { result: await holdOf(dependencies, earlier) };
    const now = dependencies.clock.now();
    const wrappedKey = dependencies.blobs.newWrappedKey();
    const salt = newSalt(dependencies);
    const particulars: HoldParticulars = { actor: request.actor.id, reason: request.reason, salt };
    const receipt = await dependencies.blobs.put({ wrappedKey, messageKey: `hold/${message.key}`, now }, encoded(particulars));
    const operation = recordHold(dependencies, 'hold-placed', request, { messageKey: message.key, salt });
    const value: HoldRecord = { messageKey: message.key, placedAt: now.toISOString(), wrappedKey, blobId: receipt.blobId };
    return {
      change: {
        rows: [
          { table: 'holds', key: message.key, expect: 0, value },
          // The message as it was read: content that is being purged at this moment cannot be held any more.
          { table: 'messages', key: message.key, expect: message.version, value: message.value },
          receipt.row,
          operation.row,
        ],
        leaves: [operation.leaf],
      },
      result: shown(value, particulars),
    };
  });
}

/** Ends a hold; content whose retention is over goes at once. GatewayError `not-found`, `actor-not-allowed`. */
export async function releaseHold(dependencies: GatewayDependencies, request: HoldRequest): Promise<void> {
  requireActor(request.actor, ['officer']);
  const message = await findMessage(dependencies, request);
  await rebuildUntilCommitted(dependencies, async () => {
    const hold = await dependencies.ledger.get('holds', message.key);
    if (hold === undefined) throw new GatewayError('not-found', 'the message is not held');
    const blob = await dependencies.ledger.get('blobs', hold.value.blobId);
    const operation = recordHold(dependencies, 'hold-released', request, { messageKey: message.key, salt: newSalt(dependencies) });
    return {
      change: {
        rows: [
          { table: 'holds', key: hold.key, expect: hold.version, value: null },
          ...(blob === undefined ? [] : [{ table: 'blobs' as const, key: blob.key, expect: blob.version, value: null }]),
          operation.row,
        ],
        leaves: [operation.leaf],
      },
      result: undefined,
    };
  });
  const row = await dependencies.ledger.get('messages', message.key);
  const isOver = row !== undefined && isRetentionOver(dependencies, row.value);
  if (isOver && (await purgeMessage(dependencies, row.key))) await dependencies.ledger.scrub();
}

/** Every hold, the oldest first; `next` is where the following page begins. */
export async function listHolds(
  dependencies: GatewayDependencies,
  query: { actor: Actor; after?: string; limit: number },
): Promise<{ holds: LegalHold[]; next?: string }> {
  requireActor(query.actor, ['officer']);
  const { after, limit } = query;
  const rows = await dependencies.ledger.list('holds', { index: 'all', equals: 'all', limit, ...decoded(after) });
  const holds = await Promise.all(rows.map((row) => holdOf(dependencies, row)));
  const last = rows.at(-1);
  return rows.length === limit && last !== undefined ? { holds, next: Buffer.from(last.order, 'utf8').toString('base64url') } : { holds };
}

/** Cursors of the ledger may hold any character; clients get them in base64url. */
function decoded(after: string | undefined): { after?: string } {
  return after === undefined ? {} : { after: Buffer.from(after, 'base64url').toString('utf8') };
}

async function holdOf({ blobs }: GatewayDependencies, { value }: Pick<Row<'holds'>, 'value'>): Promise<LegalHold> {
  const reader = await blobs.open(value);
  try {
    return shown(value, JSON.parse((await reader.read(0, reader.size)).toString('utf8')) as HoldParticulars);
  } finally {
    await reader.close();
  }
}

function shown({ messageKey, placedAt }: HoldRecord, { actor, reason }: HoldParticulars): LegalHold {
  const [direction, sender = '', messageId = ''] = messageKey.split('/');
  return { messageId, direction: direction === 'outbound' ? 'outbound' : 'inbound', sender, placedAt, placedBy: actor, reason };
}

function encoded(particulars: HoldParticulars): Buffer {
  return Buffer.from(JSON.stringify(particulars), 'utf8');
}

/** A reason may hold names: of it the record has a digest that nobody can guess it from. */
function recordHold(
  dependencies: GatewayDependencies,
  action: 'hold-placed' | 'hold-released',
  { actor, reason }: HoldRequest,
  { messageKey, salt }: { messageKey: string; salt: string },
) {
  const committed = createHash('sha256').update(salt, 'hex').update(reason, 'utf8').digest('hex');
  return recordOperation(dependencies, { action, actor, messageKey, facts: { reason: committed } });
}

function newSalt({ randomBytes }: GatewayDependencies): string {
  return randomBytes(32).toString('hex');
}
