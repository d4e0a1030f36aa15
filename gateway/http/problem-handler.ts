import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import * as z from 'zod';
import { codeOf, GatewayError } from '../error.ts';
import { type Language, negotiateLanguage } from '../problems/language.ts';
import { problemOf } from '../problems/problem-of.ts';
import { RequestError } from './request-error.ts';
import { type Answer, sendAnswer } from './send-answer.ts';

/**
 * Told about every refusal, for metrics and the operator's log: codes, the route's pattern, and the peer where it is known; of the
 * error, whoever logs it takes class and place.
 */
export type ObserveRefusal = (refusal: { status: number; code: string; path: string; error: unknown; peer?: string }) => void;

/** Any path that no route knows. */
export const unknownPath: RequestHandler = () => {
  throw new GatewayError('not-found', 'no such resource');
};

/** Turns every error into an RFC 9457 document by the one error table; nothing else of the error leaves the process. */
export function problemHandler(observe: ObserveRefusal): ErrorRequestHandler {
  // Express knows an error handler by its four arguments.
  return (error, request, response, _next) => {
    const known = asGatewayError(error);
    const answer = problemAnswer(known, negotiateLanguage(request.headers['accept-language']));
    const { peer } = response.locals as { peer?: unknown };
    const refusal = { status: answer.status, code: codeOf(known), path: routeOf(request), error };
    observe(typeof peer === 'string' ? { ...refusal, peer } : refusal);
    sendAnswer(request, response, answer).catch(() => response.destroy());
  };
}

/** The document as an answer, with the status and headers a protocol lays down where it does. */
export function problemAnswer(error: unknown, language: Language): Answer {
  const problem = problemOf(error, { language });
  const status = error instanceof RequestError ? error.status : problem.status;
  const document = { ...(problem.body as object), status };
  return {
    status,
    headers: {
      ...problem.headers,
      ...(error instanceof RequestError ? error.headers : {}),
      'Content-Type': 'application/problem+json',
      'Content-Language': language,
    },
    body: Buffer.from(JSON.stringify(document), 'utf8'),
  };
}

/** Errors of the schema, of the body parser and of the router, in our own terms. */
function asGatewayError(error: unknown): unknown {
  if (error instanceof z.ZodError) {
    const faults = error.issues.slice(0, 20).map((issue) => ({
      code: 'message-form-invalid' as const,
      pointer: issue.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
      detail: issue.code,
    }));
    return new GatewayError('message-form-invalid', 'the request does not have its form', { cause: error, faults });
  }
  const status = (error as { status?: unknown } | null)?.status;
  if (error instanceof RequestError || typeof status !== 'number' || codeOf(error) !== 'internal') return error;
  if (status === 413) return new GatewayError('submission-too-large', 'the body is longer than this resource takes', { cause: error });
  if (status === 415) return new RequestError(415, 'this media type or encoding is not taken', { cause: error });
  if (status >= 400 && status < 500) return new GatewayError('message-form-invalid', 'the request is malformed', { cause: error });
  return error;
}

/** The pattern of the route, never the path itself, which may hold identifiers. */
function routeOf(request: Request): string {
  const route = (request.route as { path?: unknown } | undefined)?.path;
  return typeof route === 'string' ? `${request.baseUrl}${route}` : request.baseUrl;
}
