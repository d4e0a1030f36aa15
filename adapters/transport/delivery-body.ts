import type { MessageDelivery } from '../../gateway/contracts/peer-transport.ts';

/** A body whose length is known before the first octet is sent. */
export interface FramedBody {
  contentType: string;
  length: number;
  open: () => Buffer | AsyncIterable<Buffer>;
}

/** Content up to this length is put together in memory: one write instead of many. */
const MAXIMUM_JOINED_LENGTH = 256 * 1024;

/** Header, A.1 and content as multipart/mixed (RFC 2046), in the order the peer API asks for. */
export async function deliveryBody(delivery: MessageDelivery, randomBytes: (length: number) => Buffer): Promise<FramedBody> {
  const boundary = boundaryOf(randomBytes);
  const { content } = delivery;
  const head = Buffer.concat([signedParts(delivery, boundary), partHead(boundary, 'application/cms')]);
  const tail = closing(boundary);
  const length = head.length + content.length + tail.length;
  const contentType = contentTypeOf(boundary);
  if (content.length > MAXIMUM_JOINED_LENGTH) return { contentType, length, open: () => surrounded(head, content.open(0), tail) };
  const chunks: Buffer[] = [head];
  for await (const chunk of content.open(0)) chunks.push(chunk);
  const joined = Buffer.concat([...chunks, tail]);
  return { contentType, length: joined.length, open: () => joined };
}

/** Header and A.1 alone: the body of a commit. */
export function commitBody(delivery: MessageDelivery, randomBytes: (length: number) => Buffer): FramedBody {
  const boundary = boundaryOf(randomBytes);
  const body = Buffer.concat([signedParts(delivery, boundary), closing(boundary)]);
  return { contentType: contentTypeOf(boundary), length: body.length, open: () => body };
}

async function* surrounded(head: Buffer, content: AsyncIterable<Buffer>, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  yield* content;
  yield tail;
}

function signedParts({ envelope, submissionAcceptance: { evidence, salt } }: MessageDelivery, boundary: string): Buffer {
  return Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Type: application/jose+json\r\n\r\n${envelope}`, 'utf8'),
    partHead(boundary, 'application/json'),
    Buffer.from(JSON.stringify({ evidence, salt }), 'utf8'),
  ]);
}

function partHead(boundary: string, mediaType: string): Buffer {
  return Buffer.from(`\r\n--${boundary}\r\nContent-Type: ${mediaType}\r\n\r\n`, 'latin1');
}

function closing(boundary: string): Buffer {
  return Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1');
}

function contentTypeOf(boundary: string): string {
  return `multipart/mixed; boundary=${boundary}`;
}

/** Random, so that no content can contain it except by guessing 128 bits. */
function boundaryOf(randomBytes: (length: number) => Buffer): string {
  return `valija-${randomBytes(16).toString('hex')}`;
}
