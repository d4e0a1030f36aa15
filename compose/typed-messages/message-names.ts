import { MESSAGE_KIND_GLOSSARY } from '../../treaty/glossary/message-kinds.ts';
import { REQUEST_TYPES } from '../../treaty/requests/request-types.ts';

/** Before names of kinds that a type of request has as well: a consultation can begin a conversation, or stand within one. */
const WITHIN_CONVERSATION = 'message-';

/** Types of requests, and kinds of messages beside the request, as they are named on a command line. */
export const MESSAGE_NAMES: readonly string[] = [
  ...REQUEST_TYPES,
  ...Object.keys(MESSAGE_KIND_GLOSSARY)
    .filter((kind) => kind !== 'request')
    .map((kind) => (isRequestType(kind) ? `${WITHIN_CONVERSATION}${kind}` : kind)),
];

/** The kind that a name stands for, which is no type of request. */
export function kindNamed(name: string): string {
  return name.startsWith(WITHIN_CONVERSATION) ? name.slice(WITHIN_CONVERSATION.length) : name;
}

function isRequestType(name: string): boolean {
  return REQUEST_TYPES.some((type) => type === name);
}
