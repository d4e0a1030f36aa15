import type { Row } from '../../store/contracts/ledger.ts';
import type { Direction, Lane, MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { commit } from '../unit-of-work.ts';
import { purgeMessage } from './purge-message.ts';

const DIRECTIONS: readonly Direction[] = ['outbound', 'inbound'];
const LANES: readonly Lane[] = ['urgent', 'ordinary', 'bulk'];
const BATCH = 500;

/**
 * Purges the content of every message whose retention is over. For each direction and lane a cursor stands before the oldest message
 * that still has its content; messages end within `maximumExpiry`, so that it never stays far behind. Held messages are looked at when
 * their hold is released. Run from time to time; returns how many were purged.
 */
export async function purgeWhatIsDue(dependencies: GatewayDependencies): Promise<number> {
  let purged = 0;
  for (const direction of DIRECTIONS) {
    for (const lane of LANES) {
      if (Number.isFinite(dependencies.settings.retention[direction][lane])) purged += await purgeLane(dependencies, direction, lane);
    }
  }
  if (purged > 0) await dependencies.ledger.scrub();
  return purged;
}

/** Whether the content of a message may go: its end is long enough ago, or it should have ended long enough ago. */
export function isRetentionOver({ clock, settings }: Pick<GatewayDependencies, 'clock' | 'settings'>, message: MessageRecord): boolean {
  const retention = settings.retention[message.direction][message.lane];
  const endedAt = message.terminal ? Date.parse(message.changedAt) : Number.POSITIVE_INFINITY;
  const lastDay = Date.parse(message.createdAt) + settings.maximumExpiry;
  return clock.now().getTime() >= Math.min(endedAt, lastDay) + retention;
}

async function purgeLane(dependencies: GatewayDependencies, direction: Direction, lane: Lane): Promise<number> {
  const { ledger, clock, settings } = dependencies;
  const key = `retention-cursor/${direction}/${lane}`;
  const cursor = await ledger.get('settings', key);
  const youngest = clock.now().getTime() - settings.retention[direction][lane];
  let settled = cursor?.value.value;
  let isGapless = true;
  let purged = 0;
  for (let after = settled; ; ) {
    const rows = await ledger.list('messages', {
      index: 'byDirection',
      equals: direction,
      limit: BATCH,
      ...(after === undefined ? {} : { after }),
    });
    for (const row of rows) {
      if (Date.parse(row.value.createdAt) > youngest) return finish(dependencies, { key, cursor, settled, purged });
      if (row.value.lane === lane && row.value.purgedAt === undefined) {
        if (await isDue(dependencies, row)) purged += (await purgeMessage(dependencies, row.key)) ? 1 : 0;
        else isGapless = false;
      }
      if (isGapless) settled = row.order;
    }
    after = rows.at(-1)?.order;
    if (rows.length < BATCH) return finish(dependencies, { key, cursor, settled, purged });
  }
}

/** A held message counts as dealt with. */
async function isDue(dependencies: GatewayDependencies, { key, value }: Row<'messages'>): Promise<boolean> {
  return isRetentionOver(dependencies, value) || (await dependencies.ledger.get('holds', key)) !== undefined;
}

async function finish(
  dependencies: GatewayDependencies,
  done: { key: string; cursor: Row<'settings'> | undefined; settled: string | undefined; purged: number },
): Promise<number> {
  const { key, cursor, settled, purged } = done;
  if (settled !== undefined && settled !== cursor?.value.value) {
    await commit(dependencies, { rows: [{ table: 'settings', key, expect: cursor?.version ?? 0, value: { value: settled } }] });
  }
  return purged;
}
