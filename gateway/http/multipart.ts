import type { IncomingMessage } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { Busboy, type BusboyHeaders, Dicer } from '@fastify/busboy';
import { GatewayError } from '../error.ts';

/** A part while it streams by: what is left unread of its content is passed over when the next part is asked for. */
export interface MultipartPart {
  /** Field name (form data), or the empty string (mixed). */
  field: string;
  fileName?: string;
  mediaType: string;
  content: AsyncIterable<Buffer>;
}

const MAXIMUM_HEADER_LENGTH = 16 * 1024;
const MAXIMUM_HEADER_PAIRS = 32;

/** Between gateways a part has one header line, its content type. */
const MAXIMUM_MIXED_HEADER_LENGTH = 1024;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/;

/** Parts of a `multipart/form-data` body (RFC 7578), in order. GatewayError `message-form-invalid` when the form is broken or cut short. */
export function readFormData(request: IncomingMessage, limits: { maximumParts: number }): AsyncIterable<MultipartPart> {
  if (!/^multipart\/form-data\s*;/i.test(request.headers['content-type'] ?? '')) throw formError('multipart/form-data expected');
  const parser = constructParser(
    () =>
      new Busboy({
        headers: request.headers as BusboyHeaders,
        isPartAFile: () => true,
        preservePath: true,
        limits: { parts: limits.maximumParts, headerPairs: MAXIMUM_HEADER_PAIRS, headerSize: MAXIMUM_HEADER_LENGTH, fieldNameSize: 100 },
      }),
  );
  const channel = new PartChannel(request, parser);
  parser.on('file', (field, content, fileName, _encoding, mediaType) => {
    channel.offer({ field, ...(fileName === undefined ? {} : { fileName }), mediaType }, content);
  });
  parser.on('partsLimit', () => channel.fail(formError('too many parts')));
  return channel;
}

/**
 * Parts of a `multipart/mixed` body (RFC 2046 section 5.1.3), in order. Strict, because both ends are ours to specify: nothing before
 * the first boundary, and in each part the one header `Content-Type`. GatewayError `message-form-invalid`, or `submission-too-large`
 * when the whole body has more than `maximumLength` octets.
 */
export function readMixed(
  request: IncomingMessage,
  limits: { maximumParts: number; maximumLength: number },
): AsyncIterableIterator<MultipartPart> {
  const boundary = mixedBoundary(request.headers['content-type'] ?? '');
  if (Number(request.headers['content-length'] ?? 0) > limits.maximumLength) throw tooLarge(limits.maximumLength);
  const parser = constructParser(
    () => new Dicer({ boundary, maxHeaderPairs: MAXIMUM_HEADER_PAIRS, maxHeaderSize: MAXIMUM_MIXED_HEADER_LENGTH } as { boundary: string }),
  );
  const channel = new PartChannel(request, parser, limits.maximumLength);
  let count = 0;
  let headers = 0;
  parser.on('preamble', (preamble) => {
    preamble.on('error', () => {});
    preamble.on('data', () => channel.fail(formError('octets before the first boundary')));
  });
  parser.on('part', (part) => {
    count += 1;
    part.on('error', (error: Error) => channel.fail(formError('a part ended early', error)));
    part.on('header', (header: object) => {
      headers += 1;
      const mediaType = onlyContentType(header);
      if (mediaType === undefined) channel.fail(formError('a part has other headers than one content type'));
      else channel.offer({ field: '', mediaType }, part as unknown as Readable);
    });
    if (count > limits.maximumParts) channel.fail(formError('too many parts'));
  });
  parser.on('finish', () => {
    // The parser passes over a part whose header block never ends.
    if (headers < count) channel.fail(formError('the headers of a part have no end'));
  });
  return channel[Symbol.asyncIterator]();
}

