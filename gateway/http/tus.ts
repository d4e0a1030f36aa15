import { createHash, type Hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RequestError, unsupportedMediaType } from './request-error.ts';

/** What both interfaces share of the tus resumable upload protocol 1.0 (ADR 0009). */
export const TUS_VERSION = '1.0.0';
export const TUS_HEADERS = { 'Tus-Resumable': TUS_VERSION } as const;
const PATCH_TYPE = 'application/offset+octet-stream';

/** The protocol asks for SHA-1 of every server; it only guards against accidents on the way. */
const CHECKSUM_ALGORITHMS = { sha1: 20, sha256: 32 } as const;

/** What this server can do, for OPTIONS. */
export function tusAbilities(maximumLength: number, extensions: readonly string[]): Record<string, string> {
  return {
    ...TUS_HEADERS,
    'Tus-Version': TUS_VERSION,
    'Tus-Extension': extensions.join(','),
    'Tus-Max-Size': String(maximumLength),
    ...(extensions.includes('checksum') ? { 'Tus-Checksum-Algorithm': Object.keys(CHECKSUM_ALGORITHMS).join(',') } : {}),
  };
}

/** RequestError 412 for another version, and 400 for a method in a header: what an intermediary logs would differ from what is done. */
export function requireTus(request: IncomingMessage): void {
  if (request.headers['tus-resumable'] !== TUS_VERSION) {
    throw new RequestError(412, 'tus 1.0.0 expected', { headers: { 'Tus-Version': TUS_VERSION } });
  }
  if (request.headers['x-http-method-override'] !== undefined) throw new RequestError(400, 'the method is the method');
}

/** RequestError 415 unless the body is one of PATCH. */
export function requirePatchType(request: IncomingMessage): void {
  if (request.headers['content-type']?.toLowerCase() !== PATCH_TYPE) throw unsupportedMediaType(PATCH_TYPE);
}

export function requireNoBody(request: IncomingMessage): void {
  const length = request.headers['content-length'] ?? '0';
  if (length !== '0' || request.headers['transfer-encoding'] !== undefined) throw new RequestError(400, 'no body expected here');
}

/** A length or offset in octets. RequestError 400. */
export function uploadNumber(request: IncomingMessage, name: 'upload-length' | 'upload-offset'): number {
  const text = request.headers[name];
  const value = typeof text === 'string' && /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new RequestError(400, `${name} is missing or not a length`);
  return value;
}

/**
 * The body compared with its `Upload-Checksum`: the last thing that happens to it is RequestError 460 when it does not agree. Without the
 * header the body as it is. RequestError 400 for another algorithm.
 */
export function comparedBody(
  request: IncomingMessage,
  body: AsyncIterable<Buffer>,
): { content: AsyncIterable<Buffer>; isCompared: boolean } {
  const header = request.headers['upload-checksum'];
  if (header === undefined) return { content: body, isCompared: false };
  const [, algorithm = '', encoded = ''] = /^(sha1|sha256) ([A-Za-z0-9+/]+={0,2})$/.exec(String(header)) ?? [];
  const expected = Buffer.from(encoded, 'base64');
  const length = CHECKSUM_ALGORITHMS[algorithm as keyof typeof CHECKSUM_ALGORITHMS];
  if (length === undefined || expected.length !== length) throw new RequestError(400, 'the checksum is not one of those known here');
  return { content: compared(body, createHash(algorithm), expected), isCompared: true };
}

async function* compared(body: AsyncIterable<Buffer>, hash: Hash, expected: Buffer): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
  if (!timingSafeEqual(hash.digest(), expected)) {
    throw new RequestError(460, 'the octets are not those of the checksum', { code: 'upload-checksum-mismatch' });
  }
}
