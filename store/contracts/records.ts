/**
 * The records the ledger keeps, one type per table. Columns hold ids, states, digests and times only (design rule 6): file names,
 * subjects and every other particular live in an encrypted blob. Times are RFC 3339 in UTC; digests are lowercase hexadecimal.
 */

import type { CaseMatchRecord, CaseRecord, RegisterCounterRecord, TypedMessageRecord } from './case-records.ts';
import type { CheckpointRecord, ForkRecord, WitnessedLogRecord } from './log-records.ts';

export type Lane = 'urgent' | 'ordinary' | 'bulk';

/** Which side of the exchange this gateway stands on for a message. */
export type Direction = 'outbound' | 'inbound';

/** The three deadlines of the envelope: relay (B), consignment (D) and hand-over (E). */
export interface Deadlines {
  relay: string;
  consignment: string;
  handover: string;
}

/** A message as one of its two ends sees it. Key: `messageKey(direction, sender, messageId)`. */
export interface MessageRecord {
  direction: Direction;
  messageId: string;
  sender: string;
  recipient: string;
  lane: Lane;
  /** Legal conversation this message belongs to; inbound: known only once the package has been opened. */
  conversation?: string;
  /** Who submitted (outbound); never a person's name, only the identifier of the authenticated actor. */
  actor?: string;
  /** Transport state as derived from the evidence set by `evidence/transport-state.ts`. */
  state: string;
  terminal: boolean;
  /** How far our own processing came; the flow's steps compare and set it. */
  step: 'submitted' | 'prepared' | 'transmitted' | 'received' | 'opened' | 'handed-over' | 'ended';
  createdAt: string;
  changedAt: string;
  submissionTime: string;
  /** How the sender's user was authenticated; repeated in every piece of evidence (EN 319 522-2, assurance level). */
  senderAssurance: { level: string; authenticationMethod: string; authenticationTime: string };
  deadlines: Deadlines;
  sealGeneration: number;
  headerGeneration: number;
  /** Digest of the signed header now in force (outbound) or accepted (inbound). */
  envelopeDigest?: string;
  sealedDigest?: string;
  /** Digest of the sealed content of generation 0: what A.1 names. */
  firstSealedDigest?: string;
  sealedLength?: number;
  /** SHA-256 fingerprint of the certificate sealed to. */
  recipientKey?: string;
  suite?: string;
  packageCommitment?: string;
  packageLength?: number;
  /** The per-message data key, wrapped by the key-encryption key (base64url). Purging destroys it first. */
  wrappedKey: string;
  /** When the content was destroyed; `wrappedKey` is empty since then and no blob is left. */
  purgedAt?: string;
  /** Encrypted JSON with names, sizes and digests of the parts, and whatever else is particular to the request. */
  particularsBlob?: string;
  sealedBlob?: string;
  packageBlob?: string;
  unstamped?: boolean;
  /** The long-term copy of the package, once there is one. */
  archive?: ArchiveSummary;
  /** Next value of the issuer sequence of our own evidence about this message, from 1. */
  nextIssuerSequence: number;
  /** Cleared when the reason for the last failed step was mended; a code of the error table, never a text. */
  lastProblem?: string;
}

/** The long-term copy (B-LTA) of a package: what decides when it is renewed, and the blob with its small files. */
export interface ArchiveSummary {
  /** Counts the archive time-stamps, from 1. */
  generation: number;
  stampedAt: string;
  renewalDueAt: string;
  blobId: string;
}

/** A signed header. Key: its envelopeDigest. */
export interface EnvelopeRecord {
  messageKey: string;
  sealGeneration: number;
  headerGeneration: number;
  sealedDigest: string;
  /** From the sender to the recipient, both included. */
  route: readonly string[];
  jws: string;
  /** The signed record that links this generation to the one before (flattened JWS); absent for the first. */
  link?: string;
}

/** One signed evidence object. Key: its evidenceIdentifier. */
export interface EvidenceRecord {
  messageKey: string;
  event: string;
  evidenceDigest: string;
  storedAt: string;
  /** 'own' when this gateway issued it, otherwise the peer that handed it over. */
  source: string;
  /** The flattened JWS as text; stamps may be merged into it later, its digest never changes. */
  jws: string;
  /** What order, acceptance and state need of it, as JSON, so that nothing has to be parsed again. */
  summary: string;
  /** Salt of the leaf in the issuer's log (hexadecimal), which travels with the evidence. */
  salt: string;
  /** Salt of the leaf in our own log (hexadecimal); the same as `salt` for our own evidence. */
  ownSalt: string;
}

/** Answer kept for an Idempotency-Key. Key: `<client id>/<key>`. */
export interface IdempotencyRecord {
  requestDigest: string;
  /** Of the octets of the request alone, where it named uploads: they are uploads no longer when the request comes again. */
  exactDigest?: string;
  status: number;
  response: string;
  createdAt: string;
}

/** A client assertion that was used: it never is again. Key: `<client id>/<SHA-256 of its identifier>`. */
export interface AssertionRecord {
  /** Until when it would be accepted, and so must be remembered. */
  expiresAt: string;
}

/** A resumable transfer in progress. Key: `<peer>/<sealed digest>`. */
export interface TransferRecord {
  peer: string;
  sealedDigest: string;
  envelopeDigest: string;
  messageKey: string;
  length: number;
  blobId: string;
  wrappedKey: string;
  /** SHA-256 of the content, once all of it is there and durable; its blob row then exists. */
  finishedDigest?: string;
  createdAt: string;
  expiresAt: string;
}

