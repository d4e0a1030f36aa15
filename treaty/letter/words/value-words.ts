import { VALUE_WORDS_A_TO_I } from './value-words-a-to-i.ts';
import { VALUE_WORDS_J_TO_Z } from './value-words-j-to-z.ts';
import type { Words } from './words.ts';

/** What coded values are called; `member=value` where a value means something else under that member. */
export const VALUE_WORDS: Readonly<Record<string, Words>> = { ...VALUE_WORDS_A_TO_I, ...VALUE_WORDS_J_TO_Z };
