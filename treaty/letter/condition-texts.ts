import type { LetterLanguage } from './letter-document.ts';
import { dayInWords } from './plain-values.ts';
import { filled, letterTexts } from './texts/letter-texts.ts';

/** Conditions of use as messages have them; those of the wire schema fit. */
export interface UseToTell {
  codes: readonly ('H0' | 'H1' | 'H2' | 'H3')[];
  purpose?: string | undefined;
  restrictions?: string | undefined;
  until?: string | undefined;
}

export interface ConfidentialityToTell {
  fact: boolean;
  substance: boolean;
  reasons?: string | undefined;
  until?: string | undefined;
}

/** Conditions of use, each as a sentence (UNTOC 18(19)). */
export function useTexts({ codes, purpose, restrictions, until }: UseToTell, language: LetterLanguage): string[] {
  const { use } = letterTexts(language);
  return [
    ...codes.map((code) => use[code]),
    ...(restrictions === undefined ? [] : [restrictions]),
    ...(purpose === undefined ? [] : [filled(use.purpose, { purpose })]),
    ...(until === undefined ? [] : [filled(use.until, { date: dayInWords(until, language) })]),
  ];
}

/** That the fact, the substance or both are to be kept secret (UNTOC 18(20)); nothing where neither is. */
export function confidentialityTexts({ fact, substance, reasons, until }: ConfidentialityToTell, language: LetterLanguage): string[] {
  const { notices } = letterTexts(language);
  if (!(fact || substance)) return [];
  return [
    fact && substance ? notices.confidentialBoth : fact ? notices.confidentialFact : notices.confidentialSubstance,
    ...(reasons === undefined ? [] : [filled(notices.reasons, { reasons })]),
    ...(until === undefined ? [] : [filled(notices.confidentialUntil, { date: dayInWords(until, language) })]),
  ];
}
