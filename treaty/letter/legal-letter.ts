import type { LegalMessage } from '../message.ts';
import { conversationLetter } from './conversation-letter.ts';
import type { LetterContext } from './letter-context.ts';
import type { LetterDocument } from './letter-document.ts';
import { requestLetter } from './request-letter.ts';

/** The letter of a typed message of any kind. The same message and context give the same document. */
export function legalLetter(message: LegalMessage, context: LetterContext): LetterDocument {
  return message.kind === 'request' ? requestLetter(message, context) : conversationLetter(message, context);
}
