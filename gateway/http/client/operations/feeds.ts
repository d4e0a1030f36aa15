import { changeFeed } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { changesHeaders, changesQuery } from '../parameters.ts';
import { json } from './shared.ts';

export const FEED_OPERATIONS = {
  listChanges: defineOperation({
    method: 'get',
    path: '/changes',
    tag: 'Changes',
    summary: 'Follow changes of state',
    description: [
      'Every change of state of every message, in the order in which they were committed. Keep the `position` of the last change that was dealt with, and ask for those after it: nothing is missed, however long the client was away.',
      'With `Accept: text/event-stream` the answer is a stream of server-sent events that goes on for ever: `change` with the same JSON as in `changes`, and `id` to come back with as `Last-Event-ID`. Comments come every 15 seconds. `restart` says that the position given belongs to another epoch and all changes follow from the first. A client may hold 16 streams open.',
      'Otherwise it is one JSON answer; `wait` makes it a long poll.',
    ],
    callers: ['system', 'officer', 'operator'],
    query: changesQuery,
    headers: changesHeaders,
    answers: { 200: { description: 'Changes.', content: [json(changeFeed), { mediaType: 'text/event-stream' }] } },
    problems: [],
  }),
  showOpenApi: defineOperation({
    method: 'get',
    path: '/openapi.json',
    tag: 'This interface',
    summary: 'This description',
    description: ['The OpenAPI 3.1 document of this interface, made from the schemas that check requests.'],
    callers: ['anyone'],
    answers: { 200: { description: 'The document.', content: [{ mediaType: 'application/json' }] } },
    problems: [],
  }),
  showDocumentation: defineOperation({
    method: 'get',
    path: '/docs',
    tag: 'This interface',
    summary: 'This description, to read',
    description: ['The same as a page.'],
    callers: ['anyone'],
    answers: { 200: { description: 'The page.', content: [{ mediaType: 'text/html' }] } },
    problems: [],
  }),
} as const;
