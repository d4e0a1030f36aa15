import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { closeServer, refuse } from '../http-messages.ts';

export interface DirectoryServerOptions {
  /** The repository: what is below `metadata/` and `targets/` in it is served and nothing else. */
  folder: string;
  /** Address to listen on, such as `127.0.0.1`. */
  host: string;
  /** 0 for any free port. */
  port: number;
  /** PEM of the server's own certificate and key; without it, plain HTTP: everything served is signed and public. */
  tls?: { certificate: string; privateKey: string };
}

export interface DirectoryServer {
  /** Where the repository begins, such as `https://127.0.0.1:8460/`. */
  readonly url: string;
  /** Stops accepting, sends what has been asked for, and resolves when every connection is closed. */
  close(): Promise<void>;
}

/** The one file that is ever replaced; every other name has a version or a digest in it. */
const TIMESTAMP = '/metadata/timestamp.json';
const METADATA = /^\/metadata\/[a-z0-9][a-z0-9.-]{0,99}\.json$/;
const TARGETS = /^\/targets(?:\/[A-Za-z0-9][A-Za-z0-9-]{0,63}){1,3}\/[0-9a-f]{64}\.[a-z0-9][a-z0-9._-]{0,149}\.json$/;

const MAXIMUM_ADDRESS_LENGTH = 512;
const REQUEST_TIMEOUT = 10_000;
const KEEP_ALIVE_TIMEOUT = 5_000;
/** Longest time for which one answer may be on its way. */
const ANSWER_TIMEOUT = 60_000;

/** Serves the files of a TUF repository: GET and HEAD, names in the one form that a repository of ours has, no listing, no redirection. */
export async function startDirectoryServer(options: DirectoryServerOptions): Promise<DirectoryServer> {
  const server = createListener(options);
  server.requestTimeout = REQUEST_TIMEOUT;
  server.headersTimeout = REQUEST_TIMEOUT;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
  server.setTimeout(ANSWER_TIMEOUT);
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { address, port, family } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return { url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}/`, close: () => closeServer(server) };
}

function createListener({ folder, tls }: DirectoryServerOptions): Server {
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(folder, request, response).catch(() => response.destroy());
  };
  if (tls === undefined) return createServer(listener);
  return createSecureServer({ cert: tls.certificate, key: tls.privateKey, minVersion: 'TLSv1.2' }, listener);
}

async function handle(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  if (path.length > MAXIMUM_ADDRESS_LENGTH) return refuse(response, 414);
  if (!METADATA.test(path) && !TARGETS.test(path)) return refuse(response, 404);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, { allow: 'GET, HEAD' });
  const file = await openFile(join(folder, path));
  if (file === undefined) return refuse(response, 404);
  try {
    const { size } = await file.stat();
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': size,
      'cache-control': path === TIMESTAMP ? 'no-cache' : 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    if (request.method === 'HEAD' || size === 0) response.end();
    else await pipeline(file.createReadStream({ autoClose: false, start: 0, end: size - 1 }), response);
  } finally {
    await file.close();
  }
}

/** A file as such; undefined for whatever else may stand there. */
async function openFile(path: string): Promise<FileHandle | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined || (await file.stat()).isFile()) return file;
  await file.close();
  return undefined;
}
