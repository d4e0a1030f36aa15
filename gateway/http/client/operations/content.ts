import { defineOperation } from '../operation.ts';
import {
  bundleQuery,
  conversationBundleQuery,
  conversationPath,
  filePath,
  messagePath,
  rangeHeaders,
  referenceQuery,
} from '../parameters.ts';
import { contentAnswers, WHICH_MESSAGE } from './shared.ts';

const CONTAINER = 'application/vnd.etsi.asic-e+zip';
const EVERY_FETCH = 'Fetching is repeatable and takes nothing over; each fetch is an entry in the log of this gateway.';
const EVERY_BUNDLE = 'Each bundle is an entry in the log of this gateway. Auditors get them without content.';
const bundleAnswer = (description: string) => ({ 200: { description, content: [{ mediaType: 'application/zip' }] } });
const PROBLEMS = [...WHICH_MESSAGE, 'content-purged'] as const;

export const CONTENT_OPERATIONS = {
  fetchPackage: defineOperation({
    method: 'get',
    path: '/messages/{messageId}/package',
    tag: 'Content',
    summary: 'Fetch the package',
    description: ['The signed package of a received message (ASiC-E), whole.', EVERY_FETCH],
    callers: ['system', 'officer'],
    pathParameters: messagePath,
    query: referenceQuery,
    headers: rangeHeaders,
    answers: contentAnswers('The package.', CONTAINER),
    problems: [...PROBLEMS, 'message-not-opened', 'message-not-inbound'],
  }),
  fetchFile: defineOperation({
    method: 'get',
    path: '/messages/{messageId}/files/{index}',
    tag: 'Content',
    summary: 'Fetch one file',
    description: ['One file of a received message: the letter, a translation or an annex, with its own media type.', EVERY_FETCH],
    callers: ['system', 'officer'],
    pathParameters: filePath,
    query: referenceQuery,
    headers: rangeHeaders,
    answers: contentAnswers('The file.', '*/*'),
    problems: [...PROBLEMS, 'message-not-opened', 'message-not-inbound'],
  }),
  fetchSealed: defineOperation({
    method: 'get',
    path: '/messages/{messageId}/sealed',
    tag: 'Content',
    summary: 'Fetch the sealed content',
    description: ['What travels between the gateways (CMS AuthEnvelopedData), for checks with other tools.', EVERY_FETCH],
    callers: ['system', 'operator'],
    pathParameters: messagePath,
    query: referenceQuery,
    headers: rangeHeaders,
    answers: contentAnswers('The sealed content.', 'application/pkcs7-mime'),
    problems: [...PROBLEMS, 'too-early'],
  }),
  fetchArchive: defineOperation({
    method: 'get',
    path: '/messages/{messageId}/archive',
    tag: 'Content',
    summary: 'Fetch the long-term copy',
    description: [
      'The package with everything that keeps its signature checkable for decades (ASiC-E B-LTA). It changes with each renewal, and its `ETag` with it.',
      EVERY_FETCH,
    ],
    callers: ['system', 'officer'],
    pathParameters: messagePath,
    query: referenceQuery,
    headers: rangeHeaders,
    answers: contentAnswers('The long-term copy.', CONTAINER),
    problems: [...PROBLEMS, 'too-early'],
  }),
  fetchBundle: defineOperation({
    method: 'get',
    path: '/messages/{messageId}/bundle',
    tag: 'Content',
    summary: 'Fetch the proof bundle',
    description: [
      'One ZIP with all that an auditor needs to check the message offline: `valija verify`, or the tools of docs/formats.md.',
      EVERY_BUNDLE,
    ],
    callers: ['system', 'officer', 'auditor'],
    pathParameters: messagePath,
    query: bundleQuery,
    answers: bundleAnswer('The proof bundle.'),
    problems: PROBLEMS,
  }),
  fetchConversationBundle: defineOperation({
    method: 'get',
    path: '/conversations/{conversation}/bundle',
    tag: 'Content',
    summary: 'Fetch the proof bundles of a conversation',
    description: ['One ZIP with the proof bundle of every message of a conversation, sent and received, at most 200.', EVERY_BUNDLE],
    callers: ['system', 'officer', 'auditor'],
    pathParameters: conversationPath,
    query: conversationBundleQuery,
    answers: bundleAnswer('The proof bundles.'),
    problems: ['not-found', 'content-purged', 'data-too-large'],
  }),
} as const;
