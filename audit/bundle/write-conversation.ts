import { AuditError } from '../error.ts';
import {
  CONVERSATION_INDEX,
  type ConversationIndex,
  MAXIMUM_CONVERSATION_MESSAGES,
  serializeConversation,
} from './conversation-document.ts';
import { BUNDLE_README, type BundleFile } from './index-document.ts';
import { conversationReadme } from './readme.ts';
import { type MeasuredFile, measureOctets, measureSource, type WrittenBundle, writeStored } from './stored-zip.ts';

/** Which messages, each with its proof bundle. */
export interface ConversationContent {
  createdAt: Date;
  createdBy: string;
  conversation: string;
  messages: readonly { messageId: string; sender: string; recipient: string; bundle: WrittenBundle }[];
}

/**
 * Writes the bundle of a conversation: one ZIP, store-only, with the proof bundle of each message whole, so that each can also be taken out
 * and checked by itself. Its octets follow from the content alone. AuditError `bundle-too-large`.
 */
export async function writeConversation(content: ConversationContent): Promise<WrittenBundle> {
  if (content.messages.length > MAXIMUM_CONVERSATION_MESSAGES) {
    throw new AuditError('bundle-too-large', `A conversation bundle holds ${MAXIMUM_CONVERSATION_MESSAGES} messages.`);
  }
  const readme = measureOctets({ path: BUNDLE_README, mediaType: 'text/plain; charset=utf-8', octets: conversationReadme() });
  const bundles: MeasuredFile[] = [];
  const messages: ConversationIndex['messages'] = [];
  for (const [position, { bundle, messageId, sender, recipient }] of content.messages.entries()) {
    const path = `messages/${String(position + 1).padStart(3, '0')}-${messageId}.valija.zip`;
    const measured = await measureSource({ path, mediaType: 'application/zip', source: bundle });
    bundles.push(measured);
    messages.push({ messageId, sender, recipient, path, sha256: measured.sha256, length: measured.size });
  }
  const others = [readme, ...bundles];
  const index = measureOctets({
    path: CONVERSATION_INDEX,
    mediaType: 'application/json',
    octets: serializeConversation({
      format: 'valija-conversation/1',
      createdAt: content.createdAt.toISOString(),
      createdBy: content.createdBy,
      conversation: content.conversation,
      messages,
      files: others.map(({ path, mediaType, size, sha256 }): BundleFile => ({ path, mediaType, size, sha256 })),
    }),
  });
  return writeStored([index, ...others]);
}
