import { changeFeed, deadLetterPage } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { changesHeaders, changesQuery, deadLettersQuery, releaseBody } from '../parameters.ts';
import { found, json, NOT_MODIFIED } from './shared.ts';

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
  listDeadLetters: defineOperation({
    method: 'get',
    path: '/dead-letters',
    tag: 'Administration',
    summary: 'List work that gave up',
    description: ['Work that failed for good and waits for a person. A dead letter never holds up the evidence of its message.'],
    callers: ['operator'],
    query: deadLettersQuery,
    answers: { 200: found('A page, by `id`.', deadLetterPage), 304: NOT_MODIFIED },
    problems: [],
  }),
  releaseDeadLetter: defineOperation({
    method: 'post',
    path: '/dead-letters/release',
    tag: 'Administration',
    summary: 'Put a dead letter back to work',
    description: ['It is tried again at once, as often as other work. Every release is an entry in the log of this gateway.'],
    callers: ['operator'],
    body: { ...json(releaseBody), description: 'Which one.' },
    answers: { 204: { description: 'It is back at work.' } },
    problems: ['not-found'],
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
