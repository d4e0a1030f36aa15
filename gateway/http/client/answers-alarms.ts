import * as z from 'zod';
import { hexadecimalDigest, instant } from '../../../evidence/schema.ts';
import { authorityIdentifier } from '../../contracts/directory.ts';
import { messageIdentifier } from '../../package/request-document.ts';
import { direction } from './parameters.ts';
import { alarmIdentifier } from './parameters-alarms.ts';

const facts = z.strictObject({
  id: alarmIdentifier,
  code: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .describe('A code of docs/errors.md.'),
  text: z.string().describe('What is the case, as a sentence in the language of the answer.'),
  advice: z.string().describe('What to do next, in the language of the answer.'),
  message: z
    .strictObject({ direction, sender: authorityIdentifier, messageId: messageIdentifier })
    .exactOptional()
    .describe('The message it is about.'),
  peer: authorityIdentifier.exactOptional().describe('The authority from which it came.'),
  raisedAt: instant,
  acknowledgedAt: instant.exactOptional().describe('Absent while it is open.'),
  earlier: alarmIdentifier
    .exactOptional()
    .describe('The alarm of the same code, message and peer that was acknowledged before this one was raised.'),
});

const alarmSummary = facts.extend({
  proofs: z.int().min(0).describe('How many signed documents are kept that show it to anybody.'),
});

const alarmProof = z.strictObject({
  sha256: hexadecimalDigest.describe('Of the document; the log of the gateway commits to it.'),
  document: z.string().describe('`valija-alarm-proof/1` or `valija-fork/1` of docs/formats.md, verbatim.'),
});

export const alarmDetail = facts
  .extend({
    acknowledgement: z
      .strictObject({
        by: z.string().describe('Identifier of the operator; `gateway` where the gateway itself found that it is over.'),
        note: z.string().exactOptional(),
      })
      .exactOptional(),
    proofs: z.array(alarmProof),
  })
  .describe('Something that a person should see, with what shows it to anybody.');

export const alarmPage = z
  .strictObject({ alarms: z.array(alarmSummary), next: z.string().exactOptional().describe('Where the next page begins.') })
  .describe('Alarms, the oldest first.');
