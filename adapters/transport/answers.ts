import * as z from 'zod';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import type { DeliveryAnswer, EvidenceAnswer, FeedPage, KnownMessage, TravellingEvidence } from '../../gateway/contracts/peer-transport.ts';
import { TransportError } from './error.ts';
import type { PeerResponse } from './exchange.ts';

/** Longest body of each kind that is read. A page ends at 4 MiB of items, but one item may be longer than what is left. */
export const MAXIMUM_EVIDENCE_BODY = 320 * 1024;
export const MAXIMUM_PAGE_BODY = 6 * 1024 * 1024;
const MAXIMUM_PROBLEM_BODY = 64 * 1024;

/** A wait asked for by a peer is believed up to a day. */
const MAXIMUM_RETRY_AFTER_SECONDS = 86_400;

export const travellingEvidence = z.strictObject({ evidence: z.string().min(1).max(262_144), salt: z.string().regex(/^[0-9a-f]{64}$/) });

const knownMessage = z.strictObject({
  messageId: z.string().max(64),
  sender: z.string().max(256),
  packageCommitment: z.string().regex(/^[0-9a-f]{64}$/),
  receivedAt: z.iso.datetime({ offset: false }),
});

const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    epoch: z.string().min(1).max(128),
    items: z.array(z.strictObject({ position: z.int().min(1), item })).max(1_000),
    more: z.boolean(),
  });
const evidencePage = pageOf(travellingEvidence);
const messagesPage = pageOf(knownMessage);

/** RFC 9457, with the stable `code` of our own problem types. Other members may come and go. */
const problemDocument = z.object({ type: z.string().max(512).default('about:blank'), code: z.string().max(64).optional() });

export type Problem = Extract<DeliveryAnswer, { kind: 'problem' }>;

/** What a delivery or a commit was answered: evidence, "in progress", or a problem. TransportError `peer-protocol` for anything else. */
export function deliveryAnswer(response: PeerResponse): DeliveryAnswer {
  if (response.status === 200) return { kind: 'evidence', evidence: parseJson(response, MAXIMUM_EVIDENCE_BODY, travellingEvidence) };
  if (response.status === 202) return { kind: 'in-progress', retryAfterMilliseconds: retryAfter(response) ?? 1_000 };
  return problemAnswer(response);
}

const evidenceAnswers = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        status: z.int().min(200).max(599),
        type: z.string().max(512).default('about:blank'),
        code: z.string().max(64).optional(),
        retryAfter: z.int().min(0).max(MAXIMUM_RETRY_AFTER_SECONDS).optional(),
      }),
    )
    .max(64),
});

/**
 * What became of each of `count` pieces pushed together. A request refused as a whole is the answer to each of them.
 * TransportError `peer-protocol` when it is neither, or when the number differs.
 */
export function parseEvidenceAnswers(response: PeerResponse, count: number): EvidenceAnswer[] {
  if (response.status !== 200) {
    const problem = problemAnswer(response);
    return Array.from({ length: count }, () => problem);
  }
  const { answers } = parseJson(response, MAXIMUM_PROBLEM_BODY, evidenceAnswers);
  if (answers.length !== count) throw protocol(`${answers.length} answers to ${count} pieces of evidence`);
  return answers.map(({ status, type, code, retryAfter: seconds }): EvidenceAnswer => {
    if (status === 204) return { kind: 'stored' };
    if (status < 400) throw protocol(`status ${status} was not expected here`);
    return {
      kind: 'problem',
      status,
      type,
      ...(code === undefined ? {} : { code }),
      ...(seconds === undefined ? {} : { retryAfterMilliseconds: seconds * 1_000 }),
    };
  });
}

/** The problem that a response is. TransportError `peer-protocol` when it is none. */
export function problemAnswer(response: PeerResponse): Problem {
  if (response.status < 400) throw protocol(`status ${response.status} was not expected here`);
  const wait = retryAfter(response);
  const { type, code } = isProblem(response) ? readProblem(response) : { type: 'about:blank', code: undefined };
  return {
    kind: 'problem',
    status: response.status,
    type,
    ...(code === undefined ? {} : { code }),
    ...(wait === undefined ? {} : { retryAfterMilliseconds: wait }),
  };
}

export function parseEvidencePage(response: PeerResponse, after: number): FeedPage<TravellingEvidence> {
  return inOrder(parseJson(response, MAXIMUM_PAGE_BODY, evidencePage), after);
}

export function parseMessagesPage(response: PeerResponse, after: number): FeedPage<KnownMessage> {
  return inOrder(parseJson(response, MAXIMUM_PAGE_BODY, messagesPage), after);
}

/** A page that repeats positions, or promises more without any, would keep a reader busy for ever. */
function inOrder<Item>(page: FeedPage<Item>, after: number): FeedPage<Item> {
  let last = after;
  for (const { position } of page.items) {
    if (position <= last) throw protocol('the positions of a page do not ascend');
    last = position;
  }
  if (page.more && page.items.length === 0) throw protocol('an empty page promises more');
  return page;
}

function parseJson<Schema extends z.ZodType>(response: PeerResponse, maximumBytes: number, schema: Schema): z.infer<Schema> {
  if (response.status !== 200) throw protocol(`status ${response.status} was not expected here`);
  if (response.mediaType !== 'application/json') throw protocol('application/json expected');
  try {
    return schema.parse(parseStrictJson(response.body, { maximumBytes, maximumDepth: 8 }));
  } catch (error) {
    // What a schema quotes of the input stays out of the message.
    throw new TransportError('peer-protocol', 'the answer does not have its form', { cause: { name: (error as Error).name } });
  }
}

function isProblem({ mediaType, body }: PeerResponse): boolean {
  return mediaType === 'application/problem+json' && body.length <= MAXIMUM_PROBLEM_BODY;
}

function readProblem({ body }: PeerResponse): z.infer<typeof problemDocument> {
  try {
    return problemDocument.parse(parseStrictJson(body, { maximumBytes: MAXIMUM_PROBLEM_BODY }));
  } catch {
    return { type: 'about:blank' };
  }
}

/** RFC 9110 section 10.2.3, in seconds; the form with a date is not used between gateways. */
function retryAfter({ headers }: PeerResponse): number | undefined {
  const text = headers['retry-after'];
  if (typeof text !== 'string' || !/^[0-9]{1,9}$/.test(text)) return undefined;
  return Math.min(Number(text), MAXIMUM_RETRY_AFTER_SECONDS) * 1_000;
}

function protocol(message: string): TransportError {
  return new TransportError('peer-protocol', message);
}
