import { assessment, caseDetail, casePage, schemaList, statistics } from '../answers-cases.ts';
import { defineOperation } from '../operation.ts';
import { assessmentBody, casePath, casePeerQuery, caseQuery, schemaPath, statisticsQuery } from '../parameters-cases.ts';
import { found, json, NOT_MODIFIED, WHICH_MESSAGE } from './shared.ts';

export const CASE_OPERATIONS = {
  listCases: defineOperation({
    method: 'get',
    path: '/cases',
    tag: 'Cases',
    summary: 'List the register',
    description: [
      'Every conversation with a typed message has a number in the register of this authority, without gaps within a year; the newest first.',
    ],
    callers: ['system', 'officer', 'auditor', 'operator'],
    query: caseQuery,
    answers: { 200: found('A page.', casePage), 304: NOT_MODIFIED },
    problems: [],
  }),
  showCase: defineOperation({
    method: 'get',
    path: '/cases/{conversation}',
    tag: 'Cases',
    summary: 'Show one case',
    description: [
      'The legal state, as a function of everything both sides have said; what is open and whose turn it is; when the request came in law and in fact, what is due and how pressing it is; both sides’ references; and other cases of the same request.',
      'Irregular messages never break the state: they are listed with the rule they do not follow, and an officer decides.',
    ],
    callers: ['system', 'officer'],
    pathParameters: casePath,
    query: casePeerQuery,
    answers: { 200: found('The case.', caseDetail), 304: NOT_MODIFIED },
    problems: [...WHICH_MESSAGE],
  }),
  assessMessage: defineOperation({
    method: 'post',
    path: '/assessments',
    tag: 'Cases',
    summary: 'Assess a typed message before it is sent',
    description: [
      'Says what the legal rules would say of it now, what it lacks, and which instruments carry it, without sending or keeping anything. Faults of its form are told all at once, as when it is submitted.',
    ],
    callers: ['system', 'officer'],
    body: { ...json(assessmentBody), description: 'The message and its addressee.', maximumLength: 1024 * 1024 },
    answers: { 200: { description: 'What is to be said of it.', content: [json(assessment)] } },
    problems: ['submission-invalid', 'legal-message-invalid', 'recipient-unknown'],
  }),
  countCases: defineOperation({
    method: 'get',
    path: '/statistics',
    tag: 'Cases',
    summary: 'Count requests',
    description: [
      'Counts and times of the requests of a period by country, direction, instrument, type, offence category, urgency, outcome, ground, rounds of supplements, stage, age and costs. No content is read, and what is counted stays when content is destroyed.',
      'JSON, or comma-separated values for `Accept: text/csv`.',
    ],
    callers: ['system', 'officer', 'auditor', 'operator'],
    query: statisticsQuery,
    answers: {
      200: {
        description: 'The counts, one row for each value of each dimension.',
        content: [json(statistics), { mediaType: 'text/csv' }],
      },
    },
    problems: [],
  }),
  listSchemas: defineOperation({
    method: 'get',
    path: '/schemas',
    tag: 'Cases',
    summary: 'List the schemas of typed messages',
    description: ['One for each type of request and each other kind of message, by which submissions are parsed.'],
    callers: ['system', 'officer', 'operator', 'auditor'],
    answers: { 200: found('Their names.', schemaList), 304: NOT_MODIFIED },
    problems: [],
  }),
  showSchema: defineOperation({
    method: 'get',
    path: '/schemas/{name}',
    tag: 'Cases',
    summary: 'Fetch the schema of a typed message',
    description: ['JSON Schema 2020-12, made from the same source by which the gateway parses.'],
    callers: ['system', 'officer', 'operator', 'auditor'],
    pathParameters: schemaPath,
    answers: { 200: { description: 'The schema.', content: [{ mediaType: 'application/schema+json' }] } },
    problems: ['not-found'],
  }),
} as const;
