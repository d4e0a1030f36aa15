import { reasonByUri } from '../../evidence/reason.ts';
import type { TransportState } from '../../evidence/transport-state.ts';
import { EVENT_TEXTS } from '../problems/event-texts.ts';
import type { Language } from '../problems/language.ts';
import { REASON_TEXTS } from '../problems/reason-texts.ts';
import { STATE_TEXTS } from '../problems/state-texts.ts';
import { problemRow, rowNameOf } from '../problems/table.ts';
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

export type DetailInWords = SummaryInWords<MessageDetail> & { evidence: EvidenceInWords[]; pending: PendingInWords[] };

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

export function detailInWords(message: MessageDetail, language: Language): DetailInWords {
  return {
    ...summaryInWords(message, language),
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
