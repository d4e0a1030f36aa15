import type { CompletenessEntry, CompletenessReport, ToBeChecked } from './completeness-report.ts';
import { isParticularName, type ParticularName } from './particulars.ts';
import { STATE_CHECKS, type StateCheck } from './state-demands.ts';
import type { CompletenessTexts } from './texts/completeness-texts.ts';
import { en } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { pt } from './texts/pt.ts';

/** Languages in which a report is told. */
export const REPORT_TEXTS = { es, pt, fr, en } as const satisfies Record<string, CompletenessTexts>;
export type ReportLanguage = keyof typeof REPORT_TEXTS;

/** A line of the report in words. */
export interface ToldEntry {
  particular: string;
  label: string;
  status: string;
  severity: string;
  /** Articles of conventions that ask for it. */
  articles: readonly string[];
  /** What is missing; absent where nothing is. */
  missing?: string;
}

/** A report in the words of one language. */
export interface ToldReport {
  summary: string;
  advice: string;
  entries: readonly ToldEntry[];
  toBeChecked: readonly string[];
}

/** Tells a report, in the order of its lines. Names that this version has no words for are told as they are. */
export function tellCompleteness(report: CompletenessReport, language: ReportLanguage): ToldReport {
  const texts = REPORT_TEXTS[language];
  return {
    summary: report.complete ? texts.complete : texts.incomplete,
    advice: texts.advice,
    entries: report.entries.map((entry) => tellEntry(entry, texts)),
    toBeChecked: report.toBeChecked.map((one) => tellToBeChecked(one, texts, language)),
  };
}

function tellEntry(entry: CompletenessEntry, texts: CompletenessTexts): ToldEntry {
  const { particular, status, severity } = entry;
  const text = hasWords(particular) ? texts.particulars[particular] : { label: particular, missing: particular };
  const told: ToldEntry = {
    particular,
    label: text.label,
    status: texts.statuses[status],
    severity: texts.severities[severity],
    articles: entry.sources.flatMap((source) => (source.by === 'convention' ? [source.article] : [])),
  };
  if (status !== 'absent') return told;
  const document = entry.parameters?.document;
  const words = document !== undefined && Object.hasOwn(texts.documents, document) ? texts.documents[document as 'letter'] : document;
  return { ...told, missing: fill(text.missing, { ...entry.parameters, ...(words === undefined ? {} : { document: words }) }) };
}

function tellToBeChecked(one: ToBeChecked, texts: CompletenessTexts, language: ReportLanguage): string {
  switch (one.kind) {
    case 'copies':
      return fill(texts.copies, { copies: String(one.copies) });
    case 'unknown-particular':
      return fill(texts.unknownParticular, { particular: one.particular });
    case 'words':
      return (one.texts.find((text) => text.language.split('-')[0] === language) ?? one.texts[0])?.text ?? '';
  }
}

function hasWords(particular: string): particular is ParticularName | StateCheck {
  return isParticularName(particular) || STATE_CHECKS.some((check) => check === particular);
}

/** Puts values into a sentence with named placeholders. A value is never looked through for placeholders of its own. */
function fill(sentence: string, values: Readonly<Record<string, string | undefined>>): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
