import { openCheckpoint } from '../../audit/log/checkpoint.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import { relate } from '../../audit/log/relate.ts';
import type { Change } from '../../store/contracts/ledger.ts';
import { alarmRow } from '../alarms.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { commit } from '../unit-of-work.ts';
import { forkChange } from './keep-fork.ts';

/**
 * Examines the checkpoint of our own log that a peer quotes in a header or in evidence: it must be one of our history. A larger one than
 * ours means that we were restored from an old copy; another root, that somebody signs with our key or that our log was rewritten. Both
 * notes are then kept and an alarm is raised. The same quotation is examined once per start; nothing that goes wrong here ever delays or
 * fails the message that carried it.
 */
export async function examineQuoted(
  dependencies: GatewayDependencies,
  { from, note }: { from: string; note: string | undefined },
): Promise<void> {
  const { quoted } = dependencies.listening;
  if (note === undefined || quoted.get(from) === note) return;
  try {
    const change = await judge(dependencies, from, note);
    if (change !== undefined) await commit(dependencies, change);
    quoted.set(from, note);
  } catch (error) {
    dependencies.observe({ name: 'quoted-checkpoint-not-examined', peer: from, code: codeOf(error) });
  }
}

/** Throws AuditError for a note that our log never signed: it says nothing about us. */
async function judge(dependencies: GatewayDependencies, from: string, note: string): Promise<Change | undefined> {
  const { log, authority, logOrigin } = dependencies;
  const verifier = parseVerifierKey(log.verifierKey);
  const state = openCheckpoint(note, { log: verifier, origin: logOrigin });
  const latest = await log.reader.latest();
  if (latest === undefined || state.size > latest.size) {
    const code = 'own-log-behind';
    if (latest === undefined) return { rows: await alarmRow(dependencies, { code, peer: from }) };
    const fork = { first: latest.note, second: note };
    return forkChange(dependencies, { authority, kind: 'unproven', fork, shownBy: from, alarm: { code } });
  }
  const known = { ...latest, signed: latest.note };
  const relation = await relate({ ...state, signed: note }, known, log.tiles);
  if (relation.kind === 'consistent') return undefined;
  return forkChange(dependencies, { authority, kind: 'proven', fork: relation.fork, shownBy: from, alarm: { code: 'own-log-forked' } });
}
