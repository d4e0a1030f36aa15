import { randomUUID } from 'node:crypto';
import { type LegalMessage, parseLegalMessage } from '../../treaty/message.ts';
import type { EvidenceAnswer, MessageAnswer } from '../api-client/answers.ts';
import type { ApiClient, Direction } from '../api-client/client.ts';
import { DemonstrationError } from './child-processes.ts';
import type { InventedRequest } from './request-documents.ts';
import { inventedSupplement } from './typed-messages.ts';

const LIMIT_MILLISECONDS = 120_000;
const WAIT_SECONDS = 5;

/** What the one who tells the story is told of. */
export interface Listener {
  submitted(messageId: string, registerNumber: string): void;
  /** Somebody sends a message of the conversation. */
  said(from: Direction, message: LegalMessage): void;
  receipt(evidence: EvidenceAnswer, of: ConversationMessage): void;
  /** The request as Borelia has it. */
  consigned(received: MessageAnswer): void;
}

export interface ConversationOptions {
  /** The requesting authority's own system, and the inbox of the requested one, whose answers come from the invented country. */
  sender: ApiClient;
  recipient: ApiClient;
  recipientId: string;
  request: InventedRequest;
  listener: Listener;
}

export interface ConversationMessage {
  messageId: string;
  kind: LegalMessage['kind'];
  direction: Direction;
}

/** The conversation as both sides have it at the end. */
export interface Conversation {
  /** The request, as it was sent and as it was received. */
  sent: MessageAnswer;
  received: MessageAnswer;
  /** Of the requesting authority and of the requested one. */
  registerNumbers: { requesting: string; requested: string };
  /** In the order in which Xandria sent and received them. */
  messages: ConversationMessage[];
}

/**
 * Sends the request and leads the requesting side of the conversation to its end: takes over what comes, answers what is asked, and follows every
 * message to its last receipt. DemonstrationError when it ends otherwise, or not in time.
 */
export async function holdConversation(options: ConversationOptions): Promise<Conversation> {
  const { sender, recipient, recipientId, request, listener } = options;
  const { messageId, registerNumber = '' } = await sender.submit({
    document: {
      recipient: recipientId,
      subject: 'Solicitud inventada: registros bancarios',
      lane: 'urgent',
      legal: request.message,
      renderLetter: { language: 'es' },
      files: request.files.flatMap(({ file, language }) => (language === undefined ? [] : [{ name: file.name, language }])),
    },
    files: request.files.map(({ file }) => file),
    idempotencyKey: randomUUID(),
  });
  listener.submitted(messageId, registerNumber);
  const talk = new Talk(options, messageId);
  await talk.follow();
  const received = await recipient.show(messageId, 'inbound');
  const sent = await sender.show(messageId, 'outbound');
  return { sent, received, registerNumbers: { requesting: registerNumber, requested: talk.theirNumber }, messages: talk.messages };
}

class Talk {
  readonly messages: ConversationMessage[] = [];
  theirNumber = '';
  readonly #options: ConversationOptions;
  readonly #requestId: string;
  /** Receipts that were told, and messages that have come to their end. */
  readonly #told = new Set<string>();
  readonly #ended = new Set<string>();
  #position = 0;

  constructor(options: ConversationOptions, requestId: string) {
    this.#options = options;
    this.#requestId = requestId;
    this.messages.push({ messageId: requestId, kind: 'request', direction: 'outbound' });
  }

  /** Until the final answer has been taken over, and every message has its last receipt. */
  async follow(): Promise<void> {
    const end = performance.now() + LIMIT_MILLISECONDS;
    while (!this.#isOver()) {
      if (performance.now() > end) throw new DemonstrationError('the conversation does not come to its end');
      const { changes } = await this.#options.sender.changes({ after: this.#position, wait: WAIT_SECONDS });
      this.#position = changes.at(-1)?.position ?? this.#position;
      const touched = new Map(changes.map((change) => [`${change.direction} ${change.messageId}`, change]));
      for (const { messageId, direction } of touched.values()) await this.#look(messageId, direction as Direction);
    }
  }

  #isOver(): boolean {
    const isAnswered = this.messages.some(({ kind }) => kind === 'reply');
    return isAnswered && this.messages.every(({ messageId }) => this.#ended.has(messageId));
  }

  async #look(messageId: string, direction: Direction): Promise<void> {
    const { sender } = this.#options;
    const shown = await sender.show(messageId, direction);
    const isNew = direction === 'inbound' && shown.state === 'consigned' && !this.messages.some((each) => each.messageId === messageId);
    const message = isNew ? this.#hear(messageId, shown) : undefined;
    const known = this.messages.find((each) => each.messageId === messageId);
    if (known !== undefined) this.#tellReceipts(shown, known);
    if (messageId === this.#requestId) await this.#tellDelivery(shown);
    if (message !== undefined) await this.#treat(shown, message);
    if (shown.terminal && shown.state !== 'handed-over') throw new DemonstrationError(`message ${messageId} ended as ${shown.state}`);
    if (shown.terminal) this.#ended.add(messageId);
  }

  /** What has come is told before its receipts. */
  #hear(messageId: string, { legal }: MessageAnswer): LegalMessage {
    const { message } = parseLegalMessage(legal?.message);
    if (message === undefined) throw new DemonstrationError(`message ${messageId} is not a typed message`);
    this.messages.push({ messageId, kind: message.kind, direction: 'inbound' });
    this.#options.listener.said('inbound', message);
    if (message.kind === 'acknowledgement') this.theirNumber = message.register.number;
    return message;
  }

  /** Once; the country may have taken it over by then. */
  async #tellDelivery({ state }: MessageAnswer): Promise<void> {
    const { recipient, listener } = this.#options;
    const isDelivered = state === 'consigned' || state === 'handed-over';
    if (!isDelivered || this.#told.has('delivery')) return;
    this.#told.add('delivery');
    listener.consigned(await recipient.show(this.#requestId, 'inbound'));
  }

  #tellReceipts({ evidence }: MessageAnswer, of: ConversationMessage): void {
    for (const each of evidence) {
      if (this.#told.has(each.evidenceDigest)) continue;
      this.#told.add(each.evidenceDigest);
      this.#options.listener.receipt(each, of);
    }
  }

  /** Takes a message over, and answers it where it asks something. */
  async #treat({ messageId, packageDigest = '' }: MessageAnswer, message: LegalMessage): Promise<void> {
    const { sender, recipientId, listener } = this.#options;
    await sender.handOver(messageId, packageDigest);
    if (message.kind !== 'supplement-request') return;
    const legal = inventedSupplement(messageId, message);
    listener.said('outbound', legal);
    const document = { recipient: recipientId, conversation: this.#requestId, lane: 'urgent', legal, renderLetter: { language: 'es' } };
    const answer = await sender.submit({ document, files: [], idempotencyKey: randomUUID() });
    this.messages.push({ messageId: answer.messageId, kind: legal.kind, direction: 'outbound' });
  }
}
