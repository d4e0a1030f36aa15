import * as z from 'zod';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import type { RecoverableMessage, RecoveredPage } from '../../gateway/contracts/peer-transport.ts';
import { travellingEvidence } from './answers.ts';
import { TransportError } from './error.ts';
import type { PeerResponse } from './exchange.ts';
import type { Send } from './resumable-delivery.ts';

const MAXIMUM_BODY = 32 * 1024 * 1024;

const recoveredPage = z.strictObject({
  items: z.array(travellingEvidence).max(1_000),
  next: z.string().min(1).max(1_024).exactOptional(),
});

const recoverableMessage = z.strictObject({
  envelopes: z.array(z.string().min(1).max(262_144)).min(1).max(200),
  submissionAcceptance: travellingEvidence,
  packageLength: z.int().min(0).exactOptional(),
  nonce: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .exactOptional(),
  registered: z.strictObject({ conversation: z.string().min(1).max(128), registerNumber: z.string().min(1).max(128) }).exactOptional(),
});

/** `GET /peer/v1/recovery/evidence` */
export async function requestEvidence(send: Send, { since, after }: { since: Date; after?: string }): Promise<RecoveredPage> {
  const query = new URLSearchParams({ since: since.toISOString(), ...(after === undefined ? {} : { after }) });
  return read(await get(send, `recovery/evidence?${query}`), recoveredPage);
}

/** `GET /peer/v1/recovery/messages/{messageId}`; undefined when the peer knows no such message between us. */
export async function requestMessage(
  send: Send,
  { sender, messageId }: { sender: string; messageId: string },
): Promise<RecoverableMessage | undefined> {
  const query = new URLSearchParams({ sender });
  const response = await get(send, `recovery/messages/${encodeURIComponent(messageId)}?${query}`);
  return response.status === 404 ? undefined : read(response, recoverableMessage);
}

/** `POST /peer/v1/recovery/messages/{messageId}/delivery`; false when the peer has not the content any more, or no such message. */
export async function requestDelivery(send: Send, messageId: string): Promise<boolean> {
  const path = `recovery/messages/${encodeURIComponent(messageId)}/delivery`;
  const { status } = await send(path, { method: 'POST', headers: { 'content-length': '0' } });
  if (status === 202) return true;
  if (status === 404 || status === 410) return false;
  throw unexpected(status);
}

function get(send: Send, path: string): Promise<PeerResponse> {
  return send(path, { method: 'GET', maximumResponseLength: MAXIMUM_BODY });
}

function read<Schema extends z.ZodType>({ status, mediaType, body }: PeerResponse, schema: Schema): z.infer<Schema> {
  if (status !== 200) throw unexpected(status);
  if (mediaType !== 'application/json') throw new TransportError('peer-protocol', 'application/json expected');
  try {
    return schema.parse(parseStrictJson(body, { maximumBytes: MAXIMUM_BODY, maximumDepth: 8 }));
  } catch (error) {
    // What a schema quotes of the input stays out of the message.
    throw new TransportError('peer-protocol', 'the answer does not have its form', { cause: { name: (error as Error).name } });
  }
}

function unexpected(status: number): TransportError {
  return new TransportError(status >= 500 || status === 429 ? 'peer-unreachable' : 'peer-protocol', `the peer answered ${status}`);
}
