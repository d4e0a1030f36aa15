import type { RowChange } from '../store/contracts/ledger.ts';
import type { GatewayDependencies } from './dependencies.ts';

/** The row that shows an operator what happened; identifiers and a code of the error table, nothing else. */
export function alarmRow(
  dependencies: Pick<GatewayDependencies, 'clock' | 'randomBytes'>,
  alarm: { code: string; messageKey?: string; peer?: string },
): RowChange {
  const key = dependencies.randomBytes(16).toString('hex');
  return { table: 'alarms', key, expect: 0, value: { ...alarm, raisedAt: dependencies.clock.now().toISOString() } };
}