/** Reads a small part whole. GatewayError `submission-too-large` beyond `maximumLength` octets. */
export async function readWhole(content: AsyncIterable<Buffer>, maximumLength: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of content) {
    length += chunk.length;
    if (length > maximumLength) throw tooLarge(maximumLength);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function constructParser<Parser>(construct: () => Parser): Parser {
  try {
    return construct();
  } catch (error) {
    throw formError('no usable multipart header', error);
  }
}

function mixedBoundary(contentType: string): string {
  // RFC 2046 section 5.1.1: 1 to 70 characters of a small alphabet, quoted or not.
  const match = /^multipart\/mixed\s*;\s*boundary=(?:"([0-9A-Za-z'()+_,\-./:=? ]{1,70})"|([0-9A-Za-z'+_\-.]{1,70}))\s*$/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined || boundary.endsWith(' ')) throw formError('multipart/mixed with a boundary expected');
  return boundary;
}

/** The media type without parameters. Its form is checked, because the parser cuts off what is too long without a word. */
function onlyContentType(header: object): string | undefined {
  const entries = Object.entries(header as Record<string, string[]>);
  const [name, values] = entries[0] ?? [];
  const mediaType = entries.length === 1 && name === 'content-type' && values?.length === 1 ? values[0]?.toLowerCase() : undefined;
  return mediaType !== undefined && MEDIA_TYPE.test(mediaType) ? mediaType : undefined;
}

function formError(message: string, cause?: unknown): GatewayError {
  return new GatewayError('message-form-invalid', message, cause === undefined ? {} : { cause });
}

function tooLarge(limit: number): GatewayError {
  return new GatewayError('submission-too-large', `more than ${limit} octets`);
}

/**
 * Turns a push parser into a sequence that is pulled: the request is read no faster than the parts are consumed. Whoever stops early
 * leaves the request paused, never destroyed, so that an answer can still be given.
 */
class PartChannel {
  readonly #waiting: { part: MultipartPart; stream: Readable }[] = [];
  readonly #detach: () => void;
  #wake: (() => void) | undefined;
  #ended = false;
  #error: unknown;
  #current: Readable | undefined;

  constructor(request: IncomingMessage, parser: Writable, maximumLength = Number.POSITIVE_INFINITY) {
    let length = 0;
    const count = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > maximumLength) this.fail(tooLarge(maximumLength));
    };
    const cutShort = (error?: Error): void => this.fail(formError('the request was cut short', error));
    const closed = (): void => {
      if (!request.complete) cutShort();
    };
    parser.on('finish', () => this.#end());
    parser.on('error', (error) => this.fail(formError('the multipart body is malformed', error)));
    this.#detach = () => {
      request.unpipe(parser);
      request.off('data', count).off('close', closed);
      request.pause();
    };
    request.on('data', count).on('error', cutShort).on('close', closed);
    request.pipe(parser);
    // The client may have gone while its request waited: then no event comes any more.
    if (request.destroyed) cutShort();
  }

  offer(part: Omit<MultipartPart, 'content'>, stream: Readable): void {
    stream.on('error', () => {});
    if (this.#error !== undefined) stream.destroy();
    else this.#waiting.push({ part: { ...part, content: this.#contentOf(stream) }, stream });
    this.#wake?.();
  }

  fail(error: unknown): void {
    if (this.#error !== undefined) return;
    this.#error = error;
    this.#abandon(error instanceof Error ? error : new Error('multipart'));
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<MultipartPart, undefined> {
    try {
      for (;;) {
        if (this.#error !== undefined) throw this.#error;
        const next = this.#waiting.shift();
        if (next !== undefined) {
          this.#current = next.stream;
          yield next.part;
          this.#current = undefined;
          if (this.#error !== undefined) throw this.#error;
          if (!next.stream.readableEnded) next.stream.resume();
        } else if (this.#ended) {
          return undefined;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          this.#wake = undefined;
        }
      }
    } finally {
      this.#abandon();
    }
  }

  /** The octets of a part. What goes wrong is told in our own terms, whichever layer noticed it first. */
  async *#contentOf(stream: Readable): AsyncGenerator<Buffer> {
    try {
      yield* stream.iterator({ destroyOnReturn: false });
    } catch (error) {
      throw this.#error ?? formError('a part ended early', error);
    }
  }

  #abandon(reason?: Error): void {
    if (!this.#ended) this.#detach();
    this.#current?.destroy(reason);
    for (const { stream } of this.#waiting) stream.destroy(reason);
  }

  #end(): void {
    this.#ended = true;
    this.#wake?.();
  }
}
