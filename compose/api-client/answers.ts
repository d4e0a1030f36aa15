import * as z from 'zod';
import { findings, typedMessage } from './answers-cases.ts';

/**
 * What the client reads of the client API's answers. Members that a later gateway adds are let through: a client must not stop
 * working because of them.
 */
const evidence = z.looseObject({
  event: z.string(),
  issuer: z.string(),
  eventTime: z.string(),
  evidenceIdentifier: z.string(),
  evidenceDigest: z.string(),
  evidence: z.string(),
  salt: z.string(),
  reasons: z.array(z.unknown()).default([]),
});
export type EvidenceAnswer = z.infer<typeof evidence>;

export const receiptsAnswer = z.looseObject({ evidence: z.array(evidence) });

const summary = z.looseObject({
  messageId: z.string(),
  direction: z.enum(['outbound', 'inbound']),
  sender: z.string(),
  recipient: z.string(),
  lane: z.string(),
  state: z.string(),
  terminal: z.boolean(),
  createdAt: z.string(),
  changedAt: z.string(),
  packageDigest: z.string().optional(),
  packageLength: z.number().optional(),
  sealedDigest: z.string().optional(),
  lastProblem: z.string().optional(),
  deadlines: z.object({ relay: z.string(), consignment: z.string(), handover: z.string() }),
});
export type MessageSummaryAnswer = z.infer<typeof summary>;

const file = z.looseObject({ name: z.string(), role: z.string(), mediaType: z.string(), size: z.number(), sha256: z.string() });

const pendingWork = z.looseObject({
  kind: z.string(),
  state: z.string(),
  attempts: z.number(),
  nextAttemptAt: z.string(),
  lastError: z.string().optional(),
  progress: z.object({ done: z.number(), total: z.number() }).optional(),
});
export type PendingAnswer = z.infer<typeof pendingWork>;

const letterSignature = z.looseObject({
  verdict: z.string(),
  code: z.string().optional(),
  level: z.string().optional(),
  signer: z.looseObject({ subject: z.string(), issuer: z.string(), authority: z.string().optional() }).optional(),
  stampedTime: z.string().optional(),
  coversWholeFile: z.boolean(),
  changesAfter: z.array(z.looseObject({ kind: z.string(), harmless: z.boolean() })).default([]),
});
export type LetterSignatureAnswer = z.infer<typeof letterSignature>;

const letter = { letterSignatures: z.array(letterSignature).default([]), letterProblem: z.string().optional() };

export const messageAnswer = summary.extend({
  ...letter,
  training: z.boolean().optional(),
  subject: z.string().optional(),
  conversation: z.string().optional(),
  legal: typedMessage.optional(),
  files: z.array(file),
  evidence: z.array(evidence),
  pending: z.array(pendingWork).default([]),
  conflicts: z.array(z.looseObject({ kind: z.string() })).default([]),
});
export type MessageAnswer = z.infer<typeof messageAnswer>;

export const pageAnswer = z.looseObject({ messages: z.array(summary), next: z.string().optional() });
export type PageAnswer = z.infer<typeof pageAnswer>;

export const submissionAnswer = z.looseObject({ messageId: z.string(), registerNumber: z.string().optional(), findings, ...letter });
export type SubmissionAnswer = z.infer<typeof submissionAnswer>;

export const handoverAnswer = z.looseObject({ evidence: z.string(), salt: z.string() });

export const changesAnswer = z.looseObject({
  epoch: z.string(),
  changes: z.array(
    z.looseObject({ position: z.number(), direction: z.string(), sender: z.string(), messageId: z.string(), state: z.string() }),
  ),
});
export type ChangesAnswer = z.infer<typeof changesAnswer>;

const deadLetter = z.looseObject({
  id: z.string(),
  kind: z.string(),
  lane: z.string(),
  attempts: z.number(),
  lastError: z.string().optional(),
  peer: z.string().optional(),
});
export type DeadLetterAnswer = z.infer<typeof deadLetter>;
export const deadLettersAnswer = z.looseObject({ deadLetters: z.array(deadLetter) });

const contradiction = z.looseObject({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  origin: z.string(),
  authority: z.string(),
  kind: z.string(),
  foundAt: z.string(),
  proof: z.string(),
});
export type ContradictionAnswer = z.infer<typeof contradiction>;
export const contradictionsAnswer = z.looseObject({ contradictions: z.array(contradiction), next: z.string().optional() });

const legalHold = z.looseObject({
  messageId: z.string(),
  direction: z.string(),
  sender: z.string(),
  placedAt: z.string(),
  placedBy: z.string(),
  reason: z.string(),
});
export type LegalHoldAnswer = z.infer<typeof legalHold>;
export const legalHoldAnswer = legalHold;
export const legalHoldsAnswer = z.looseObject({ holds: z.array(legalHold), next: z.string().optional() });

const operation = z.looseObject({
  digest: z.string(),
  action: z.string(),
  at: z.string(),
  actor: z.string(),
  actorKind: z.string(),
  nonce: z.string(),
  messageKey: z.string().optional(),
  facts: z.record(z.string(), z.string()).optional(),
  salt: z.string(),
  index: z.number().optional(),
});
export type OperationAnswer = z.infer<typeof operation>;
export const operationsAnswer = z.looseObject({ operations: z.array(operation), next: z.string().optional() });

const auditedMessage = z.looseObject({
  direction: z.string(),
  sender: z.string(),
  recipient: z.string(),
  messageId: z.string(),
  state: z.string(),
  createdAt: z.string(),
  receipts: z.number(),
  receiptsOfPeers: z.number(),
  receiptsInPeersLogs: z.number().optional(),
  entries: z.object({ first: z.number(), last: z.number() }).optional(),
  findings: z.array(z.object({ code: z.string(), subject: z.string() })),
});
export type AuditedMessageAnswer = z.infer<typeof auditedMessage>;
export const auditedMessagesAnswer = z.looseObject({ messages: z.array(auditedMessage), next: z.string().optional() });
export const auditedEntriesAnswer = z.looseObject({
  types: z.record(z.string(), z.number()),
  unmatched: z.array(z.object({ index: z.number(), type: z.string() })),
  next: z.number().optional(),
});

export const backupAnswer = z.looseObject({
  identifier: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  folder: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  code: z.string().optional(),
  generation: z.string().optional(),
  files: z.number().optional(),
  octets: z.number().optional(),
  copiedFiles: z.number().optional(),
  copiedOctets: z.number().optional(),
});
export type BackupAnswer = z.infer<typeof backupAnswer>;
