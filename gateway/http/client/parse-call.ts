import type { Request } from 'express';
import * as z from 'zod';
import { GatewayError } from '../../error.ts';
import type { ClientOperation } from './operation.ts';

/** What the schemas of an operation made of a request. */
export interface ParsedRequest {
  path: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
}

/**
 * Parses path, query, headers and JSON body together, so that every fault is told at once. ZodError with all of them; GatewayError
 * `not-found` for a path that no resource can have.
 */
export function parseCall(operation: ClientOperation, request: Request): ParsedRequest {
  const path = operation.pathParameters?.safeParse(request.params);
  if (path?.success === false) throw new GatewayError('not-found', 'nothing has such a path');
  const isJson = operation.body?.mediaType === 'application/json';
  const parsed = {
    query: (operation.query ?? NOTHING).safeParse(request.query),
    headers: operation.headers === undefined ? undefined : operation.headers.safeParse(headersOf(request, operation.headers)),
    body: isJson ? operation.body?.schema?.safeParse(request.body) : undefined,
  };
  const issues = Object.values(parsed).flatMap((result) => (result?.success === false ? result.error.issues : []));
  if (issues.length > 0) throw new z.ZodError(issues);
  return { path: path?.data ?? {}, query: parsed.query.data, headers: parsed.headers?.data ?? {}, body: parsed.body?.data };
}

/** An operation without parameters takes none. */
const NOTHING = z.strictObject({});

/** Those that the operation knows, each once: a header that came twice is no header of ours. */
function headersOf(request: Request, schema: z.ZodObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = request.headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
