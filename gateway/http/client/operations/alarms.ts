import { alarmDetail, alarmPage } from '../answers-alarms.ts';
import { defineOperation } from '../operation.ts';
import { acknowledgementBody, alarmPath, alarmsQuery } from '../parameters-alarms.ts';
import { found, json, NOT_MODIFIED } from './shared.ts';

export const ALARM_OPERATIONS = {
  listAlarms: defineOperation({
    method: 'get',
    path: '/alarms',
    tag: 'Administration',
    summary: 'List alarms',
    description: [
      'What a person should see: forged receipts, identifiers used twice, logs that contradict themselves, keys that could not be renewed and such. While one is open, the same again raises no other.',
    ],
    callers: ['operator', 'auditor'],
    query: alarmsQuery,
    answers: { 200: found('A page, the oldest first.', alarmPage), 304: NOT_MODIFIED },
    problems: [],
  }),
  showAlarm: defineOperation({
    method: 'get',
    path: '/alarms/{id}',
    tag: 'Administration',
    summary: 'Show an alarm with its proof',
    description: [
      'With the signed objects that show it to anybody, where it has any, and with who acknowledged it and why. Alarms and their proofs are kept for ever.',
    ],
    callers: ['operator', 'auditor'],
    pathParameters: alarmPath,
    answers: { 200: found('The alarm.', alarmDetail), 304: NOT_MODIFIED },
    problems: ['not-found'],
  }),
  acknowledgeAlarm: defineOperation({
    method: 'post',
    path: '/alarms/{id}/acknowledge',
    tag: 'Administration',
    summary: 'Acknowledge an alarm',
    description: [
      'Somebody has looked at it: it is open no more, and stays with its proof. Who did it and the note are committed to by an entry of the log; the note is kept encrypted. The same event again raises another alarm. One that was acknowledged stays as it was.',
    ],
    callers: ['operator'],
    pathParameters: alarmPath,
    body: { ...json(acknowledgementBody), description: 'What came of it.' },
    answers: { 200: { description: 'The alarm.', content: [json(alarmDetail)] } },
    problems: ['not-found'],
  }),
} as const;
