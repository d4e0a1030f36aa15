import type { Row } from '../../store/contracts/ledger.ts';
import type { Direction, MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';

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
  /** When the content was destroyed at the end of its retention. */
  purgedAt?: string;
}

export interface MessagePage {
  messages: MessageSummary[];
  /** Cursor of the next page; absent on the last. */
  next?: string;
}

/** Each authority of the directory could use the same identifier once. */
const MAXIMUM_NAMESAKES = 1_000;

/** Which message is meant. The identifier alone nearly always says it; direction and sender say it when it does not. */
export interface MessageReference {
  messageId: string;
  direction?: Direction;
  sender?: string;
}

/**
 * The row of a message by its identifier. Inbound identifiers are chosen by others and unique only per sender, so that a peer can use
 * one that it has seen elsewhere: `direction` and `sender` then decide. GatewayError `not-found`, `conflict`.
 */
export async function findMessage(dependencies: GatewayDependencies, query: MessageReference): Promise<Row<'messages'>> {
  const [row, ...others] = await findMessages(dependencies, query);
  if (row === undefined) throw new GatewayError('not-found', 'no such message');
  if (others.length > 0)
    throw new GatewayError('conflict', 'several messages have this identifier; name direction and sender', { disposition: 'operator' });
  return row;
}

/** Every message that fits. */
export async function findMessages(dependencies: GatewayDependencies, query: MessageReference): Promise<Row<'messages'>[]> {
  const { messageId, direction, sender } = query;
  const rows = await dependencies.ledger.list('messages', { index: 'byMessageId', equals: messageId, limit: MAXIMUM_NAMESAKES });
  return rows.filter(
    ({ value }) => (direction === undefined || value.direction === direction) && (sender === undefined || value.sender === sender),
  );
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
    ...(message.purgedAt === undefined ? {} : { purgedAt: message.purgedAt }),
  };
}
