import { transportOutcome } from '../../evidence/transport-state.ts';
import type { RowChange } from '../../store/contracts/ledger.ts';
import type { PeerRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { readEnvelopes } from '../receipts/envelopes.ts';
import { type EvidenceSet, readEvidenceSet } from '../receipts/evidence-set.ts';
import { rebuildUntilCommitted } from '../unit-of-work.ts';

const NEW_PEER: PeerRecord = { evidenceCursor: 0, messagesCursor: 0 };

/**
 * Evidence about a message that is not here: counted to the peer that brought it, so that none fills our disk with statements about
 * messages that never come. The change holds only while the message is still missing: one that arrives at this very moment must take
 * the evidence into its state. Throws GatewayError `evidence-orphans-exceeded`.
 */
export async function orphanRows(dependencies: GatewayDependencies, peer: string, messageKey: string): Promise<RowChange[]> {
  const row = await dependencies.ledger.get('peers', peer);
  const before = row?.value ?? NEW_PEER;
  const orphans = (before.orphans ?? 0) + 1;
  if (orphans > dependencies.settings.maximumOrphans) {
    throw new GatewayError('evidence-orphans-exceeded', 'too much evidence of this peer about messages that are not here');
  }
  return [
    { table: 'peers', key: peer, expect: row?.version ?? 0, value: { ...before, orphans } },
    { table: 'messages', key: messageKey, expect: 0, value: null },
  ];
}

/** The evidence that waited for a message which has now come is counted to nobody any more. */
export async function adoptionRows(dependencies: GatewayDependencies, waiting: EvidenceSet['rows']): Promise<RowChange[]> {
  const adopted = new Map<string, number>();
  for (const { value } of waiting) adopted.set(value.source, (adopted.get(value.source) ?? 0) + 1);
  const rows: RowChange[] = [];
  for (const [peer, number] of adopted) {
    const row = await dependencies.ledger.get('peers', peer);
    if (row === undefined) continue;
    const orphans = Math.max(0, (row.value.orphans ?? 0) - number);
    rows.push({ table: 'peers', key: peer, expect: row.version, value: { ...row.value, orphans } });
  }
  return rows;
}

/**
 * Takes evidence into a message that was stored between the reading for that message and its commit. After the commit no more can be
 * stored past it, so looking once is enough; `known` are the identifiers that the commit took into account.
 */
export async function adoptLateEvidence(dependencies: GatewayDependencies, key: string, known: ReadonlySet<string>): Promise<void> {
  await rebuildUntilCommitted(dependencies, async () => {
    const set = await readEvidenceSet(dependencies, key);
    const late = set.rows.filter((row) => !known.has(row.key) && row.value.source !== 'own');
    const message = late.length === 0 ? undefined : await dependencies.ledger.get('messages', key);
    if (message === undefined) return { result: undefined };
    const envelopes = await readEnvelopes(dependencies, key);
    const { state, terminal } = transportOutcome(set.summaries, new Set(envelopes.map((envelope) => envelope.key)));
    const value = { ...message.value, state, terminal };
    const rows: RowChange[] = [{ table: 'messages', key, expect: message.version, value }, ...(await adoptionRows(dependencies, late))];
    return { change: { rows }, result: undefined };
  });
}
