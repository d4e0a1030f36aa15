import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { ContentStream } from '../../operations/content.ts';
import { isKnown } from './send-json.ts';

/** Sends content whole or, for one RFC 9110 section 14 byte range, in part, so that an interrupted download can go on. Closes it. */
export async function sendContent(
  request: Request,
  response: Response,
  content: ContentStream & ({ sha256: string } | { version: string }),
): Promise<void> {
  try {
    const tag = `"${'sha256' in content ? content.sha256 : content.version}"`;
    // In this order: `attachment` sets a media type of its own by the ending of the name.
    response.attachment(content.name.split('/').at(-1) ?? content.name).type(content.mediaType);
    response.set({ 'Accept-Ranges': 'bytes', ETag: tag, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    if (isKnown(request.get('if-none-match'), tag)) {
      response.status(304).end();
      return;
    }
    const range = request.method === 'GET' && isSameVersion(request, tag) ? request.range(content.size) : undefined;
    if (range === -1) {
      response.status(416).set('Content-Range', `bytes */${content.size}`).end();
      return;
    }
    const [part] = Array.isArray(range) && range.type === 'bytes' && range.length === 1 ? range : [];
    if (part !== undefined) response.status(206).set('Content-Range', `bytes ${part.start}-${part.end}/${content.size}`);
    const window = part === undefined ? { start: 0, end: content.size } : { start: part.start, end: part.end + 1 };
    response.set('Content-Length', String(window.end - window.start));
    // Express answers HEAD by the route of GET: nothing need be read for it.
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    await pipeline(Readable.from(content.stream(window), { objectMode: false }), response);
  } finally {
    await content.close();
  }
}

/** RFC 9110 section 13.1.5: with an If-Range that is not this version the whole content is sent; dates are no versions of ours. */
function isSameVersion(request: Request, tag: string): boolean {
  const condition = request.get('if-range');
  return condition === undefined || condition === tag;
}
