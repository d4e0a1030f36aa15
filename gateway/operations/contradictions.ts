import type { GatewayDependencies } from '../dependencies.ts';
import { type Actor, requireActor } from './actor.ts';

/** Two signed states of one log that do not go together, as they are kept. */
export interface KeptContradiction {
  id: string;
  origin: string;
  authority: string;
  kind: 'proven' | 'unproven' | 'rolled-back';
  foundAt: string;
  shownBy?: string;
  /** `valija-fork/1`, verbatim: what is handed to others. */
  proof: string;
}

/** What the logs of others, or somebody with our key, contradicted: the oldest first. */
export async function listContradictions(
  dependencies: Pick<GatewayDependencies, 'ledger'>,
  query: { actor: Actor; after?: string; limit: number },
): Promise<{ contradictions: KeptContradiction[]; next?: string }> {
  requireActor(query.actor, ['operator']);
  const after = query.after === undefined ? {} : { after: query.after };
  const rows = await dependencies.ledger.list('forks', { index: 'all', equals: 'all', limit: query.limit, ...after });
  const contradictions = rows.map(({ key: id, value: { document: proof, ...rest } }) => ({ id, ...rest, proof }));
  const last = rows.at(-1);
  return { contradictions, ...(last === undefined || rows.length < query.limit ? {} : { next: last.order }) };
}
