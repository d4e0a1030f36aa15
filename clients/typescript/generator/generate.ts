import type { Document } from './document.ts';
import { operationSources } from './methods.ts';
import { declaredType } from './types.ts';

/** Operations that are pages for people. */
const LEFT_OUT = new Set(['showDocumentation']);

/** The source of `generated.ts`: types of every schema and a method for every operation of the document. */
export function generateClient(document: Document): string {
  const operations = Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
    .filter(({ operation }) => !LEFT_OUT.has(operation.operationId))
    .map(({ path, method, operation }) => operationSources(path, method, operation));
  const types = Object.entries(document.components.schemas).map(([name, schema]) => declaredType(name, schema));
  return `// Generated from docs/openapi.json by \`node bootstrap/run.mjs clients/typescript/generator/main.ts\`: ${document.info.title} ${document.info.version}.
// A test fails when it is not what that document says. Change the document, not this file.

import type { ReceivedContent, ReceivedHeaders, SentFile, SentOctets, Transport } from './transport.ts';

${types.join('\n')}
${operations
  .map(({ input }) => input)
  .filter((input) => input !== '')
  .join('\n')}
/** Every operation of the client API. What it throws is for its transport to say. */
export class GeneratedClient {
  protected readonly transport: Transport;

  constructor(transport: Transport) {
    this.transport = transport;
  }

${operations.map(({ method }) => method).join('\n')}}

/** One step of a path: nothing in it leads to another. */
function segment(value: string | number): string {
  return encodeURIComponent(value);
}
`;
}
