import * as z from 'zod';
import { instant } from '../../../evidence/schema.ts';
import { MESSAGE_KINDS } from '../../../treaty/message.ts';
import { registerNumber } from '../../package/request-document.ts';

/** What a legal rule has to say. On receipt it refuses nothing: a person decides. */
export const legalFinding = z
  .strictObject({
    rule: z.string().describe('Number of the rule, for example `R01`.'),
    code: z.string(),
    severity: z.enum(['stop', 'warning', 'advice']),
    article: z.string().exactOptional().describe('Where the rule comes from.'),
    pointer: z.string().exactOptional().describe('To what it is about, in the typed message (RFC 6901).'),
    parameters: z.record(z.string(), z.string()).exactOptional(),
    text: z.string().describe('The finding as a sentence, in the language of the answer.'),
  })
  .describe('What a legal rule found. Of a received message it is an irregularity and no more: a person decides.');

/** A document with a published schema of its own. */
const publishedDocument = z.looseObject({ format: z.string() });

export const typedMessage = z
  .strictObject({
    kind: z.enum(MESSAGE_KINDS).exactOptional(),
    requestType: z.string().exactOptional(),
    message: publishedDocument.exactOptional().describe('The typed message; its schema is published by kind and type.'),
    unreadable: z
      .enum(['not-json', 'not-this-schema', 'too-long'])
      .exactOptional()
      .describe('Why a typed message that came cannot be read; the letter still can.'),
    findings: z.array(legalFinding),
    unassessed: z.literal(true).exactOptional().describe('The rules could not be applied: they have said nothing.'),
    completeness: publishedDocument.exactOptional().describe('How far a request has what it should have, as its sender sealed it.'),
    senderRegisterNumber: registerNumber.exactOptional().describe('Number of the case in the register of the sender.'),
    override: z
      .strictObject({ rules: z.array(z.string()), by: z.string(), at: instant, reason: z.string() })
      .exactOptional()
      .describe('Who sent it although legal rules stop it, and why. Of messages sent here only.'),
  })
  .describe('What a message says as a typed message.');
