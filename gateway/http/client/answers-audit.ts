import * as z from 'zod';
import { LEAF_TYPES } from '../../../audit/log/leaf.ts';
import { hexadecimalDigest, instant } from '../../../evidence/schema.ts';
import { authorityIdentifier } from '../../contracts/directory.ts';
import { messageIdentifier } from '../../package/request-document.ts';
import { direction } from './parameters.ts';
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
  index: z.int().min(0).exactOptional().describe('Where the entry is in the log; absent while it has none.'),
});

export const operationPage = z
  .strictObject({
    operations: z.array(operation),
    next: z.string().exactOptional().describe('Where the next page begins; a page may be short.'),
  })
  .describe('Records of operations, the oldest first.');

const auditFinding = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .describe('What does not go together.'),
  subject: z.string().describe('A digest, or what the code speaks of.'),
});

const auditedMessage = z.strictObject({
  direction,
  sender: authorityIdentifier,
  recipient: authorityIdentifier,
  messageId: messageIdentifier,
  state: z.string(),
  createdAt: instant,
  receipts: z.int().min(0),
  receiptsOfPeers: z.int().min(0).describe('Those that a peer issued.'),
  receiptsInPeersLogs: z
    .int()
    .min(0)
    .exactOptional()
    .describe('Of these, those that the log of their issuer is proven to hold; only where that was asked for.'),
  entries: z
    .strictObject({ first: z.int().min(0), last: z.int().min(0) })
    .exactOptional()
    .describe('First and last index of its entries in the log.'),
  findings: z.array(auditFinding),
});

export const auditedMessagePage = z
  .strictObject({
    messages: z.array(auditedMessage),
    next: z.string().exactOptional().describe('Where the next page begins; a page may be short.'),
  })
  .describe('Messages of a period, each held against its receipts and the log.');

export const auditedEntryPage = z
  .strictObject({
    types: z.partialRecord(z.enum(LEAF_TYPES), z.int().min(0)).describe('How many entries of each type.'),
    unmatched: z
      .array(z.strictObject({ index: z.int().min(0), type: z.enum(LEAF_TYPES) }))
      .describe('Entries whose receipt, header or record is not here.'),
    next: z.int().min(0).exactOptional().describe('`from` of the next page.'),
  })
  .describe('Entries of the log, each held against what the gateway has under its digest.');
