import type { Term } from '../../glossary/term.ts';
import { LETTER_LANGUAGES, type LetterLanguage } from '../letter-document.ts';

/** The same in Spanish, Portuguese, French and English. */
export type Words = readonly [spanish: string, portuguese: string, french: string, english: string];

export function inLanguage(words: Words, language: LetterLanguage): string {
  return words[LETTER_LANGUAGES.indexOf(language)] ?? words[0];
}

/** Names of the glossary in the languages of letters; Portuguese in the form of Portugal. */
export function wordsOf<Name extends string>(terms: Readonly<Record<Name, Term>>): Record<Name, Words> {
  const words = Object.entries<Term>(terms).map(([name, term]): [string, Words] => [
    name,
    [term.words.es, term.words['pt-PT'], term.words.fr, term.words.en],
  ]);
  return Object.fromEntries(words) as Record<Name, Words>;
}
