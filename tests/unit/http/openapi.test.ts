import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type DocumentedOperation, openApiDocument } from '../../../gateway/http/client/openapi/document.ts';
import { CLIENT_OPERATIONS } from '../../../gateway/http/client/operations/table.ts';
import { TOKEN_OPERATIONS } from '../../../gateway/http/client/operations/tokens.ts';
import { PROBLEM_ROWS } from '../../../gateway/problems/rows.ts';
import { OPENAPI_DOCUMENT } from '../../support/openapi-document.ts';

const document = openApiDocument();
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

/** Every value below, with the keys that lead to it. */
function* walk(value: unknown, path: readonly string[] = []): Generator<{ value: unknown; path: readonly string[] }> {
  yield { value, path };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* walk(member, [...path, key]);
}

describe('the OpenAPI document', () => {
  it('is committed as docs/openapi.json', () => {
    expect(JSON.parse(readFileSync(OPENAPI_DOCUMENT, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('has every operation of the table once, and no other', () => {
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      [...Object.keys(CLIENT_OPERATIONS), ...Object.keys(TOKEN_OPERATIONS)].sort(),
    );
  });

  it('has no reference that leads nowhere, and no schema that nothing refers to', () => {
    const references = [...walk(document)].flatMap(({ value, path }) => (path.at(-1) === '$ref' ? [String(value)] : []));
    const names = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...new Set(references)].filter((reference) => !names.includes(reference))).toEqual([]);
    expect(names.filter((name) => !references.includes(name))).toEqual([]);
  });

  it.each(operations.map((operation): [string, DocumentedOperation] => [operation.operationId, operation]))(
    'explains %s: what it is for, each parameter, each answer and each problem',
    (_id, operation) => {
      const { tags, summary, description, parameters = [], responses } = operation;
      expect(document.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(tags));
      expect([summary.length > 5, description.length > 20]).toEqual([true, true]);
      expect(parameters.filter((parameter) => parameter.description.length < 5).map(({ name }) => name)).toEqual([]);
      expect(Object.values(responses).filter((answer) => answer.description.length < 5)).toEqual([]);
      expect(Object.keys(responses).filter((status) => Number(status) < 400).length).toBeGreaterThan(0);
      // Everything that asks who calls can end in these.
      if (operation.security === undefined) {
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403', '429', '500', '503']));
      }
    },
  );

  it('names path parameters exactly where the path has them', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(methods)) {
        expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
        expect(parameters.filter((parameter) => parameter.in === 'path' && !parameter.required)).toEqual([]);
      }
    }
  });

  it('tells problems by types that the table has, with the status of the table', () => {
    for (const { responses } of operations) {
      for (const [status, { description, content }] of Object.entries(responses)) {
        const types = [...description.matchAll(/`urn:valija:problem:([a-z-]+)`/g)].map(([, name]) => name ?? '');
        expect(types.length > 0).toBe(content?.['application/problem+json'] !== undefined);
        for (const name of types) expect(String(PROBLEM_ROWS[name as keyof typeof PROBLEM_ROWS].status)).toBe(status);
      }
    }
  });

  it('gives JSON Schemas that another reader takes, for every component', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const whole = { ...schema, $defs: Object.fromEntries(Object.entries(document.components.schemas)) };
      const local = JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/')) as z.core.JSONSchema.JSONSchema;
      expect(() => z.fromJSONSchema(local), name).not.toThrow();
    }
  });

  it('describes answers as open and bodies that are sent as strict', () => {
    const { MessageDetail, SubmissionRequest } = document.components.schemas;
    expect([MessageDetail?.additionalProperties, SubmissionRequest?.additionalProperties]).toEqual([undefined, false]);
    expect(SubmissionRequest?.required).toEqual(['recipient']);
  });
});
