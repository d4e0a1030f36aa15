import { MAXIMUM_CONVERSATION_MESSAGES } from '../../audit/bundle/conversation-document.ts';
import { type ConversationContent, writeConversation } from '../../audit/bundle/write-conversation.ts';
import { AuditError } from '../../audit/error.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import type { Actor } from './actor.ts';
import { type BundleForm, type BundleStream, bundled, bundleOf, formFor } from './bundle.ts';
import { logAccess } from './content.ts';

/**
 * The proof bundles of all messages of a conversation in one file, sent and received ones, in the order in which they appeared here. Each
 * of them is a log leaf. GatewayError `not-found`, AuditError `bundle-too-large`.
 */
export async function writeConversationBundle(
  dependencies: GatewayDependencies,
  query: BundleForm & { conversation: string; actor: Actor },
): Promise<BundleStream> {
  const form = formFor(query.actor, query);
  const { conversation, actor } = query;
  const rows = await dependencies.ledger.list('messages', {
    index: 'byConversation',
    equals: conversation,
    limit: MAXIMUM_CONVERSATION_MESSAGES + 1,
  });
  if (rows.length === 0) throw new GatewayError('not-found', 'no message of such a conversation');
  if (rows.length > MAXIMUM_CONVERSATION_MESSAGES) throw new AuditError('bundle-too-large', 'the conversation has too many messages');
  const messages: ConversationContent['messages'][number][] = [];
  for (const row of rows) {
    const { messageId, sender, recipient } = row.value;
    await logAccess(dependencies, { actor }, row.value, bundled(form));
    messages.push({ messageId, sender, recipient, bundle: await bundleOf(dependencies, row, form) });
  }
  const written = await writeConversation({
    createdAt: dependencies.clock.now(),
    createdBy: dependencies.authority,
    conversation,
    messages,
  });
  return { name: `${conversation.replaceAll(':', '-')}.valija.zip`, length: written.length, content: written.open() };
}
