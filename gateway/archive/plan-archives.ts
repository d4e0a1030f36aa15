import type { Direction } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { commit } from '../unit-of-work.ts';
import { archiveJob } from './archive-package.ts';

const DIRECTIONS: readonly Direction[] = ['outbound', 'inbound'];
const BATCH = 500;

/**
 * Asks for a long-term copy of every package whose message has been here for `archiveAfter`, each once: a cursor over the messages in the
 * order in which they appeared is moved in the commit that adds the jobs. Run from time to time; returns how many were asked for.
 */
export async function planArchives(dependencies: GatewayDependencies): Promise<number> {
  let planned = 0;
  for (const direction of DIRECTIONS) {
    for (let batch = BATCH; batch === BATCH; planned += batch) batch = await planBatch(dependencies, direction);
  }
  return planned;
}

async function planBatch(dependencies: GatewayDependencies, direction: Direction): Promise<number> {
  const { ledger, clock, settings } = dependencies;
  const key = `archive-cursor/${direction}`;
  const cursor = await ledger.get('settings', key);
  const after = cursor === undefined ? {} : { after: cursor.value.value };
  const rows = await ledger.list('messages', { index: 'byDirection', equals: direction, limit: BATCH, ...after });
  const now = clock.now();
  const ripe = rows.filter(({ value }) => Date.parse(value.createdAt) + settings.archiveAfter <= now.getTime());
  const last = ripe.at(-1);
  if (last === undefined) return 0;
  await commit(dependencies, {
    rows: [{ table: 'settings', key, expect: cursor?.version ?? 0, value: { value: last.order } }],
    jobs: ripe.map((row) => ({ operation: 'ensure', job: archiveJob(row.key, 1, now) })),
  });
  return ripe.length;
}
