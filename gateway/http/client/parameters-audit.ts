import * as z from 'zod';
import { hexadecimalDigest, instant } from '../../../evidence/schema.ts';
import { OPERATIONS, type OperationName } from '../../operation-record/operations.ts';
import { direction, pageCursor, truth, wholeNumber } from './parameters.ts';

export const operationNames = Object.keys(OPERATIONS) as [OperationName, ...OperationName[]];

export const operationsQuery = z.strictObject({
  since: instant.exactOptional().describe('Only what was done at this instant or later (RFC 3339, UTC).'),
  until: instant.exactOptional().describe('Only what was done before this instant (RFC 3339, UTC).'),
  actorId: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/)
    .exactOptional()
    .describe('Only what this actor did; `gateway` for the gateway itself.'),
  action: z.enum(operationNames).exactOptional().describe('Only this kind.'),
  after: pageCursor.exactOptional().describe('`next` of the page before.'),
  limit: wholeNumber(1, 500).default(100).describe('Most of them on a page.'),
});

export const operationPath = z.strictObject({ digest: hexadecimalDigest.describe('`digest` of the record.') });

export const auditedMessagesQuery = z.strictObject({
  direction: direction.describe('Messages sent, or messages received.'),
  since: instant.describe('Only messages that appeared here at this instant or later (RFC 3339, UTC).'),
  until: instant.describe('Only messages that appeared here before this instant (RFC 3339, UTC).'),
  after: pageCursor.exactOptional().describe('`next` of the page before.'),
  limit: wholeNumber(1, 200).default(50).describe('Most of them on a page.'),
  peers: truth
    .exactOptional()
    .describe('`true`: the log of each peer is asked for a proof of every receipt that it issued. A page may then take its time.'),
});

export const auditedEntriesQuery = z.strictObject({
  from: wholeNumber(0, Number.MAX_SAFE_INTEGER).describe('Index of the first entry.'),
  to: wholeNumber(0, Number.MAX_SAFE_INTEGER).describe('Index after the last entry.'),
});
