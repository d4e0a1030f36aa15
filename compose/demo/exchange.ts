import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EvidenceAnswer, MessageAnswer } from '../api-client/answers.ts';
import type { ApiClient } from '../api-client/client.ts';
import { DemonstrationError } from './child-processes.ts';
import type { RequestFile } from './request-documents.ts';

const LIMIT_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 50;

export interface ExchangeOptions {
  /** The requesting authority's own system, and an officer of the requested one. */
  sender: ApiClient;
  recipient: ApiClient;
  recipientId: string;
  files: readonly RequestFile[];
  /** Told of each receipt as soon as the sender has it. */
  onReceipt: (evidence: EvidenceAnswer) => void;
  onSubmitted: (messageId: string) => void;
  onConsigned: (message: MessageAnswer) => void;
}

/** A message on its whole way, as both sides see it at the end. */
export interface Exchange {
  sent: MessageAnswer;
  received: MessageAnswer;
}

/** Sends the request, waits until it is consigned, has it taken over, and waits for the last receipt. DemonstrationError when it ends otherwise. */
export async function exchangeRequest(options: ExchangeOptions): Promise<Exchange> {
  const { sender, recipient, files } = options;
  const { messageId } = await sender.submit({
    document: {
      recipient: options.recipientId,
      subject: 'Solicitud XA-0001 (inventada): registros bancarios',
      lane: 'urgent',
      signLetter: true,
      files: files.flatMap(({ file, language }) => (language === undefined ? [] : [{ name: file.name, language }])),
    },
    files: files.map(({ file }) => file),
    idempotencyKey: randomUUID(),
  });
  options.onSubmitted(messageId);
  const seen = new Set<string>();
  const follow = (until: string) => followMessage(sender, messageId, { until, seen, onReceipt: options.onReceipt });
  await follow('consigned');
  const received = await recipient.show(messageId, 'inbound');
  options.onConsigned(received);
  await recipient.handOver(messageId, received.packageDigest ?? '');
  const sent = await follow('handed-over');
  return { sent, received: await recipient.show(messageId, 'inbound') };
}

interface Following {
  until: string;
  seen: Set<string>;
  onReceipt: (evidence: EvidenceAnswer) => void;
}

async function followMessage(client: ApiClient, messageId: string, { until, seen, onReceipt }: Following): Promise<MessageAnswer> {
  const end = performance.now() + LIMIT_MILLISECONDS;
  for (;;) {
    const message = await client.show(messageId, 'outbound');
    for (const evidence of message.evidence) {
      if (seen.has(evidence.evidenceDigest)) continue;
      seen.add(evidence.evidenceDigest);
      onReceipt(evidence);
    }
    if (message.state === until) return message;
    if (message.terminal) throw new DemonstrationError(`the message ended as ${message.state}`);
    if (performance.now() > end) throw new DemonstrationError(`the message stays ${message.state}`);
    await sleep(POLL_MILLISECONDS);
  }
}
