import { reasonByUri } from '../../evidence/reason.ts';
import type { TransportState } from '../../evidence/transport-state.ts';
import type { LegalFinding } from '../../treaty/finding.ts';
import { legalSentence } from '../../treaty/rules/legal-sentence.ts';
import type { LegalView } from '../legal/legal-view.ts';
import { EVENT_TEXTS } from '../problems/event-texts.ts';
import type { Language } from '../problems/language.ts';
import { REASON_TEXTS } from '../problems/reason-texts.ts';
import { STATE_TEXTS } from '../problems/state-texts.ts';
import { problemRow, rowNameOf } from '../problems/table.ts';
import type { AlarmDetail, AlarmSummary } from './alarms.ts';
import type { MessageSummary } from './messages.ts';
import type { ShownEvidence } from './show-evidence.ts';
import type { MessageDetail, PendingWork } from './show-message.ts';

/** Beside each word for programs a whole sentence for people, in one language: the answers of the API. */

export type SummaryInWords<Summary extends MessageSummary = MessageSummary> = Summary & {
  state: TransportState;
  stateText: string;
  lastProblemText?: string;
};

export type EvidenceInWords = ShownEvidence & { text: string; reasonTexts: string[] };
export type PendingInWords = PendingWork & { lastErrorText?: string };

export type FindingInWords = LegalFinding & { text: string };
export type DetailInWords = SummaryInWords<Omit<MessageDetail, 'legal'>> & {
  evidence: EvidenceInWords[];
  pending: PendingInWords[];
  legal?: Omit<LegalView, 'findings'> & { findings: FindingInWords[] };
};

export function summaryInWords<Summary extends MessageSummary>(message: Summary, language: Language): SummaryInWords<Summary> {
  // The ledger holds what `transportState` derived.
  const state = message.state as TransportState;
  const problem = problemText(message.lastProblem, language);
  return {
    ...message,
    state,
    stateText: STATE_TEXTS[state][language],
    ...(problem === undefined ? {} : { lastProblemText: problem }),
  };
}

export function evidenceInWords(evidence: ShownEvidence, language: Language): EvidenceInWords {
  return {
    ...evidence,
    text: EVENT_TEXTS[evidence.event][language],
    reasonTexts: evidence.reasons.map((uri) => {
      const known = reasonByUri(uri);
      // A peer with a newer version may state others: they stand for themselves.
      return known === undefined ? uri : REASON_TEXTS[known][language];
    }),
  };
}

/** A code of a later version has no row here: it stands for itself, beside a sentence that says only that something is wrong. */
export function alarmInWords<Alarm extends AlarmSummary | AlarmDetail>(
  alarm: Alarm,
  language: Language,
): Alarm & { text: string; advice: string } {
  const { title, advice } = problemRow(rowNameOf(alarm.code) ?? 'internal');
  return { ...alarm, text: title[language], advice: advice[language] };
}

/** A finding of a later version has no sentence here: its code stands for itself. */
export function findingInWords(finding: LegalFinding, language: Language): FindingInWords {
  return { ...finding, text: legalSentence(finding, language) ?? finding.code };
}

export function detailInWords({ legal, ...message }: MessageDetail, language: Language): DetailInWords {
  return {
    ...summaryInWords(message, language),
    ...(legal === undefined ? {} : { legal: { ...legal, findings: legal.findings.map((finding) => findingInWords(finding, language)) } }),
    evidence: message.evidence.map((evidence) => evidenceInWords(evidence, language)),
    pending: message.pending.map((work) => {
      const text = problemText(work.lastError, language);
      return text === undefined ? work : { ...work, lastErrorText: text };
    }),
  };
}

function problemText(code: string | undefined, language: Language): string | undefined {
  if (code === undefined) return undefined;
  return problemRow(rowNameOf(code) ?? 'internal').title[language];
}
