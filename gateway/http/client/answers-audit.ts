import * as z from 'zod';
import { hexadecimalDigest, instant } from '../../../evidence/schema.ts';
import { operationNames } from './parameters-audit.ts';

const operation = z.strictObject({
  digest: hexadecimalDigest.describe('What the entry of the log commits to.'),
  action: z.enum(operationNames),
  at: instant,
  actor: z.string().describe('Identifier of the actor, or `gateway`.'),
  actorKind: z.enum(['system', 'officer', 'operator', 'auditor', 'gateway']),
  nonce: z.string().describe('Random, so that nobody finds the record by trying.'),
  messageKey: z.string().exactOptional().describe('Direction, sender and identifier of the message it is about, separated by "/".'),
  facts: z.record(z.string(), z.string()).exactOptional().describe('Identifiers, codes, times and digests by their names.'),
  salt: hexadecimalDigest.describe('Salt of the entry.'),
});

export const operationPage = z
  .strictObject({
    operations: z.array(operation),
    next: z.string().exactOptional().describe('Where the next page begins; a page may be short.'),
  })
  .describe('Records of operations, the oldest first.');
