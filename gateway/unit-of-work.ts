import type { Change } from '../store/contracts/ledger.ts';
import type { Job } from '../store/contracts/outbox.ts';
import type { GatewayDependencies } from './dependencies.ts';
import { codeOf, GatewayError } from './error.ts';

/** How often a step re-reads and rebuilds after another writer was faster. */
const MAXIMUM_REBUILDS = 8;

/** Commits one change and wakes workers for the jobs it made due. */
export async function commit(dependencies: GatewayDependencies, change: Change): Promise<void> {
  await dependencies.ledger.commit(change);
  const now = dependencies.clock.now().getTime();
  const due = jobsOf(change).filter((job) => job.dueAt <= now);
  if (due.length > 0) dependencies.announce(due.map(({ id, lane }) => ({ id, lane })));
}

/**
 * Re-reads, rebuilds and commits until no other writer came between (design section 5). `build` returns the change with the value
 * to hand back, or no change when there is nothing left to do.
 */
export async function rebuildUntilCommitted<Result>(
  dependencies: GatewayDependencies,
  build: () => Promise<{ change?: Change; result: Result }>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const { change, result } = await build();
    if (change === undefined) return result;
    try {
      await commit(dependencies, change);
      return result;
    } catch (error) {
      if (!isVersionConflict(error)) throw error;
      if (attempt === MAXIMUM_REBUILDS) {
        throw new GatewayError('too-busy', 'other writers were faster every time', { cause: error, disposition: 'retry' });
      }
    }
  }
}

export function isVersionConflict(error: unknown): boolean {
  return codeOf(error) === 'version-conflict';
}

function jobsOf(change: Change): Job[] {
  return (change.jobs ?? []).flatMap((jobChange) =>
    jobChange.operation === 'add' || jobChange.operation === 'ensure' ? [jobChange.job] : [],
  );
}
