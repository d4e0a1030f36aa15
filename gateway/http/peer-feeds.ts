import * as z from 'zod';
import type { KnownMessage, TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { evidenceFeedName, messagesFeedName } from '../receipts/feeds.ts';
import { travelling } from '../receipts/issue-evidence.ts';
import type { PeerRequest } from './peer-request.ts';
import { sendAnswer } from './send-answer.ts';

/** Whole numbers in their one decimal form: a cursor is a position the feed gave, 0 stands for the beginning. */
const wholeNumber = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,15})$/)
  .transform(Number)
  .pipe(z.int());

const pageQuery = z.strictObject({
  after: wholeNumber.default(0),
  limit: wholeNumber.pipe(z.int().min(1).max(200)).default(100),
});

/** A page ends when it has this many characters, so that a reader can cap what it takes. */
const MAXIMUM_PAGE_LENGTH = 4 * 1024 * 1024;

type FeedReader = Pick<GatewayDependencies, 'ledger'>;

/** `GET /peer/v1/evidence?after=&limit=`: the evidence that this peer should have, in the order in which it was issued. */
export function getEvidenceFeed(dependencies: FeedReader, context: PeerRequest): Promise<void> {
  return sendPage(dependencies, context, evidenceFeedName(context.peer), async (identifier): Promise<TravellingEvidence> => {
    const row = await dependencies.ledger.get('evidence', identifier);
    if (row === undefined) throw damagedFeed();
    return travelling(row.value);
  });
}

/** `GET /peer/v1/messages?after=&limit=`: the messages of this peer that we hold. */
export function getMessagesFeed(dependencies: FeedReader, context: PeerRequest): Promise<void> {
  return sendPage(dependencies, context, messagesFeedName(context.peer), async (key): Promise<KnownMessage> => {
    const row = await dependencies.ledger.get('messages', key);
    if (row?.value.packageCommitment === undefined) throw damagedFeed();
    const { messageId, sender, packageCommitment, createdAt } = row.value;
    return { messageId, sender, packageCommitment, receivedAt: createdAt };
  });
}

async function sendPage(
  { ledger }: FeedReader,
  { request, response }: PeerRequest,
  feed: string,
  read: (reference: string) => Promise<object>,
): Promise<void> {
  const { after, limit } = pageQuery.parse(request.query);
  // One entry more than asked for tells whether there is another page.
  const entries = await ledger.readFeed(feed, after, limit + 1);
  const items: string[] = [];
  let length = 0;
  for (const { position, reference } of entries.slice(0, limit)) {
    const item = JSON.stringify({ position, item: await read(reference) });
    length += item.length;
    if (items.length > 0 && length > MAXIMUM_PAGE_LENGTH) break;
    items.push(item);
  }
  const epoch = JSON.stringify(ledger.feedEpoch);
  const page = `{"epoch":${epoch},"items":[${items.join(',')}],"more":${entries.length > items.length}}`;
  await sendAnswer(request, response, { status: 200, headers: { 'Content-Type': 'application/json' }, body: Buffer.from(page, 'utf8') });
}

/** Rows are never deleted: better to say that something is wrong than to let a peer believe it has everything. */
function damagedFeed(): GatewayError {
  return new GatewayError('internal', 'a feed names a row that is not there', { disposition: 'operator' });
}
