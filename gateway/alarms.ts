import { createHash } from 'node:crypto';
import type { RowChange } from '../store/contracts/ledger.ts';
import type { GatewayDependencies } from './dependencies.ts';

/**
 * The row that shows an operator what happened; identifiers and a code of the error table, nothing else. One row per code, message and
 * peer: what is open already is not raised again (the answer is then empty), however often a peer repeats its fault; what was
 * acknowledged is opened anew.
 */
export async function alarmRow(
  dependencies: Pick<GatewayDependencies, 'clock' | 'ledger'>,
  alarm: { code: string; messageKey?: string; peer?: string },
): Promise<RowChange[]> {
  const { code, messageKey = '', peer = '' } = alarm;
  const key = createHash('sha256').update([code, messageKey, peer].join('\n')).digest('hex').slice(0, 32);
  const row = await dependencies.ledger.get('alarms', key);
  if (row !== undefined && row.value.acknowledgedAt === undefined) return [];
  const value = { ...alarm, raisedAt: dependencies.clock.now().toISOString() };
  return [{ table: 'alarms', key, expect: row?.version ?? 0, value }];
}
