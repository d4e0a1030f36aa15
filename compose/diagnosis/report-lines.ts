import type { Language, Texts } from '../../gateway/problems/language.ts';
import { printable } from '../wording/printable.ts';
import { REPORT_HEADINGS } from '../wording/verification.ts';
import { wrapped } from '../wording/wrap.ts';
import type { DiagnosisReport, Finding } from './finding.ts';

const WIDTH = 100;

const HEALTHY: Texts = {
  es: 'Todo lo comprobado está en orden.',
  pt: 'Tudo o que foi verificado está em ordem.',
  fr: 'Tout ce qui a été vérifié est en ordre.',
  en: 'Everything that was checked is in order.',
};
const FAULTY: Texts = {
  es: 'Hay algo que no funciona.',
  pt: 'Há algo que não funciona.',
  fr: 'Quelque chose ne fonctionne pas.',
  en: 'Something does not work.',
};
const WARNED: Texts = {
  es: 'Todo funciona, pero algo dejará de funcionar pronto.',
  pt: 'Tudo funciona, mas algo deixará de funcionar em breve.',
  fr: 'Tout fonctionne, mais quelque chose cessera bientôt de fonctionner.',
  en: 'Everything works, but something will stop working soon.',
};

/** For people: the outcome, then what is wrong with what to do, then what is in order. */
export function diagnosisLines({ findings, passed }: DiagnosisReport, language: Language): string[] {
  const outcome = findings.some(({ severity }) => severity === 'fault') ? FAULTY : findings.length > 0 ? WARNED : HEALTHY;
  return [
    outcome[language],
    ...findings.flatMap((finding) => ['', ...findingLines(finding, language)]),
    ...(passed.length === 0 ? [] : ['', REPORT_HEADINGS.passed[language]]),
    ...passed.map(({ title, subject, detail }) => {
      const line = `  + ${printable(subject)}: ${title[language]}`;
      return detail === undefined ? line : `${line} (${printable(detail)})`;
    }),
  ];
}

function findingLines({ severity, code, subject, details, title, advice }: Finding, language: Language): string[] {
  return [
    ...wrapped(`${printable(subject)}: ${title[language]} [${printable(code)}]`, WIDTH, {
      first: severity === 'fault' ? 'x ' : '~ ',
      later: '  ',
    }),
    ...details.map((detail) => `    ${printable(detail)}`),
    ...wrapped(advice[language], WIDTH, { first: '  -> ', later: '     ' }),
  ];
}
