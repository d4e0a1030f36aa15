import type { IncomingMessage } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { Busboy, type BusboyHeaders, Dicer } from '@fastify/busboy';
import { GatewayError } from '../error.ts';

/** A part while it streams by: its content must be read to the end (or destroyed) before the next part comes. */
export interface MultipartPart {
  /** Field name (form data), or the empty string (mixed). */
  field: string;
  fileName?: string;
  mediaType: string;
  content: Readable;
}

const MAXIMUM_HEADER_LENGTH = 16 * 1024;
const MAXIMUM_HEADER_PAIRS = 32;

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
    channel.offer({ field, ...(fileName === undefined ? {} : { fileName }), mediaType, content });
  });
  parser.on('partsLimit', () => channel.fail(formError('too many parts')));
  return channel;
}

/** Parts of a `multipart/mixed` body (RFC 2046 section 5.1.3), in order. GatewayError `message-form-invalid` likewise. */
export function readMixed(request: IncomingMessage, limits: { maximumParts: number }): AsyncIterable<MultipartPart> {
  const boundary = mixedBoundary(request.headers['content-type'] ?? '');
  const parser = constructParser(() => new Dicer({ boundary, maxHeaderPairs: MAXIMUM_HEADER_PAIRS }));
  const channel = new PartChannel(request, parser);
  let count = 0;
  parser.on('part', (part) => {
    count += 1;
    part.on('error', (error: Error) => channel.fail(formError('a part ended early', error)));
    if (count > limits.maximumParts) {
      channel.fail(formError('too many parts'));
      return;
    }
    part.on('header', (header: object) => {
      const [mediaType] = (header as Record<string, string[] | undefined>)['content-type'] ?? ['application/octet-stream'];
      channel.offer({ field: '', mediaType: (mediaType ?? '').trim().toLowerCase(), content: part as unknown as Readable });
    });
  });
  return channel;
}

/** Reads a small part whole. GatewayError `submission-too-large` beyond `maximumLength` octets. */
export async function readWhole(content: AsyncIterable<Buffer>, maximumLength: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of content) {
    length += chunk.length;
    if (length > maximumLength) throw new GatewayError('submission-too-large', `more than ${maximumLength} octets in a JSON part`);
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
  if (boundary === undefined) throw formError('multipart/mixed with a boundary expected');
  return boundary;
}

function formError(message: string, cause?: unknown): GatewayError {
  return new GatewayError('message-form-invalid', message, cause === undefined ? {} : { cause });
}

/** Turns a push parser into a sequence that is pulled: the request is read no faster than the parts are consumed. */
class PartChannel implements AsyncIterable<MultipartPart> {
  readonly #waiting: MultipartPart[] = [];
  readonly #request: IncomingMessage;
  readonly #parser: Writable;
  #wake: (() => void) | undefined;
  #ended = false;
  #error: unknown;
  #current: Readable | undefined;

  constructor(request: IncomingMessage, parser: Writable) {
    this.#request = request;
    this.#parser = parser;
    parser.on('finish', () => this.#end());
    parser.on('error', (error) => this.fail(formError('the multipart body is malformed', error)));
    request.on('aborted', () => this.fail(formError('the request was cut short')));
    request.on('error', (error) => this.fail(formError('the request was cut short', error)));
    request.pipe(parser);
  }

  offer(part: MultipartPart): void {
    part.content.on('error', () => {});
    this.#waiting.push(part);
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#error ??= error;
    this.#request.unpipe(this.#parser);
    const reason = error instanceof Error ? error : new Error('multipart');
    this.#current?.destroy(reason);
    for (const part of this.#waiting) part.content.destroy(reason);
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<MultipartPart> {
    for (;;) {
      if (this.#error !== undefined) throw this.#error;
      const part = this.#waiting.shift();
      if (part !== undefined) {
        this.#current = part.content;
        yield part;
        this.#current = undefined;
        if (this.#error !== undefined) throw this.#error;
        if (!part.content.readableEnded) part.content.resume();
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
      }
    }
  }

  #end(): void {
    this.#ended = true;
    this.#wake?.();
  }
}
