import type { Row } from '../../store/contracts/ledger.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { readEnvelopes } from './envelopes.ts';
import { type EvidenceSet, readEvidenceSet } from './evidence-set.ts';
import type { Statement } from './issue-evidence.ts';

/** What every statement about an existing message starts from: its row, its evidence (read here unless it was read before) and its headers. */
export async function statementBase(
  dependencies: GatewayDependencies,
  row: Row<'messages'>,
  evidence?: EvidenceSet,
): Promise<Pick<Statement, 'message' | 'known' | 'envelopes'>> {
  const [set, envelopes] = await Promise.all([evidence ?? readEvidenceSet(dependencies, row.key), readEnvelopes(dependencies, row.key)]);
  return { message: row, known: set.summaries, envelopes: new Set(envelopes.map((envelope) => envelope.key)) };
}
