import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Agent, type Dispatcher, request } from 'undici';
import type * as z from 'zod';
import {
  type BackupAnswer,
  backupAnswer,
  type ChangesAnswer,
  type ContradictionAnswer,
  changesAnswer,
  contradictionsAnswer,
  type DeadLetterAnswer,
  deadLettersAnswer,
  type EvidenceAnswer,
  handoverAnswer,
  type MessageAnswer,
  messageAnswer,
  type PageAnswer,
  pageAnswer,
  problemAnswer,
  receiptsAnswer,
  type SubmissionAnswer,
  submissionAnswer,
} from './answers.ts';
import { ApiError } from './error.ts';
import { type SubmittedFile, submissionForm } from './form-data.ts';

export interface ApiClientOptions {
  /** `https://host:port`; paths are appended. */
  url: string;
  /** PEM of the client's key and certificate, and of the authorities under which the gateway's certificate stands. */
  key: string;
  certificate: string;
  anchors: string;
  /** Language of titles and advice. */
  language: string;
}

export type Direction = 'outbound' | 'inbound';

/** What can be downloaded of a message, as the last steps of its path. */
export type Content = 'package' | 'sealed' | 'archive' | 'bundle' | `files/${number}`;

/** Of what a proof bundle is asked for. */
export type BundleSubject = { messageId: string; direction?: Direction } | { conversation: string };

export interface Download {
  mediaType: string;
  /** In octets; undefined when it was not told beforehand. */
  length?: number;
  body: AsyncIterable<Buffer>;
}

const CONNECT_MILLISECONDS = 10_000;
/** Longer than any long poll. */
const ANSWER_MILLISECONDS = 60_000;
const MAXIMUM_JSON_LENGTH = 16 * 1024 * 1024;

/** The client API of a gateway from the caller's side, over mutual TLS 1.3. Everything throws ApiError. */
export class ApiClient {
  readonly #options: ApiClientOptions;
  readonly #agent: Agent;