/**
 * A file that a client brings before the message it belongs to. Key: its identifier. The blob has no row of its own before a message takes
 * it over; until then this row keeps it from being swept.
 */
export interface UploadRecord {
  /** Identifier of the client that opened it: it exists for nobody else. */
  actor: string;
  length: number;
  blobId: string;
  wrappedKey: string;
  /** Octets from here on came with a checksum and were not compared to their end: they are forgotten before anything else is done. */
  unverifiedFrom?: number;
  /** Once all of it is there and durable. */
  finished?: { sha256: string; crc32: number; formatVersion: number };
  createdAt: string;
  /** Removed then, unless a message has taken it over. */
  expiresAt: string;
}

/** What we know of a peer's feeds and log. Key: the authority's identifier. */
export interface PeerRecord {
  evidenceEpoch?: string;
  evidenceCursor: number;
  messagesEpoch?: string;
  messagesCursor: number;
  lastPulledAt?: string;
  latestCheckpoint?: string;
  /** Evidence this peer brought about messages that are not here. */
  orphans?: number;
}

/** A stored blob. Key: its random id. Small ones stay in the row (`bytes` of the row), larger ones are files of that name. */
export interface BlobRecord {
  messageKey: string;
  /** Plaintext length in bytes. */
  size: number;
  formatVersion: number;
  location: 'ledger' | 'file';
  createdAt: string;
}

/**
 * Something an operator should see, kept for ever; a proof is the `bytes` of the row. Key: digest of code, message and peer, so that a
 * repetition is the same alarm while that is open, and of the occurrence from the second on.
 */
export interface AlarmRecord {
  code: string;
  messageKey?: string;
  peer?: string;
  raisedAt: string;
  /** Which alarm of this code, message and peer it is, where earlier ones were acknowledged: from 2 on. */
  occurrence?: number;
  /** Keys of what is kept in `forks` and was found while it was open. */
  forks?: string[];
  acknowledgedAt?: string;
  /** Encrypted JSON with actor and note, under a key of its own; missing where the gateway itself found that it is over. */
  acknowledgement?: { wrappedKey: string; blobId: string };
}

/** Small facts of the installation itself: versions, feed epoch, last clock reading. Key: a name. */
export interface SettingRecord {
  value: string;
}

/**
 * A revocation list or OCSP response that a judgement relied on, kept for proof bundles. Its octets are the `bytes` of the row: they are
 * public, and so neither encrypted nor purged with a message. Key: `<SHA-256 of the octets>/<subject>`.
 */
export interface RevocationDataRecord {
  kind: 'crl' | 'ocsp';
  /** What it speaks of: SHA-256 of the issuer's encoded name for a list, serial number for a response, both hexadecimal. */
  subject: string;
  /** When a judgement first relied on it. */
  keptAt: string;
}

/** Content of a message that must not be purged. Key: that of the message. */
export interface HoldRecord {
  messageKey: string;
  placedAt: string;
  /** Encrypted JSON with actor and reason, under a key of its own. */
  wrappedKey: string;
  blobId: string;
}

/**
 * Something that somebody did, or that befell the gateway itself, for auditors. A leaf of our log commits to it; nothing in it is content
 * or a name. Key: the digest that the leaf is about.
 */
export interface OperationRecord {
  /** A name of `gateway/operation-record/operations.ts`. */
  action: string;
  at: string;
  /** Identifier of the authenticated actor, or `gateway`. */
  actor: string;
  actorKind: 'system' | 'officer' | 'operator' | 'auditor' | 'gateway';
  nonce: string;
  messageKey?: string;
  /** Identifiers, codes, times and digests by enumerated names. */
  facts?: Readonly<Record<string, string>>;
  /** Salt of the leaf (hexadecimal). */
  salt: string;
}

export interface Tables {
  messages: MessageRecord;
  envelopes: EnvelopeRecord;
  evidence: EvidenceRecord;
  idempotency: IdempotencyRecord;
  assertions: AssertionRecord;
  transfers: TransferRecord;
  uploads: UploadRecord;
  peers: PeerRecord;
  blobs: BlobRecord;
  alarms: AlarmRecord;
  settings: SettingRecord;
  operations: OperationRecord;
  revocationData: RevocationDataRecord;
  witnessedLogs: WitnessedLogRecord;
  checkpoints: CheckpointRecord;
  forks: ForkRecord;
  holds: HoldRecord;
  cases: CaseRecord;
  registerCounters: RegisterCounterRecord;
  caseMatches: CaseMatchRecord;
  typedMessages: TypedMessageRecord;
}

export type TableName = keyof Tables;

/** Sizes of trees in the order of numbers; also the key of a kept checkpoint. */
export function sizeOrder(size: number): string {
  return String(size).padStart(16, '0');
}

/** What makes two alarms the same one. */
export function causeOfAlarm({ code, messageKey = '', peer = '' }: Pick<AlarmRecord, 'code' | 'messageKey' | 'peer'>): string {
  return [code, messageKey, peer].join('\n');
}

/** The key of a message row. Inbound identifiers are chosen by others, so the sender is part of the key (dedupe key of the design). */
export function messageKey(direction: Direction, sender: string, messageId: string): string {
  return `${direction}/${sender}/${messageId}`;
}
