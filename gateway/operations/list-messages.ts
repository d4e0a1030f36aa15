import type { ListedRow } from '../../store/contracts/ledger.ts';
import type { Direction, Lane, MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import type { Actor } from './actor.ts';
import { type MessagePage, summarize } from './messages.ts';

/** What can be searched by: what the ledger's columns hold, and so neither names nor subjects (design rule 6). */
export interface MessageFilters {
  direction?: Direction;
  state?: readonly string[];
  /** True: has not ended; false: has. */
  unfinished?: boolean;
  /** The other authority. */
  peer?: string;
  conversation?: string;
  lane?: Lane;
  /** Appeared at this instant or later, and before that one; RFC 3339. */
  since?: string;
  until?: string;
  packageDigest?: string;
}

export interface MessageListing extends MessageFilters {
  actor: Actor;
  after?: string;
  limit: number;
}

/** Rows looked at for one page: rare matches then cost several requests, and never one that holds the others up. */
const MAXIMUM_LOOKED_AT = 2_000;
const MAXIMUM_LIMIT = 500;
const BATCH = 250;

/** A cursor of ours, decoded: time and identifier, a separator of the ledger's, key of the row. */
const CURSOR_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\/[0-9a-f-]{36}\P{L}(?:outbound|inbound)\/[!-~]{1,500}$/u;

/**
 * One page of messages, the newest first. A page ends at its limit or when enough rows have been looked at: it may be short, and
 * `next` says where to go on. GatewayError `message-form-invalid` for a cursor that is none of ours.
 */
export async function listMessages(dependencies: GatewayDependencies, query: MessageListing): Promise<MessagePage> {
  const limit = Math.min(Math.max(query.limit, 1), MAXIMUM_LIMIT);
  const fits = filterOf(query);
  const since = query.since === undefined ? '' : normalInstant(query.since);
  const found: MessageRecord[] = [];
  let after = startOf(query);
  let lookedAt = 0;
  const batch = isByIndexAlone(query) ? Math.min(limit, BATCH) : BATCH;
  for (;;) {
    // One row more than are wanted tells whether there is a next page.
    const rows = await newestFirst(dependencies, query, after, batch);
    for (const row of rows) {
      if (row.value.createdAt < since) return pageOf(found);
      if (found.length === limit || lookedAt === MAXIMUM_LOOKED_AT) return pageOf(found, after);
      lookedAt += 1;
      after = row.order;
      if (fits(row.value)) found.push(row.value);
    }
    if (rows.length <= batch) return pageOf(found);
  }
}

function pageOf(found: readonly MessageRecord[], after?: string): MessagePage {
  const messages = found.map(summarize);
  return after === undefined ? { messages } : { messages, next: Buffer.from(after, 'utf8').toString('base64url') };
}

function startOf({ after, until }: MessageListing): string | undefined {
  const end = until === undefined ? undefined : normalInstant(until);
  if (after === undefined) return end;
  const cursor = Buffer.from(after, 'base64url').toString('utf8');
  if (!CURSOR_FORM.test(cursor)) {
    throw new GatewayError('message-form-invalid', 'no cursor of ours', { faults: [{ code: 'message-form-invalid', pointer: '/after' }] });
  }
  // A cursor of another listing cannot reach beyond the filter.
  return end !== undefined && end < cursor ? end : cursor;
}

/** Up to `count` rows and one more. Both sides have an index of their own, in the same order: they are merged. */
async function newestFirst(
  { ledger }: GatewayDependencies,
  { direction, conversation }: MessageFilters,
  after: string | undefined,
  count: number,
): Promise<ListedRow<'messages'>[]> {
  const list = (index: 'byConversation' | 'byDirection', equals: string) =>
    ledger.list('messages', { index, equals, limit: count + 1, descending: true, ...(after === undefined ? {} : { after }) });
  if (conversation !== undefined) return list('byConversation', conversation);
  if (direction !== undefined) return list('byDirection', direction);
  const sides = await Promise.all([list('byDirection', 'outbound'), list('byDirection', 'inbound')]);
  return sides
    .flat()
    .sort((one, other) => (one.order < other.order ? 1 : -1))
    .slice(0, count + 1);
}

/** Whether every row of the index is wanted: then none is read in vain. Otherwise many may be passed over for one that fits. */
function isByIndexAlone({ state, unfinished, peer, lane, packageDigest, direction, conversation }: MessageFilters): boolean {
  const isPassedOver = [state, unfinished, peer, lane, packageDigest].some((filter) => filter !== undefined);
  return !isPassedOver && (direction === undefined || conversation === undefined);
}

function filterOf(query: MessageFilters): (message: MessageRecord) => boolean {
  const { direction, state, unfinished, peer, lane, packageDigest } = query;
  return (message) =>
    (direction === undefined || message.direction === direction) &&
    (state === undefined || state.includes(message.state)) &&
    (unfinished === undefined || message.terminal !== unfinished) &&
    (peer === undefined || (message.direction === 'outbound' ? message.recipient : message.sender) === peer) &&
    (lane === undefined || message.lane === lane) &&
    (packageDigest === undefined || message.packageCommitment === packageDigest);
}

/** With milliseconds, as the ledger writes them: texts are compared. */
function normalInstant(text: string): string {
  return new Date(text).toISOString();
}
