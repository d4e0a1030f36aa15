import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { AuditError } from '../error.ts';
import { CONVERSATION_INDEX, type ConversationIndex, MAXIMUM_CONVERSATION_MESSAGES, parseConversation } from './conversation-document.ts';
import { type ListedFiles, openListedFiles } from './listed-files.ts';
import { type BundleLimits, DEFAULT_BUNDLE_LIMITS } from './read-bundle.ts';

/** Several packages, each of which may be as large as one can be. */
const MAXIMUM_SIZE = 1024 ** 4;

/** A bundle of several messages; each is a proof bundle of its own. */
export interface ConversationBundle extends ListedFiles {
  index: ConversationIndex;
}

/**
 * Opens the bundle of a conversation: layout and index are read and hold together. The index must list exactly the files that are there,
 * and every message must have one of them. AuditError `bundle-malformed`, `bundle-too-large`, `bundle-version`, `bundle-incomplete`.
 */
export async function readConversation(reader: RandomAccessReader, limits: Partial<BundleLimits> = {}): Promise<ConversationBundle> {
  const bundle = await openListedFiles(
    reader,
    { index: CONVERSATION_INDEX, parse: parseConversation },
    { ...DEFAULT_BUNDLE_LIMITS, maximumSize: MAXIMUM_SIZE, maximumEntries: MAXIMUM_CONVERSATION_MESSAGES + 2, ...limits },
  );
  const listed = new Map(bundle.index.files.map((file) => [file.path, file]));
  for (const { path, sha256, length } of bundle.index.messages) {
    const file = listed.get(path);
    if (file === undefined || file.sha256 !== sha256 || file.size !== length) {
      throw new AuditError('bundle-incomplete', 'A message of the conversation has no proof bundle in it.');
    }
  }
  return bundle;
}
