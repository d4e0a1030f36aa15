import type { Content, Operation, Parameter, Schema } from './document.ts';
import { commentOf, typeOf } from './types.ts';

const OCTETS = 'application/offset+octet-stream';

/** The input of an operation as an interface, and its method. */
export function operationSources(path: string, method: string, operation: Operation): { input: string; method: string } {
  const fields = fieldsOf(operation);
  const name = `${operation.operationId[0]?.toUpperCase()}${operation.operationId.slice(1)}Input`;
  const { kind, answer } = answerOf(operation);
  const isOptional = fields.every(({ required }) => !required);
  const parameter = fields.length === 0 ? '' : `input: ${name}${isOptional ? ' = {}' : ''}`;
  const call = kind === 'json' ? `json<${answer}>` : kind;
  return {
    input: fields.length === 0 ? '' : `export interface ${name} {\n${fields.map(fieldSource).join('')}}\n`,
    method: `${commentOf(`${operation.summary}.`, '  ')}  ${operation.operationId}(${parameter}): Promise<${answer}> {
    return this.transport.${call}({ ${requestMembers(path, method, operation).join(', ')} });
  }\n`,
  };
}

interface Field {
  name: string;
  type: string;
  required: boolean;
  description: string;
}

function fieldSource({ name, type, required, description }: Field): string {
  return `${commentOf(description, '  ')}  ${name}${required ? '' : '?'}: ${type};\n`;
}

function fieldsOf({ parameters = [], requestBody }: Operation): Field[] {
  const given = parameters.filter(isChosen).map(({ name, in: place, required, description, schema }) => ({
    name: place === 'header' ? camelCase(name) : name,
    type: typeOf(schema, '  '),
    required,
    description,
  }));
  return [...given, ...bodyFields(requestBody?.content)];
}

/** What has one value only is sent by the method itself. */
function isChosen({ schema }: Parameter): boolean {
  return schema.const === undefined;
}

function bodyFields(content: Content | undefined): Field[] {
  const [mediaType, schema] = contentOf(content);
  if (mediaType === undefined) return [];
  if (mediaType === OCTETS) return [{ name: 'body', type: 'SentOctets', required: true, description: '' }];
  if (mediaType !== 'multipart/form-data') return [{ name: 'body', type: typeOf(schema, '  '), required: true, description: '' }];
  const { request, ...files } = schema.properties ?? {};
  const parts = Object.keys(files).map((part) => `'${part}'`);
  return [
    { name: 'request', type: typeOf(request ?? {}, '  '), required: true, description: '' },
    {
      name: 'files',
      type: `readonly SentFile<${parts.join(' | ')}>[]`,
      required: true,
      description: 'In the order in which they are sent.',
    },
  ];
}

/** The first form in which a body is described. */
function contentOf(content: Content | undefined): [string | undefined, Schema] {
  const [entry] = Object.entries(content ?? {});
  return entry === undefined ? [undefined, {}] : [entry[0], entry[1].schema ?? {}];
}

/** JSON where there is a schema, headers or nothing where there is no content, octets for everything else. */
function answerOf({ responses }: Operation): { kind: 'json' | 'octets' | 'headers' | 'nothing'; answer: string } {
  const [, success] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const json = success?.content?.['application/json'];
  if (json !== undefined) return { kind: 'json', answer: json.schema === undefined ? 'unknown' : typeOf(json.schema, '') };
  if (success?.content !== undefined) return { kind: 'octets', answer: 'ReceivedContent' };
  return success?.headers === undefined ? { kind: 'nothing', answer: 'void' } : { kind: 'headers', answer: 'ReceivedHeaders' };
}

function requestMembers(path: string, method: string, { parameters = [], requestBody }: Operation): string[] {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => `\${segment(input.${name})}`);
  const inPlace = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
  const query = inPlace('query').map(({ name }) => `${name}: input.${name}`);
  const headers = inPlace('header').map((header) => `'${header.name.toLowerCase()}': ${headerSource(header)}`);
  return [
    `method: '${method.toUpperCase()}'`,
    filled === path ? `path: '${path}'` : `path: \`${filled}\``,
    ...(query.length === 0 ? [] : [`query: { ${query.join(', ')} }`]),
    ...(headers.length === 0 ? [] : [`headers: { ${headers.join(', ')} }`]),
    ...bodyMember(requestBody?.content),
  ];
}

function headerSource({ name, schema }: Parameter): string {
  return schema.const === undefined ? `input.${camelCase(name)}` : `'${schema.const}'`;
}

function bodyMember(content: Content | undefined): string[] {
  const [mediaType] = contentOf(content);
  if (mediaType === undefined) return [];
  if (mediaType === 'multipart/form-data') return ["body: { kind: 'parts', request: input.request, files: input.files }"];
  if (mediaType === OCTETS) return ["body: { kind: 'octets', content: input.body }"];
  return [`body: { kind: '${mediaType === 'application/json' ? 'json' : 'form'}', value: input.body }`];
}

/** `Last-Event-ID` as `lastEventId`. */
function camelCase(name: string): string {
  return name.toLowerCase().replaceAll(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}
