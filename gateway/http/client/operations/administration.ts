import { backup, contradictionPage, deadLetterPage } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { backupBody, backupPath, contradictionsQuery, deadLettersQuery, releaseBody } from '../parameters.ts';
import { found, json, NOT_MODIFIED } from './shared.ts';

export const ADMINISTRATION_OPERATIONS = {
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
  listContradictions: defineOperation({
    method: 'get',
    path: '/log/contradictions',
    tag: 'Administration',
    summary: 'List contradictions of logs',
    description: [
      'Pairs of signed states of one transparency log that do not go together, kept for ever: of the logs of other authorities, or of our own as others quote it. Each comes with the document that proves it to anybody who has the key of the log (`valija log fork`).',
    ],
    callers: ['operator'],
    query: contradictionsQuery,
    answers: { 200: found('A page, the oldest first.', contradictionPage), 304: NOT_MODIFIED },
    problems: [],
  }),
  startBackup: defineOperation({
    method: 'post',
    path: '/backups',
    tag: 'Administration',
    summary: 'Begin a backup',
    description: [
      'Copies the gateway while it is in use into a folder of its own machine, which its configuration must allow (`operation.backupFolders`). The answer comes at once; who asked is in the log before anything is copied. One backup at a time.',
    ],
    callers: ['operator'],
    body: { ...json(backupBody), description: 'Where to.' },
    answers: { 202: { description: 'It has begun.', content: [json(backup)], headers: { Location: 'Where it says how it goes.' } } },
    problems: ['backup-folder-not-allowed'],
  }),
  showBackup: defineOperation({
    method: 'get',
    path: '/backups/{identifier}',
    tag: 'Administration',
    summary: 'See how a backup goes',
    description: ['Of the backups that were begun since the process started.'],
    callers: ['operator'],
    pathParameters: backupPath,
    answers: { 200: found('How it goes.', backup), 304: NOT_MODIFIED },
    problems: ['not-found'],
  }),
} as const;
