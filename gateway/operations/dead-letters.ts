import type { JobRow } from '../../store/contracts/outbox.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { recordOperation } from '../operation-record/record-operation.ts';
import { commit } from '../unit-of-work.ts';
import { type Actor, requireActor } from './actor.ts';

/** Work that gave up and waits for a person. */
export async function listDeadLetters(
  dependencies: GatewayDependencies,
  query: { actor: Actor; after?: string; limit: number },
): Promise<JobRow[]> {
  requireActor(query.actor, ['operator']);
  return dependencies.ledger.outbox.dead({ limit: query.limit, ...(query.after === undefined ? {} : { after: query.after }) });
}

/** Puts a dead letter back to work. Every release leaves a leaf in the log (design rule 7). GatewayError `not-found`. */
export async function releaseDeadLetter(dependencies: GatewayDependencies, query: { actor: Actor; id: string }): Promise<void> {
  requireActor(query.actor, ['operator']);
  const job = await dependencies.ledger.outbox.get(query.id);
  if (job?.state !== 'dead') throw new GatewayError('not-found', 'no such dead letter');
  const now = dependencies.clock.now();
  const { row, leaf } = recordOperation(dependencies, { action: 'dead-letter-released', actor: query.actor, facts: { job: query.id } });
  await commit(dependencies, {
    jobs: [{ operation: 'release', id: query.id, dueAt: now.getTime() }],
    rows: [row],
    leaves: [leaf],
  });
  dependencies.announce([{ id: job.id, lane: job.lane }]);
}
