import { legalHold, legalHoldPage } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { holdBody, holdsQuery, messagePath, referenceQuery } from '../parameters.ts';
import { found, json, NOT_MODIFIED, WHICH_MESSAGE } from './shared.ts';

export const RETENTION_OPERATIONS = {
  placeHold: defineOperation({
    method: 'post',
    path: '/messages/{messageId}/hold',
    tag: 'Content',
    summary: 'Place a legal hold',
    description: [
      'The content of the message is kept until the hold is released, whatever its retention says. Who placed it and why is committed to by an entry of the log and kept encrypted. A message that is held already stays held as it was.',
    ],
    callers: ['officer'],
    pathParameters: messagePath,
    query: referenceQuery,
    body: { ...json(holdBody), description: 'Why.' },
    answers: { 200: { description: 'The hold in force.', content: [json(legalHold)] } },
    problems: [...WHICH_MESSAGE, 'content-purged'],
  }),
  releaseHold: defineOperation({
    method: 'post',
    path: '/messages/{messageId}/hold/release',
    tag: 'Content',
    summary: 'Release a legal hold',
    description: ['Content whose retention is over goes at once. Who released it and why is committed to by an entry of the log.'],
    callers: ['officer'],
    pathParameters: messagePath,
    query: referenceQuery,
    body: { ...json(holdBody), description: 'Why.' },
    answers: { 204: { description: 'The message is not held any more.' } },
    problems: [...WHICH_MESSAGE],
  }),
  listHolds: defineOperation({
    method: 'get',
    path: '/holds',
    tag: 'Content',
    summary: 'List legal holds',
    description: ['Every hold in force, the oldest first.'],
    callers: ['officer'],
    query: holdsQuery,
    answers: { 200: found('A page.', legalHoldPage), 304: NOT_MODIFIED },
    problems: [],
  }),
} as const;
