import { type Verdict, verdictOf } from '../../audit/verify/finding.ts';
import type { Language } from '../../gateway/problems/language.ts';
import { STATE_TEXTS } from '../../gateway/problems/state-texts.ts';
import type { ReportedFinding, VerificationReport } from '../verification/report-schema.ts';
import { eventSentence } from '../wording/events.ts';
import { TRAINING_TEXTS } from '../wording/training.ts';
import { VERDICT_TEXTS } from '../wording/verification.ts';
import type { StatementTexts } from './statement-texts.ts';
import { ENGLISH_STATEMENT } from './texts/english.ts';
import { FRENCH_STATEMENT } from './texts/french.ts';
import { PORTUGUESE_STATEMENT } from './texts/portuguese.ts';
import { SPANISH_STATEMENT } from './texts/spanish.ts';

export const STATEMENT_TEXTS: Readonly<Record<Language, StatementTexts>> = {
  es: SPANISH_STATEMENT,
  pt: PORTUGUESE_STATEMENT,
  fr: FRENCH_STATEMENT,
  en: ENGLISH_STATEMENT,
};

/** The facts of a verified bundle in the words and the order of the page. */
export interface Statement {
  title: string;
  subtitle: string;
  introduction: string;
  verdict: string;
  counts: string;
  sections: StatementTexts['sections'];
  message: StatementRow[];
  content: StatementRow[];
  receiptColumns: StatementTexts['receiptColumns'];
  receipts: { time: string; code: string; text: string; issuer: string; verdict: string }[];
  moreReceipts?: string;
  notShown: string[];
  tools: { text: string; command: string }[];
  signature: string;
  footer: string;
}

export interface StatementRow {
  name: string;
  value: string;
  isCode?: true;
}

export interface StatementFacts {
  report: VerificationReport & {
    message: NonNullable<VerificationReport['message']>;
    timeline: NonNullable<VerificationReport['timeline']>;
  };
  language: Language;
  /** Names of authorities, by identifier, as certificates that the verifier trusts give them. */
  names: ReadonlyMap<string, string>;
  trust: { digest: string; isGiven: boolean } | undefined;
  signer?: { subject: string; issuer: string };
}

/** What there may be room for on one page. */
export interface StatementLimits {
  receipts: number;
  remarks: number;
}

/** States in which the content has reached the recipient authority. */
const REACHED: ReadonlySet<string> = new Set(['consigned', 'handover-unconfirmed', 'not-collected', 'handed-over']);

/** Puts the facts into words. Statement of facts alone: who, when, which octets, with what outcome. */
export function statementOf(facts: StatementFacts, limits: StatementLimits): Statement {
  const { report, language } = facts;
  const texts = STATEMENT_TEXTS[language];
  const isComplete = report.verdict === 'PASSED' && report.state !== undefined && REACHED.has(report.state);
  const left = report.timeline.length - limits.receipts;
  return {
    title: isComplete ? texts.title.complete : texts.title.other,
    subtitle: texts.subtitle,
    introduction: texts.introduction,
    verdict: [VERDICT_TEXTS[report.verdict], ...(report.package?.training === true ? [TRAINING_TEXTS] : [])]
      .map((sentence) => sentence[language])
      .join(' '),
    counts: countsOf(report.findings, texts),
    sections: texts.sections,
    message: messageRows(facts, texts),
    content: contentRows(facts, texts),
    receiptColumns: texts.receiptColumns,
    receipts: report.timeline.slice(0, limits.receipts).map((receipt) => receiptOf(receipt, facts, texts)),
    ...(left > 0 ? { moreReceipts: filled(texts.moreReceipts, { count: left }) } : {}),
    notShown: [...texts.notShown, ...remarksOf(facts, texts, limits.remarks)],
    tools: toolsOf(report, texts),
    signature: facts.signer === undefined ? texts.unsigned : filled(texts.signed, facts.signer),
    footer: texts.footer,
  };
}

function messageRows({ report, language, names }: StatementFacts, { rows }: StatementTexts): StatementRow[] {
  const { messageId, sender, recipient } = report.message;
  const named = (identifier: string) => [names.get(identifier), identifier].filter((part) => part !== undefined).join(' - ');
  const state = report.state;
  return [
    { name: rows.sender, value: named(sender) },
    { name: rows.recipient, value: named(recipient) },
    { name: rows.messageId, value: messageId, isCode: true },
    ...(state === undefined ? [] : [{ name: rows.state, value: stateText(state, language) }]),
    { name: rows.verifiedAt, value: utc(report.at) },
  ];
}

function contentRows({ report, trust }: StatementFacts, { rows }: StatementTexts): StatementRow[] {
  const { package: sealed, file } = report;
  const existedBefore = sealed?.existedBefore;
  return [
    ...(sealed === undefined ? [] : [{ name: rows.packageDigest, value: sealed.sha256, isCode: true as const }]),
    ...(existedBefore === undefined ? [] : [{ name: rows.existedBefore, value: utc(existedBefore) }]),
    { name: rows.bundle, value: `${file.name} (${file.length} B)` },
    { name: rows.bundleDigest, value: file.sha256, isCode: true },
    ...(trust === undefined
      ? []
      : [{ name: trust.isGiven ? rows.trustGiven : rows.trustBundled, value: trust.digest, isCode: true as const }]),
  ];
}

function receiptOf(
  receipt: StatementFacts['report']['timeline'][number],
  { report, language, names }: StatementFacts,
  texts: StatementTexts,
) {
  const own = report.findings.filter(({ subject }) => subject === receipt.path);
  return {
    time: utc(receipt.eventTime),
    code: receipt.code ?? '',
    text: eventSentence(receipt.event, language),
    issuer: names.get(receipt.issuer) ?? receipt.issuer,
    verdict: texts.receiptVerdicts[verdictOf(own)],
  };
}

function countsOf(findings: readonly ReportedFinding[], { counts }: StatementTexts): string {
  const counted = findings.filter(({ advisory }) => advisory !== true);
  const number = (verdict: Verdict) => counted.filter((finding) => finding.verdict === verdict).length;
  const warnings = findings.length - counted.length;
  return filled(counts, { passed: number('PASSED'), failed: number('FAILED'), open: number('INDETERMINATE'), warnings });
}

/** Each sentence about what did not pass, once; what failed before what is only not known. */
function remarksOf({ report: { findings }, language }: StatementFacts, texts: StatementTexts, maximum: number): string[] {
  const ordered = (['FAILED', 'INDETERMINATE'] as const).flatMap((verdict) => findings.filter((finding) => finding.verdict === verdict));
  const sentences = [...new Set(ordered.map(({ words }) => words[language]))];
  const left = sentences.length - maximum;
  return [...sentences.slice(0, maximum), ...(left > 0 ? [filled(texts.moreFindings, { count: left })] : [])];
}

function toolsOf({ file }: VerificationReport, { tools }: StatementTexts): Statement['tools'] {
  return [
    { text: tools.package, command: `sha256sum ${file.name}` },
    { text: tools.everything, command: `valija verify ${file.name} --trust trust.json --commands` },
    { text: tools.instructions, command: `unzip -p ${file.name} README.txt` },
    { text: tools.thisDocument, command: `pdfsig ${tools.thisFile}` },
  ];
}

function stateText(state: string, language: Language): string {
  return Object.hasOwn(STATE_TEXTS, state) ? STATE_TEXTS[state as keyof typeof STATE_TEXTS][language] : state;
}

function filled(text: string, facts: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{([a-zA-Z]+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** Year first and with its zone, so that nobody takes day and month for one another. */
function utc(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}
