import { causeOfAlarm, type EnvelopeRecord, sizeOrder, type TableName, type Tables } from './records.ts';

/** An index: rows with the same `equals` are listed in the order of `order`; undefined keeps a row out of the index. */
export interface IndexDefinition<Value> {
  equals: (value: Value) => string | undefined;
  order: (value: Value) => string;
}

/** Every index a driver must keep. A driver may use at most three per table. */
export const INDEXES = {
  messages: {
    byMessageId: { equals: (message) => message.messageId, order: (message) => message.direction },
    byDirection: { equals: (message) => message.direction, order: (message) => `${message.createdAt}/${message.messageId}` },
    byConversation: { equals: (message) => message.conversation, order: (message) => `${message.createdAt}/${message.messageId}` },
  },
  envelopes: { byMessage: { equals: (envelope) => envelope.messageKey, order: (envelope) => generationOrder(envelope) } },
  evidence: {
    byMessage: { equals: (evidence) => evidence.messageKey, order: (evidence) => `${evidence.storedAt}/${evidence.evidenceDigest}` },
    byDigest: { equals: (evidence) => evidence.evidenceDigest, order: (evidence) => evidence.storedAt },
    bySource: { equals: (evidence) => (evidence.source === 'own' ? undefined : evidence.source), order: (evidence) => evidence.storedAt },
  },
  idempotency: { byAge: { equals: () => 'all', order: (record) => record.createdAt } },
  assertions: { byExpiry: { equals: () => 'all', order: (assertion) => assertion.expiresAt } },
  transfers: { byExpiry: { equals: () => 'all', order: (transfer) => transfer.expiresAt } },
  uploads: {
    byExpiry: { equals: () => 'all', order: (upload) => upload.expiresAt },
    byActor: { equals: (upload) => upload.actor, order: (upload) => upload.createdAt },
  },
  peers: {},
  blobs: {
    byMessage: { equals: (blob) => blob.messageKey, order: (blob) => blob.createdAt },
    files: { equals: (blob) => (blob.location === 'file' ? 'file' : undefined), order: (blob) => blob.createdAt },
  },
  alarms: {
    open: { equals: (alarm) => (alarm.acknowledgedAt === undefined ? 'open' : undefined), order: (alarm) => alarm.raisedAt },
    all: { equals: () => 'all', order: (alarm) => alarm.raisedAt },
    byCause: { equals: (alarm) => causeOfAlarm(alarm), order: (alarm) => sizeOrder(alarm.occurrence ?? 1) },
  },
  settings: {},
  operations: {
    all: { equals: () => 'all', order: (operation) => operation.at },
    byActor: { equals: (operation) => operation.actor, order: (operation) => operation.at },
    byMessage: { equals: (operation) => operation.messageKey, order: (operation) => operation.at },
  },
  witnessedLogs: {},
  checkpoints: {
    cosigned: { equals: (kept) => (kept.cosignedAt === undefined ? undefined : 'cosigned'), order: (kept) => sizeOrder(kept.size) },
    stamped: { equals: (kept) => (kept.stampedAt === undefined ? undefined : 'stamped'), order: (kept) => sizeOrder(kept.size) },
  },
  forks: {
    all: { equals: () => 'all', order: (fork) => fork.foundAt },
    byOrigin: { equals: (fork) => fork.origin, order: (fork) => fork.foundAt },
  },
  holds: { all: { equals: () => 'all', order: (hold) => hold.placedAt } },
  cases: {
    all: { equals: () => 'all', order: (entry) => entry.openedAt },
    byNumber: { equals: (entry) => entry.registerNumber, order: (entry) => entry.openedAt },
    byConversation: { equals: (entry) => entry.conversation, order: (entry) => entry.openedAt },
  },
  registerCounters: {},
  caseMatches: {
    byFingerprint: { equals: (match) => match.fingerprint, order: (match) => match.caseKey },
    byCase: { equals: (match) => match.caseKey, order: (match) => match.fingerprint },
  },
  typedMessages: {
    all: { equals: () => 'all', order: (typed) => typed.at },
    byCase: { equals: (typed) => typed.caseKey, order: (typed) => typed.at },
  },
  revocationData: { bySubject: { equals: (kept) => `${kept.kind}/${kept.subject}`, order: (kept) => kept.keptAt } },
} as const satisfies { [Name in TableName]: Record<string, IndexDefinition<Tables[Name]>> };

export type IndexName<Name extends TableName> = keyof (typeof INDEXES)[Name] & string;

function generationOrder(envelope: EnvelopeRecord): string {
  const padded = (generation: number) => String(generation).padStart(6, '0');
  return `${padded(envelope.sealGeneration)}/${padded(envelope.headerGeneration)}`;
}
