import type { EventName } from '../../evidence/event.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import type { EvidenceRecord } from '../../store/contracts/records.ts';
import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { readEvidenceSet } from '../receipts/evidence-set.ts';
import { travelling } from '../receipts/issue-evidence.ts';
import { type Actor, requireActor } from './actor.ts';
import { findMessage, type MessageReference } from './messages.ts';

/** One receipt: what it says in short, its place in the graph of receipts, and the signed object itself with its salt. */
export type ShownEvidence = TravellingEvidence &
  Pick<
    EvidenceSummary,
    'event' | 'issuer' | 'role' | 'eventTime' | 'evidenceIdentifier' | 'evidenceDigest' | 'issuerSequence' | 'previous' | 'reasons'
  >;

/**
 * The receipts of one message in the order in which they were stored, all of them or those of one event, without anything else about
 * it: what a system fetches that waits for a hand-over. GatewayError `not-found`, `conflict`.
 */
export async function showEvidence(
  dependencies: GatewayDependencies,
  query: MessageReference & { actor: Actor; event?: EventName },
): Promise<ShownEvidence[]> {
  requireActor(query.actor, ['system', 'officer', 'auditor']);
  const message = await findMessage(dependencies, query);
  const { rows, summaries } = await readEvidenceSet(dependencies, message.key);
  return rows.flatMap(({ value }, index) => {
    const summary = summaries[index];
    if (summary === undefined || (query.event !== undefined && summary.event !== query.event)) return [];
    return [shownEvidence(summary, value)];
  });
}

/** A receipt as the API shows it. */
export function shownEvidence(summary: EvidenceSummary, record: EvidenceRecord): ShownEvidence {
  const { event, issuer, role, eventTime, evidenceIdentifier, evidenceDigest, issuerSequence, previous, reasons } = summary;
  const graph = { evidenceDigest, issuerSequence, previous };
  return { event, issuer, role, eventTime, evidenceIdentifier, ...graph, reasons, ...travelling(record) };
}
