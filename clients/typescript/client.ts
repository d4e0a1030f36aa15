import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import { ClientError } from './error.ts';
import { readEvents } from './event-reader.ts';
import { GeneratedClient, type StateChange, type Upload } from './generated.ts';
import { HttpTransport } from './http-transport.ts';
import type { OperationRequest, ReceivedHeaders } from './transport.ts';
import { bringFile, type ReadableFile, type UploadOptions } from './upload.ts';

export interface ValijaClientOptions {
  /** `https://host:port` of the client API. */
  url: string;
  /** PEM of the authorities under which the certificate of the gateway stands; the system's own list is not used. */
  anchors: string;
  /** PEM of the key and certificate of this client; left out where it brings an access token alone. */
  key?: string;
  certificate?: string;
  /** Gives an access token for the next request; asked each time. */
  accessToken?: () => string | Promise<string>;
  /** Language of sentences: es, pt, fr, en. */
  language: string;
  /** TLS 1.2 only for a machine that cannot do better, and a gateway that allows it. */
  minimumTls?: 'TLSv1.2' | 'TLSv1.3';
}

const CONNECT_MILLISECONDS = 10_000;
/** Longer than any long poll. */
const ANSWER_MILLISECONDS = 60_000;
/** Three times the interval in which a quiet event stream gives a sign of life. */
const STREAM_SILENCE_MILLISECONDS = 45_000;
const RECONNECT_MILLISECONDS = 1_000;

/** The client API of a gateway. Every method throws ClientError and nothing else. */
export class ValijaClient extends GeneratedClient {
  readonly #agent: Agent;

  constructor(options: ValijaClientOptions) {
    const { key, certificate, anchors: ca, minimumTls = 'TLSv1.3' } = options;
    const identity = { ...(key === undefined ? {} : { key }), ...(certificate === undefined ? {} : { cert: certificate }) };
    const agent = new Agent({
      connect: { ...identity, ca, minVersion: minimumTls, timeout: CONNECT_MILLISECONDS },
      headersTimeout: ANSWER_MILLISECONDS,
    });
    super(new HttpTransport(options, agent));
    this.#agent = agent;
  }

  /**
   * Follows changes of state as they are committed, for ever: when the connection is cut it goes on after the last one given out. Begins
   * after a position of an epoch, or with the first change. Ends when the signal is aborted.
   */
  async *followChanges({ signal, ...start }: FollowOptions = {}): AsyncGenerator<StateChange & { epoch: string }> {
    let lastEventId: string | undefined;
    while (signal?.aborted !== true) {
      try {
        const { body } = await this.transport.octets(streamRequest(start, lastEventId, signal));
        for await (const { event, data, id } of readEvents(body)) {
          lastEventId = id ?? lastEventId;
          if (event === 'change') yield { ...(JSON.parse(data) as StateChange), epoch: lastEventId?.split('.')[0] ?? '' };
        }
      } catch (error) {
        const isRefused = error instanceof ClientError && error.status !== undefined && error.retryAfter === undefined;
        if (isRefused) throw error;
        await waitFor(error instanceof ClientError ? (error.retryAfter ?? 1) : 1, signal);
      }
    }
  }

  /**
   * Brings a large file to the gateway, through interruptions and restarts of either side, for a submission that names it. Throws
   * `upload-differs` when the file was changed meanwhile, and what reading the file throws.
   */
  upload(file: ReadableFile, options: UploadOptions = {}): Promise<Upload> {
    const { signal } = options;
    const ending = signal === undefined ? {} : { signal };
    return bringFile(
      {
        open: (input) => this.openUpload(input),
        offset: async (upload, answer) => {
          const asked = { method: 'HEAD', path: pathOf(upload), headers: { 'tus-resumable': '1.0.0' }, answer, ...ending } as const;
          return offsetOf(await this.transport.headers(asked).catch(namedRefusal));
        },
        show: (upload) => this.showUpload({ upload }),
        append: async (upload, offset, content, answer) => {
          await this.transport.headers({
            method: 'PATCH',
            path: pathOf(upload),
            headers: { 'tus-resumable': '1.0.0', 'upload-offset': String(offset) },
            body: { kind: 'octets', content },
            answer,
            ...ending,
          });
        },
        drop: (upload) => this.dropUpload({ upload }),
      },
      file,
      options,
    );
  }

  /** Lets connections go; requests under way are finished. */
  async close(): Promise<void> {
    await this.#agent.close();
  }
}

/** An answer to HEAD has no document that says why. */
function namedRefusal(error: unknown): never {
  const isUnknown = error instanceof ClientError && error.status === 404;
  throw isUnknown ? new ClientError('upload-unknown', 'the gateway has no such upload', { status: 404 }) : error;
}

function offsetOf({ headers }: ReceivedHeaders): number {
  const text = headers['upload-offset'];
  if (typeof text === 'string' && /^\d{1,16}$/.test(text)) return Number(text);
  throw new ClientError('gateway-protocol', 'the gateway does not say where the upload stands');
}

const pathOf = (upload: string) => `/api/v1/uploads/${encodeURIComponent(upload)}`;

export interface FollowOptions {
  after?: number;
  epoch?: string;
  signal?: AbortSignal;
}

function streamRequest(
  { after, epoch }: FollowOptions,
  lastEventId: string | undefined,
  signal: AbortSignal | undefined,
): OperationRequest {
  return {
    method: 'GET',
    path: '/api/v1/changes',
    query: { after, epoch },
    headers: { accept: 'text/event-stream', 'last-event-id': lastEventId },
    silence: STREAM_SILENCE_MILLISECONDS,
    ...(signal === undefined ? {} : { signal }),
  };
}

async function waitFor(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  await pause(seconds * RECONNECT_MILLISECONDS, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
