import type { Readable } from 'node:stream';
import { type Dispatcher, errors } from 'undici';
import { TransportError } from './error.ts';

/** A response read whole. */
export interface PeerResponse {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Media type in lower case, without parameters. */
  mediaType: string;
  body: Buffer;
}

export interface PeerExchange {
  dispatcher: Dispatcher;
  url: URL;
  method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'OPTIONS';
  headers?: Record<string, string>;
  /** Made anew for each attempt. */
  body?: () => Buffer | AsyncIterable<Buffer>;
  maximumResponseLength: number;
  /** How long the other side may take without anything coming or going. */
  timeout: number;
  signal: AbortSignal;
}

/** Codes that mean a connection was closed under a request that was being sent on it. */
const CLOSED_CONNECTION = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** What OpenSSL says of a chain that does not lead to our anchors, or is out of date (X509_V_ERR_*). */
const CHAIN_PROBLEM =
  /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED_|CERT_|CRL_|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|ERROR_IN_CERT_|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_)/;

/**
 * Sends one request and reads the whole answer. A kept connection that the other side was just closing is tried once more on a fresh
 * one: every request of the peer API may be repeated. Errors of reading our own body are thrown as they are.
 *
 * @throws TransportError `peer-unreachable`, `peer-not-trusted`, `peer-protocol`
 */
export async function exchange(request: PeerExchange): Promise<PeerResponse> {
  for (let attempt = 1; ; attempt += 1) {
    const source = watched(request.body?.());
    try {
      return await send(request, source.body);
    } catch (error) {
      if (source.failure() !== undefined) throw source.failure();
      const failure = asTransportError(error, request.signal);
      const isLateClose = attempt === 1 && CLOSED_CONNECTION.has((error as { code?: string }).code ?? '');
      if (!isLateClose || request.signal.aborted) throw failure;
    }
  }
}

async function send(request: PeerExchange, body: Buffer | AsyncIterable<Buffer> | undefined): Promise<PeerResponse> {
  const response = await request.dispatcher.request({
    origin: request.url.origin,
    path: `${request.url.pathname}${request.url.search}`,
    method: request.method,
    headers: { accept: 'application/json, application/problem+json', 'accept-language': 'en', ...request.headers },
    // undici takes any async iterable of octets; its types name fewer.
    body: (body ?? null) as Readable | null,
    headersTimeout: request.timeout,
    bodyTimeout: request.timeout,
    signal: request.signal,
  });
  const { headers } = response;
  const contentType = headers['content-type'];
  return {
    status: response.statusCode,
    headers,
    mediaType: typeof contentType === 'string' ? (contentType.split(';', 1)[0] ?? '').trim().toLowerCase() : '',
    body: await readCapped(response.body, request.maximumResponseLength),
  };
}

async function readCapped(body: AsyncIterable<Buffer>, maximumLength: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maximumLength) throw new TransportError('peer-protocol', `an answer of more than ${maximumLength} octets`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function asTransportError(error: unknown, signal: AbortSignal): TransportError {
  if (error instanceof TransportError) return error;
  if (signal.aborted) return new TransportError('peer-unreachable', 'the request was given up', { cause: error });
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && CHAIN_PROBLEM.test(code)) {
    return new TransportError('peer-not-trusted', 'the certificate of the peer does not lead to a configured anchor', { cause: error });
  }
  if (error instanceof errors.HTTPParserError || error instanceof errors.ResponseExceededMaxSizeError) {
    return new TransportError('peer-protocol', 'the answer is not HTTP', { cause: error });
  }
  return new TransportError('peer-unreachable', 'the peer cannot be reached', { cause: error });
}

/** Remembers when reading our own content failed, so that a broken disk is not taken for a broken peer. */
function watched(body: Buffer | AsyncIterable<Buffer> | undefined): {
  body: Buffer | AsyncIterable<Buffer> | undefined;
  failure: () => unknown;
} {
  if (body === undefined || Buffer.isBuffer(body)) return { body, failure: () => undefined };
  let failure: unknown;
  async function* guarded(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const chunks = source[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await chunks.next().catch((error: unknown) => {
          failure = error;
          throw error;
        });
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await chunks.return?.();
    }
  }
  return { body: guarded(body), failure: () => failure };
}
