import * as z from 'zod';
import { instant } from '../../../evidence/schema.ts';
import { MESSAGE_KINDS } from '../../../treaty/message.ts';
import { LEGAL_FORMAT } from '../../../treaty/requests/request-envelope.ts';
import { authorityIdentifier } from '../../contracts/directory.ts';
import { conversationIdentifier, lane, registerNumber } from '../../package/request-document.ts';
import { pageCursor, wholeNumber } from './parameters.ts';

export const caseQuery = z.strictObject({
  since: instant.exactOptional().describe('Only cases opened at this instant or later (RFC 3339, UTC).'),
  until: instant.exactOptional().describe('Only cases opened before this instant (RFC 3339, UTC).'),
  peer: authorityIdentifier.exactOptional().describe('Only cases with this authority.'),
  registerNumber: registerNumber.exactOptional().describe('The case with this number.'),
  after: pageCursor.exactOptional().describe('`next` of the page before.'),
  limit: wholeNumber(1, 500).default(100).describe('Most of them on a page.'),
});

export const casePath = z.strictObject({ conversation: conversationIdentifier.describe('The conversation of the case.') });

export const casePeerQuery = z.strictObject({
  peer: authorityIdentifier.exactOptional().describe('The other authority, where several use the same identifier of a conversation.'),
});

export const assessmentBody = z.strictObject({
  recipient: authorityIdentifier,
  conversation: conversationIdentifier.exactOptional().describe('The conversation it would belong to; left out, it begins one.'),
  lane: lane.default('ordinary'),
  legal: z
    .looseObject({ format: z.literal(LEGAL_FORMAT), kind: z.enum(MESSAGE_KINDS) })
    .describe('The typed message; the schema of each kind is published (`/api/v1/schemas`).'),
});

export const statisticsQuery = z.strictObject({
  from: instant.describe('Requests made at this instant or later (RFC 3339, UTC).'),
  to: instant.describe('Requests made before this instant (RFC 3339, UTC).'),
});

export const schemaPath = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9.-]{1,100}$/)
    .describe('Name of the schema, as `/schemas` lists it.'),
});
