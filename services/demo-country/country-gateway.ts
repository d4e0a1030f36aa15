import type { CompletenessReport } from '../../treaty/completeness/completeness-report.ts';
import type { LegalMessage } from '../../treaty/message.ts';

/** A message as the gateway shows it to the country. */
export interface ShownMessage {
  messageId: string;
  direction: 'outbound' | 'inbound';
  sender: string;
  recipient: string;
  conversation?: string;
  lane: 'urgent' | 'ordinary' | 'bulk';
  /** RFC 3339, as declared inside the seal. */
  submissionTime: string;
  state: string;
  packageDigest?: string;
  /** Absent of a letter without one, and of a typed message that cannot be read. */
  message?: LegalMessage;
  /** The report that the sender sealed beside its request. */
  report?: CompletenessReport;
}

/** A case of the gateway's register, its messages the oldest first. */
export interface ShownCase {
  registerNumber: string;
  messages: readonly ShownMessage[];
}

export interface CaseReference {
  peer: string;
  conversation: string;
}

/** A file made by the country. */
export interface Enclosure {
  name: string;
  mediaType: string;
  content: Buffer;
}

export interface CountrySubmission extends CaseReference {
  /** The same for the same answer, whenever it is tried again. */
  idempotencyKey: string;
  lane: ShownMessage['lane'];
  message: LegalMessage;
  /** In which the gateway writes the letter. */
  language: string;
  enclosures: readonly Enclosure[];
}

/**
 * What the country asks of its gateway: the client API, as compose connects it. Everything rejects when the gateway cannot be asked; it is asked again
 * later then.
 */
export interface CountryGateway {
  /** Changes of messages after a position of an epoch; waits up to `wait` seconds for the first. Another epoch: they begin anew. */
  changes(
    start: { after: number; epoch?: string; wait: number },
    signal: AbortSignal,
  ): Promise<{
    epoch: string;
    changes: readonly { position: number; direction: string; sender: string; messageId: string; state: string }[];
  }>;
  /** Undefined when there is no such message any more. */
  received(reference: { messageId: string; sender: string }): Promise<ShownMessage | undefined>;
  /** Undefined while the message that opens it has not been entered. */
  case(reference: CaseReference): Promise<ShownCase | undefined>;
  handOver(message: { messageId: string; sender: string; packageDigest: string }): Promise<void>;
  /** `refused` with a code when the gateway will never take it so; `taken` also when the key was used before. */
  submit(submission: CountrySubmission): Promise<{ outcome: 'taken' } | { outcome: 'refused'; code: string }>;
}
