import type { EvidenceSummary } from '../../evidence/summary.ts';
import type { ListedRow } from '../../store/contracts/ledger.ts';
import type { GatewayDependencies } from '../dependencies.ts';

/** More evidence than any message has; a peer that sends more is cut off before (see `accept-evidence.ts`). */
export const MAXIMUM_EVIDENCE_PER_MESSAGE = 200;

/** Everything known about the evidence of one message. */
export interface EvidenceSet {
  rows: readonly ListedRow<'evidence'>[];
  summaries: readonly EvidenceSummary[];
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
