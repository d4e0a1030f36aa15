import type fc from 'fast-check';
import { type RequestMessage, type RequestOf, requestMessage } from '../../treaty/requests/request-message.ts';
import type { RequestType } from '../../treaty/requests/request-types.ts';
import { arbitraryOf } from './schema-arbitrary.ts';

/** Any request of any type that the schemas accept, from nearly empty ones to full ones. */
export function requestMessages(): fc.Arbitrary<RequestMessage> {
  return arbitraryOf(requestMessage);
}

/** Any request of one type. */
export function requestsOf<Type extends RequestType>(type: Type): fc.Arbitrary<RequestOf<Type>> {
  const schema = requestMessage.options.find((option) => option.shape.requestType.value === type);
  if (schema === undefined) throw new Error(`no schema for ${type}`);
  return arbitraryOf(schema) as fc.Arbitrary<RequestOf<Type>>;
}
