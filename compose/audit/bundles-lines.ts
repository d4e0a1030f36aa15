import type { Language } from '../../gateway/problems/language.ts';
import { AUDIT_TEXTS } from '../wording/audit.ts';
import { BUNDLES_TEXTS } from '../wording/bundles.ts';
import { printable } from '../wording/printable.ts';
import { findingLines } from '../wording/report-lines.ts';
import { VERDICT_TEXTS } from '../wording/verification.ts';
import type { BundlesAudit } from './bundles-report.ts';

const MARKS = { PASSED: '+', INDETERMINATE: '?', FAILED: 'x' } as const;

/** The report as it is read: the verdict, each bundle with what did not pass in it, then what they say together. */
export function bundlesLines(audit: BundlesAudit, language: Language): string[] {
  const say = (name: keyof typeof BUNDLES_TEXTS) => BUNDLES_TEXTS[name][language];
  const { bundles, messages, logs, forks, findings, others } = audit;
  return [
    VERDICT_TEXTS[audit.verdict][language],
    '',
    `${say('bundles')}: ${bundles.length}`,
    `${say('messages')}: ${messages.different}`,
    `${say('repeated')}: ${messages.repeated}`,
    ...bundles.flatMap(({ path, verdict, message, state, findings: open }) => [
      '',
      [
        MARKS[verdict],
        printable(path),
        ...(message === undefined ? [] : [message.messageId]),
        ...(state === undefined ? [] : [state]),
      ].join('  '),
      ...findingLines(open, language).map((line) => (line === '' ? line : `  ${line}`)),
    ]),
    ...titled(
      say('logs'),
      logs.map(({ origin, states, from, to, unconnected }) =>
        [
          `  ${printable(origin)}: ${states} (${from} - ${to})`,
          ...(unconnected === 0 ? [] : [`${say('unconnected')}: ${unconnected}`]),
        ].join('; '),
      ),
    ),
    ...titled(
      say('forks'),
      forks.flatMap(({ origin, files }) => [`  ${printable(origin)}`, ...files.map((file) => `    ${file}`)]),
    ),
    '',
    say('together'),
    ...(findings.length === 0 ? [`  ${AUDIT_TEXTS.none[language]}`] : findingLines(findings, language)),
    ...titled(
      say('others'),
      others.map((path) => `  ${printable(path)}`),
    ),
  ];
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}
