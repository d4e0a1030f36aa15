import type { AuthorityRecord } from './directory.ts';

/** Evidence as it travels: the flattened JWS and the salt of its leaf in the issuer's log (hex). */
export interface TravellingEvidence {
  evidence: string;
  salt: string;
}

/** Content to deliver: readable again from any offset, because a transfer may be resumed. */
export interface DeliverableContent {
  length: number;
  /** Lowercase hexadecimal SHA-256. */
  sha256: string;
  open(start: number): AsyncIterable<Buffer>;
}

export interface MessageDelivery {
  /** Flattened JWS of the header. */
  envelope: string;
  submissionAcceptance: TravellingEvidence;
  content: DeliverableContent;
}

/** What the next hop answered. Only `evidence` is final; the caller verifies it. */
export type DeliveryAnswer =
  | { kind: 'evidence'; evidence: TravellingEvidence }
  | { kind: 'in-progress'; retryAfterMilliseconds: number }
  | { kind: 'problem'; status: number; type: string; code?: string; retryAfterMilliseconds?: number };

export type EvidenceAnswer =
  | { kind: 'stored' }
  | { kind: 'problem'; status: number; type: string; code?: string; retryAfterMilliseconds?: number };

export interface FeedPage<Item> {
  epoch: string;
  items: readonly { position: number; item: Item }[];
  /** True when there is more after the last item. */
  more: boolean;
}

/** A message we sent, as the peer knows it: enough to see what either side lost. */
export interface KnownMessage {
  messageId: string;
  sender: string;
  packageCommitment: string;
  receivedAt: string;
}

/** Evidence that the caller issued itself and has forgotten; `next` is where the following page begins. */
export interface RecoveredPage {
  items: readonly TravellingEvidence[];
  next?: string;
}

/** What the other side holds about a message, its content apart. */
export interface RecoverableMessage {
  /** Signed headers, the oldest first (flattened JWS). */
  envelopes: readonly string[];
  submissionAcceptance: TravellingEvidence;
  /** Octets of the package, where they are known. */
  packageLength?: number;
  /** Nonce of the request document, where it is known. */
  nonce?: string;
  /** Conversation and number in our own register that the request document has, where it is known. */
  registered?: { conversation: string; registerNumber: string };
}

/**
 * The peer API seen from the client's side: mutual TLS 1.3 with the directory's pins, keep-alive, content up to 8 MiB in one
 * request and larger content as a resumable transfer. Throws TransportError: `peer-unreachable`, `peer-not-trusted`,
 * `transfer-interrupted`, `peer-protocol` (disposition retry unless said otherwise).
 */
export interface PeerTransport {
  deliver(peer: AuthorityRecord, delivery: MessageDelivery, options: { signal: AbortSignal }): Promise<DeliveryAnswer>;
  pushEvidence(peer: AuthorityRecord, evidence: TravellingEvidence, options: { signal: AbortSignal }): Promise<EvidenceAnswer>;
  pullEvidence(peer: AuthorityRecord, after: number, options: { signal: AbortSignal }): Promise<FeedPage<TravellingEvidence>>;
  pullMessages(peer: AuthorityRecord, after: number, options: { signal: AbortSignal }): Promise<FeedPage<KnownMessage>>;
  /** The signed note the peer's log published last, or undefined when there is none yet. Not verified here. */
  latestCheckpoint(peer: AuthorityRecord, options: { signal: AbortSignal }): Promise<string | undefined>;
  /** The peer's proof (C2SP tlog-proof) that its log holds this piece of its evidence, or undefined when it has none. Not verified here. */
  evidenceProof(peer: AuthorityRecord, evidenceIdentifier: string, options: { signal: AbortSignal }): Promise<string | undefined>;
  /** A static resource of the peer's log (`tile/...`), or undefined when it has no such one. Not verified here. */
  logResource(peer: AuthorityRecord, path: string, options: { signal: AbortSignal }): Promise<Buffer | undefined>;
  /** Asks the peer as a witness (C2SP tlog-witness `add-checkpoint`) and hands its answer over as it is. */
  addCheckpoint(peer: AuthorityRecord, request: Buffer, options: { signal: AbortSignal }): Promise<WitnessResponse>;
  /** After a restore: what we issued and the peer has stored since that moment. Nothing of it is verified here. */
  recoverEvidence(peer: AuthorityRecord, query: { since: Date; after?: string }, options: { signal: AbortSignal }): Promise<RecoveredPage>;
  /** After a restore: a message between the two, or undefined when the peer knows none. Not verified here. */
  recoverMessage(
    peer: AuthorityRecord,
    message: { sender: string; messageId: string },
    options: { signal: AbortSignal },
  ): Promise<RecoverableMessage | undefined>;
  /** After a restore: asks for a message of the peer's once more. False when the peer does not have its content any more. */
  requestDelivery(peer: AuthorityRecord, messageId: string, options: { signal: AbortSignal }): Promise<boolean>;
  close(): Promise<void>;
}

/** What a witness answered; statuses are those of tlog-witness v1.0. */
export interface WitnessResponse {
  status: number;
  mediaType: string;
  body: Buffer;
}
