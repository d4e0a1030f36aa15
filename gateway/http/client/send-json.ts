import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Language } from '../../problems/language.ts';

/**
 * Answers a GET with JSON that a client may ask for again and again: with an ETag, and 304 without body when it has the same already
 * (RFC 9110 section 13.1.2). Kept by nobody between us and the client.
 */
export function sendJson(request: Request, response: Response, value: unknown, language?: Language): void {
  const body = Buffer.from(JSON.stringify(value), 'utf8');
  const tag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  response.set({
    ETag: tag,
    'Cache-Control': 'private, no-cache',
    'X-Content-Type-Options': 'nosniff',
    ...(language === undefined ? {} : { 'Content-Language': language, Vary: 'Accept-Language' }),
  });
  if (isKnown(request.get('if-none-match'), tag)) {
    response.status(304).end();
    return;
  }
  response.set('Content-Length', String(body.length)).type('application/json').end(body);
}

/** Whether the client has that version: `If-None-Match` lists tags, weak ones compare as strong ones. */
export function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined || header.length > 4_000) return false;
  return header.trim() === '*' || header.split(',').some((item) => item.trim().replace(/^W\//, '') === tag);
}
