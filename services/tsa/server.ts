import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { MAXIMUM_TIMESTAMP_REQUEST_LENGTH } from '../../crypto/tsp/request.ts';
import { closeServer, mediaTypeOf, readBody, refuse } from '../http-messages.ts';
import type { TimestampAuthority } from './authority.ts';

export interface TimestampServerOptions {
  authority: TimestampAuthority;
  /** Address to listen on, such as `127.0.0.1`. */
  host: string;
  /** 0 for any free port. */
  port: number;
  /** PEM of the server's own certificate and key; without it, plain HTTP: tokens are signed and need no secrecy. */
  tls?: { certificate: string; privateKey: string };
}

export interface TimestampServer {
  /** Where requests are posted, such as `http://127.0.0.1:3161/`. */
  readonly url: string;
  /** Stops accepting, answers what has been accepted, and resolves when every connection is closed. */
  close(): Promise<void>;
}

const REQUEST_TYPE = 'application/timestamp-query';
const RESPONSE_TYPE = 'application/timestamp-reply';

/** A request is a few hundred bytes: a connection that takes longer than this to send one is held open on purpose. */
const REQUEST_TIMEOUT = 10_000;
const KEEP_ALIVE_TIMEOUT = 5_000;

/**
 * Serves RFC 3161 over HTTP (section 3.4 there): `POST /` with `application/timestamp-query`, answered by
 * `application/timestamp-reply`. Refusals of the protocol are 200 with a DER rejection; 404, 405, 413 and 415 are for what is
 * not a request at all.
 */
export async function startTimestampServer(options: TimestampServerOptions): Promise<TimestampServer> {
  const server = createListener(options);
  server.requestTimeout = REQUEST_TIMEOUT;
  server.headersTimeout = REQUEST_TIMEOUT;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { address, port, family } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}/`,
    close: () => closeServer(server),
  };
}

function createListener({ authority, tls }: TimestampServerOptions): Server {
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(authority, request, response).catch(() => response.destroy());
  };
  if (tls === undefined) return createServer(listener);
  return createSecureServer({ cert: tls.certificate, key: tls.privateKey, minVersion: 'TLSv1.3' }, listener);
}

async function handle(authority: TimestampAuthority, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path] = (request.url ?? '').split('?');
  if (path !== '/') return refuse(response, 404);
  if (request.method !== 'POST') return refuse(response, 405, { allow: 'POST' });
  if (mediaTypeOf(request) !== REQUEST_TYPE) return refuse(response, 415, { accept: REQUEST_TYPE });
  const body = await readBody(request, MAXIMUM_TIMESTAMP_REQUEST_LENGTH);
  if (body === undefined) return answer(response, 413, authority.refuseTooLong(), { connection: 'close' });
  return answer(response, 200, await authority.respond(body));
}

function answer(response: ServerResponse, status: number, body: Buffer, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, { 'content-type': RESPONSE_TYPE, 'content-length': body.length, 'cache-control': 'no-store', ...headers })
    .end(body);
}
