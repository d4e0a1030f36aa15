import { submissionDocument } from '../../../outbound/submission-document.ts';
import { evidenceList, handoverAnswer, messageDetail, messagePage, submissionAnswer } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { evidenceQuery, handoverBody, listQuery, messagePath, referenceQuery, submissionHeaders } from '../parameters.ts';
import { found, json, NOT_MODIFIED, WHICH_MESSAGE } from './shared.ts';

const files = (description: string, repeated: boolean) => ({ description, mediaType: 'application/octet-stream', repeated });

export const MESSAGE_OPERATIONS = {
  submitMessage: defineOperation({
    method: 'post',
    path: '/messages',
    tag: 'Messages',
    summary: 'Submit a letter of request',
    description: [
      'Takes a message for sending. The answer comes when message and files are on disk: from then on it is sent, retried until its deadline, and ends in signed evidence in any case. Everything that can be decided without the network is checked before, and every fault is told at once.',
      'The first part is `request`, the others are files: `letter` (PDF, not encrypted), any number of `translation` and `annex`. The name and media type of a file are those of its part.',
      'Files that were uploaded before are named in `request` instead, in `files` with `upload`, `role` and `name`, and come after the parts. In all there is exactly one letter. The message takes the uploads over.',
      'Repeat a submission whose answer did not arrive with the same `Idempotency-Key` and the same content: the answer is the stored one, with `Idempotency-Replayed: true`.',
    ],
    callers: ['system', 'officer'],
    headers: submissionHeaders,
    body: {
      mediaType: 'multipart/form-data',
      description: 'The parts in this order; they are stored while they arrive.',
      schema: submissionDocument,
      parts: {
        letter: { description: 'The letter of request, unless it was uploaded.', mediaType: 'application/pdf', repeated: false },
        translation: files('A translation of the letter.', true),
        annex: files('An annex, of any type; it is never opened.', true),
      },
    },
    answers: {
      202: {
        description: 'Accepted for sending.',
        content: [json(submissionAnswer)],
        headers: { Location: 'The message.', 'Idempotency-Replayed': '`true` when this is the stored answer of an earlier submission.' },
      },
    },
    problems: [
      'submission-invalid',
      'submission-too-large',
      'idempotency-key-missing',
      'idempotency-key-reused',
      'recipient-unknown',
      'recipient-without-endpoint',
      'recipient-without-certificate',
      'recipient-is-self',
      'letter-missing',
      'letter-not-pdf',
      'letter-encrypted',
      'letter-damaged',
      'letter-too-large',
      'letter-not-signable',
      'letter-signing-forbidden',
      'file-name-invalid',
      'file-name-repeated',
      'file-count-exceeded',
      'upload-unknown',
      'upload-incomplete',
      'deadline-order',
      'deadline-out-of-range',
      'deadline-passed',
      'storage-full',
      'clock-not-trusted',
    ],
  }),
  listMessages: defineOperation({
    method: 'get',
    path: '/messages',
    tag: 'Messages',
    summary: 'List and search messages',
    description: [
      'The newest first. Filters go together: a message is listed when all of them fit. They search identifiers, states, digests and times, since names and subjects are kept encrypted and are shown with one message alone.',
      'Go on with `next` as `after` until there is no `next`. Messages that appear meanwhile are newer and do not move the pages.',
    ],
    callers: ['system', 'officer', 'operator', 'auditor'],
    query: listQuery,
    answers: { 200: found('A page.', messagePage), 304: NOT_MODIFIED },
    problems: [],
  }),
  showMessage: defineOperation({
    method: 'get',
    path: '/messages/{messageId}',
    tag: 'Messages',
    summary: 'Show one message',
    description: [
      'Its state in words, the files, every receipt with its place in the graph, and what still has to be done. `ETag` with `If-None-Match` saves the transfer when nothing has changed.',
    ],
    callers: ['system', 'officer'],
    pathParameters: messagePath,
    query: referenceQuery,
    answers: { 200: found('The message.', messageDetail), 304: NOT_MODIFIED },
    problems: WHICH_MESSAGE,
  }),
  listEvidence: defineOperation({
    method: 'get',
    path: '/messages/{messageId}/evidence',
    tag: 'Messages',
    summary: 'Fetch receipts',
    description: ['The signed receipts of one message, all of them or those of one event.'],
    callers: ['system', 'officer', 'auditor'],
    pathParameters: messagePath,
    query: evidenceQuery,
    answers: { 200: found('The receipts.', evidenceList), 304: NOT_MODIFIED },
    problems: WHICH_MESSAGE,
  }),
  handOverMessage: defineOperation({
    method: 'post',
    path: '/messages/{messageId}/handover',
    tag: 'Messages',
    summary: 'Take a message over',
    description: [
      'States that the recipient authority has taken the content over, once: E.1 is signed and goes to the sender. Name the package by its digest, computed from what was fetched. Repeating the call gives the same receipt. After the deadline it is still possible and shows as late.',
    ],
    callers: ['system', 'officer'],
    pathParameters: messagePath,
    query: referenceQuery,
    body: { ...json(handoverBody), description: 'What is taken over.' },
    answers: { 200: { description: 'The receipt E.1.', content: [json(handoverAnswer)] } },
    problems: [...WHICH_MESSAGE, 'message-not-opened', 'message-not-inbound', 'package-digest-mismatch', 'clock-not-trusted'],
  }),
} as const;
