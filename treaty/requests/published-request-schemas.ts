import { publishedSchema } from '../published-schema.ts';
import { requestMessage } from './request-message.ts';
import type { RequestType } from './request-types.ts';

/** A schema that is published: the type it describes, in which version, and the JSON Schema. */
export interface PublishedRequestSchema {
  requestType: RequestType;
  typeVersion: number;
  schema: Record<string, unknown>;
}

/** JSON Schema of every type of request, in the order of REQUEST_TYPES. */
export function publishedRequestSchemas(): PublishedRequestSchema[] {
  return requestMessage.options.map((option) => {
    const requestType = option.shape.requestType.value;
    const typeVersion = option.shape.typeVersion.value;
    const name = `valija-legal/1/request/${requestType}/${typeVersion}`;
    return { requestType, typeVersion, schema: publishedSchema(option, name, `Request: ${requestType.replaceAll('-', ' ')}`) };
  });
}
