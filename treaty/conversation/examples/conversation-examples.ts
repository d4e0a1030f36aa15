import { BEFORE_THE_REQUEST } from './before-the-request.ts';
import type { ConversationExample } from './example.ts';
import { HOW_IT_ENDS } from './how-it-ends.ts';
import { WHILE_IT_IS_EXECUTED } from './while-it-is-executed.ts';

/** At least one invented message of every kind but the request, whose examples stand with its types. */
export const CONVERSATION_EXAMPLES: readonly ConversationExample[] = [...BEFORE_THE_REQUEST, ...WHILE_IT_IS_EXECUTED, ...HOW_IT_ENDS];
