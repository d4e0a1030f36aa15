import type { StepResult } from '../../../audit/verify/auditor-steps.ts';
import type { Language, Texts } from '../../../gateway/problems/language.ts';
import type { VerificationReport } from '../../verification/report-schema.ts';
import { wrapped } from '../wrap.ts';

export const STEPS_HEADING: Texts = {
  es: 'Los quince pasos de un auditor',
  pt: 'Os quinze passos de um auditor',
  fr: 'Les quinze étapes d’un auditeur',
  en: 'The fifteen steps of an auditor',
};

export const STEP_RESULTS: Readonly<Record<StepResult, Texts>> = {
  proved: { es: 'Probado', pt: 'Provado', fr: 'Prouvé', en: 'Proved' },
  failed: { es: 'Falla', pt: 'Falha', fr: 'Échoue', en: 'Fails' },
  'not-proved': { es: 'No probado', pt: 'Não provado', fr: 'Non prouvé', en: 'Not proved' },
};

const MARKS: Readonly<Record<StepResult, string>> = { proved: '+', failed: 'x', 'not-proved': '?' };

/** Each step with what it claims, whether that is proved, why not, and with what other program the same is checked. */
export function stepLines({ steps = [] }: VerificationReport, language: Language, width: number): string[] {
  return steps.flatMap(({ step, result, claim, reasons, programs }) => {
    const later = ' '.repeat(7);
    const why = reasons.map(({ words }) => words[language]).join(' ');
    return [
      ...wrapped(claim[language], width, { first: `  ${MARKS[result]} ${String(step).padStart(2)} `, later }),
      ...wrapped([`${STEP_RESULTS[result][language]}${why === '' ? '.' : `: ${why}`}`, `[${programs}]`].join(' '), width, {
        first: later,
        later,
      }),
    ];
  });
}
