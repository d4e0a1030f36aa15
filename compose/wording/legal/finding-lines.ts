import type { Language, Texts } from '../../../gateway/problems/language.ts';
import type { FindingAnswer } from '../../api-client/answers-cases.ts';
import { printable } from '../printable.ts';
import { wrapped } from '../wrap.ts';

/** Most characters of what is broken into lines here: with an indent of up to four it fits 100 columns. */
export const LINE_WIDTH = 96;

const SEVERITIES: Readonly<Record<string, Texts>> = {
  stop: { es: 'impide el envío', pt: 'impede o envio', fr: 'arrête l’envoi', en: 'stops sending' },
  warning: { es: 'advertencia', pt: 'advertência', fr: 'avertissement', en: 'warning' },
  advice: { es: 'consejo', pt: 'conselho', fr: 'conseil', en: 'advice' },
};

const IRREGULAR: Readonly<Record<Language, (rule: string) => string>> = {
  es: (rule) => `irregular: regla ${rule}`,
  pt: (rule) => `irregular: regra ${rule}`,
  fr: (rule) => `irrégulier : règle ${rule}`,
  en: (rule) => `irregular: rule ${rule}`,
};

/** What legal rules say of a message that we send: number, weight, sentence, article and place. */
export function findingLines(findings: readonly FindingAnswer[], language: Language): string[] {
  return findings.flatMap((finding) => {
    const severity = Object.hasOwn(SEVERITIES, finding.severity) ? SEVERITIES[finding.severity]?.[language] : undefined;
    return told(`${printable(finding.rule)}  ${severity ?? printable(finding.severity)}: `, finding);
  });
}

/** What they say of one that we received, which refuses nothing: an officer decides. */
export function irregularityLines(findings: readonly FindingAnswer[], language: Language): string[] {
  return findings.flatMap((finding) => told(`${IRREGULAR[language](printable(finding.rule))}. `, finding));
}

function told(beginning: string, { text, article, pointer }: FindingAnswer): string[] {
  const source = article === undefined ? '' : ` (${printable(article)})`;
  const place = pointer === undefined || pointer === '' ? '' : ` ${printable(pointer)}`;
  return wrapped(`${beginning}${printable(text)}${source}${place}`, LINE_WIDTH, { first: '', later: '     ' });
}
