import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { Agent } from 'undici';

/** What `createInstallation` writes for a client: address, own key and certificate, anchors. */
interface ClientFile {
  api: string;
  key: string;
  certificate: string;
  anchors: string[];
}

export interface ApiAnswer {
  status: number;
  body: Buffer;
}

/** The client API of one gateway over mutual TLS with kept connections. */
export interface ApiClient {
  get(path: string): Promise<unknown>;
  post(path: string, content: { type: string; headers?: Record<string, string>; body: Buffer | AsyncIterable<Buffer> }): Promise<unknown>;
  close(): Promise<void>;
}

/** Waits of the change feed come on top of this. */
const ANSWER_MILLISECONDS = 15 * 60_000;

/** Opens a client by its configuration file. `connections` is the most requests under way at once. */
export async function openApiClient(path: string, connections: number): Promise<ApiClient> {
  const file = JSON.parse(await readFile(path, 'utf8')) as ClientFile;
  const read = (name: string) => readFile(resolve(dirname(path), name), 'utf8');
  const agent = new Agent({
    connections,
    connect: {
      key: await read(file.key),
      cert: await read(file.certificate),
      ca: await Promise.all(file.anchors.map(read)),
      minVersion: 'TLSv1.3',
    },
    headersTimeout: ANSWER_MILLISECONDS,
    bodyTimeout: ANSWER_MILLISECONDS,
  });
  const exchange = async (options: {
    method: 'GET' | 'POST';
    path: string;
    headers?: Record<string, string>;
    body?: Readable | Buffer;
  }) => {
    const answer = await agent.request({ origin: file.api, ...options });
    const text = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new Error(`${options.method} ${options.path} was answered ${answer.statusCode}: ${text.slice(0, 500)}`);
    return JSON.parse(text) as unknown;
  };
  return {
    get: (path) => exchange({ method: 'GET', path: `/api/v1${path}` }),
    // undici takes any async iterable of octets; its types name fewer.
    post: (path, { type, headers, body }) =>
      exchange({ method: 'POST', path: `/api/v1${path}`, headers: { 'content-type': type, ...headers }, body: body as Buffer }),
    close: () => agent.close(),
  };
}
