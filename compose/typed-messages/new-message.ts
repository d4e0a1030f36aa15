import type { Language } from '../../gateway/problems/language.ts';
import { CONVERSATION_EXAMPLES } from '../../treaty/conversation/examples/conversation-examples.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import { REQUEST_EXAMPLES } from '../../treaty/requests/examples/request-examples.ts';
import { REQUEST_TYPES } from '../../treaty/requests/request-types.ts';
import { kindNamed } from './message-names.ts';
import { type Json, skeletonOf } from './skeleton.ts';

export interface NewMessage {
  /** Invented values instead of places to fill in. */
  example: boolean;
  /** Of the message; an example keeps its own. */
  language: Language;
  /** The message that it is about. */
  about?: string;
}

/** A typed message to begin with, by one of MESSAGE_NAMES. Undefined for a name that there is not. */
export function newMessage(name: string, { example, language, about }: NewMessage): object | undefined {
  const found = exampleOf(name);
  if (found === undefined) return undefined;
  // As JSON has it: members that stand for nothing are gone.
  const plain = JSON.parse(JSON.stringify(found)) as Json;
  const message = example ? plain : { ...(skeletonOf(plain) as object), language };
  return about === undefined ? (message as object) : { ...(message as object), about };
}

/** A request of that type, or the fullest message of that kind. Everything in them is invented. */
function exampleOf(name: string): LegalMessage | undefined {
  const type = REQUEST_TYPES.find((each) => each === name);
  if (type !== undefined) return REQUEST_EXAMPLES[type].complete;
  const kind = kindNamed(name);
  const ofKind = CONVERSATION_EXAMPLES.filter(({ message }) => message.kind === kind).map(({ message }) => message);
  return ofKind.sort((one, other) => JSON.stringify(other).length - JSON.stringify(one).length)[0];
}
