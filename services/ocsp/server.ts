import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAXIMUM_OCSP_REQUEST_LENGTH } from '../../crypto/x509/ocsp-request.ts';
import { closeServer, mediaTypeOf, readBody, refuse } from '../http-messages.ts';
import type { OcspReply, OcspResponder } from './responder.ts';

/** A file that stands beside the responder: revocation lists and certificates of issuers. */
export interface PublishedDocument {
  mediaType: string;
  read(): Promise<Buffer>;
}

export interface OcspServerOptions {
  responder: OcspResponder;
  /** Where requests come to, such as `/ocsp`; those by GET have the request as one more step of the path. */
  path: string;
  /** Further documents by their path. */
  documents?: ReadonlyMap<string, PublishedDocument>;
  /** Address to listen on, such as `127.0.0.1`. Plain HTTP: everything served is signed, and asking must need no certificate. */
  host: string;
  /** 0 for any free port. */
  port: number;
  now: () => Date;
}

export interface OcspServer {
  /** Such as `http://127.0.0.1:8080`, without a slash at the end. */
  readonly url: string;
  /** Stops accepting, answers what has been accepted, and resolves when every connection is closed. */
  close(): Promise<void>;
}

const REQUEST_TYPE = 'application/ocsp-request';
const RESPONSE_TYPE = 'application/ocsp-response';

/** RFC 5019 section 5: by GET only while the whole address stays below 256 octets; some room for longer identifiers. */
const MAXIMUM_ADDRESS_LENGTH = 1024;
const REQUEST_TIMEOUT = 10_000;
const KEEP_ALIVE_TIMEOUT = 5_000;

/**
 * Serves OCSP over HTTP (RFC 6960 appendix A): `POST` with `application/ocsp-request`, and `GET` with the request in base64 in
 * the path, whose answers may be kept by caches (RFC 5019 section 6). Refusals of the protocol are 200 with a DER response.
 */
export async function startOcspServer(options: OcspServerOptions): Promise<OcspServer> {
  const server = createServer((request, response) => {
    handle(options, request, response).catch(() => response.destroy());
  });
  server.requestTimeout = REQUEST_TIMEOUT;
  server.headersTimeout = REQUEST_TIMEOUT;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: () => closeServer(server),
  };
}

async function handle(options: OcspServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  if (path.length > MAXIMUM_ADDRESS_LENGTH) return refuse(response, 414);
  const document = options.documents?.get(path);
  if (document !== undefined) return request.method === 'GET' ? publish(response, document) : refuse(response, 405, { allow: 'GET' });
  if (path === options.path || path === `${options.path}/`) return receivePost(options, request, response);
  if (!path.startsWith(`${options.path}/`)) return refuse(response, 404);
  if (request.method !== 'GET') return refuse(response, 405, { allow: 'GET' });
  // Base64 has slashes of its own, which some clients escape and some do not: everything after the path belongs to it.
  const octets = decode(path.slice(options.path.length + 1));
  return send(response, await options.responder.respond(octets), options.now());
}

async function receivePost({ responder, now }: OcspServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return refuse(response, 405, { allow: 'POST' });
  if (mediaTypeOf(request) !== REQUEST_TYPE) return refuse(response, 415, { accept: REQUEST_TYPE });
  const body = await readBody(request, MAXIMUM_OCSP_REQUEST_LENGTH);
  if (body === undefined) return refuse(response, 413);
  const { der } = await responder.respond(body);
  return send(response, { der }, now());
}

/** What is not base64 becomes no octets, which the responder refuses as malformed. */
function decode(text: string): Buffer {
  try {
    const base64 = decodeURIComponent(text);
    const octets = Buffer.from(base64, 'base64');
    return octets.toString('base64') === base64 ? octets : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}

async function publish(response: ServerResponse, { mediaType, read }: PublishedDocument): Promise<void> {
  const body = await read();
  response.writeHead(200, { 'content-type': mediaType, 'content-length': body.length, 'cache-control': 'no-cache' }).end(body);
}

function send(response: ServerResponse, { der, cacheable }: OcspReply, now: Date): void {
  const caching = cacheable === undefined ? { 'cache-control': 'no-store' } : cachingHeaders(cacheable, now);
  response.writeHead(200, { 'content-type': RESPONSE_TYPE, 'content-length': der.length, ...caching }).end(der);
}

/** RFC 5019 section 6.2: not kept longer than the answer holds. */
function cachingHeaders({ from, until }: { from: Date; until: Date }, now: Date): Record<string, string> {
  const seconds = Math.max(0, Math.floor((until.getTime() - now.getTime()) / 1000));
  return {
    'cache-control': `public, max-age=${seconds}, no-transform, must-revalidate`,
    'last-modified': from.toUTCString(),
    expires: until.toUTCString(),
  };
}
