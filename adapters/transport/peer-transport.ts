import type { PathValidator } from '../../crypto/x509/path.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { AuthorityRecord, EndpointRecord } from '../../gateway/contracts/directory.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import type { EvidenceAnswer, MessageDelivery, PeerTransport, TravellingEvidence } from '../../gateway/contracts/peer-transport.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import {
  deliveryAnswer,
  MAXIMUM_EVIDENCE_BODY,
  MAXIMUM_PAGE_BODY,
  parseEvidenceAnswers,
  parseEvidencePage,
  parseMessagesPage,
  problemAnswer,
} from './answers.ts';
import { Connections } from './connections.ts';
import { deliveryBody } from './delivery-body.ts';
import { TransportError } from './error.ts';
import { EvidenceBatches } from './evidence-batches.ts';
import { exchange, type PeerResponse } from './exchange.ts';
import { requestDelivery, requestEvidence, requestMessage } from './recovery-requests.ts';
import { deliverResumable, type Send } from './resumable-delivery.ts';

/** Entries asked for in one page. */
const PAGE_LIMIT = 100;

const MAXIMUM_SMALL_BODY = 64 * 1024;

/** Time a peer may take to make the last octets of a large transfer durable and read them again, on top of the ordinary wait. */
const COMPLETION_MILLISECONDS_PER_GIBIBYTE = 10_000;

export interface TransportSettings {
  /** Content up to this length travels in the same request as its header. */
  inlineContentLength: number;
  /** Requests to one endpoint at the same time. */
  perPeerConcurrency: number;
}

export interface TransportTimeouts {
  /** To a usable TLS connection, milliseconds. */
  connect: number;
  /** Without anything coming or going, milliseconds. */
  answer: number;
}

export interface PeerTransportOptions {
  keys: Pick<KeyStore, 'tls'>;
  /** The only authorities under which a peer's TLS certificate may stand, PEM. */
  anchorsPem: readonly string[];
  /** Paths to the same anchors, with revocation. */
  paths: PathValidator;
  revocation: RevocationSource;
  clock: Clock;
  settings: TransportSettings;
  randomBytes: (length: number) => Buffer;
  timeouts?: Partial<TransportTimeouts>;
  /** Interruptions of a transfer that one call resumes from. */
  maximumInterruptions?: number;
  resumeDelayMilliseconds?: number;
}

/** The peer API from the client's side, over mutual TLS 1.3 with what the directory pins. See `PeerTransport` for what each call does. */
export function createPeerTransport(options: PeerTransportOptions): PeerTransport {
  const timeouts: TransportTimeouts = { connect: 10_000, answer: 60_000, ...options.timeouts };
  const connections = new Connections({
    keys: options.keys,
    anchorsPem: options.anchorsPem,
    paths: options.paths,
    revocation: options.revocation,
    clock: options.clock,
    connections: options.settings.perPeerConcurrency,
    connectTimeout: timeouts.connect,
  });

  const sender =
    (peer: AuthorityRecord, endpoint: EndpointRecord, signal: AbortSignal, answerTimeout = timeouts.answer): Send =>
    async (path, request) => {
      const response = await exchange({
        dispatcher: connections.to(peer, endpoint),
        url: new URL(`${endpoint.url.replace(/\/$/, '')}/peer/v1/${path}`),
        maximumResponseLength: MAXIMUM_SMALL_BODY,
        timeout: answerTimeout,
        signal,
        ...request,
      });
      observeTime(options.clock, peer.identifier, response);
      return response;
    };

  const atEndpoint = <Result>(peer: AuthorityRecord, work: (endpoint: EndpointRecord) => Promise<Result>) =>
    firstReachable(peer.endpoints, work);

  const batches = new EvidenceBatches((peer, pieces, signal) =>
    atEndpoint(peer, (endpoint) => postEvidence(pieces, sender(peer, endpoint, signal))),
  );

  return {
    deliver: (peer, delivery, { signal }) =>
      atEndpoint(peer, async (endpoint) => {
        if (delivery.content.length <= options.settings.inlineContentLength) {
          return deliverInline(delivery, sender(peer, endpoint, signal), options.randomBytes);
        }
        const gibibytes = delivery.content.length / 1024 ** 3;
        return deliverResumable(delivery, {
          send: sender(peer, endpoint, signal, timeouts.answer + gibibytes * COMPLETION_MILLISECONDS_PER_GIBIBYTE),
          randomBytes: options.randomBytes,
          maximumInterruptions: options.maximumInterruptions ?? 5,
          resumeDelayMilliseconds: options.resumeDelayMilliseconds ?? 500,
          signal,
        });
      }),
    pushEvidence: (peer, evidence, { signal }) => batches.push(peer, evidence, signal),
    pullEvidence: (peer, after, { signal }) =>
      atEndpoint(peer, async (endpoint) => parseEvidencePage(await pull(sender(peer, endpoint, signal), 'evidence', after), after)),
    pullMessages: (peer, after, { signal }) =>
      atEndpoint(peer, async (endpoint) => parseMessagesPage(await pull(sender(peer, endpoint, signal), 'messages', after), after)),
    latestCheckpoint: (peer, { signal }) =>
      atEndpoint(peer, async (endpoint) => resourceText(sender(peer, endpoint, signal), 'log/checkpoint')),
    evidenceProof: (peer, identifier, { signal }) =>
      atEndpoint(peer, async (endpoint) =>
        resourceText(sender(peer, endpoint, signal), `evidence/${encodeURIComponent(identifier)}/proof`),
      ),
    logResource: (peer, path, { signal }) =>
      atEndpoint(peer, async (endpoint) => {
        const { status, body } = await sender(peer, endpoint, signal)(`log/${path}`, { method: 'GET' });
        if (status === 200) return body;
        // Whether a tile is missing, or cannot be had now, makes a difference to what is thought of the log.
        if (status === 404) return undefined;
        throw new TransportError(status >= 500 || status === 429 ? 'peer-unreachable' : 'peer-protocol', `the peer answered ${status}`);
      }),
    addCheckpoint: (peer, request, { signal }) =>
      atEndpoint(peer, async (endpoint) => {
        const { status, mediaType, body } = await sender(
          peer,
          endpoint,
          signal,
        )('witness/add-checkpoint', {
          method: 'POST',
          headers: { 'content-type': 'text/plain; charset=utf-8', 'content-length': String(request.length) },
          body: () => request,
        });
        return { status, mediaType, body };
      }),
    recoverEvidence: (peer, query, { signal }) =>
      atEndpoint(peer, async (endpoint) => requestEvidence(sender(peer, endpoint, signal), query)),
    recoverMessage: (peer, message, { signal }) =>
      atEndpoint(peer, async (endpoint) => requestMessage(sender(peer, endpoint, signal), message)),
    requestDelivery: (peer, messageId, { signal }) =>
      atEndpoint(peer, async (endpoint) => requestDelivery(sender(peer, endpoint, signal), messageId)),
    close: () => connections.close(),
  };
}

