import { createHash } from 'node:crypto';
import type { Change, RowChange } from '../store/contracts/ledger.ts';
import type { GatewayDependencies } from './dependencies.ts';
import { logLeaf } from './log-leaf.ts';

export interface Alarm {
  /** Of the error table. */
  code: string;
  messageKey?: string;
  peer?: string;
}

/** Form of what is kept beside an alarm: docs/formats.md, "Proof of an alarm". */
const PROOF_FORMAT = 'valija-alarm-proof/1';

/**
 * The row that shows an operator what happened; identifiers and a code of the error table, nothing else. One row per code, message and
 * peer: what is open already is not raised again (the answer is then empty), however often a peer repeats its fault; what was
 * acknowledged is opened anew.
 */
export async function alarmRow(
  dependencies: Pick<GatewayDependencies, 'clock' | 'ledger'>,
  alarm: Alarm,
  proof?: Buffer,
): Promise<RowChange[]> {
  const { code, messageKey = '', peer = '' } = alarm;
  const key = createHash('sha256').update([code, messageKey, peer].join('\n')).digest('hex').slice(0, 32);
  const row = await dependencies.ledger.get('alarms', key);
  if (row !== undefined && row.value.acknowledgedAt === undefined) return [];
  const value = { ...alarm, raisedAt: dependencies.clock.now().toISOString() };
  return [{ table: 'alarms', key, expect: row?.version ?? 0, value, ...(proof === undefined ? {} : { bytes: proof }) }];
}

/**
 * As `alarmRow`, with what shows it to anybody: signed objects as they came, first the one that was known where there is one. They are kept with the
 * alarm for ever, and our own log commits to them. Empty when the same is open already.
 */
export async function provenAlarm(
  dependencies: Pick<GatewayDependencies, 'clock' | 'ledger' | 'randomBytes'>,
  alarm: Alarm,
  objects: readonly string[],
): Promise<Change & { rows: RowChange[] }> {
  const { code, peer } = alarm;
  const broughtBy = peer === undefined ? {} : { broughtBy: peer };
  const document = { format: PROOF_FORMAT, code, ...broughtBy, at: dependencies.clock.now().toISOString(), objects };
  const proof = Buffer.from(`${JSON.stringify(document, null, 1)}\n`, 'utf8');
  const rows = await alarmRow(dependencies, alarm, proof);
  if (rows.length === 0) return { rows };
  return { rows, leaves: [logLeaf('outcome', createHash('sha256').update(proof).digest(), dependencies)] };
}
