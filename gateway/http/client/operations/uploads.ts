import { uploadPage, uploadState } from '../answers-uploads.ts';
import { defineOperation } from '../operation.ts';
import { uploadCreationHeaders, uploadPatchHeaders, uploadPath, uploadProtocolHeaders } from '../parameters-uploads.ts';
import { found, NOT_MODIFIED } from './shared.ts';

const CALLERS = ['system', 'officer'] as const;
const PROTOCOL = { 'Tus-Resumable': '`1.0.0`' } as const;
const STATE = {
  ...PROTOCOL,
  'Upload-Offset': 'Octets that are on disk: the next step begins there.',
  'Upload-Expires': 'When the upload is removed, unless a message has taken it over.',
} as const;

const OTHER_VERSION = {
  description: 'The request does not speak version 1.0.0 of the protocol.',
  headers: { 'Tus-Version': '`1.0.0`' },
} as const;

/** Files brought piece by piece (tus 1.0), for a submission that names them afterwards. */
export const UPLOAD_OPERATIONS = {
  describeUploads: defineOperation({
    method: 'options',
    path: '/uploads',
    tag: 'Uploads',
    summary: 'What the upload protocol can do here',
    description: ['tus 1.0 with its extensions creation, checksum, termination and expiration.'],
    callers: CALLERS,
    answers: {
      204: {
        description: 'In the headers.',
        headers: {
          ...PROTOCOL,
          'Tus-Version': '`1.0.0`',
          'Tus-Extension': 'The extensions, separated by commas.',
          'Tus-Max-Size': 'Longest upload in octets that this client may make.',
          'Tus-Checksum-Algorithm': 'Algorithms of `Upload-Checksum`.',
        },
      },
    },
    problems: [],
  }),
  openUpload: defineOperation({
    method: 'post',
    path: '/uploads',
    protocol: 'tus',
    tag: 'Uploads',
    summary: 'Open an upload',
    description: [
      'The first step of bringing a large file: its length is announced, and refused here when this client may not have so much under way or the disk has no room. `Location` is where its octets go.',
      'With an `Idempotency-Key` the same request again finds the same upload, and `Upload-Offset` says where it stands.',
    ],
    callers: CALLERS,
    headers: uploadCreationHeaders,
    answers: { 201: { description: 'Open.', headers: { ...STATE, Location: 'The upload.' } }, 412: OTHER_VERSION },
    problems: [
      'submission-too-large',
      'upload-quota-exceeded',
      'storage-full',
      'upload-unknown',
      'idempotency-key-missing',
      'idempotency-key-reused',
    ],
  }),
  listUploads: defineOperation({
    method: 'get',
    path: '/uploads',
    tag: 'Uploads',
    summary: 'List uploads',
    description: ['Those of this client that no message has taken over, the oldest first.'],
    callers: CALLERS,
    answers: { 200: found('The uploads.', uploadPage), 304: NOT_MODIFIED },
    problems: [],
  }),
  // Before the operation that shows it: a route for GET also answers HEAD.
  uploadOffset: defineOperation({
    method: 'head',
    path: '/uploads/{upload}',
    protocol: 'tus',
    tag: 'Uploads',
    summary: 'Ask where an upload stands',
    description: ['After an interruption: `Upload-Offset` is where to go on.'],
    callers: CALLERS,
    pathParameters: uploadPath,
    headers: uploadProtocolHeaders,
    answers: {
      200: { description: 'In the headers.', headers: { ...STATE, 'Upload-Length': 'Octets of the whole.' } },
      412: OTHER_VERSION,
    },
    problems: ['upload-unknown'],
  }),
  showUpload: defineOperation({
    method: 'get',
    path: '/uploads/{upload}',
    tag: 'Uploads',
    summary: 'Show an upload',
    description: [
      'As JSON, with the SHA-256 of the whole once it is there. Asking disturbs nothing; to go on after an interruption ask with HEAD, which also ends an earlier request that hangs.',
    ],
    callers: CALLERS,
    pathParameters: uploadPath,
    answers: { 200: found('The upload.', uploadState), 304: NOT_MODIFIED },
    problems: ['upload-unknown'],
  }),
  continueUpload: defineOperation({
    method: 'patch',
    path: '/uploads/{upload}',
    protocol: 'tus',
    tag: 'Uploads',
    summary: 'Bring octets of an upload',
    description: [
      'From `Upload-Offset` on, which must be where the upload stands: as many as you like, at least 64 KiB but for the last. What has come stays when the connection breaks. The answer says up to where everything is on disk, which may be a little less than what was sent: go on from there.',
      'With `Upload-Checksum` all of the octets count, or none of them. The upload is complete when `Upload-Offset` is its length.',
    ],
    callers: CALLERS,
    pathParameters: uploadPath,
    headers: uploadPatchHeaders,
    body: { mediaType: 'application/offset+octet-stream', description: 'The octets.' },
    answers: { 204: { description: 'Taken.', headers: STATE }, 412: OTHER_VERSION },
    problems: [
      'upload-unknown',
      'conflict',
      'content-length-mismatch',
      'upload-step-too-small',
      'upload-checksum-mismatch',
      'storage-full',
    ],
  }),
  dropUpload: defineOperation({
    method: 'delete',
    path: '/uploads/{upload}',
    protocol: 'tus',
    tag: 'Uploads',
    summary: 'Remove an upload',
    description: ['Forgets what has come of it. What a message has taken over is no upload any more.'],
    callers: CALLERS,
    pathParameters: uploadPath,
    headers: uploadProtocolHeaders,
    answers: { 204: { description: 'Gone.', headers: PROTOCOL }, 412: OTHER_VERSION },
    problems: ['upload-unknown'],
  }),
} as const;
