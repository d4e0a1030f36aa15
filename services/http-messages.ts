import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** On closing, how long an answer in progress may take before its connection is cut. */
const CLOSING_GRACE = 5_000;

/** The media type of a request, in lower case and without parameters. */
export function mediaTypeOf(request: IncomingMessage): string {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase();
}

/** Undefined when there is more than `maximum`: told by the header where there is one, and never read past the cap. */
export async function readBody(request: IncomingMessage, maximum: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maximum) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximum) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A status without a body, for what is not a request of the protocol at all. */
export function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  // What was sent along is not read, so the connection cannot be used again.
  response.writeHead(status, { ...headers, 'content-length': 0, connection: 'close' }).end();
}

/** Stops accepting, answers what has been accepted, and resolves when every connection is closed. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  // Also ends the connections that are idle. One that never finishes its request would otherwise hold us for ever.
  server.close();
  const cut = setTimeout(() => server.closeAllConnections(), CLOSING_GRACE);
  await closed;
  clearTimeout(cut);
}
