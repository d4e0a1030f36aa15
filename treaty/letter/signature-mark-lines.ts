import type { LetterLanguage } from './letter-document.ts';
import { instantInWords } from './plain-values.ts';
import { filled, letterTexts } from './texts/letter-texts.ts';

export interface SignatureMarkFacts {
  language: LetterLanguage;
  /** Name of the authority whose seal it is. */
  authority: string;
  signedAt: string;
  /** IANA, of the authority. */
  timeZone: string;
}

/** What the signature of an authority shows on its letter: whose it is, when, and that a picture proves nothing. */
export function signatureMarkLines({ language, authority, signedAt, timeZone }: SignatureMarkFacts): string[] {
  const { mark } = letterTexts(language);
  return [authority, mark.seal, filled(mark.signedAt, { time: instantInWords(signedAt, language, timeZone) }), mark.verify];
}
