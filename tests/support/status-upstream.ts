import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What an upstream of revocation information answers to one request. */
export interface UpstreamAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: Buffer;
}

export interface StatusUpstream {
  readonly url: string;
  /** Requests that came, in order. */
  readonly requests: { method: string; path: string; body: Buffer }[];
  /** Replaces what is answered; one that never resolves keeps the requester waiting. */
  answerWith(answer: (request: { method: string; path: string; body: Buffer }) => UpstreamAnswer | Promise<UpstreamAnswer>): void;
  close(): Promise<void>;
}

/** A real HTTP server on loopback that a test can make misbehave. */
export async function startStatusUpstream(): Promise<StatusUpstream> {
  const requests: StatusUpstream['requests'] = [];
  let answer: Parameters<StatusUpstream['answerWith']>[0] = () => ({ status: 503 });
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = { method: incoming.method ?? '', path: incoming.url ?? '', body: await buffer(incoming) };
    requests.push(request);
    const { status = 200, headers = {}, body = Buffer.alloc(0) } = await answer(request);
    response.writeHead(status, headers).end(body);
  };
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answerWith: (next) => {
      answer = next;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
