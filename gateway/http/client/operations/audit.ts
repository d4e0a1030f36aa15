import { operationPage } from '../answers-audit.ts';
import { defineOperation } from '../operation.ts';
import { operationPath, operationsQuery } from '../parameters-audit.ts';
import { found, NOT_MODIFIED } from './shared.ts';

export const AUDIT_OPERATIONS = {
  listOperations: defineOperation({
    method: 'get',
    path: '/operations',
    tag: 'Audit',
    summary: 'List what was done',
    description: [
      'What actors did (content fetched, bundles written, messages taken over, holds, dead letters, backups, access tokens) and what befell the gateway (starts with the digest of the configuration, other directories, other keys, a clock that could not be believed), the oldest first. Only identifiers, codes, times and digests.',
      'The log of the gateway commits to each record by an entry: `digest` is computed from the record (docs/formats.md, Operations), and with `salt` it gives the entry.',
    ],
    callers: ['auditor', 'operator'],
    query: operationsQuery,
    answers: { 200: found('A page.', operationPage), 304: NOT_MODIFIED },
    problems: [],
  }),
  proveOperation: defineOperation({
    method: 'get',
    path: '/operations/{digest}/proof',
    tag: 'Audit',
    summary: 'Prove that a record is in the log',
    description: ['A C2SP tlog-proof with the checkpoint it leads to, as text. The entry follows from the record.'],
    callers: ['auditor', 'operator'],
    pathParameters: operationPath,
    answers: { 200: { description: 'The proof.', content: [{ mediaType: 'text/plain' }] } },
    problems: ['not-found', 'too-early'],
  }),
} as const;
