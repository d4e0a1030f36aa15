import * as z from 'zod';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { MESSAGE_IDENTIFIER } from '../../evidence/identifier.ts';
import { AuditError } from '../error.ts';
import { digest, file, instant, party, path, size } from './index-document.ts';

/** The first file of a conversation bundle. */
export const CONVERSATION_INDEX = 'conversation.json';

/** More than any legal conversation has; the small files of all of them are in memory while a bundle is written. */
export const MAXIMUM_CONVERSATION_MESSAGES = 200;

const MAXIMUM_INDEX_LENGTH = 1024 * 1024;

/** As the request document has it. */
const conversation = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/);

const message = z.strictObject({
  messageId: z.string().regex(MESSAGE_IDENTIFIER),
  sender: party,
  recipient: party,
  /** The proof bundle of the message. */
  path,
  sha256: digest,
  length: size,
});

/** `conversation.json`: which messages, and where the proof bundle of each is. Not signed; nothing in it is believed. */
export const conversationIndex = z.strictObject({
  format: z.literal('valija-conversation/1'),
  createdAt: instant,
  createdBy: party,
  conversation,
  /** In the order in which they appeared at the gateway that wrote this. */
  messages: z.array(message).min(1).max(MAXIMUM_CONVERSATION_MESSAGES),
  /** Every other file, in the order of the ZIP. */
  files: z.array(file).max(MAXIMUM_CONVERSATION_MESSAGES + 1),
});
export type ConversationIndex = z.infer<typeof conversationIndex>;

export function serializeConversation(index: ConversationIndex): Buffer {
  return Buffer.from(`${JSON.stringify(conversationIndex.parse(index), null, 1)}\n`, 'utf8');
}

/** Reads the index of an attacker-controlled conversation bundle. AuditError `bundle-version`, `bundle-malformed`. */
export function parseConversation(bytes: Buffer): ConversationIndex {
  let content: unknown;
  try {
    content = parseStrictJson(bytes, { maximumBytes: MAXIMUM_INDEX_LENGTH, maximumDepth: 8 });
  } catch (cause) {
    throw new AuditError('bundle-malformed', 'The index of the conversation is not strict JSON.', { cause });
  }
  const format = (content as { format?: unknown } | null)?.format;
  if (typeof format === 'string' && /^valija-conversation\/[1-9][0-9]*$/.test(format) && format !== 'valija-conversation/1') {
    throw new AuditError('bundle-version', 'The conversation bundle has a format of another version.');
  }
  const result = conversationIndex.safeParse(content);
  if (!result.success) {
    const where = result.error.issues.slice(0, 5).map((issue) => issue.path.join('.'));
    throw new AuditError('bundle-malformed', `The index of the conversation does not follow its schema: ${where.join(', ')}.`);
  }
  return result.data;
}