  constructor(options: ApiClientOptions) {
    this.#options = options;
    const { key, certificate: cert, anchors: ca } = options;
    this.#agent = new Agent({
      connect: { key, cert, ca, minVersion: 'TLSv1.3', timeout: CONNECT_MILLISECONDS },
      headersTimeout: ANSWER_MILLISECONDS,
    });
  }

  /** Submits a message; the same key with the same content gives the same answer. */
  async submit(submission: { document: unknown; files: readonly SubmittedFile[]; idempotencyKey: string }): Promise<SubmissionAnswer> {
    const document = Buffer.from(JSON.stringify(submission.document), 'utf8');
    const form = submissionForm(document, submission.files, `valija-${randomBytes(16).toString('hex')}`);
    const headers = {
      'content-type': form.contentType,
      'content-length': String(form.length),
      'idempotency-key': submission.idempotencyKey,
    };
    const body = Readable.from(form.stream(), { objectMode: false });
    return this.#json(submissionAnswer, { method: 'POST', path: 'messages', headers, body });
  }

  list(query: { direction: Direction; limit: number; after?: string }): Promise<PageAnswer> {
    return this.#json(pageAnswer, { path: 'messages', query });
  }

  show(messageId: string, direction?: Direction): Promise<MessageAnswer> {
    return this.#json(messageAnswer, { path: `messages/${encodeURIComponent(messageId)}`, query: { direction } });
  }

  /** Receipts alone: all of a message, or those of one event (`ContentHandover`). */
  async receipts(messageId: string, query: { event?: string; direction?: Direction } = {}): Promise<EvidenceAnswer[]> {
    const path = `messages/${encodeURIComponent(messageId)}/evidence`;
    return (await this.#json(receiptsAnswer, { path, query: { ...query } })).evidence;
  }

  handOver(messageId: string, packageDigest: string): Promise<{ evidence: string; salt: string }> {
    return this.#json(handoverAnswer, this.#post(`messages/${encodeURIComponent(messageId)}/handover`, { packageDigest }));
  }

  /** State changes after a position; waits up to `wait` seconds for the first. */
  changes(query: { after: number; wait: number }): Promise<ChangesAnswer> {
    return this.#json(changesAnswer, { path: 'changes', query });
  }

  async deadLetters(query: { limit: number; after?: string }): Promise<DeadLetterAnswer[]> {
    return (await this.#json(deadLettersAnswer, { path: 'dead-letters', query })).deadLetters;
  }

  async releaseDeadLetter(id: string): Promise<void> {
    const { body } = await this.#send(this.#post('dead-letters/release', { id }));
    await body.dump();
  }

  /** Signed states of logs that do not go together, all of them. */
  async contradictions(): Promise<ContradictionAnswer[]> {
    const all: ContradictionAnswer[] = [];
    for (let after: string | undefined; ; ) {
      const query = { limit: 100, ...(after === undefined ? {} : { after }) };
      const { contradictions, next } = await this.#json(contradictionsAnswer, { path: 'log/contradictions', query });
      all.push(...contradictions);
      if (next === undefined) return all;
      after = next;
    }
  }

  /** Has the gateway begin a backup of itself into a folder on its own machine. */
  startBackup(request: { folder: string; keep?: number }): Promise<BackupAnswer> {
    return this.#json(backupAnswer, this.#post('backups', request));
  }

  backup(identifier: string): Promise<BackupAnswer> {
    return this.#json(backupAnswer, { path: `backups/${encodeURIComponent(identifier)}` });
  }

  /** Content as a stream; `mediaType` and `length` as the gateway tells them. */
  async download(messageId: string, content: Content, direction?: Direction): Promise<Download> {
    return this.#download({ path: `messages/${encodeURIComponent(messageId)}/${content}`, query: { direction } });
  }

  async #download(call: ApiRequest): Promise<Download> {
    const { headers, body } = await this.#send(call);
    const length = Number(headers['content-length'] ?? Number.NaN);
    return {
      mediaType: String(headers['content-type'] ?? 'application/octet-stream'),
      ...(Number.isSafeInteger(length) ? { length } : {}),
      body,
    };
  }

  /** The proof bundle of a message, or of every message of a conversation; without content where that is asked for. */
  async downloadBundle(subject: BundleSubject, form: { content: boolean }): Promise<Download> {
    const content = form.content ? undefined : 'false';
    if ('conversation' in subject) {
      return this.#download({ path: `conversations/${encodeURIComponent(subject.conversation)}/bundle`, query: { content } });
    }
    const { messageId, direction } = subject;
    return this.#download({ path: `messages/${encodeURIComponent(messageId)}/bundle`, query: { direction, content } });
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  #post(path: string, content: unknown): ApiRequest {
    return { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) };
  }

  async #json<Schema extends z.ZodType>(schema: Schema, call: ApiRequest): Promise<z.output<Schema>> {
    const answer = await this.#send(call);
    const parsed = schema.safeParse(parseOr(await readText(answer.body), undefined));
    if (!parsed.success) throw new ApiError('gateway-protocol', 'the gateway answered in a form that this program does not know');
    return parsed.data;
  }

  async #send({ method = 'GET', path, query = {}, headers = {}, body }: ApiRequest): Promise<Dispatcher.ResponseData> {
    const url = new URL(`api/v1/${path}`, this.#options.url.replace(/\/?$/, '/'));
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const answer = await request(url, {
      method,
      dispatcher: this.#agent,
      headers: { ...headers, 'accept-language': this.#options.language },
      body: body ?? null,
    }).catch((cause: unknown) => {
      // The cause of a TLS failure can hold our private key: its code is all that is kept.
      const { code } = cause as { code?: unknown };
      const why = typeof code === 'string' ? `: ${code}` : '';
      throw new ApiError('gateway-unreachable', `the gateway cannot be reached${why}`, { mayPass: true });
    });
    if (answer.statusCode >= 400) throw await problemOf(answer);
    return answer;
  }
}

interface ApiRequest {
  method?: 'GET' | 'POST';
  path: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  headers?: Readonly<Record<string, string>>;
  body?: string | Readable;
}

async function problemOf(answer: Dispatcher.ResponseData): Promise<ApiError> {
  const status = answer.statusCode;
  const text = await readText(answer.body);
  const parsed = problemAnswer.safeParse(parseOr(text, {}));
  const { title, detail, code, faults } = parsed.success ? parsed.data : problemAnswer.parse({});
  return new ApiError(code, title, {
    status,
    ...(detail === undefined ? {} : { advice: detail }),
    faults: faults.map((fault) => ({
      code: fault.code,
      title: fault.title,
      ...(fault.pointer === undefined ? {} : { pointer: fault.pointer }),
      ...(fault.detail === undefined ? {} : { detail: fault.detail }),
    })),
    mayPass: status === 503 || status === 429,
  });
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAXIMUM_JSON_LENGTH) throw new ApiError('gateway-protocol', 'the answer is longer than any answer should be');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
