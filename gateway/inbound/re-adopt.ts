import type { EvidenceSummary } from '../../evidence/summary.ts';
import { transportOutcome } from '../../evidence/transport-state.ts';
import type { Change, Row } from '../../store/contracts/ledger.ts';
import type { EvidenceRecord, MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { type EvidenceSet, ownStatements } from '../receipts/evidence-set.ts';
import { changesFeed } from '../receipts/feeds.ts';

/** Our own answer to a delivery, and what has to be committed with the message that it is about. */
export interface ReadoptedAnswer {
  record: EvidenceRecord;
  message: MessageRecord;
  change: Required<Change>;
}

/**
 * Takes our own B.1 or B.2 of before a restore up again, which the peer had to bring back: the same answer for ever, and never a second
 * signature. Undefined when we never answered this header.
 */
export function readoptAnswer(
  dependencies: Pick<GatewayDependencies, 'authority'>,
  given: { message: Row<'messages'>; early: EvidenceSet; acceptance: EvidenceSummary; envelopeDigest: string },
): ReadoptedAnswer | undefined {
  const { message: row, early, acceptance, envelopeDigest } = given;
  const answer = answerOf(dependencies, early, envelopeDigest);
  if (answer === undefined) return undefined;
  const own = early.summaries.filter(({ issuer }) => issuer === dependencies.authority);
  const report = transportOutcome([...early.summaries, acceptance], new Set([envelopeDigest]));
  const message: MessageRecord = {
    ...row.value,
    state: report.state,
    terminal: report.terminal,
    nextIssuerSequence: Math.max(...own.map(({ issuerSequence }) => issuerSequence)) + 1,
  };
  return {
    record: answer.record,
    message,
    change: {
      rows: [{ table: 'messages', key: row.key, expect: row.version, value: message }],
      leaves: [],
      feeds: [changesFeed(row.key, report.state)],
      jobs: [],
    },
  };
}

/** What we answered to this header, if we did. */
export function answerOf(
  dependencies: Pick<GatewayDependencies, 'authority'>,
  early: EvidenceSet,
  envelopeDigest: string,
): { record: EvidenceRecord; summary: EvidenceSummary } | undefined {
  const answers = ownStatements(dependencies, early, 'RelayAcceptance', 'RelayRejection');
  return answers.find(({ summary }) => summary.envelopeDigest === envelopeDigest);
}
