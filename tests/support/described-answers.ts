import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import * as z from 'zod';
import { problem } from '../../gateway/http/client/answers.ts';
import type { OpenApiDocument } from '../../gateway/http/client/openapi/document.ts';
import type { ClientOperation } from '../../gateway/http/client/operation.ts';
import { CLIENT_OPERATIONS, type OperationId } from '../../gateway/http/client/operations/table.ts';
import { OPENAPI_DOCUMENT } from './openapi-document.ts';
import type { RawResponse } from './peer-client.ts';

/** The document as it is published, and not as the program would make it. */
const document = JSON.parse(readFileSync(OPENAPI_DOCUMENT, 'utf8')) as OpenApiDocument;

/** A validator of a named schema of the published document. */
function publishedSchema(reference: string): z.ZodType {
  const whole = { $ref: reference, $defs: document.components.schemas };
  return z.fromJSONSchema(JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/')));
}

/**
 * Holds an answer of a running gateway against the operation: status, media type and headers are described, and the JSON follows the
 * schema of the program, with no member more, and the schema that the published document has for it.
 */
export function expectDescribed(id: OperationId, response: RawResponse): unknown {
  const operation: ClientOperation = CLIENT_OPERATIONS[id];
  const published = Object.values(document.paths[`/api/v1${operation.path}`] ?? {}).find(({ operationId }) => operationId === id);
  const described = published?.responses[String(response.status)];
  expect(described, `${id} ${response.status} ${response.body.toString('utf8', 0, 300)}`).toBeDefined();
  const [mediaType = ''] = String(response.headers['content-type'] ?? '').split(';');
  const contents = described?.content ?? {};
  const content = contents[mediaType] ?? contents['*/*'];
  expect([id, mediaType, response.body.length === 0 || content !== undefined]).toEqual([id, mediaType, true]);
  const missing = Object.keys(described?.headers ?? {}).filter((name) => response.headers[name.toLowerCase()] === undefined);
  expect(missing.filter((name) => !['Idempotency-Replayed', 'Retry-After'].includes(name))).toEqual([]);
  if (!mediaType.endsWith('json') || response.body.length === 0) return undefined;
  const value: unknown = JSON.parse(response.body.toString('utf8'));
  const schema =
    response.status >= 400 ? problem : operation.answers[response.status]?.content?.find((one) => one.mediaType === mediaType)?.schema;
  expect(schema?.safeParse(value).error?.issues ?? [], id).toEqual([]);
  const reference = (content?.schema as { $ref?: string } | undefined)?.$ref;
  if (reference !== undefined) expect(publishedSchema(reference).safeParse(value).error?.issues ?? [], id).toEqual([]);
  return value;
}
