import type { Row } from '../../store/contracts/ledger.ts';
import type { Direction, MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import type { Actor } from './actor.ts';

/** A message as the API shows it: identifiers, states, digests and times; names and subject only in `showMessage`. */
export interface MessageSummary {
  messageId: string;
  direction: Direction;
  sender: string;
  recipient: string;
  lane: MessageRecord['lane'];
  conversation?: string;
  state: string;
  terminal: boolean;
  createdAt: string;
  changedAt: string;
  submissionTime: string;
  deadlines: MessageRecord['deadlines'];
  packageDigest?: string;
  packageLength?: number;
  sealedDigest?: string;
  unstamped?: boolean;
  lastProblem?: string;
}

export interface MessagePage {
  messages: MessageSummary[];
  /** Cursor of the next page; absent on the last. */
  next?: string;
}

/** One page of the inbox or outbox, newest first. */
export async function listMessages(
  dependencies: GatewayDependencies,
  query: { actor: Actor; direction: Direction; after?: string; limit: number },
): Promise<MessagePage> {
  const limit = Math.min(Math.max(query.limit, 1), 500);
  const rows = await dependencies.ledger.list('messages', {
    index: 'byDirection',
    equals: query.direction,
    limit: limit + 1,
    descending: true,
    ...(query.after === undefined ? {} : { after: query.after }),
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const messages = page.map((row) => summarize(row.value));
  return rows.length > limit && last !== undefined ? { messages, next: last.order } : { messages };
}

/** The row of a message by its identifier. GatewayError `not-found`. Inbound identifiers are unique only per sender; then the direction and sender decide. */
export async function findMessage(
  dependencies: GatewayDependencies,
  query: { messageId: string; direction?: Direction },
): Promise<Row<'messages'>> {
  const rows = await dependencies.ledger.list('messages', { index: 'byMessageId', equals: query.messageId, limit: 10 });
  const fitting = query.direction === undefined ? rows : rows.filter((row) => row.value.direction === query.direction);
  const [row] = fitting;
  if (row === undefined) throw new GatewayError('not-found', 'no such message');
  if (fitting.length > 1)
    throw new GatewayError('conflict', 'several messages have this identifier; name the direction', { disposition: 'operator' });
  return row;
}

export function summarize(message: MessageRecord): MessageSummary {
  return {
    messageId: message.messageId,
    direction: message.direction,
    sender: message.sender,
    recipient: message.recipient,
    lane: message.lane,
    state: message.state,
    terminal: message.terminal,
    createdAt: message.createdAt,
    changedAt: message.changedAt,
    submissionTime: message.submissionTime,
    deadlines: message.deadlines,
    ...(message.conversation === undefined ? {} : { conversation: message.conversation }),
    ...(message.packageCommitment === undefined ? {} : { packageDigest: message.packageCommitment }),
    ...(message.packageLength === undefined ? {} : { packageLength: message.packageLength }),
    ...(message.sealedDigest === undefined ? {} : { sealedDigest: message.sealedDigest }),
    ...(message.unstamped === undefined ? {} : { unstamped: message.unstamped }),
    ...(message.lastProblem === undefined ? {} : { lastProblem: message.lastProblem }),
  };
}
