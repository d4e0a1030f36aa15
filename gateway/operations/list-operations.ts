import type { OperationRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, GatewayError } from '../error.ts';
import type { OperationName } from '../operation-record/operations.ts';
import { type Actor, requireActor } from './actor.ts';

/** A record as auditors see it: with `digest` and `salt` the entry of the log follows from it. */
export interface ListedOperation extends OperationRecord {
  digest: string;
  /** Where its entry is in the log; absent while that has none. */
  index?: number;
}

export interface OperationFilters {
  /** At this instant or later. */
  since?: string;
  /** Before this instant. */
  until?: string;
  /** Identifier of an actor. */
  actorId?: string;
  action?: OperationName;
}

/** Rows looked at for one page, so that rare matches never hold the others up. */
const MAXIMUM_LOOKED_AT = 5_000;
const BATCH = 500;

/** Cursors are times and keys, with a separator of the ledger's. */
const CURSOR_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;

/**
 * What was done and what befell the gateway, the oldest first. A page ends at its limit or when enough rows have been looked at: it may
 * be short, and `next` says where to go on. For auditors and operators. GatewayError `message-form-invalid` for a cursor that is none of ours.
 */
export async function listOperations(
  dependencies: Pick<GatewayDependencies, 'ledger'>,
  query: OperationFilters & { actor: Actor; after?: string; limit: number },
): Promise<{ operations: ListedOperation[]; next?: string }> {
  requireActor(query.actor, ['auditor', 'operator']);
  const { actorId, action, limit } = query;
  const until = query.until === undefined ? undefined : new Date(query.until).toISOString();
  const place = actorId === undefined ? ({ index: 'all', equals: 'all' } as const) : ({ index: 'byActor', equals: actorId } as const);
  const operations: ListedOperation[] = [];
  let after = startOf(query);
  for (let lookedAt = 0; lookedAt < MAXIMUM_LOOKED_AT; ) {
    const rows = await dependencies.ledger.list('operations', { ...place, limit: BATCH, ...(after === undefined ? {} : { after }) });
    for (const { key: digest, order, value } of rows) {
      if (until !== undefined && value.at >= until) return { operations };
      if (operations.length === limit) return { operations, ...nextOf(after) };
      after = order;
      lookedAt += 1;
      if (action === undefined || value.action === action) operations.push({ digest, ...value, ...(await indexOf(dependencies, digest)) });
    }
    if (rows.length < BATCH) return { operations };
  }
  return { operations, ...nextOf(after) };
}

/** The tlog-proof that the log holds the entry about a record. GatewayError `not-found`, `too-early` before it is in a published checkpoint. */
export async function proveOperation(
  dependencies: Pick<GatewayDependencies, 'ledger' | 'log'>,
  { actor, digest }: { actor: Actor; digest: string },
): Promise<string> {
  requireActor(actor, ['auditor', 'operator']);
  if ((await dependencies.ledger.get('operations', digest)) === undefined) throw new GatewayError('not-found', 'no such record');
  try {
    return (await dependencies.log.reader.prove(Buffer.from(digest, 'hex'))).proof;
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'not-logged' && code !== 'not-yet-published') throw error;
    throw new GatewayError('too-early', 'the entry is not published yet', { cause: error, disposition: 'wait' });
  }
}

async function indexOf({ ledger }: Pick<GatewayDependencies, 'ledger'>, digest: string): Promise<{ index?: number }> {
  const row = await ledger.log.findByDigest(Buffer.from(digest, 'hex'));
  return row === undefined ? {} : { index: row.index };
}

function startOf({ after, since }: { after?: string; since?: string }): string | undefined {
  if (after === undefined) return since === undefined ? undefined : justBefore(since);
  const cursor = Buffer.from(after, 'base64url').toString('utf8');
  if (!CURSOR_FORM.test(cursor)) {
    throw new GatewayError('message-form-invalid', 'no cursor of ours', { faults: [{ code: 'message-form-invalid', pointer: '/after' }] });
  }
  return cursor;
}

/** An order value alone stands for every row that has it, and the start is exclusive. */
function justBefore(instant: string): string {
  return new Date(Date.parse(instant) - 1).toISOString();
}

function nextOf(after: string | undefined): { next?: string } {
  return after === undefined ? {} : { next: Buffer.from(after, 'utf8').toString('base64url') };
}
