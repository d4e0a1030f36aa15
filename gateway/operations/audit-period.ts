import { type LeafType, parseLeaf } from '../../audit/log/leaf.ts';
import type { Direction } from '../../store/contracts/records.ts';
import { type AuditedMessage, auditMessage } from '../audit/audit-message.ts';
import { createPeerLogs } from '../audit/peer-logs.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { recordOperation } from '../operation-record/record-operation.ts';
import { commit } from '../unit-of-work.ts';
import { type Actor, requireActor } from './actor.ts';

const CURSOR_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;

/** Entries looked at for one page. */
const ENTRIES_AT_ONCE = 1_000;

/**
 * A page of the messages of one direction that appeared in a period, the oldest first, each held against its receipts and the log, with `peers`
 * also against the logs of those who issued its receipts. Beginning an audit is recorded. For auditors and operators. GatewayError `message-form-invalid` for a cursor that is none of ours.
 */
export async function auditMessages(
  dependencies: GatewayDependencies,
  query: { actor: Actor; direction: Direction; since: string; until: string; after?: string; limit: number; peers?: boolean },
): Promise<{ messages: AuditedMessage[]; next?: string }> {
  requireActor(query.actor, ['auditor', 'operator']);
  const [since, until] = [query.since, query.until].map((instant) => new Date(instant).toISOString()) as [string, string];
  if (query.after === undefined) await recordAudit(dependencies, query.actor, { since, until });
  const after = query.after === undefined ? new Date(Date.parse(since) - 1).toISOString() : cursorOf(query.after);
  const { direction, limit } = query;
  const rows = await dependencies.ledger.list('messages', { index: 'byDirection', equals: direction, after, limit });
  const inside = rows.filter(({ value }) => value.createdAt >= since && value.createdAt < until);
  const messages: AuditedMessage[] = [];
  const peerLogs = query.peers === true ? createPeerLogs(dependencies) : undefined;
  for (const row of inside) messages.push(await auditMessage(dependencies, row, peerLogs));
  const last = rows.at(-1);
  const isOver = rows.length < limit || last === undefined || last.value.createdAt >= until;
  return { messages, ...(isOver ? {} : { next: Buffer.from(last.order, 'utf8').toString('base64url') }) };
}

export interface AuditedEntries {
  /** How many entries of each type. */
  types: Partial<Record<LeafType, number>>;
  /** Entries whose receipt, header or record is not here. */
  unmatched: { index: number; type: LeafType }[];
  /** Index of the entry after the last one that was looked at; absent at the end. */
  next?: number;
}

/** Entries of our log from one index (inclusive) to another (exclusive), each held against what the ledger has under its digest. */
export async function auditEntries(
  { ledger }: Pick<GatewayDependencies, 'ledger'>,
  query: { actor: Actor; from: number; to: number },
): Promise<AuditedEntries> {
  requireActor(query.actor, ['auditor', 'operator']);
  const end = Math.min(query.to, query.from + ENTRIES_AT_ONCE);
  const rows = await ledger.log.entries(query.from, end);
  const types: AuditedEntries['types'] = {};
  const unmatched: AuditedEntries['unmatched'] = [];
  for (const { index, entry, digest } of rows) {
    const { type } = parseLeaf(entry);
    types[type] = (types[type] ?? 0) + 1;
    if (!(await isKnown(ledger, type, digest.toString('hex')))) unmatched.push({ index, type });
  }
  return { types, unmatched, ...(end < query.to && rows.length > 0 ? { next: end } : {}) };
}

/** Only receipts and headers can be asked for by their digest for ever; what else was logged has a record of another form, or none. */
async function isKnown(ledger: GatewayDependencies['ledger'], type: LeafType, digest: string): Promise<boolean> {
  if (type === 'evidence') return (await ledger.list('evidence', { index: 'byDigest', equals: digest, limit: 1 })).length > 0;
  if (type === 'envelope') return (await ledger.get('envelopes', digest)) !== undefined;
  if (type === 'access' || type === 'purge' || type === 'condition') return (await ledger.get('operations', digest)) !== undefined;
  return true;
}

function cursorOf(after: string): string {
  const cursor = Buffer.from(after, 'base64url').toString('utf8');
  if (CURSOR_FORM.test(cursor)) return cursor;
  throw new GatewayError('message-form-invalid', 'no cursor of ours', { faults: [{ code: 'message-form-invalid', pointer: '/after' }] });
}

async function recordAudit(
  dependencies: GatewayDependencies,
  actor: Actor,
  { since, until }: { since: string; until: string },
): Promise<void> {
  const { row, leaf } = recordOperation(dependencies, { action: 'audit', actor, facts: { from: since, to: until } });
  await commit(dependencies, { rows: [row], leaves: [leaf] });
}
