import { setTimeout as delay } from 'node:timers/promises';
import type { DeliveryAnswer, MessageDelivery } from '../../gateway/contracts/peer-transport.ts';
import { deliveryAnswer, MAXIMUM_EVIDENCE_BODY, type Problem, problemAnswer } from './answers.ts';
import { commitBody } from './delivery-body.ts';
import { TransportError } from './error.ts';
import type { PeerExchange, PeerResponse } from './exchange.ts';

/** Sends a request to the peer at hand; `path` is below `/peer/v1`. */
export type Send = (
  path: string,
  request: Pick<PeerExchange, 'method'> & Partial<Pick<PeerExchange, 'headers' | 'body' | 'maximumResponseLength'>>,
) => Promise<PeerResponse>;

export interface ResumableOptions {
  send: Send;
  randomBytes: (length: number) => Buffer;
  /** Interruptions one call puts up with before it leaves the rest to a later one. */
  maximumInterruptions: number;
  /** Before the first resumption; doubled after each. */
  resumeDelayMilliseconds: number;
  signal: AbortSignal;
}

const PROTOCOL = { 'tus-resumable': '1.0.0' } as const;

/**
 * Delivers larger content as a tus 1.0 transfer. The commit comes first: a peer that has the message already, or refuses it, says so
 * before any content is sent. Then the octets go from where the peer's durable part ends, through any number of earlier calls.
 *
 * @throws TransportError `transfer-interrupted` after too many interruptions, `peer-protocol`
 */
export async function deliverResumable(delivery: MessageDelivery, options: ResumableOptions): Promise<DeliveryAnswer> {
  const first = await commit(delivery, options);
  const state = first.kind === 'problem' ? missingPart(first) : undefined;
  if (state === undefined) return first;
  const start = state === 'unknown' ? await openTransfer(delivery, options) : await currentOffset(delivery, options);
  if (typeof start !== 'number') return start;
  const problem = await sendContent(delivery, start, options);
  return problem ?? commit(delivery, options);
}

function missingPart({ code }: Problem): 'unknown' | 'incomplete' | undefined {
  if (code === 'transfer-unknown') return 'unknown';
  return code === 'transfer-incomplete' ? 'incomplete' : undefined;
}

async function commit(delivery: MessageDelivery, { send, randomBytes }: ResumableOptions): Promise<DeliveryAnswer> {
  const body = commitBody(delivery, randomBytes);
  const response = await send(`transfers/${delivery.content.sha256}/commit`, {
    method: 'POST',
    headers: { 'content-type': body.contentType, 'content-length': String(body.length) },
    body: body.open,
    maximumResponseLength: MAXIMUM_EVIDENCE_BODY,
  });
  return deliveryAnswer(response);
}

async function openTransfer({ envelope, content }: MessageDelivery, { send }: ResumableOptions): Promise<number | Problem> {
  const response = await send('transfers', {
    method: 'POST',
    headers: {
      ...PROTOCOL,
      'upload-length': String(content.length),
      'upload-metadata': `envelope ${Buffer.from(envelope, 'utf8').toString('base64')}`,
      'content-length': '0',
    },
  });
  return response.status === 201 ? offsetOf(response, content.length) : problemAnswer(response);
}

async function currentOffset({ content }: MessageDelivery, { send }: ResumableOptions): Promise<number | Problem> {
  const response = await send(`transfers/${content.sha256}`, { method: 'HEAD', headers: PROTOCOL });
  return response.status === 200 ? offsetOf(response, content.length) : problemAnswer(response);
}

/** Sends the rest of the content, again and again from the durable offset, until all of it is there; returns a problem that stays. */
async function sendContent(delivery: MessageDelivery, start: number, options: ResumableOptions): Promise<Problem | undefined> {
  const { length } = delivery.content;
  let offset = start;
  let interruptions = 0;
  for (;;) {
    const outcome = await sendFrom(delivery, offset, options);
    if (outcome.kind === 'problem' && outcome.status < 500 && outcome.status !== 409) return outcome;
    if (outcome.kind === 'advanced' && outcome.offset === length) return undefined;
    interruptions += 1;
    if (interruptions > options.maximumInterruptions || options.signal.aborted) throw interrupted(outcome);
    await delay(options.resumeDelayMilliseconds * 2 ** Math.min(interruptions - 1, 6), undefined, { signal: options.signal }).catch(() => {
      throw interrupted(outcome);
    });
    const durable = await durableOffset(delivery, options);
    if (typeof durable === 'object') return durable;
    // What arrived since counts: only a transfer that stands still uses up its attempts.
    if (durable !== undefined && durable > offset) interruptions = 0;
    offset = durable ?? offset;
  }
}

type Outcome = Problem | { kind: 'advanced'; offset: number } | { kind: 'interrupted'; cause: unknown };

/** One PATCH with everything from `offset` on; also with nothing, when the last octets are durable but the transfer was not completed. */
async function sendFrom({ content }: MessageDelivery, offset: number, { send }: ResumableOptions): Promise<Outcome> {
  try {
    const response = await send(`transfers/${content.sha256}`, {
      method: 'PATCH',
      headers: {
        ...PROTOCOL,
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(offset),
        'content-length': String(content.length - offset),
      },
      body: () => (offset === content.length ? Buffer.alloc(0) : content.open(offset)),
    });
    return response.status === 204 ? { kind: 'advanced', offset: offsetOf(response, content.length) } : problemAnswer(response);
  } catch (error) {
    if (error instanceof TransportError && error.code === 'peer-unreachable') return { kind: 'interrupted', cause: error };
    throw error;
  }
}

/** Undefined while the peer cannot be reached: the next attempt begins where the last one did. */
async function durableOffset(delivery: MessageDelivery, options: ResumableOptions): Promise<number | Problem | undefined> {
  try {
    const answer = await currentOffset(delivery, options);
    return typeof answer === 'object' && answer.status >= 500 ? undefined : answer;
  } catch (error) {
    if (error instanceof TransportError && error.code === 'peer-unreachable') return undefined;
    throw error;
  }
}

function offsetOf(response: PeerResponse, length: number): number {
  const text = response.headers['upload-offset'];
  const offset = typeof text === 'string' && /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(offset) || offset > length) throw new TransportError('peer-protocol', 'the peer names no usable offset');
  return offset;
}

function interrupted(outcome: Outcome): TransportError {
  const cause = outcome.kind === 'interrupted' ? { cause: outcome.cause } : {};
  return new TransportError('transfer-interrupted', 'the transfer was interrupted and goes on later', cause);
}
