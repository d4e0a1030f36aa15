import { createHash } from 'node:crypto';
import { Agent, request } from 'undici';
import type { MessagePage, MessageSummary } from '../../gateway/operations/messages.ts';
import type { MessageDetail } from '../../gateway/operations/show-message.ts';

/** A part of a submission's form. */
export interface FormPart {
  field: string;
  fileName?: string;
  mediaType: string;
  content: Buffer;
}

export interface Answer<Body> {
  status: number;
  body: Body;
  replayed: boolean;
}

/** An authority's own system: calls the client API of its gateway with a client certificate, and knows nothing of the inside. */
export interface GatewayClient {
  submit(key: string, parts: readonly FormPart[]): Promise<Answer<{ messageId: string }>>;
  list(direction: 'outbound' | 'inbound'): Promise<MessageSummary[]>;
  show(messageId: string, direction: 'outbound' | 'inbound'): Promise<MessageDetail | undefined>;
  /** The package: its length and SHA-256, computed over what came. */
  fetchPackage(messageId: string): Promise<{ length: number; sha256: string }>;
  fetchFile(messageId: string, index: number): Promise<{ length: number; sha256: string }>;
  handOver(messageId: string, packageDigest: string): Promise<{ evidence: string; salt: string }>;
  deadLetters(): Promise<{ id: string; kind: string; lastError?: string }[]>;
  close(): Promise<void>;
}

export interface ClientOptions {
  port: number;
  tls: { ca: string; cert: string; key: string };
  /** Longest wait for an answer, and for more of one, in milliseconds. */
  patience: number;
}

const PAGE_LENGTH = 500;

/** The gateway answered, and not with success. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, body: unknown) {
    const { code, type, title } = (body ?? {}) as { code?: string; type?: string; title?: string };
    super(`answered ${status} ${code ?? type ?? ''} ${title ?? ''}`);
    this.status = status;
    this.code = code ?? '';
  }
}

export function createGatewayClient(options: ClientOptions): GatewayClient {
  const agent = new Agent({
    connections: 32,
    connect: { ...options.tls, rejectUnauthorized: true, minVersion: 'TLSv1.3', timeout: options.patience },
    headersTimeout: options.patience,
    bodyTimeout: options.patience,
  });
  const call = createCall(agent, `https://127.0.0.1:${options.port}/api/v1`);
  const json = async <Body>(path: string): Promise<Body> => (await call<Body>('GET', path)).body;
  const post = async <Body>(path: string, value: object): Promise<Body> =>
    (await call<Body>('POST', path, { 'content-type': 'application/json' }, Buffer.from(JSON.stringify(value)))).body;
  return {
    submit: (key, parts) => {
      const { contentType, body } = encodeForm(parts, key);
      return call('POST', '/messages', { 'content-type': contentType, 'idempotency-key': key }, body);
    },
    list: (direction) => listAll((after) => json(`/messages?direction=${direction}&limit=${PAGE_LENGTH}${after}`)),
    show: (messageId, direction) =>
      json<MessageDetail>(`/messages/${messageId}?direction=${direction}`).catch((error: unknown) => {
        if (error instanceof Refused && error.status === 404) return undefined;
        throw error;
      }),
    fetchPackage: (messageId) => download(agent, `https://127.0.0.1:${options.port}/api/v1/messages/${messageId}/package`),
    fetchFile: (messageId, index) => download(agent, `https://127.0.0.1:${options.port}/api/v1/messages/${messageId}/files/${index}`),
    handOver: (messageId, packageDigest) => post(`/messages/${messageId}/handover`, { packageDigest }),
    deadLetters: async () => (await json<{ deadLetters: { id: string; kind: string }[] }>('/dead-letters?limit=500')).deadLetters,
    close: () => agent.destroy(),
  };
}

/** Calls again until there is an answer: connections break, gateways are away, and a busy one says so. */
export async function persistently<Result>(
  work: () => Promise<Result>,
  options: { pause: () => number; until: number; onFailure?: () => void },
): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isFinal = error instanceof Refused && error.status < 500 && error.status !== 429 && error.status !== 408;
      if (isFinal || performance.now() > options.until) throw error;
      options.onFailure?.();
      await new Promise((resolve) => setTimeout(resolve, options.pause()));
    }
  }
}

function createCall(agent: Agent, base: string) {
  return async <Body>(method: 'GET' | 'POST', path: string, headers: Record<string, string> = {}, body?: Buffer): Promise<Answer<Body>> => {
    const answer = await request(`${base}${path}`, { method, dispatcher: agent, headers, ...(body === undefined ? {} : { body }) });
    const text = await answer.body.text();
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    if (answer.statusCode >= 300) throw new Refused(answer.statusCode, parsed);
    return { status: answer.statusCode, body: parsed as Body, replayed: answer.headers['idempotency-replayed'] === 'true' };
  };
}

async function listAll(page: (after: string) => Promise<MessagePage>): Promise<MessageSummary[]> {
  const messages: MessageSummary[] = [];
  for (let after = ''; ; ) {
    const { messages: found, next } = await page(after);
    messages.push(...found);
    if (next === undefined) return messages;
    after = `&after=${encodeURIComponent(next)}`;
  }
}

async function download(agent: Agent, url: string): Promise<{ length: number; sha256: string }> {
  const answer = await request(url, { dispatcher: agent });
  if (answer.statusCode !== 200) throw new Refused(answer.statusCode, await answer.body.json().catch(() => undefined));
  const hash = createHash('sha256');
  let length = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    hash.update(chunk);
    length += chunk.length;
  }
  return { length, sha256: hash.digest('hex') };
}

/** The same octets for the same key and parts, so that a repetition is one. RFC 7578. */
function encodeForm(parts: readonly FormPart[], key: string): { contentType: string; body: Buffer } {
  const boundary = `form-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
  const chunks = parts.flatMap(({ field, fileName, mediaType, content }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"${fileName === undefined ? '' : `; filename="${fileName}"`}\r\n` +
        `Content-Type: ${mediaType}\r\n\r\n`,
    ),
    content,
    Buffer.from('\r\n'),
  ]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]) };
}
