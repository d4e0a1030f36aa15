import { createHash } from 'node:crypto';
import { readUnverifiedCheckpoint } from '../../audit/log/checkpoint.ts';
import { type ForkProof, serializeForkProof } from '../../audit/log/fork-proof.ts';
import { parseNote } from '../../audit/log/note.ts';
import type { Change } from '../../store/contracts/ledger.ts';
import type { ForkRecord } from '../../store/contracts/log-records.ts';
import { alarmRow } from '../alarms.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { logLeaf } from '../log-leaf.ts';

/** More contradictions of one log prove nothing more, and a hostile peer could sign them without end. */
const MAXIMUM_KEPT = 100;

/** What an operator is told. */
export interface ForkAlarm {
  code: string;
}

/** Two notes of one log that do not go together. */
export interface Contradiction {
  /** Whose log. */
  authority: string;
  kind: ForkRecord['kind'];
  fork: ForkProof;
  /** Who showed us the second one, when it was not the log's own gateway. */
  shownBy?: string;
  /** Instead of that of the kind. */
  alarm?: ForkAlarm;
}

/**
 * What keeps both signed notes for ever, raises the alarm and commits to it in our own log. Empty when they are kept already; a
 * suspicion that has become a proof takes its place.
 */
export async function forkChange(
  dependencies: Pick<GatewayDependencies, 'ledger' | 'clock' | 'randomBytes'>,
  { authority, kind, fork, shownBy, alarm = alarmOf(kind) }: Contradiction,
): Promise<Change> {
  const { ledger, clock } = dependencies;
  const [first, second] = [parseNote(fork.first).text, parseNote(fork.second).text];
  const key = createHash('sha256').update(`${first}\n${second}`, 'utf8').digest('hex');
  const row = await ledger.get('forks', key);
  if (row !== undefined && (row.value.kind === 'proven' || row.value.kind === kind)) return {};
  const { origin } = readUnverifiedCheckpoint(fork.first);
  const kept = await ledger.list('forks', { index: 'byOrigin', equals: origin, limit: MAXIMUM_KEPT });
  const told = { ...alarm, peer: shownBy ?? authority };
  if (row === undefined && kept.length === MAXIMUM_KEPT) return { rows: await alarmRow(dependencies, told) };
  const rows = await alarmRow(dependencies, told, { fork: key });
  const document = serializeForkProof(fork);
  const value: ForkRecord = {
    origin,
    authority,
    kind,
    foundAt: clock.now().toISOString(),
    document: document.toString('utf8'),
    ...(shownBy === undefined ? {} : { shownBy }),
  };
  return {
    rows: [...rows, { table: 'forks', key, expect: row?.version ?? 0, value }],
    leaves: [logLeaf('outcome', createHash('sha256').update(document).digest(), dependencies)],
  };
}

function alarmOf(kind: ForkRecord['kind']): ForkAlarm {
  if (kind === 'proven') return { code: 'peer-log-forked' };
  if (kind === 'rolled-back') return { code: 'peer-log-rolled-back' };
  return { code: 'peer-log-inconsistent' };
}
