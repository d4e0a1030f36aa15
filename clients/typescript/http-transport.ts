import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Agent, type Dispatcher, request as sendRequest } from 'undici';
import { ClientError, type ClientFault } from './error.ts';
import { formBody } from './form-body.ts';
import type { OperationBody, OperationRequest, ReceivedContent, ReceivedHeaders, Transport } from './transport.ts';

const MAXIMUM_JSON_LENGTH = 16 * 1024 * 1024;

export interface HttpTransportOptions {
  url: string;
  language: string;
  accessToken?: () => string | Promise<string>;
}

/** Sends requests over the connections of an agent. Everything throws ClientError. */
export class HttpTransport implements Transport {
  readonly #options: HttpTransportOptions;
  readonly #agent: Agent;

  constructor(options: HttpTransportOptions, agent: Agent) {
    this.#options = options;
    this.#agent = agent;
  }

  async json<Answer>(request: OperationRequest): Promise<Answer> {
    const { body } = await this.#send(request);
    const value = parsed(await readText(body));
    if (value === undefined) throw new ClientError('gateway-protocol', 'the gateway answered in a form that this program does not know');
    return value as Answer;
  }

  async octets(request: OperationRequest): Promise<ReceivedContent> {
    const { statusCode: status, headers, body } = await this.#send(request);
    const length = Number(headers['content-length'] ?? Number.NaN);
    const mediaType = String(headers['content-type'] ?? 'application/octet-stream');
    return { status, mediaType, headers, body, ...(Number.isSafeInteger(length) ? { length } : {}) };
  }

  async headers(request: OperationRequest): Promise<ReceivedHeaders> {
    const { statusCode: status, headers, body } = await this.#send(request);
    await body.dump();
    return { status, headers };
  }

  async nothing(request: OperationRequest): Promise<void> {
    await (await this.#send(request)).body.dump();
  }

  async #send({
    method,
    path,
    query = {},
    headers = {},
    body,
    signal,
    silence,
    answer: longest,
  }: OperationRequest): Promise<Dispatcher.ResponseData> {
    const url = new URL(path, this.#options.url);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const { accessToken, language } = this.#options;
    const token = accessToken === undefined ? {} : { authorization: `Bearer ${await accessToken()}` };
    const encoded = body === undefined ? { headers: {}, body: null } : encode(body);
    const answer = await sendRequest(url, {
      method,
      dispatcher: this.#agent,
      headers: { ...given(headers), ...token, ...encoded.headers, 'accept-language': language },
      body: encoded.body,
      ...(signal === undefined ? {} : { signal }),
      ...(silence === undefined ? {} : { bodyTimeout: silence }),
      ...(longest === undefined ? {} : { headersTimeout: longest }),
    }).catch((cause: unknown) => {
      // The cause of a TLS failure can hold our private key: its code is all that is kept.
      const { code } = cause as { code?: unknown };
      throw new ClientError('gateway-unreachable', `the gateway cannot be reached${typeof code === 'string' ? `: ${code}` : ''}`);
    });
    if (answer.statusCode >= 400) throw await refusal(answer);
    return answer;
  }
}

function given(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function encode(body: OperationBody): { headers: Record<string, string>; body: string | Readable } {
  if (body.kind === 'json') return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body.value) };
  if (body.kind === 'form') {
    const form = new URLSearchParams(Object.entries(body.value).map(([name, value]): [string, string] => [name, String(value)]));
    return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() };
  }
  if (body.kind === 'octets') {
    const { length, open } = body.content;
    return {
      headers: { 'content-type': 'application/offset+octet-stream', 'content-length': String(length) },
      body: length === 0 ? '' : Readable.from(open(), { objectMode: false }),
    };
  }
  const form = formBody(body.request, body.files, `valija-${randomBytes(16).toString('hex')}`);
  return {
    headers: { 'content-type': form.contentType, 'content-length': String(form.length) },
    body: Readable.from(form.stream(), { objectMode: false }),
  };
}

/** RFC 9457, or the errors of OAuth (RFC 6749 section 5.2); of anything else the status alone. */
async function refusal(answer: Dispatcher.ResponseData): Promise<ClientError> {
  const value = parsed(await readText(answer.body));
  const problem = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const text = (name: string): string | undefined => (typeof problem[name] === 'string' ? problem[name] : undefined);
  const seconds = Number(answer.headers['retry-after'] ?? Number.NaN);
  const advice = text('detail');
  return new ClientError(
    text('code') ?? text('error') ?? 'internal',
    text('title') ?? text('error_description') ?? 'The gateway refused the request.',
    {
      status: answer.statusCode,
      ...(advice === undefined ? {} : { advice }),
      ...(Number.isFinite(seconds) ? { retryAfter: seconds } : {}),
      faults: Array.isArray(problem.faults) ? problem.faults.flatMap(faultOf) : [],
    },
  );
}

function faultOf(value: unknown): ClientFault[] {
  const { code, title, ...more } = (value ?? {}) as Record<string, unknown>;
  if (typeof code !== 'string' || typeof title !== 'string') return [];
  const told = (['pointer', 'detail', 'rule'] as const).flatMap((name) => (typeof more[name] === 'string' ? [[name, more[name]]] : []));
  return [{ code, title, ...Object.fromEntries(told) }];
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAXIMUM_JSON_LENGTH) throw new ClientError('gateway-protocol', 'the answer is longer than any answer should be');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
