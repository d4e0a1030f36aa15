import * as z from 'zod';
import { type SchemaFault, schemaFaults } from '../common/schema-faults.ts';
import { formalRequest } from './formal-request.ts';
import { consultation } from './types/consultation.ts';
import { draftForReview } from './types/draft-for-review.ts';
import { spontaneousInformation } from './types/spontaneous-information.ts';

/** A typed request of any type. */
export const requestMessage = z.discriminatedUnion('requestType', [
  ...formalRequest.options,
  consultation,
  spontaneousInformation,
  draftForReview,
]);
export type RequestMessage = z.infer<typeof requestMessage>;

/** The request of one type. */
export type RequestOf<Type extends RequestMessage['requestType']> = Extract<RequestMessage, { requestType: Type }>;

/**
 * Reads a typed request from a parsed JSON value, which may come from anybody. Gives the request, or every fault with its place; says nothing
 * of whether the request is complete. Whoever parsed the JSON has capped its size and depth and refused repeated names.
 */
export function parseRequestMessage(
  value: unknown,
): { request: RequestMessage; faults: [] } | { request?: undefined; faults: SchemaFault[] } {
  const parsed = requestMessage.safeParse(value);
  return parsed.success ? { request: parsed.data, faults: [] } : { faults: schemaFaults(parsed.error) };
}
