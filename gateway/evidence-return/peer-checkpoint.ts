import { openCheckpoint, readUnverifiedCheckpoint } from '../../audit/log/checkpoint.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import type { Row, RowChange } from '../../store/contracts/ledger.ts';
import type { PeerRecord } from '../../store/contracts/records.ts';
import { alarmRow } from '../alarms.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { commit } from '../unit-of-work.ts';

/**
 * Remembers the newest checkpoint of the peer's log, verified with the key the directory names. Headers to that peer carry it: the
 * peer cannot rewrite what it has shown without being found out (design section 4, header). A smaller tree, or another root for the
 * same size, is kept as it is known and raises an alarm.
 */
export async function rememberCheckpoint(dependencies: GatewayDependencies, peer: AuthorityRecord, signal: AbortSignal): Promise<void> {
  const note = await dependencies.transport.latestCheckpoint(peer, { signal });
  const key = logKey(dependencies, peer);
  if (note === undefined || key === undefined) return;
  const row = await dependencies.ledger.get('peers', peer.identifier);
  if (row?.value.latestCheckpoint === note) return;
  const rows = await judge(dependencies, peer, note, key, row);
  if (rows.length > 0) await commit(dependencies, { rows });
}

function logKey(dependencies: GatewayDependencies, peer: AuthorityRecord): string | undefined {
  const now = dependencies.clock.now().getTime();
  const inForce = peer.noteKeys.filter(
    (key) => key.role === 'log' && Date.parse(key.notBefore) <= now && (key.notAfter === undefined || now <= Date.parse(key.notAfter)),
  );
  return inForce.at(-1)?.verifierKey;
}

async function judge(
  dependencies: GatewayDependencies,
  peer: AuthorityRecord,
  note: string,
  key: string,
  row: Row<'peers'> | undefined,
): Promise<RowChange[]> {
  const alarm = (code: string) => alarmRow(dependencies, { code, peer: peer.identifier });
  try {
    const next = openCheckpoint(note, { log: parseVerifierKey(key) });
    const known = row?.value.latestCheckpoint === undefined ? undefined : readUnverifiedCheckpoint(row.value.latestCheckpoint);
    if (known !== undefined && next.size < known.size) return await alarm('peer-log-rolled-back');
    if (known !== undefined && next.size === known.size) return next.root.equals(known.root) ? [] : await alarm('peer-log-forked');
    const before: PeerRecord = row?.value ?? { evidenceCursor: 0, messagesCursor: 0 };
    return [{ table: 'peers', key: peer.identifier, expect: row?.version ?? 0, value: { ...before, latestCheckpoint: note } }];
  } catch (error) {
    dependencies.observe({ name: 'peer-checkpoint-refused', peer: peer.identifier, code: codeOf(error) });
    return alarm('peer-checkpoint-refused');
  }
}
