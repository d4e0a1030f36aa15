import type { LetterLanguage } from '../letter-document.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pt } from './pt.ts';

/** The sentences of letters in one language; what stands in braces is replaced. */
export interface LetterTexts {
  labels: {
    date: string;
    ourReferences: string;
    yourReferences: string;
    addressee: string;
    message: string;
    about: string;
    matter: string;
  };
  sections: {
    basis: string;
    content: string;
    files: string;
    use: string;
    message: string;
  };
  /** Before the list of instruments, and where there is none. */
  basis: { instruments: string; unwritten: string; assurance: string };
  notices: {
    urgent: string;
    emergency: string;
    deadlineTitle: string;
    deadline: string;
    deadlineWithZone: string;
    reasons: string;
    confidentialityTitle: string;
    confidentialFact: string;
    confidentialSubstance: string;
    confidentialBoth: string;
    confidentialUntil: string;
    confidentialImpossible: string;
    oral: string;
  };
  use: { H0: string; H1: string; H2: string; H3: string; purpose: string; until: string };
  files: {
    caption: string;
    columns: { number: string; file: string; digest: string };
    original: string;
    certifiedCopy: string;
    translation: string;
    sworn: string;
    notSworn: string;
  };
  /** An authority of the inner chain: what it is; when it got the request and passed it on. */
  chain: { link: string; received: string; passedOn: string };
  facts: string;
  sameAsData: string;
  signature: { place: string; description: string };
  mark: { seal: string; signedAt: string; verify: string };
  pageLabel: string;
  training: string;
  /** A sentence that opens a message of that kind, where it needs one. */
  opening: Readonly<Record<string, string>>;
}

const TEXTS: Readonly<Record<LetterLanguage, LetterTexts>> = { es, pt, fr, en };

export function letterTexts(language: LetterLanguage): LetterTexts {
  return TEXTS[language];
}

/** The sentence with what stands in braces replaced by values of those names. */
export function filled(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replaceAll(/\{([a-zA-Z]+)\}/g, (braced, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? braced) : braced,
  );
}
