import { auditedEntryPage, auditedMessagePage, operationPage } from '../answers-audit.ts';
import { defineOperation } from '../operation.ts';
import { auditedEntriesQuery, auditedMessagesQuery, operationPath, operationsQuery } from '../parameters-audit.ts';
import { found, NOT_MODIFIED } from './shared.ts';

export const AUDIT_OPERATIONS = {
  listOperations: defineOperation({
    method: 'get',
    path: '/operations',
    tag: 'Audit',
    summary: 'List what was done',
    description: [
      'What actors did (content fetched, bundles written, messages taken over, holds, dead letters, alarms acknowledged, backups, access tokens) and what befell the gateway (starts with the digest of the configuration, other directories, other keys, a clock that could not be believed), the oldest first. Only identifiers, codes, times and digests.',
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
  auditMessages: defineOperation({
    method: 'get',
    path: '/audit/messages',
    tag: 'Audit',
    summary: 'Audit the messages of a period',
    description: [
      'Holds each message together: its state with its receipts, each receipt with its digest and signature, the receipts with one another and with the deadlines, and every receipt and header with the log of this gateway, by a proof of inclusion; with `peers`, every receipt of a peer with the log of that peer as well. `valija audit period` goes through all pages. Beginning an audit is an entry in the log.',
    ],
    callers: ['auditor', 'operator'],
    query: auditedMessagesQuery,
    answers: { 200: found('A page, the oldest first.', auditedMessagePage), 304: NOT_MODIFIED },
    problems: [],
  }),
  auditEntries: defineOperation({
    method: 'get',
    path: '/audit/entries',
    tag: 'Audit',
    summary: 'Audit entries of the log',
    description: ['The other way round: each entry of the log is held against the receipts, headers and records that the gateway has.'],
    callers: ['auditor', 'operator'],
    query: auditedEntriesQuery,
    answers: { 200: found('A page, in the order of the log.', auditedEntryPage), 304: NOT_MODIFIED },
    problems: [],
  }),
} as const;
