import { LETTER_LANGUAGES, type LetterLanguage } from '../letter-document.ts';

/** The same in Spanish, Portuguese, French and English. */
export type Words = readonly [spanish: string, portuguese: string, french: string, english: string];

export function inLanguage(words: Words, language: LetterLanguage): string {
  return words[LETTER_LANGUAGES.indexOf(language)] ?? words[0];
}
