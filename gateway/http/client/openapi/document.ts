import type * as z from 'zod';
import { PROBLEM_ROWS, type RowName } from '../../../problems/rows.ts';
import { problem } from '../answers.ts';
import type { AnswerDescription, ClientOperation, Content } from '../operation.ts';
import { CLIENT_OPERATIONS } from '../operations/table.ts';
import { TOKEN_OPERATIONS } from '../operations/tokens.ts';
import { ABOUT, SECURITY_SCHEMES, TAGS } from './about.ts';
import { componentSchemas, type JsonSchema, parameterSchema, referenceTo } from './schemas.ts';

const BASE = '/api/v1';

/** An operation as the document tells it. */
export interface DocumentedOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security?: JsonSchema[];
  parameters?: DocumentedParameter[];
  requestBody?: { required: true; description: string; content: Record<string, JsonSchema> };
  responses: Record<string, DocumentedAnswer>;
}

export interface DocumentedParameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description: string;
  schema: JsonSchema;
  style?: 'form';
  explode?: false;
}

export interface DocumentedAnswer {
  description: string;
  headers?: Record<string, { description: string; schema: JsonSchema }>;
  content?: Record<string, JsonSchema>;
}

export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; summary: string; description: string; license: { name: string; identifier: string } };
  servers: { url: string; description: string }[];
  security: JsonSchema[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, JsonSchema> };
}

/** Problems in which every operation with a known caller can end. */
const COMMON: readonly RowName[] = [
  'message-form-invalid',
  'access-token-invalid',
  'actor-unknown',
  'actor-not-allowed',
  'rate-limited',
  'internal',
  'too-busy',
  'shutting-down',
];

/** The OpenAPI 3.1 document of the client API, from the table of operations and its schemas. The same value every time. */
export function openApiDocument(): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const [operationId, operation] of Object.entries({ ...CLIENT_OPERATIONS, ...TOKEN_OPERATIONS }) as [string, ClientOperation][]) {
    const path = operation.isAtRoot === true ? operation.path : `${BASE}${operation.path}`;
    paths[path] = { ...paths[path], [operation.method]: describeOperation(operationId, operation) };
  }
  return {
    openapi: '3.1.1',
    ...ABOUT,
    security: Object.keys(SECURITY_SCHEMES).map((name) => ({ [name]: [] })),
    tags: [...TAGS],
    paths,
    components: { schemas: componentSchemas(), securitySchemes: SECURITY_SCHEMES },
  };
}

function describeOperation(operationId: string, operation: ClientOperation): DocumentedOperation {
  const { tag, summary, description, callers, body } = operation;
  const isOpen = callers.includes('anyone');
  const parameters = [
    ...parametersIn('path', operation.pathParameters),
    ...parametersIn('query', operation.query),
    ...parametersIn('header', operation.headers),
  ];
  const who = isOpen ? 'For everybody who can connect.' : `For clients of the kind ${callers.map((caller) => `\`${caller}\``).join(', ')}.`;
  return {
    operationId,
    tags: [tag],
    summary,
    description: [...description, who].join('\n\n'),
    ...(isOpen ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, description: body.description, content: contentOf([body], isMultipart(body)) } }),
    responses: { ...answersOf(operation), ...problemsOf(isOpen ? [] : [...operation.problems, ...COMMON]) },
  };
}

const isMultipart = ({ mediaType }: Content) => mediaType.startsWith('multipart/');

function parametersIn(place: DocumentedParameter['in'], schema: z.ZodObject | undefined): DocumentedParameter[] {
  return Object.entries(schema?.shape ?? {}).map(([name, member]) => {
    const json = parameterSchema(member as z.ZodType);
    return {
      name: place === 'header' ? titleCase(name) : name,
      in: place,
      required: place === 'path' || !isOptional(member as z.ZodType),
      description: (member as z.ZodType).description ?? '',
      schema: json,
      ...(json.type === 'array' ? { style: 'form' as const, explode: false as const } : {}),
    };
  });
}

/** May be left out, with or without a default. */
function isOptional(schema: z.ZodType): boolean {
  return schema._zod.optin !== undefined;
}

function titleCase(name: string): string {
  return name
    .replaceAll(/(^|-)id(?=-|$)/g, '$1ID')
    .replaceAll(/(^|-)([a-z])/g, (_all, dash: string, letter: string) => `${dash}${letter.toUpperCase()}`);
}

function answersOf({ answers }: ClientOperation): Record<string, DocumentedAnswer> {
  return Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, describeAnswer(answer)]));
}

function describeAnswer({ description, headers, content }: AnswerDescription): DocumentedAnswer {
  return {
    description,
    ...(headers === undefined ? {} : { headers: headersOf(headers) }),
    ...(content === undefined ? {} : { content: contentOf(content) }),
  };
}

function headersOf(headers: Readonly<Record<string, string>>): NonNullable<DocumentedAnswer['headers']> {
  return Object.fromEntries(Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]));
}

function contentOf(contents: readonly Content[], multipart = false): Record<string, JsonSchema> {
  return Object.fromEntries(contents.map((content) => [content.mediaType, multipart ? multipartContent(content) : plainContent(content)]));
}

function plainContent({ schema }: Content): JsonSchema {
  return schema === undefined ? {} : { schema: referenceTo(schema) };
}

/** The JSON part `request`, and the files. */
function multipartContent({ schema, parts = {} }: Content): JsonSchema {
  const files = Object.entries(parts).map(([name, { description, repeated }]) => {
    const file = { description, type: 'string', format: 'binary' };
    return [name, repeated ? { type: 'array', items: file } : file];
  });
  return {
    schema: {
      type: 'object',
      properties: { ...(schema === undefined ? {} : { request: referenceTo(schema) }), ...Object.fromEntries(files) },
      required: ['request'],
    },
    encoding: {
      request: { contentType: 'application/json' },
      ...Object.fromEntries(Object.entries(parts).map(([name, { mediaType }]) => [name, { contentType: mediaType }])),
    },
  };
}

/** One answer for each status, with the types of all problems that have it. */
function problemsOf(names: readonly RowName[]): Record<string, DocumentedAnswer> {
  const byStatus = Map.groupBy([...new Set(names)], (name) => String(PROBLEM_ROWS[name].status));
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => {
      const types = ofStatus.map((name) => `\`urn:valija:problem:${name}\`: ${PROBLEM_ROWS[name].title.en}`);
      const retry = { 'Retry-After': 'Seconds after which it is worth trying again.' };
      return [
        status,
        {
          description: types.join('\n\n'),
          ...(status === '429' || status === '503' ? { headers: headersOf(retry) } : {}),
          content: { 'application/problem+json': { schema: referenceTo(problem) } },
        },
      ];
    }),
  );
}
