import { EVENTS } from '../../evidence/event.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';

/** How one message ended, from all evidence of both sides. */
export interface Outcome {
  /** The terminal event that stands: the furthest one. */
  end: string | undefined;
  /** Every terminal event there is evidence of, in the table's short form (A.2, B.2, B.3, D.2, E.1, E.2). */
  terminals: readonly string[];
  kind:
    | 'one-end'
    /** B.3, and then B.1 or more: shown as a conflict. */
    | 'late-answer'
    /** E.2, and then E.1: shown as late. */
    | 'late-handover'
    | 'none'
    | 'contradictory';
}

/** Judges the terminal events of one message, each counted once however many sides keep it. */
export function judgeOutcome(evidence: readonly EvidenceSummary[]): Outcome {
  const distinct = new Map(evidence.map((summary) => [summary.evidenceDigest, summary]));
  const summaries = [...distinct.values()];
  const terminals = summaries
    .filter(({ event }) => EVENTS[event].terminal)
    .map(({ event }) => EVENTS[event].code ?? event)
    .sort();
  const hasFailed = terminals.includes('B.3');
  const answered = summaries.some(({ role }) => role === 'recipient');
  const others = terminals.filter((code) => code !== 'B.3');
  const end = others.at(0) === 'E.1' ? 'E.1' : (others.at(-1) ?? (hasFailed ? 'B.3' : undefined));
  return { end, terminals, kind: kindOf({ terminals, others, hasFailed, answered }) };
}

function kindOf(found: {
  terminals: readonly string[];
  others: readonly string[];
  hasFailed: boolean;
  answered: boolean;
}): Outcome['kind'] {
  const { terminals, others, hasFailed, answered } = found;
  if (terminals.length === 0) return 'none';
  const failures = terminals.length - others.length;
  const isLateHandover = others.join(' ') === 'E.1 E.2';
  if (failures > 1 || (others.length > 1 && !isLateHandover)) return 'contradictory';
  // A refusal or an end of the recipient beside B.3 is a late answer too, and as such a conflict that both sides must show.
  if (hasFailed && answered) return 'late-answer';
  return isLateHandover ? 'late-handover' : 'one-end';
}
