import type { Language } from '../../gateway/problems/language.ts';
import { STATE_TEXTS } from '../../gateway/problems/state-texts.ts';
import type { ReportedFinding, VerificationReport } from '../verification/report-schema.ts';
import { eventSentence } from './events.ts';
import { KIND_NAMES } from './kinds.ts';
import { STEPS_HEADING, stepLines } from './steps/step-lines.ts';
import { TRAINING_TEXTS } from './training.ts';
import { CHECK_SENTENCES, REPORT_HEADINGS, VERDICT_TEXTS } from './verification.ts';
import { wrapped } from './wrap.ts';

const WIDTH = 100;

/**
 * The report as a clerk reads it: the verdict first, then what the file is and says, then what did not pass with its reason, and what
 * did, each sentence once. `commands`: also how other programs check the same.
 */
export function reportLines(report: VerificationReport, language: Language, options: { commands: boolean }): string[] {
  return [
    VERDICT_TEXTS[report.verdict][language],
    ...trainingLines(report, language),
    '',
    ...factLines(report, language),
    ...section(REPORT_HEADINGS.receipts[language], receiptLines(report, language)),
    ...section(REPORT_HEADINGS.messages[language], messageLines(report, language)),
    ...section(STEPS_HEADING[language], stepLines(report, language, WIDTH)),
    ...findingLines(report.findings, language),
    ...(options.commands ? section(REPORT_HEADINGS.commands[language], commandLines(report)) : []),
  ];
}

/** Whatever holds of an exercise holds of nothing real: that stands beside the verdict. */
function trainingLines({ package: facts, messages = [] }: VerificationReport, language: Language): string[] {
  const isTraining = facts?.training === true || messages.some(({ training }) => training === true);
  return isTraining ? wrapped(TRAINING_TEXTS[language], WIDTH, { first: '', later: '' }) : [];
}

/** What did not pass, then what did, under their headings. */
export function findingLines(findings: readonly ReportedFinding[], language: Language): string[] {
  const counted = findings.filter(({ advisory }) => advisory !== true);
  const open = {
    failed: counted.filter(({ verdict }) => verdict === 'FAILED'),
    open: counted.filter(({ verdict }) => verdict === 'INDETERMINATE'),
    warnings: findings.filter(({ advisory }) => advisory === true),
  };
  return [
    ...Object.entries(open).flatMap(([name, some]) =>
      section(
        REPORT_HEADINGS[name as keyof typeof open][language],
        some.flatMap((finding) => openLines(finding, language)),
      ),
    ),
    ...section(REPORT_HEADINGS.passed[language], passedLines(findings, language)),
  ];
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines];
}

function factLines(report: VerificationReport, language: Language): string[] {
  const { file, kind, content } = report;
  const kinds = content === undefined ? KIND_NAMES[kind][language] : `${KIND_NAMES[kind][language]} > ${KIND_NAMES[content][language]}`;
  const about = report.message ?? report.evidence ?? report.header ?? report.package;
  const rows: [string, string | undefined][] = [
    [REPORT_HEADINGS.file[language], `${file.name} (${kinds})`],
    ['SHA-256', file.sha256],
    [REPORT_HEADINGS.conversation[language], report.conversation],
    [REPORT_HEADINGS.message[language], about?.messageId],
    [REPORT_HEADINGS.sender[language], about?.sender],
    [REPORT_HEADINGS.recipient[language], about?.recipient],
    ...(report.signatures ?? []).map(({ certificate, level }): [string, string | undefined] => [
      REPORT_HEADINGS.signer[language],
      certificate === undefined ? undefined : [certificate.subject, ...(level === undefined ? [] : [`(${level})`])].join(' '),
    ]),
    [REPORT_HEADINGS.at[language], utc(report.at)],
  ];
  const known = rows.filter((row): row is [string, string] => row[1] !== undefined);
  const width = Math.max(...known.map(([name]) => name.length));
  return known.flatMap(([name, value]) => wrapped(value, WIDTH, { first: `${name.padEnd(width)}  `, later: ' '.repeat(width + 2) }));
}

/** The receipts of a bundle in their order, or what one receipt says. */
function receiptLines(report: VerificationReport, language: Language): string[] {
  const receipts = report.timeline ?? (report.evidence === undefined ? [] : [report.evidence]);
  return receipts.flatMap((receipt) => {
    const code = 'code' in receipt && typeof receipt.code === 'string' ? receipt.code.padEnd(3) : '   ';
    const first = `  ${utc(receipt.eventTime)}  ${code}  `;
    const later = ' '.repeat(first.length);
    return [...wrapped(eventSentence(receipt.event, language), WIDTH, { first, later }), `${later}${receipt.issuer}`];
  });
}

/** The messages of a conversation: whether each holds, and what became of it. */
function messageLines({ messages = [] }: VerificationReport, language: Language): string[] {
  return messages.flatMap(({ verdict, messageId, path, sender, state }) => [
    `  ${VERDICT_MARKS[verdict]} ${messageId ?? path}`,
    ...[sender, state === undefined ? undefined : stateOr(state, language)].flatMap((line) =>
      line === undefined ? [] : wrapped(line, WIDTH, { first: '    ', later: '    ' }),
    ),
  ]);
}

const VERDICT_MARKS = { PASSED: '+', INDETERMINATE: '?', FAILED: 'x' } as const;

/** What did not pass: what that means, why, where, and by which rule. */
function openLines({ verdict, advisory, words, reason, subject, code, clause, validation }: ReportedFinding, language: Language): string[] {
  const mark = advisory === true ? '~' : VERDICT_MARKS[verdict];
  const subIndication = validation?.subIndication === undefined ? '' : ` ${validation.subIndication};`;
  return [
    ...wrapped(words[language], WIDTH, { first: `  ${mark} `, later: '    ' }),
    ...(reason === undefined ? [] : wrapped(reason[language], WIDTH, { first: '    ', later: '    ' })),
    ...wrapped(stateOr(subject, language), WIDTH, { first: '    ', later: '    ' }),
    ...wrapped(`[${code}]${subIndication} ${clause}`, WIDTH, { first: '    ', later: '    ' }),
  ];
}

/** Each sentence once, with all that it holds for. */
function passedLines(findings: readonly ReportedFinding[], language: Language): string[] {
  const passed = findings.filter(({ verdict }) => verdict === 'PASSED');
  const checks = [...new Set(passed.map(({ check }) => check))];
  return checks.flatMap((check) => {
    const subjects = [...new Set(passed.filter((finding) => finding.check === check).map(({ subject }) => subject))];
    return [
      ...wrapped(CHECK_SENTENCES[language][check].PASSED, WIDTH, { first: '  + ', later: '    ' }),
      ...wrapped(subjects.map((subject) => stateOr(subject, language)).join(', '), WIDTH, { first: '    ', later: '    ' }),
    ];
  });
}

/** The subject of some checks is a state of the message, for which there are words. */
function stateOr(subject: string, language: Language): string {
  return Object.hasOwn(STATE_TEXTS, subject) ? STATE_TEXTS[subject as keyof typeof STATE_TEXTS][language] : subject;
}

/** Commands are never broken: they are there to be copied. */
function commandLines({ preparation, findings }: VerificationReport): string[] {
  const told = findings.flatMap(({ check, subject, tool }) => (tool === undefined ? [] : [`  # ${check} ${subject}`, `  ${tool.command}`]));
  return told.length === 0 ? [] : [...preparation.flatMap((command) => command.split('\n').map((line) => `  ${line}`)), ...told];
}

/** Year first and with its zone, so that readers of no language take day and month for one another. */
function utc(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}
