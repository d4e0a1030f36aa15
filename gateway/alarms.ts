import { createHash } from 'node:crypto';
import type { Change, ListedRow, RowChange } from '../store/contracts/ledger.ts';
import { type AlarmRecord, causeOfAlarm } from '../store/contracts/records.ts';
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

/** Pairs of notes that are named beside one alarm; all of them are kept in `forks`. */
const MAXIMUM_FORKS = 100;

/** What shows an alarm to anybody: octets that are kept with it, or the key of a row in `forks`. */
interface Kept {
  proof?: Buffer;
  fork?: string;
}

/**
 * The row that shows an operator what happened; identifiers and a code of the error table, nothing else. One row per code, message and
 * peer: what is open already is not raised again (the answer is then empty), however often a peer repeats its fault. What was acknowledged
 * stays as it is, with its proof and note; the same again is another alarm, of the next occurrence.
 */
export async function alarmRow(
  { clock, ledger }: Pick<GatewayDependencies, 'clock' | 'ledger'>,
  alarm: Alarm,
  { proof, fork }: Kept = {},
): Promise<RowChange[]> {
  const [latest] = await ledger.list('alarms', { index: 'byCause', equals: causeOfAlarm(alarm), limit: 1, descending: true });
  if (latest !== undefined && latest.value.acknowledgedAt === undefined) return fork === undefined ? [] : forkAdded(latest, fork);
  const occurrence = latest === undefined ? 1 : (latest.value.occurrence ?? 1) + 1;
  const value: AlarmRecord = {
    ...alarm,
    raisedAt: clock.now().toISOString(),
    ...(occurrence === 1 ? {} : { occurrence }),
    ...(fork === undefined ? {} : { forks: [fork] }),
  };
  return [{ table: 'alarms', key: alarmKey(alarm, occurrence), expect: 0, value, ...(proof === undefined ? {} : { bytes: proof }) }];
}

/** Key of the row of an alarm; the first of its cause has none of the occurrence in it. */
export function alarmKey(alarm: Alarm, occurrence: number): string {
  const cause = causeOfAlarm(alarm);
  const text = occurrence === 1 ? cause : `${cause}\n${occurrence}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Another contradiction of what is open already. */
function forkAdded({ key, version, value, bytes }: ListedRow<'alarms'>, fork: string): RowChange[] {
  const { forks = [] } = value;
  if (forks.includes(fork) || forks.length === MAXIMUM_FORKS) return [];
  const changed = { ...value, forks: [...forks, fork] };
  return [{ table: 'alarms', key, expect: version, value: changed, ...(bytes === undefined ? {} : { bytes }) }];
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
  const rows = await alarmRow(dependencies, alarm, { proof });
  if (rows.length === 0) return { rows };
  return { rows, leaves: [logLeaf('outcome', createHash('sha256').update(proof).digest(), dependencies)] };
}