/** A small text resource; one that is missing, or not published yet, is no error. */
async function resourceText(send: Send, path: string): Promise<string | undefined> {
  const response = await send(path, { method: 'GET', maximumResponseLength: MAXIMUM_SMALL_BODY });
  return response.status === 200 ? response.body.toString('utf8') : undefined;
}

/** One piece by itself, or several at once. */
async function postEvidence(pieces: readonly TravellingEvidence[], send: Send): Promise<readonly EvidenceAnswer[]> {
  const items = pieces.map(({ evidence, salt }) => ({ evidence, salt }));
  const body = Buffer.from(JSON.stringify(items.length === 1 ? items[0] : { items }), 'utf8');
  const response = await send('evidence', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
    body: () => body,
  });
  if (items.length > 1) return parseEvidenceAnswers(response, items.length);
  return [response.status === 204 ? { kind: 'stored' } : problemAnswer(response)];
}

async function deliverInline(delivery: MessageDelivery, send: Send, randomBytes: (length: number) => Buffer) {
  const body = await deliveryBody(delivery, randomBytes);
  const response = await send('messages', {
    method: 'POST',
    headers: { 'content-type': body.contentType, 'content-length': String(body.length) },
    body: body.open,
    maximumResponseLength: MAXIMUM_EVIDENCE_BODY,
  });
  return deliveryAnswer(response);
}

/** A refused pull is no page: the caller waits and pulls again. */
async function pull(send: Send, feed: 'evidence' | 'messages', after: number): Promise<PeerResponse> {
  const response = await send(`${feed}?after=${after}&limit=${PAGE_LIMIT}`, { method: 'GET', maximumResponseLength: MAXIMUM_PAGE_BODY });
  if (response.status >= 500) throw new TransportError('peer-unreachable', `the peer answered ${response.status}`);
  return response;
}

/** Tries the endpoints in the directory's order; a refusal by trust is told rather than that another one was out of reach. */
async function firstReachable<Result>(
  endpoints: readonly EndpointRecord[],
  work: (endpoint: EndpointRecord) => Promise<Result>,
): Promise<Result> {
  let failure: TransportError | undefined;
  for (const endpoint of endpoints) {
    try {
      return await work(endpoint);
    } catch (error) {
      if (!(error instanceof TransportError) || (error.code !== 'peer-unreachable' && error.code !== 'peer-not-trusted')) throw error;
      if (failure?.code !== 'peer-not-trusted') failure = error;
    }
  }
  throw failure ?? new TransportError('peer-unreachable', 'the directory names no endpoint of the peer');
}

/** A peer whose certificate held is a witness of the time, to a second (RFC 9110 section 6.6.1). */
function observeTime(clock: Clock, source: string, { headers }: PeerResponse): void {
  const { date } = headers;
  if (typeof date !== 'string' || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(date)) return;
  const time = new Date(date);
  if (!Number.isNaN(time.getTime())) clock.observe({ source, time });
}
