import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ClientError } from './error.ts';
import type { OpenUploadInput, Upload } from './generated.ts';
import type { ReceivedHeaders, SentOctets } from './transport.ts';

/** A file whose octets can be read again from any place. */
export interface ReadableFile {
  length: number;
  /** From `start` to the end. */
  open(start: number): AsyncIterable<Uint8Array>;
}

export interface UploadOptions {
  /** With the same key the same upload is found again, whatever became of the program meanwhile. */
  idempotencyKey?: string;
  /** Octets that the gateway has, and those on their way to it; told as they grow, and less after an interruption. */
  onProgress?: (octets: number) => void;
  /** How long it is tried again without an octet more being there, in milliseconds; two minutes or more when left out. */
  patience?: number;
  signal?: AbortSignal;
}

/** The operations of the gateway that an upload needs. */
export interface UploadOperations {
  open(input: OpenUploadInput): Promise<ReceivedHeaders>;
  /** Where to go on. `answer`: how long the gateway may take, in milliseconds. */
  offset(upload: string, answer: number): Promise<number>;
  show(upload: string): Promise<Upload>;
  /** `answer`: how long the gateway may take after the last octet. */
  append(upload: string, offset: number, body: SentOctets, answer: number): Promise<void>;
  drop(upload: string): Promise<unknown>;
}

const PATIENCE_MILLISECONDS = 120_000;
const FIRST_WAIT_MILLISECONDS = 250;
const LONGEST_WAIT_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 60_000;
/** The gateway may have to read again what is there before the upload is complete. */
const ANSWER_MILLISECONDS_PER_GIBIBYTE = 20_000;

/**
 * Brings a file to the gateway whole, and goes on where it was cut whatever happens in between. In the end what is there is compared with
 * the file. Throws ClientError, `upload-differs` when the file was changed meanwhile, and what reading the file throws.
 */
export async function bringFile(operations: UploadOperations, file: ReadableFile, options: UploadOptions = {}): Promise<Upload> {
  const { onProgress = () => {}, signal } = options;
  const key = options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey };
  const answer = ANSWER_MILLISECONDS + (file.length / 1024 ** 3) * ANSWER_MILLISECONDS_PER_GIBIBYTE;
  const endurance = new Endurance(options.patience ?? Math.max(PATIENCE_MILLISECONDS, 2 * answer), signal);
  const { headers } = await endurance.run(() => operations.open({ uploadLength: String(file.length), ...key }));
  const upload =
    String(headers.location ?? '')
      .split('/')
      .at(-1) ?? '';
  const seen: Seen = { digest: createHash('sha256'), from: 0, to: 0 };
  let offset = await endurance.run(() => operations.offset(upload, answer));
  while (offset < file.length) {
    onProgress(offset);
    try {
      await operations.append(upload, offset, bodyFrom(file, offset, seen, onProgress), answer);
    } catch (error) {
      if (seen.failure !== undefined) throw seen.failure;
      if (!isPassing(error)) throw error;
      await endurance.wait(error);
    }
    const now = await endurance.run(() => operations.offset(upload, answer));
    // What is there more than before counts, however it came there.
    if (now > offset) endurance.renew();
    offset = now;
  }
  onProgress(file.length);
  const state = await endurance.run(() => operations.show(upload));
  if (state.sha256 === (await digestOf(file, seen))) return state;
  await operations.drop(upload);
  throw new ClientError('upload-differs', 'what the gateway has is not what is in the file: it was changed meanwhile');
}

/** What has been read of the file by this process, in one go. */
interface Seen {
  digest: ReturnType<typeof createHash>;
  from: number;
  to: number;
  failure?: unknown;
}

function bodyFrom(file: ReadableFile, start: number, seen: Seen, onProgress: (octets: number) => void): SentOctets {
  seen.digest = createHash('sha256');
  seen.from = start;
  seen.to = start;
  return {
    length: file.length - start,
    async *open() {
      // What ends the request is thrown into whoever reads here: only what the file itself throws is a failure of the file.
      for await (const chunk of noted(file.open(start), seen)) {
        seen.digest.update(chunk);
        seen.to += chunk.length;
        if (seen.to > file.length) throw shrunk(seen);
        yield chunk;
        onProgress(seen.to);
      }
      if (seen.to < file.length) throw shrunk(seen);
    },
  };
}

/** The same octets; remembers when reading them failed. */
async function* noted(content: AsyncIterable<Uint8Array>, seen: Seen): AsyncGenerator<Uint8Array> {
  const chunks = content[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        seen.failure = error;
        throw error;
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

/** Read again only where this process has not read all of it in one go. */
async function digestOf(file: ReadableFile, seen: Seen): Promise<string> {
  if (seen.from === 0 && seen.to === file.length) return seen.digest.digest('hex');
  const digest = createHash('sha256');
  for await (const chunk of file.open(0)) digest.update(chunk);
  return digest.digest('hex');
}

function shrunk(seen: Seen): ClientError {
  const error = new ClientError('upload-differs', 'the file has another length than it had');
  seen.failure = error;
  return error;
}

/** Whether the same request may succeed later: no answer, or one that says so. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ClientError)) return false;
  if (error.code === 'gateway-unreachable' || error.retryAfter !== undefined) return true;
  // Another request of ours, of which we know nothing any more, was still running; or octets were altered on their way.
  return (error.status === 409 && error.code !== 'upload-incomplete') || error.status === 460;
}

/** Tries again what may pass, for as long as something comes of it. */
export class Endurance {
  readonly #patience: number;
  readonly #signal: AbortSignal | undefined;
  #until: number;
  #wait = FIRST_WAIT_MILLISECONDS;

  constructor(patience: number = PATIENCE_MILLISECONDS, signal?: AbortSignal) {
    this.#patience = patience;
    this.#signal = signal;
    this.#until = performance.now() + patience;
  }

  /** Something came of it. */
  renew(): void {
    this.#until = performance.now() + this.#patience;
    this.#wait = FIRST_WAIT_MILLISECONDS;
  }

  /** Does it until it succeeds or fails for good. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error)) throw error;
        await this.wait(error);
      }
    }
  }

  /** Waits before the next attempt, or throws the error when patience is over. */
  async wait(error: unknown): Promise<void> {
    if (performance.now() > this.#until || this.#signal?.aborted === true) throw error;
    const asked = error instanceof ClientError ? (error.retryAfter ?? 0) * 1_000 : 0;
    await pause(Math.max(this.#wait, asked), undefined, this.#signal === undefined ? {} : { signal: this.#signal }).catch(() => {
      throw error;
    });
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MILLISECONDS);
  }
}
