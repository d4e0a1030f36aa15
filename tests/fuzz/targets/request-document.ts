import { deepStrictEqual, ok } from 'node:assert';
import { GatewayError } from '../../../gateway/error.ts';
import { parseSubmissionDocument } from '../../../gateway/outbound/submission-document.ts';
import { parseRequestDocument, serializeRequestDocument } from '../../../gateway/package/request-document.ts';

const deadlines = { relay: '2026-11-23T08:00:00Z', consignment: '2026-11-25T08:00:00Z', handover: '2026-12-20T08:00:00.000Z' };
const sealed = {
  format: 'valija-request/1',
  messageId: '01990000-0000-7000-8000-000000000001',
  conversation: 'conversacion-1',
  sender: 'urn:valija:authority:xa-central',
  recipient: 'urn:valija:authority:xb-central',
  actor: 'case-register',
  subject: 'Asunto inventado ñ',
  lane: 'ordinary',
  deadlines,
  suite: '2026a',
  submissionTime: '2026-11-20T08:00:00Z',
  nonce: 'A'.repeat(43),
  files: [{ name: 'anexos/carta rogatoria.pdf', role: 'letter', mediaType: 'application/pdf', language: 'es' }],
};
const submitted = { recipient: sealed.recipient, subject: sealed.subject, lane: 'urgent', deadlines, signLetter: true };

/** The document inside the seal, and the one that a client submits: whatever is accepted of either says what it said. */
export const target = {
  name: 'request-document',
  seeds: () => [sealed, submitted].map((document) => Buffer.from(JSON.stringify(document))),
  run: (input: Buffer) => {
    const { document, faults } = parseSubmissionDocument(input, 4_096);
    ok((document === undefined) === faults.length > 0, 'a document or its faults');
    if (document !== undefined) return;
    const request = parseRequestDocument(input);
    deepStrictEqual(parseRequestDocument(serializeRequestDocument(request)), request, 'survives a round trip');
    for (const { name } of request.files) ok(!/\.\.|\\|^\/|\0/.test(name), 'names lead nowhere else');
  },
  acceptable: (error: unknown) => error instanceof GatewayError && error.code === 'package-request-invalid',
};
