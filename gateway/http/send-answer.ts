import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is still read and thrown away after an answer that came before the end of the request. */
const MAXIMUM_DISCARD_LENGTH = 16 * 1024 * 1024;
const MAXIMUM_DISCARD_MILLISECONDS = 5_000;

export interface Answer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
}

/**
 * Sends a complete answer. When the request has not been read to its end, the connection cannot serve another one, but closing it now
 * would reset it, and the peer might lose the answer it is still to read: so the answer goes out whole, what comes in is thrown away
 * for a while, and only then the connection is closed (RFC 9112 section 9.6).
 */
export async function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = answer.body ?? Buffer.alloc(0);
  const hasBody = body.length > 0 && request.method !== 'HEAD';
  const isEarly = !request.complete && !request.destroyed;
  const hasLength = answer.status !== 204;
  response.writeHead(answer.status, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(hasLength ? { 'Content-Length': String(body.length) } : {}),
    ...(isEarly ? { Connection: 'close' } : {}),
    ...answer.headers,
  });
  if (isEarly) {
    response.flushHeaders();
    if (hasBody) response.write(body);
    await discardRest(request);
    response.end();
    return;
  }
  response.end(hasBody ? body : undefined);
}

/** JSON whose octets are the same whenever the value is. */
export function jsonAnswer(value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/json', ...headers }, body: Buffer.from(JSON.stringify(value), 'utf8') };
}

function discardRest(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let length = 0;
    const done = (): void => {
      clearTimeout(timer);
      request.off('data', count).off('end', done).off('close', done);
      resolve();
    };
    const count = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > MAXIMUM_DISCARD_LENGTH) done();
    };
    const timer = setTimeout(done, MAXIMUM_DISCARD_MILLISECONDS);
    request.on('data', count).on('end', done).on('close', done).on('error', done);
    request.resume();
  });
}
