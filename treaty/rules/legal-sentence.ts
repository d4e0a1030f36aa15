import type { LegalFinding } from '../finding.ts';
import type { LegalLanguage, LegalTexts } from './language.ts';
import { ENGLISH } from './texts/en.ts';
import { SPANISH } from './texts/es.ts';
import { FRENCH } from './texts/fr.ts';
import { PORTUGUESE } from './texts/pt.ts';

export const LEGAL_TEXTS: Readonly<Record<LegalLanguage, LegalTexts>> = { es: SPANISH, pt: PORTUGUESE, fr: FRENCH, en: ENGLISH };

/**
 * The sentence in which a finding is told. A parameter that the finding does not have stays in braces: better an ugly sentence than a false one.
 * Returns undefined for a code that this version does not know (a finding of a later version).
 */
export function legalSentence(
  { code, parameters = {} }: Pick<LegalFinding, 'code' | 'parameters'>,
  language: LegalLanguage,
): string | undefined {
  const texts: Readonly<Record<string, string>> = LEGAL_TEXTS[language];
  if (!Object.hasOwn(texts, code)) return undefined;
  return texts[code]?.replaceAll(/\{([A-Za-z]+)\}/g, (braced, name: string) =>
    Object.hasOwn(parameters, name) ? (parameters[name] ?? braced) : braced,
  );
}
