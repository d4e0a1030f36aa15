import * as z from 'zod';
import { type SchemaFault, schemaFaults } from './common/schema-faults.ts';
import { CONVERSATION_KINDS, CONVERSATION_SCHEMAS } from './conversation/conversation-message.ts';
import { requestMessage } from './requests/request-message.ts';

/** Name of the document in the package, beside `request.json`. */
export const PARTICULARS_DOCUMENT_NAME = 'particulars.json';

/** A typed message of any kind: a request, or anything that is said about one. */
export const legalMessage = z.discriminatedUnion('kind', [requestMessage, ...CONVERSATION_SCHEMAS]);
export type LegalMessage = z.infer<typeof legalMessage>;
export type MessageKind = LegalMessage['kind'];

export const MESSAGE_KINDS: readonly MessageKind[] = ['request', ...CONVERSATION_KINDS];

/**
 * Reads a typed message from a parsed JSON value, which may come from anybody. Gives the message, or every fault with its place and without its
 * value. Whoever parsed the JSON has capped its size and depth and refused repeated names.
 */
export function parseLegalMessage(value: unknown): { message: LegalMessage; faults: [] } | { message?: undefined; faults: SchemaFault[] } {
  const parsed = legalMessage.safeParse(value);
  return parsed.success ? { message: parsed.data, faults: [] } : { faults: schemaFaults(parsed.error) };
}
