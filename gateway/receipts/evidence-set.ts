import type { EventName } from '../../evidence/event.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import type { ListedRow } from '../../store/contracts/ledger.ts';
import type { EvidenceRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';

/** Rows read of one message. */
const MAXIMUM_EVIDENCE_PER_MESSAGE = 200;

/**
 * Rows that others can cause: evidence they bring, and rejections of their duplicates. What we state about the message itself always
 * finds room above, and so is always read.
 */
export const MAXIMUM_EVIDENCE_FROM_OUTSIDE = 150;

/** Everything known about the evidence of one message. */
export interface EvidenceSet {
  rows: readonly ListedRow<'evidence'>[];
  summaries: readonly EvidenceSummary[];
}

/** What this authority stated about the message, also when a peer had to bring it back after a restore. In the order of storing. */
export function ownStatements(
  dependencies: Pick<GatewayDependencies, 'authority'>,
  set: EvidenceSet,
  ...events: readonly EventName[]
): { record: EvidenceRecord; summary: EvidenceSummary }[] {
  return set.rows.flatMap(({ value: record }, index) => {
    const summary = set.summaries[index];
    if (summary?.issuer !== dependencies.authority || !events.includes(summary.event)) return [];
    return [{ record, summary }];
  });
}

/** Reads the stored evidence of a message, in the order in which it was stored. */
export async function readEvidenceSet(dependencies: Pick<GatewayDependencies, 'ledger'>, messageKey: string): Promise<EvidenceSet> {
  const rows = await dependencies.ledger.list('evidence', {
    index: 'byMessage',
    equals: messageKey,
    limit: MAXIMUM_EVIDENCE_PER_MESSAGE,
  });
  return { rows, summaries: rows.map((row) => JSON.parse(row.value.summary) as EvidenceSummary) };
}
