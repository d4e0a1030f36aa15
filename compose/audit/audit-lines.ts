import type { Language } from '../../gateway/problems/language.ts';
import { termIn } from '../../treaty/glossary/term.ts';
import { TRANSPORT_STATE_GLOSSARY } from '../../treaty/glossary/transport-states.ts';
import { AUDIT_TEXTS } from '../wording/audit.ts';
import type { AuditReport } from './audit-report.ts';

/** A line of the report for people: a heading, or text under one. */
export interface AuditLine {
  style: 'title' | 'verdict' | 'heading' | 'text';
  text: string;
}

/** Findings that are printed; the JSON has more. */
const PRINTED_FINDINGS = 500;

/** The report as it is read: the verdict first, then the numbers, what does not agree, who did what, and the sample. */
export function auditLines(report: AuditReport, language: Language): AuditLine[] {
  const say = (name: keyof typeof AUDIT_TEXTS) => AUDIT_TEXTS[name][language];
  const text = (line: string): AuditLine => ({ style: 'text', text: line });
  const heading = (line: string): AuditLine => ({ style: 'heading', text: line });
  const verdict = say(report.verdict === 'PASSED' ? 'holds' : report.verdict === 'FAILED' ? 'failed' : 'open');
  const { messages, entries, register } = report;
  const count = (name: keyof typeof AUDIT_TEXTS, value: number | string) => text(`${say(name)}: ${value}`);
  return [
    { style: 'title', text: say('title') },
    { style: 'verdict', text: verdict },
    count('period', `${report.from} / ${report.to}`),
    count('made', report.at),
    count('sent', messages.outbound),
    count('received', messages.inbound),
    ...(report.cases === undefined ? [] : [count('cases', report.cases)]),
    ...(register === undefined ? [] : [count('register', `${register.matched} / ${register.listed}`)]),
    count('receipts', report.receipts),
    count('receiptsOfPeers', report.receiptsOfPeers),
    ...(report.receiptsInPeersLogs === undefined ? [] : [count('receiptsInPeersLogs', report.receiptsInPeersLogs)]),
    count('entries', `${entries.to - entries.from} (${entries.from} - ${entries.to})`),
    ...Object.entries(entries.types).map(([type, number]) => text(`  ${type}: ${number}`)),
    heading(say('findings')),
    ...findingLines(report, language),
    heading(say('states')),
    ...Object.entries(report.states).map(([state, number]) => text(`${stateOf(state, language)}: ${number}`)),
    heading(say('actors')),
    ...report.actors.map(({ actor, kind, actions }) => text(`${actor} (${kind}): ${listOf(actions)}`)),
    heading(`${say('sample')} ${report.seed}`),
    ...report.sample.flatMap(({ message, bundle, sha256, verdict: outcome, notProved }) => [
      text(`${outcome}  ${message}`),
      text(`  ${bundle}  ${sha256}`),
      ...(notProved.length === 0 ? [] : [text(`  ${say('notProved')}: ${notProved.join(', ')}`)]),
    ]),
  ];
}

function findingLines({ findings, moreFindings }: AuditReport, language: Language): AuditLine[] {
  const text = (line: string): AuditLine => ({ style: 'text', text: line });
  if (findings.length === 0) return [text(AUDIT_TEXTS.none[language])];
  const unprinted = moreFindings + Math.max(0, findings.length - PRINTED_FINDINGS);
  return [
    ...findings
      .slice(0, PRINTED_FINDINGS)
      .flatMap(({ code, message, subject, words }) => [
        text(`${words[language]} [${code}]`),
        text(`  ${[...(message === undefined ? [] : [message]), subject].join('  ')}`),
      ]),
    ...(unprinted === 0 ? [] : [text(`${AUDIT_TEXTS.more[language]}: ${unprinted}`)]),
  ];
}

function stateOf(state: string, language: Language): string {
  return isKnown(state) ? termIn(TRANSPORT_STATE_GLOSSARY[state].term, language) : state;
}

function isKnown(state: string): state is keyof typeof TRANSPORT_STATE_GLOSSARY {
  return Object.hasOwn(TRANSPORT_STATE_GLOSSARY, state);
}

function listOf(actions: Readonly<Record<string, number>>): string {
  return Object.entries(actions)
    .map(([action, count]) => `${action} ${count}`)
    .join(', ');
}
