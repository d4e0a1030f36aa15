import type { LegalFinding } from '../finding.ts';
import type { LegalLanguage, LegalTexts } from './language.ts';
import { BASIS_REASON_TEXTS } from './texts/basis-reasons.ts';
import { ENGLISH } from './texts/en.ts';
import { SPANISH } from './texts/es.ts';
import { FRENCH } from './texts/fr.ts';
import { PORTUGUESE } from './texts/pt.ts';

export const LEGAL_TEXTS: Readonly<Record<LegalLanguage, LegalTexts>> = { es: SPANISH, pt: PORTUGUESE, fr: FRENCH, en: ENGLISH };

/**
 * What a finding is told in: one or two sentences. A parameter that the finding does not have stays in braces: better an ugly sentence than a
 * false one. A reason of the legal basis is told by its own sentence. Returns undefined for a code that this version does not know.
 */
export function legalSentence(
  { code, parameters = {} }: Pick<LegalFinding, 'code' | 'parameters'>,
  language: LegalLanguage,
): string | undefined {
  const texts: Readonly<Record<string, string>> = LEGAL_TEXTS[language];
  if (!Object.hasOwn(texts, code)) return undefined;
  return texts[code]?.replaceAll(/\{([A-Za-z]+)\}/g, (braced, name: string) => {
    if (!Object.hasOwn(parameters, name)) return braced;
    const value = parameters[name] ?? braced;
    return name === 'reason' ? reasonSentence(value, language) : value;
  });
}

function reasonSentence(reason: string, language: LegalLanguage): string {
  const texts: Readonly<Record<string, Readonly<Record<LegalLanguage, string>>>> = BASIS_REASON_TEXTS;
  return (Object.hasOwn(texts, reason) ? texts[reason]?.[language] : undefined) ?? reason;
}
