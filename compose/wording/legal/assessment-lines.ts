import * as z from 'zod';
import type { Language, Texts } from '../../../gateway/problems/language.ts';
import { type CompletenessEntry, completenessReport } from '../../../treaty/completeness/completeness-report.ts';
import { tellCompleteness } from '../../../treaty/completeness/tell-completeness.ts';
import { instrumentName } from '../../../treaty/instruments/instrument-texts.ts';
import { KNOWN_INSTRUMENTS } from '../../../treaty/instruments/known-instruments.ts';
import type { AssessmentAnswer } from '../../api-client/answers-cases.ts';
import { printable } from '../printable.ts';
import { wrapped } from '../wrap.ts';
import { basisLines, rejectionLines, type ToldBasis } from './basis-lines.ts';
import { findingLines, LINE_WIDTH } from './finding-lines.ts';

const HEADINGS = {
  findings: { es: 'Reglas jurídicas', pt: 'Regras jurídicas', fr: 'Règles juridiques', en: 'Legal rules' },
  completeness: { es: 'Integridad', pt: 'Completude', fr: 'Complétude', en: 'Completeness' },
  basis: { es: 'Fundamento jurídico', pt: 'Fundamento jurídico', fr: 'Fondement juridique', en: 'Legal basis' },
} as const satisfies Record<string, Texts>;

const NOTHING_TO_SAY: Texts = {
  es: 'Ninguna regla tiene nada que decir.',
  pt: 'Nenhuma regra tem nada a dizer.',
  fr: 'Aucune règle n’a rien à signaler.',
  en: 'No rule has anything to say.',
};

const UNTOLD: Texts = {
  es: 'La pasarela es de una versión posterior: su informe solo se muestra con --json.',
  pt: 'O gateway é de uma versão posterior: o seu relatório só se mostra com --json.',
  fr: 'La passerelle est d’une version plus récente : son rapport ne se lit qu’avec --json.',
  en: 'The gateway is of a later version: its report is shown with --json alone.',
};

/** What would be said of a message if it were sent now: findings, what it lacks, and which instruments carry it. */
export function assessmentLines({ findings, completeness, basis }: AssessmentAnswer, language: Language): string[] {
  return [
    HEADINGS.findings[language],
    ...indented(findings.length === 0 ? [NOTHING_TO_SAY[language]] : findingLines(findings, language)),
    ...(completeness === undefined ? [] : ['', HEADINGS.completeness[language], ...indented(completenessLines(completeness, language))]),
    ...(basis === undefined ? [] : ['', HEADINGS.basis[language], ...indented(legalBasisLines(basis, language))]),
  ];
}

/** The summary of a report on completeness, and one line for everything that is missing. */
export function completenessLines(report: unknown, language: Language): string[] {
  const parsed = completenessReport.safeParse(report);
  if (!parsed.success) return [UNTOLD[language]];
  const { entries } = parsed.data;
  // What is required comes before what is only recommended.
  const ordered = [...entries.filter(isRequired), ...entries.filter((entry) => !isRequired(entry))];
  const told = tellCompleteness({ ...parsed.data, entries: ordered }, language);
  return [
    told.summary,
    ...told.entries.flatMap(({ missing, severity, articles }) => (missing === undefined ? [] : [missingLine(missing, severity, articles)])),
    ...told.toBeChecked.map((line) => `? ${printable(line)}`),
    told.advice,
  ].flatMap((line) => wrapped(line, LINE_WIDTH, { first: '', later: INDENT }));
}

function isRequired({ severity }: CompletenessEntry): boolean {
  return severity !== 'recommended';
}

function missingLine(missing: string, severity: string, articles: readonly string[]): string {
  const asked = [severity, ...articles].join(', ');
  return `- ${printable(missing)} (${printable(asked)})`;
}

const route = z.union([
  z.looseObject({ open: z.literal(true), article: z.string().optional() }),
  z.looseObject({ open: z.literal(false), reasons: z.array(z.string()) }),
]);

/** What is told of a legal basis. */
const toldBasis: z.ZodType<ToldBasis> = z.looseObject({
  carries: z.array(
    z.looseObject({
      instrument: z.string(),
      confirmed: z.boolean(),
      assuranceNeeded: z.boolean(),
      governing: z.looseObject({ instrument: z.string(), paragraphs: z.string().optional(), article: z.string().optional() }),
    }),
  ),
  rejected: z.array(z.looseObject({ instrument: z.string(), reasons: z.array(z.string()) })),
  direct: route,
  interpol: route,
  oral: route,
  transmission: z.array(z.looseObject({ instrument: z.string(), applies: z.string() })),
});

function legalBasisLines(basis: unknown, language: Language): string[] {
  const parsed = toldBasis.safeParse(basis);
  if (!parsed.success) return [UNTOLD[language]];
  const name = (identifier: string) => nameOfInstrument(identifier, language);
  return [...basisLines(parsed.data, name, language), ...rejectionLines(parsed.data, name, language)].flatMap((line) => {
    const [indent = ''] = /^ */.exec(line) ?? [];
    return wrapped(line.slice(indent.length), LINE_WIDTH, { first: indent, later: `${indent}${INDENT}` });
  });
}

/** Those of the product have names here; one that the directory brings is called by its identifier. */
function nameOfInstrument(identifier: string, language: Language): string {
  const known = KNOWN_INSTRUMENTS.find((instrument) => instrument.identifier === identifier);
  return printable(known === undefined ? identifier : instrumentName(known, language));
}

const INDENT = '  ';

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `${INDENT}${line}`);
}
